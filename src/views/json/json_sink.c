#include "tcpgloss/views/json_sink.h"

#include <stdlib.h>

#include "views/json/json_record.h"
#include "views/new_sink.h"

struct json_sink {
    struct sink sink;
    struct stream *stream; /* borrowed */
    struct printer *line;
    struct text scratch; /* words on their way into a string */
};

static bool is_of_flows(enum record_kind kind) {
    return kind == RECORD_CAPTURE || kind == RECORD_FLOW || kind == RECORD_SUMMARY;
}

static void json_sink_write(struct sink *sink, const struct record *record) {
    struct json_sink *self = (struct json_sink *)sink;

    if (sink->ignores_events && !is_of_flows(record->kind)) {
        return;
    }
    json_record(&self->stream->text, record, self->line, &self->scratch);
    stream_settle(self->stream);
}

static void json_sink_destroy(struct sink *sink) {
    struct json_sink *self = (struct json_sink *)sink;

    printer_destroy(self->line);
    text_free(&self->scratch);
    free(self);
}

struct sink *json_sink_create(const struct json_sink_settings *settings, struct stream *stream,
                              struct error *error) {
    static const struct sink_operations operations = {.write = json_sink_write,
                                                      .destroy = json_sink_destroy};
    struct json_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->sink.ignores_events = settings->flows_only;
    self->stream = stream;
    text_init(&self->scratch);
    self->line = printer_create(&settings->line, error);
    if (self->line == NULL) {
        free(self);
        return NULL;
    }
    return &self->sink;
}
