#include "tcpgloss/base/nearest.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

/* Shorter words are part of too many names. */
enum { PREFIX_LENGTH_MIN = 3, PART_LENGTH_MIN = 4 };

/* A step of distance counts 2: a name that begins with the word is nearer than one at distance 2.
 */
enum { STEP_SCORE = 2, PREFIX_SCORE = 3, PART_SCORE = 5 };

/* What is compared: lower case, without blanks and the signs between words. */
static size_t fold(const char *word, size_t length, char folded[NEAREST_LENGTH_MAX]) {
    size_t kept = 0;

    for (size_t i = 0; i < length && kept < NEAREST_LENGTH_MAX; i++) {
        const char c = word[i];

        if (c >= 'A' && c <= 'Z') {
            folded[kept++] = (char)(c - 'A' + 'a');
        } else if (c != ' ' && c != '-' && c != '_' && c != '.') {
            folded[kept++] = c;
        }
    }
    return kept;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* How many letters are added, left out, replaced, or exchanged with their neighbour (optimal string
 * alignment). */
static unsigned edit_distance(const char *a, size_t a_length, const char *b, size_t b_length) {
    unsigned rows[3][NEAREST_LENGTH_MAX + 1];

    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *last = rows[(i - 1) % 3];
        const unsigned *before_last = rows[(i + 1) % 3];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = least(least(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

static bool holds(const char *whole, size_t whole_length, const char *part, size_t length) {
    for (size_t i = 0; length >= PART_LENGTH_MIN && i + length <= whole_length; i++) {
        if (memcmp(whole + i, part, length) == 0) {
            return true;
        }
    }
    return false;
}

void nearest_begin(struct nearest *nearest, const char *word, size_t length) {
    *nearest = (struct nearest){.score = UINT_MAX};
    nearest->length = fold(word, length, nearest->word);
}

void nearest_offer(struct nearest *nearest, const char *spelling, size_t length, const char *name) {
    char folded[NEAREST_LENGTH_MAX];
    const size_t width = fold(spelling, length, folded);
    const unsigned distance = edit_distance(nearest->word, nearest->length, folded, width);
    unsigned score = UINT_MAX;

    if (distance <= nearest->length / 3) {
        score = distance * STEP_SCORE;
    }
    if (nearest->length >= PREFIX_LENGTH_MIN && nearest->length <= width &&
        memcmp(folded, nearest->word, nearest->length) == 0) {
        score = least(score, PREFIX_SCORE);
    }
    if (holds(folded, width, nearest->word, nearest->length) ||
        holds(nearest->word, nearest->length, folded, width)) {
        score = least(score, PART_SCORE);
    }
    if (score < nearest->score) {
        nearest->score = score;
        nearest->found = name;
    }
}
