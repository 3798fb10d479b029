/*
 * Breaking a paragraph, Chinese or English, into lines for a terminal.
 */
#ifndef TCPGLOSS_BASE_WRAP_H
#define TCPGLOSS_BASE_WRAP_H

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"

/*
 * Writes `paragraph` (UTF-8, without newlines) in lines of at most `columns`, each ended by '\n'. A
 * line ends at a space, before an ideograph, which is two columns wide, or between Chinese and
 * Latin script; never before punctuation or after an opening bracket.
 */
TCPGLOSS_API void wrap_put(const char *paragraph, unsigned columns, struct text *text);

#endif
