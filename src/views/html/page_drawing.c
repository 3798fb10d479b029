#include "views/html/page_drawing.h"

#include "views/diagram/distance.h"
#include "views/json/json_values.h"

static bool says_something(const struct diagram_row *row) {
    return (row->kind == ROW_SEGMENT || row->kind == ROW_TIMER) &&
           (row->repeated || row->lost || row->crosses ||
            row->changes[ENDPOINT_CLIENT].count + row->changes[ENDPOINT_SERVER].count > 0);
}

static void put_mark(struct json_writer *json, const char *key, bool is_so) {
    if (is_so) {
        json_key(json, key);
        json_boolean(json, true);
    }
}

static void put_changes(struct json_writer *json, const struct diagram_row *row,
                        enum endpoint end) {
    const struct row_changes *changes = &row->changes[end];

    if (changes->count == 0) {
        return;
    }
    json_key(json, endpoint_words[end].en);
    json_begin(json, '[');
    for (unsigned i = 0; i < changes->count; i++) {
        json_state(json, changes->states[i]);
    }
    json_end(json, ']');
}

/* A timer has no number: its time tells which it is. */
static void put_row(struct json_writer *json, const struct diagram_row *row) {
    json_begin(json, '{');
    if (row->kind == ROW_TIMER) {
        json_key(json, "time");
        json_time(json, row->time);
    } else {
        json_key(json, "packet");
        json_number(json, row->packet);
    }
    put_mark(json, "again", row->repeated);
    put_mark(json, "lost", row->lost);
    put_mark(json, "crosses", row->crosses);
    put_changes(json, row, ENDPOINT_CLIENT);
    put_changes(json, row, ENDPOINT_SERVER);
    json_end(json, '}');
}

void page_drawing_put(struct json_writer *json, const struct diagram *diagram) {
    int64_t distance[2];

    diagram_measure(diagram, distance);
    json_key(json, "flow");
    json_number(json, diagram->flow);
    json_key(json, "distance_ns");
    json_begin(json, '{');
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        json_key(json, endpoint_words[end].en);
        json_number(json, (uint64_t)distance[end]);
    }
    json_end(json, '}');
    json_key(json, "rows");
    json_begin(json, '[');
    for (size_t i = 0; i < diagram->count; i++) {
        if (says_something(&diagram->rows[i])) {
            put_row(json, &diagram->rows[i]);
            text_relieve(json->text);
        }
    }
    json_end(json, ']');
}
