#include "input_record.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 3 };

bool input_record_take(const uint8_t **data, size_t *size, struct input_record *record) {
    const uint8_t *header = *data;

    if (*size < HEADER) {
        return false;
    }
    *data += HEADER;
    *size -= HEADER;
    record->kind = header[0];
    record->length = (size_t)(header[1] << 8 | header[2]);
    if (record->length > *size) {
        record->length = *size;
    }
    record->block = malloc(record->length + 1);
    if (record->block == NULL) {
        abort();
    }
    record->bytes = record->block + 1;
    memcpy(record->block + 1, *data, record->length);
    *data += record->length;
    *size -= record->length;
    return true;
}

void input_record_free(struct input_record *record) {
    free(record->block);
}
