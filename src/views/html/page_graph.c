#include "views/html/page_graph.h"

#include "views/json/json_values.h"

static void put_signed(struct json_writer *json, int64_t number) {
    if (number < 0) {
        json_separate(json);
        text_put_char(json->text, '-');
        json->separate = false;
        json_number(json, (uint64_t)0 - (uint64_t)number);
    } else {
        json_number(json, (uint64_t)number);
    }
}

static void put_stroke(struct json_writer *json, const struct stroke *stroke, int64_t start) {
    json_begin(json, '[');
    put_signed(json, stroke->time - start);
    put_signed(json, stroke->low);
    if (stroke->high != stroke->low || stroke->last != stroke->high) {
        put_signed(json, stroke->high);
    }
    if (stroke->last != stroke->high) {
        put_signed(json, stroke->last);
    }
    json_end(json, ']');
}

static void put_series(struct json_writer *json, const char *name, const struct series *series,
                       int64_t start) {
    if (series->count == 0) {
        return;
    }
    json_key(json, name);
    json_begin(json, '[');
    for (size_t i = 0; i < series->count; i++) {
        put_stroke(json, &series->strokes[i], start);
        text_relieve(json->text);
    }
    json_end(json, ']');
}

static void put_count(struct json_writer *json, const char *key, uint64_t count) {
    json_key(json, key);
    json_number(json, count);
}

void page_graph_put(struct json_writer *json, const struct graph *graph) {
    put_count(json, "flow", graph->flow);
    json_key(json, "start");
    json_time(json, graph->start);
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        const struct graph_direction *direction = &graph->directions[end];

        json_key(json, endpoint_words[end].en);
        json_begin(json, '{');
        put_count(json, "bytes", direction->bytes);
        put_count(json, "segments", direction->segments);
        put_count(json, "retransmissions", direction->retransmissions);
        for (enum graph_series i = 0; i < GRAPH_SERIES_COUNT; i++) {
            put_series(json, graph_series_names[i], &direction->series[i], graph->start);
        }
        json_end(json, '}');
    }
}
