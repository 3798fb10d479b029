#include "tcpgloss/views/ladder_sink.h"

#include <stdlib.h>

#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/ladder/ladder_draw.h"

enum { LIVE_FOLD = 1000000000 }; /* nanoseconds */

struct ladder_sink {
    struct sink sink;
    struct ladder_settings settings;
    struct diagram_settings diagram;
    struct stream *stream; /* borrowed */
    struct open_diagrams open;
    uint32_t live_flow; /* whose head was written */
};

static void put_all_rows(struct ladder_sink *self, const struct diagram *diagram) {
    for (size_t i = 0; i < diagram->count; i++) {
        ladder_draw_row(&self->settings, diagram, &diagram->rows[i], &self->stream->text);
    }
}

/* Writes the rows that will not change any more, and forgets them. */
static void put_settled_rows(struct ladder_sink *self, struct diagram *diagram) {
    size_t settled = diagram->count;

    if (self->live_flow != diagram->flow) {
        ladder_draw_head(&self->settings, diagram, &self->stream->text);
        self->live_flow = diagram->flow;
    }
    if (settled > 0 && diagram->rows[settled - 1].kind == ROW_FOLD) {
        settled--;
    }
    for (size_t i = 0; i < settled; i++) {
        ladder_draw_row(&self->settings, diagram, &diagram->rows[i], &self->stream->text);
    }
    diagram_forget(diagram, settled);
}

static void put_flow(struct ladder_sink *self, uint32_t flow) {
    struct diagram diagram;

    if (!open_diagrams_take(&self->open, flow, &diagram)) {
        return;
    }
    if (self->live_flow != flow) {
        ladder_draw_head(&self->settings, &diagram, &self->stream->text);
    }
    put_all_rows(self, &diagram);
    text_put_char(&self->stream->text, '\n');
    diagram_free(&diagram);
}

static void put_refused(struct ladder_sink *self) {
    if (self->open.refused > 0) {
        label_put_refused(&self->stream->text, self->open.refused, self->diagram.language, "\n");
        text_put_char(&self->stream->text, '\n');
    }
}

static void ladder_sink_write(struct sink *sink, const struct record *record) {
    struct ladder_sink *self = (struct ladder_sink *)sink;
    struct diagram *diagram;

    switch (record->kind) {
    case RECORD_PACKET:
    case RECORD_TIMER:
        diagram = open_diagrams_add(&self->open, &self->diagram, record);
        if (diagram != NULL && self->settings.live) {
            put_settled_rows(self, diagram);
        }
        break;
    case RECORD_FLOW:
        put_flow(self, record->as.flow->flow);
        break;
    case RECORD_SUMMARY:
        put_refused(self);
        break;
    case RECORD_CAPTURE:
        break;
    }
    stream_settle(self->stream);
}

static void ladder_sink_destroy(struct sink *sink) {
    struct ladder_sink *self = (struct ladder_sink *)sink;

    open_diagrams_free(&self->open);
    free(self);
}

struct sink *ladder_sink_create(const struct ladder_settings *settings, struct stream *stream,
                                struct error *error) {
    static const struct sink_operations operations = {.write = ladder_sink_write,
                                                      .destroy = ladder_sink_destroy};
    struct ladder_sink *self = calloc(1, sizeof *self);

    if (self == NULL) {
        (void)error_set(error, STATUS_RUNTIME, "out of memory");
        return NULL;
    }
    self->sink.operations = &operations;
    self->settings = *settings;
    self->diagram = (struct diagram_settings){
        .language = settings->unicode ? settings->language : LANGUAGE_EN,
        .fold_time = settings->live ? LIVE_FOLD : 0,
    };
    self->stream = stream;
    return &self->sink;
}
