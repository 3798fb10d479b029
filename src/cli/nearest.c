#include <string.h>

#include "tcpgloss/cli/option_table.h"

enum { NAME_MAX_LENGTH = 64 };

/* Levenshtein's distance, by rows; names longer than the longest option's are cut. */
static size_t edit_distance(const char *a, const char *b) {
    size_t row[NAME_MAX_LENGTH + 1];
    size_t width = strnlen(b, NAME_MAX_LENGTH);

    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0' && i <= NAME_MAX_LENGTH; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            if (row[j] + 1 < best) {
                best = row[j] + 1;
            }
            if (row[j - 1] + 1 < best) {
                best = row[j - 1] + 1;
            }
            row[j] = best;
        }
    }
    return row[width];
}

const char *option_nearest(const char *name) {
    const char *nearest = "help";
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < option_table_length; i++) {
        if (option_table[i].name != NULL) {
            size_t distance = edit_distance(name, option_table[i].name);

            if (distance < least) {
                least = distance;
                nearest = option_table[i].name;
            }
        }
    }
    return nearest;
}
