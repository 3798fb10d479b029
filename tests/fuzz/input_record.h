/* An input that is cut into records: a byte that says what the record is, two bytes with its
 * length, and its bytes. The last one may be shorter than it says. */
#ifndef TCPGLOSS_TESTS_FUZZ_INPUT_RECORD_H
#define TCPGLOSS_TESTS_FUZZ_INPUT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input_record {
    uint8_t kind;
    size_t length;
    const uint8_t *bytes; /* in a block of their own, so that a byte too many is seen */
    uint8_t *block;
};

/* Takes the record at the start of the input, which then begins behind it. False at the end.
 * The caller frees the record. */
bool input_record_take(const uint8_t **data, size_t *size, struct input_record *record);
void input_record_free(struct input_record *record);

#endif
