/*
 * A line of what the kernel says: `#= [1] …`.
 */
#ifndef TCPGLOSS_SRC_VIEWS_TEXT_KERNEL_LINE_H
#define TCPGLOSS_SRC_VIEWS_TEXT_KERNEL_LINE_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

/* Both without the newline at the end. */
void kernel_line_fact(const struct kernel_fact *fact, enum language language, struct text *text);
void kernel_line_count(uint64_t compared, uint64_t agreed, enum language language,
                       struct text *text);

#endif
