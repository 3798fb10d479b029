/*
 * Text as UTF-8 (RFC 3629): which characters there are, how wide a terminal shows them, and how
 * text from outside the program is made harmless. What Unicode says of a character is utf8proc's.
 */
#ifndef TCPGLOSS_BASE_UNICODE_H
#define TCPGLOSS_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/text.h"

/*
 * Decodes the character at the front of `length` bytes (at least one). Returns how many bytes it
 * has; 0 if they are not UTF-8: cut short, overlong, a surrogate, or beyond U+10FFFF.
 */
TCPGLOSS_API size_t unicode_decode(const char *data, size_t length, uint32_t *character);

/*
 * Whether a character only shows itself. False for what gives orders to a terminal or changes how
 * its neighbours are read: controls (C0, DEL and C1), format characters (the overrides of direction
 * among them), line and paragraph separators, surrogates, and what is private or not assigned.
 */
TCPGLOSS_API bool unicode_is_harmless(uint32_t character);

/* Columns of a terminal: 0, 1 or 2. What is ambiguous (arrows, lines) counts as one. */
TCPGLOSS_API unsigned unicode_columns(uint32_t character);

/* An ideograph, or a syllable as wide as one: a line may be broken before it. */
TCPGLOSS_API bool unicode_is_ideograph(uint32_t character);

/* Wide punctuation that stays with what stands before it. */
TCPGLOSS_API bool unicode_is_wide_closing(uint32_t character);

enum { UNICODE_ESCAPED_MAX = 16 };

/*
 * Writes the character at the front of `length` bytes (at least one) into `escaped`, without NUL: a
 * harmless one as it is, otherwise its bytes as tcpdump shows them (^[, M-^[). Returns how many
 * bytes were written; `*taken` is how many were read.
 */
TCPGLOSS_API size_t unicode_escape(const char *data, size_t length, size_t *taken,
                                   char escaped[UNICODE_ESCAPED_MAX]);

/* Appends text from outside the program, escaped: names of files and interfaces, messages of
 * libraries. No line ends in it. */
TCPGLOSS_API void unicode_put(struct text *text, const char *data, size_t length);
TCPGLOSS_API void unicode_put_string(struct text *text, const char *string);

#endif
