#include "tcpgloss/views/svg_sink.h"

#include <stdlib.h>

#include "tcpgloss/base/unicode.h"

#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/svg/svg_draw.h"

enum { FLOWS_MAX = 64, MARGIN = 24 };

struct svg_sink {
    struct sink sink;
    struct diagram_settings settings;
    struct stream *stream; /* borrowed */
    struct open_diagrams open;
    struct text title;
    struct text elements;
    struct drawing drawing;
    unsigned flows;   /* drawn, or being collected */
    uint64_t refused; /* beyond FLOWS_MAX */
};

static void add_event(struct svg_sink *self, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    if (verdict != NULL && verdict->opens) {
        if (self->flows == FLOWS_MAX) {
            self->refused++;
            return;
        }
        self->flows++;
    }
    (void)open_diagrams_add(&self->open, &self->settings, record);
}

static void draw_flow(struct svg_sink *self, uint32_t flow) {
    struct diagram diagram;

    if (open_diagrams_take(&self->open, flow, &diagram)) {
        svg_draw_diagram(&self->drawing, &diagram);
        self->drawing.y += MARGIN;
        diagram_free(&diagram);
    }
}

static void draw_refused(struct svg_sink *self) {
    uint64_t refused = self->refused + self->open.refused;
    struct text text;

    if (refused == 0) {
        return;
    }
    text_init(&text);
    label_put_refused(&text, refused, self->settings.language, " ");
    svg_draw_remark(&self->drawing, text.data, text.length);
    text_free(&text);
}

static void put_picture(struct svg_sink *self) {
    struct text *text = &self->stream->text;

    draw_refused(self);
    text_put_char(&self->title, '\0');
    svg_put_head(text, self->title.data, self->settings.language, self->drawing.y);
    text_put(text, self->elements.data, self->elements.length);
    svg_put_foot(text);
}

static void svg_sink_write(struct sink *sink, const struct record *record) {
    struct svg_sink *self = (struct svg_sink *)sink;

    switch (record->kind) {
    case RECORD_CAPTURE:
        text_put_string(&self->title, "tcpgloss: ");
        unicode_put_string(&self->title,
                           record->as.capture.source != NULL ? record->as.capture.source : "");
        break;
    case RECORD_PACKET:
    case RECORD_TIMER:
        add_event(self, record);
        break;
    case RECORD_FLOW:
        draw_flow(self, record->as.flow->flow);
        break;
    case RECORD_SUMMARY:
        put_picture(self);
        break;
    }
    stream_settle(self->stream);
}

static void svg_sink_destroy(struct sink *sink) {
    struct svg_sink *self = (struct svg_sink *)sink;

    open_diagrams_free(&self->open);
    text_free(&self->title);
    text_free(&self->elements);
    free(self);
}

struct sink *svg_sink_create(const struct svg_settings *settings, struct stream *stream,
                             struct error *error) {
    static const struct sink_operations operations = {.write = svg_sink_write,
                                                      .destroy = svg_sink_destroy};
    struct svg_sink *self = calloc(1, sizeof *self);

    if (self == NULL) {
        (void)error_set(error, STATUS_RUNTIME, "out of memory");
        return NULL;
    }
    self->sink.operations = &operations;
    self->settings = (struct diagram_settings){.language = settings->language};
    self->stream = stream;
    text_init(&self->title);
    text_init(&self->elements);
    self->drawing = (struct drawing){settings->language, &self->elements, MARGIN};
    return &self->sink;
}
