/*
 * What the kernel says, in words: as a line `#= [1] …`, without the newline at its end, and parts
 * of it.
 */
#ifndef TCPGLOSS_SRC_VIEWS_KERNEL_LINE_H
#define TCPGLOSS_SRC_VIEWS_KERNEL_LINE_H

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

void kernel_line_fact(const struct kernel_fact *fact, enum language language, struct text *text);
void kernel_line_count(uint64_t compared, uint64_t agreed, enum language language,
                       struct text *text);

/* "client: ESTABLISHED | cwnd 10" */
void kernel_put_fact(const struct kernel_fact *fact, enum language language, struct text *text);

/* "curl[4242], user 1000", or "user 1000" */
void kernel_put_owner(const struct kernel_owner *owner, enum language language, struct text *text);

#endif
