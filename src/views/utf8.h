/*
 * UTF-8 (RFC 3629).
 */
#ifndef TCPGLOSS_SRC_VIEWS_UTF8_H
#define TCPGLOSS_SRC_VIEWS_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the character at the front of `length` bytes (at least one). Returns how many bytes it
 * has; 0 if they are not UTF-8: cut short, overlong, a surrogate, or beyond U+10FFFF.
 */
size_t utf8_decode(const char *data, size_t length, uint32_t *character);

#endif
