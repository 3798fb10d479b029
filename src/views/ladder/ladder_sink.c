#include "tcpgloss/views/ladder_sink.h"

#include <stdlib.h>

#include "views/diagram/finish.h"
#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/ladder/ladder_draw.h"
#include "views/new_sink.h"

enum {
    LIVE_FOLD = 1000000000, /* nanoseconds */
    COLUMNS_DEFAULT = 80,
};

struct ladder_sink {
    struct sink sink;
    struct ladder_style style;
    bool live;
    struct diagram_settings diagram;
    struct stream *stream; /* borrowed */
    struct open_flows open;
    uint32_t live_flow; /* whose head was written */
};

/* Writes the rows that will not change any more, and forgets them. */
static void put_settled_rows(struct ladder_sink *self, struct diagram *diagram) {
    size_t settled = diagram->count;

    if (self->live_flow != diagram->flow) {
        ladder_draw_head(&self->style, diagram, &self->stream->text);
        self->live_flow = diagram->flow;
    }
    if (settled > 0 && diagram->rows[settled - 1].kind == ROW_FOLD) {
        settled--;
    }
    ladder_draw_rows(&self->style, diagram, settled, &self->stream->text);
    diagram_forget(diagram, settled);
}

static void put_flow(struct ladder_sink *self, const struct flow_report *flow) {
    struct diagram diagram;

    if (!open_diagrams_take(&self->open, flow->flow, &diagram)) {
        return;
    }
    if (self->live_flow != flow->flow) {
        ladder_draw_head(&self->style, &diagram, &self->stream->text);
    }
    if (!self->live) {
        diagram_finish(&diagram, flow->teardown, self->diagram.language);
    }
    ladder_draw_rows(&self->style, &diagram, diagram.count, &self->stream->text);
    text_put_char(&self->stream->text, '\n');
    self->open.failed |= diagram.failed;
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
        if (diagram != NULL && self->live) {
            put_settled_rows(self, diagram);
        }
        break;
    case RECORD_FLOW:
        put_flow(self, record->as.flow);
        break;
    case RECORD_KERNEL:
        diagram = open_diagrams_note(&self->open, record->as.kernel);
        if (diagram != NULL && record->as.kernel->owner && self->live_flow == diagram->flow) {
            ladder_draw_owner(&self->style, diagram, record->as.kernel->who, &self->stream->text);
        }
        break;
    case RECORD_KERNEL_COUNT:
        break;
    case RECORD_SUMMARY:
        put_refused(self);
        break;
    case RECORD_CAPTURE:
        break;
    }
    if (self->open.failed) {
        text_fail(&self->stream->text);
    }
    stream_settle(self->stream);
}

static void ladder_sink_destroy(struct sink *sink) {
    struct ladder_sink *self = (struct ladder_sink *)sink;

    open_diagrams_free(&self->open);
    free(self);
}

static unsigned columns_of(const struct ladder_settings *settings) {
    const unsigned columns = settings->columns != 0 ? settings->columns : COLUMNS_DEFAULT;

    return columns > LADDER_COLUMNS_MIN ? columns : LADDER_COLUMNS_MIN;
}

struct sink *ladder_sink_create(const struct ladder_settings *settings, struct stream *stream,
                                struct error *error) {
    static const struct sink_operations operations = {.write = ladder_sink_write,
                                                      .destroy = ladder_sink_destroy};
    struct ladder_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->live = settings->live;
    self->style = (struct ladder_style){
        .language = settings->unicode ? settings->language : LANGUAGE_EN,
        .columns = columns_of(settings),
        .unicode = settings->unicode,
        .color = settings->color,
    };
    self->diagram = (struct diagram_settings){
        .language = self->style.language,
        .symbolic = settings->symbolic,
        .fold_time = settings->live ? LIVE_FOLD : 0,
    };
    self->stream = stream;
    return &self->sink;
}
