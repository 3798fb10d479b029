/*
 * Text for terminals that have no UTF-8.
 */
#ifndef TCPGLOSS_SRC_VIEWS_ASCII_H
#define TCPGLOSS_SRC_VIEWS_ASCII_H

#include "tcpgloss/base/text.h"

/* Writes arrows and the like as ASCII has them, other characters beyond ASCII as "?". */
void ascii_put(struct text *text, const char *data, size_t length);

#endif
