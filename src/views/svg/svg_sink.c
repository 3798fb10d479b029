#include "tcpgloss/views/svg_sink.h"

#include <stdlib.h>

#include "views/diagram/open_diagrams.h"
#include "views/svg/svg_draw.h"

enum { FLOWS_MAX = 64, MARGIN = 24 };

struct svg_sink {
    struct sink sink;
    struct diagram_settings settings;
    struct stream *stream; /* borrowed */
    struct book book;
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
    (void)book_add(&self->book, &self->settings, record);
}

static void draw_flow(struct svg_sink *self, uint32_t flow) {
    struct diagram diagram;

    if (book_take(&self->book, flow, &diagram)) {
        svg_draw_diagram(&self->drawing, &diagram);
        self->drawing.y += MARGIN;
        diagram_free(&diagram);
    }
}

static void draw_refused(struct svg_sink *self) {
    uint64_t refused = self->refused + self->book.refused;
    struct text text;

    if (refused == 0) {
        return;
    }
    text_init(&text);
    if (self->settings.language != LANGUAGE_EN) {
        text_printf(&text, "另有 %llu 个流未画出 ", (unsigned long long)refused);
    }
    if (self->settings.language != LANGUAGE_ZH) {
        text_printf(&text, "%llu more flows not drawn", (unsigned long long)refused);
    }
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
        text_put_string(&self->title,
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

    book_free(&self->book);
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
