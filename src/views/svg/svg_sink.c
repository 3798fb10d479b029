#include "tcpgloss/views/svg_sink.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/unicode.h"

#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/diagram/picture_flows.h"
#include "views/new_sink.h"
#include "views/svg/svg_draw.h"
#include "views/svg/svg_element.h"
#include "views/svg/svg_page.h"

enum { MARGIN = 24, SLIDE_WIDTH = 1280, SLIDE_HEIGHT = 720 };

struct svg_sink {
    struct sink sink;
    struct stream *stream; /* borrowed */
    struct picture_flows flows;
    struct text title;
    struct text elements;
    struct drawing drawing;
    enum svg_size size;
    const char *heading; /* borrowed */
};

static void draw_flow(struct svg_sink *self, const struct flow_report *flow) {
    struct diagram diagram;

    if (picture_flows_take(&self->flows, flow, &diagram)) {
        svg_draw_diagram(&self->drawing, &diagram);
        self->drawing.y += MARGIN;
        self->flows.open.failed |= diagram.failed;
        diagram_free(&diagram);
    }
}

static void draw_refused(struct svg_sink *self) {
    const uint64_t refused = picture_flows_left_out(&self->flows);
    struct text text;

    if (refused == 0) {
        return;
    }
    text_init(&text);
    label_put_refused(&text, refused, self->flows.settings.language, " ");
    svg_draw_remark(&self->drawing, text.data, text.length);
    text_free_part(&text, &self->elements);
}

/* A slide shows all of it, in the middle, with 16 to 9 as the ratio of its sides. */
static struct svg_frame frame_of(const struct svg_sink *self) {
    const unsigned width = self->drawing.layout->width;
    const unsigned height = self->drawing.y;
    struct svg_frame frame = {0, 0, width, height, width, height};

    if (self->size == SVG_SLIDE) {
        frame.view_height = height * 16 > width * 9 ? height : (width * 9 + 15) / 16;
        frame.view_width = (frame.view_height * 16 + 8) / 9;
        frame.left = -(int)((frame.view_width - width) / 2);
        frame.top = -(int)((frame.view_height - height) / 2);
        frame.width = SLIDE_WIDTH;
        frame.height = SLIDE_HEIGHT;
    }
    return frame;
}

static void put_picture(struct svg_sink *self) {
    struct text *text = &self->stream->text;
    struct svg_frame frame;

    draw_refused(self);
    frame = frame_of(self);
    svg_put_head(text, text_string(&self->title), self->flows.settings.language, &frame);
    text_put(text, self->elements.data, self->elements.length);
    svg_put_foot(text);
}

/* What the reader called it stands in the picture, too. */
static void begin_picture(struct svg_sink *self, const char *source) {
    const char *title = self->heading;

    if (title != NULL) {
        unicode_put_string(&self->title, title);
        svg_put_text(&self->elements, "title", ANCHOR_MIDDLE, self->drawing.layout->width / 2,
                     self->drawing.y + 10, title, strlen(title));
        self->drawing.y += MARGIN + 10;
        return;
    }
    text_put_string(&self->title, "tcpgloss: ");
    unicode_put_string(&self->title, source != NULL ? source : "");
}

static void svg_sink_write(struct sink *sink, const struct record *record) {
    struct svg_sink *self = (struct svg_sink *)sink;

    picture_flows_add(&self->flows, record);
    if (record->kind == RECORD_CAPTURE) {
        begin_picture(self, record->as.capture.source);
    } else if (record->kind == RECORD_FLOW) {
        draw_flow(self, record->as.flow);
    } else if (record->kind == RECORD_SUMMARY) {
        put_picture(self);
    }
    if (self->flows.open.failed || self->elements.failed || self->title.failed) {
        text_fail(&self->stream->text);
    }
    stream_settle(self->stream);
}

static void svg_sink_destroy(struct sink *sink) {
    struct svg_sink *self = (struct svg_sink *)sink;

    open_diagrams_free(&self->flows.open);
    text_free(&self->title);
    text_free(&self->elements);
    free(self);
}

struct sink *svg_sink_create(const struct svg_settings *settings, struct stream *stream,
                             struct error *error) {
    static const struct sink_operations operations = {.write = svg_sink_write,
                                                      .destroy = svg_sink_destroy};
    struct svg_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->flows.settings =
        (struct diagram_settings){.language = settings->language, .symbolic = settings->symbolic};
    self->size = settings->size;
    self->heading = settings->title;
    self->stream = stream;
    text_init(&self->title);
    text_init(&self->elements);
    self->drawing = (struct drawing){
        .language = settings->language,
        .layout = settings->size == SVG_COLUMN ? &svg_layout_column : &svg_layout_page,
        .first_row = settings->first_row > 0 ? settings->first_row : 1,
        .last_row = settings->last_row > 0 ? settings->last_row : SIZE_MAX,
        .to_scale = settings->to_scale,
        .text = &self->elements,
        .y = MARGIN,
    };
    return &self->sink;
}
