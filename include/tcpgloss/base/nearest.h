/*
 * What a mistyped word may have meant. Names are offered one by one, and the nearest is kept; none
 * is, if none is near.
 *
 * Case, blanks and the signs - _ . make no difference. A name is near if few letters are added,
 * left out, replaced or exchanged, relative to the word's length; if it begins with the word; or if
 * one holds the other.
 */
#ifndef TCPGLOSS_BASE_NEAREST_H
#define TCPGLOSS_BASE_NEAREST_H

#include <stddef.h>

#include "tcpgloss/base/export.h"

/* Longer words and names are cut. */
enum { NEAREST_LENGTH_MAX = 64 };

struct nearest {
    const char *found; /* borrowed from the caller; null while none is near */
    unsigned score;    /* of `found`: the lower, the nearer */
    size_t length;
    char word[NEAREST_LENGTH_MAX]; /* folded */
};

TCPGLOSS_API void nearest_begin(struct nearest *nearest, const char *word, size_t length);

/* `spelling` is compared; `name` is what is found. */
TCPGLOSS_API void nearest_offer(struct nearest *nearest, const char *spelling, size_t length,
                                const char *name);

#endif
