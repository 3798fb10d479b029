/*
 * How many columns of a terminal a text takes, and where it may be broken.
 *
 * By utf8proc (unicode.h): wcwidth() would need a locale, which need not be installed. A byte that
 * is no UTF-8 counts as one column.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DISPLAY_H
#define TCPGLOSS_SRC_VIEWS_DISPLAY_H

#include <stddef.h>

size_t display_width(const char *data, size_t length);

/*
 * How many bytes of a text stand on its first line of `columns` columns: it breaks at a space
 * (which is counted, and may be left hanging over the end) or between Chinese characters, and not
 * before closing punctuation; a word that is longer than the line is cut. At least one character is
 * taken.
 */
size_t display_break(const char *data, size_t length, size_t columns);

#endif
