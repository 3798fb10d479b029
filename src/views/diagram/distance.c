#include "views/diagram/distance.h"

void diagram_measure(const struct diagram *diagram, int64_t distance[2]) {
    const struct diagram_row *before = NULL;

    distance[ENDPOINT_CLIENT] = distance[ENDPOINT_SERVER] = 0;
    for (size_t i = 0, seen = 0; i < diagram->count && seen < 3; i++) {
        const struct diagram_row *row = &diagram->rows[i];

        if (row->kind != ROW_SEGMENT) {
            continue;
        }
        if (row->repeated || row->lost || row->crosses || (seen == 0 && !row->control) ||
            (before != NULL && before->from == row->from)) {
            return;
        }
        if (before != NULL) {
            distance[row->from] = row->time > before->time ? (row->time - before->time) / 2 : 0;
        }
        before = row;
        seen++;
    }
}
