/*
 * How many columns of a terminal a text takes, and where it may be broken.
 *
 * wcwidth() would need a locale, which need not be installed. All that is printed is ASCII or words
 * of ours (bytes from a capture are escaped before), so a short table of the wide blocks (Unicode
 * TR11) is enough: there are no combining characters and no emoji among them. Ambiguous characters
 * (arrows, lines) count as one column.
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
