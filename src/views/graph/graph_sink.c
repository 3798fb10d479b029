#include "tcpgloss/views/graph_sink.h"

#include <assert.h>
#include <stdlib.h>

#include "tcpgloss/base/unicode.h"

#include "views/diagram/labels.h"
#include "views/graph/graph_draw.h"
#include "views/graph/graph_panel.h"
#include "views/graph/open_graphs.h"
#include "views/new_sink.h"
#include "views/svg/svg_element.h"
#include "views/svg/svg_page.h"

enum { MARGIN = 24 };

/* A flow that is over, drawn. */
struct drawn_graph {
    uint32_t flow;
    uint64_t bytes;
    unsigned height;
    struct text elements;
};

struct graph_sink {
    struct sink sink;
    enum language language;
    struct stream *stream; /* borrowed */
    struct text title;
    struct open_flows open;
    struct drawn_graph drawn[GRAPH_FLOWS_MAX];
    size_t drawn_count;
    uint64_t refused; /* beyond GRAPH_FLOWS_OPEN, or of fewer bytes than those drawn */
};

static void add_packet(struct graph_sink *self, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    if (verdict != NULL && verdict->opens && self->open.count == GRAPH_FLOWS_OPEN) {
        self->refused++;
        return;
    }
    open_graphs_add(&self->open, SERIES_MAX, record);
}

static uint64_t bytes_of(const struct graph *graph) {
    return graph->directions[0].bytes + graph->directions[1].bytes;
}

/* Room for one more picture: free, or that of the fewest bytes if it has fewer; null: there is
 * none. */
static struct drawn_graph *room_for(struct graph_sink *self, uint64_t bytes) {
    struct drawn_graph *least = &self->drawn[0];

    if (self->drawn_count < GRAPH_FLOWS_MAX) {
        return &self->drawn[self->drawn_count++];
    }
    for (size_t i = 1; i < self->drawn_count; i++) {
        least = self->drawn[i].bytes < least->bytes ? &self->drawn[i] : least;
    }
    self->refused++;
    if (least->bytes >= bytes) {
        return NULL;
    }
    text_free(&least->elements);
    return least;
}

static void end_flow(struct graph_sink *self, uint32_t flow) {
    struct graph graph;
    struct drawn_graph *drawn;

    if (!open_graphs_take(&self->open, flow, &graph)) {
        return;
    }
    drawn = room_for(self, bytes_of(&graph));
    if (drawn != NULL) {
        *drawn = (struct drawn_graph){.flow = flow, .bytes = bytes_of(&graph)};
        text_init(&drawn->elements);
        drawn->height = graph_draw(&graph, self->language, &drawn->elements);
        if (drawn->elements.failed || graph_failed(&graph)) {
            text_fail(&self->stream->text);
        }
    }
    graph_free(&graph);
}

static int by_flow(const void *a, const void *b) {
    const struct drawn_graph *x = a;
    const struct drawn_graph *y = b;

    return (x->flow > y->flow) - (x->flow < y->flow);
}

static void put_picture(struct graph_sink *self) {
    struct text *text = &self->stream->text;
    struct svg_frame frame = {.view_width = GRAPH_WIDTH, .width = GRAPH_WIDTH};
    unsigned y = MARGIN;

    qsort(self->drawn, self->drawn_count, sizeof self->drawn[0], by_flow);
    frame.view_height = 2 * MARGIN;
    for (size_t i = 0; i < self->drawn_count; i++) {
        frame.view_height += self->drawn[i].height;
    }
    frame.height = frame.view_height;
    svg_put_head(text, text_string(&self->title), self->language, &frame);
    for (size_t i = 0; i < self->drawn_count; i++) {
        text_printf(text, "<g transform=\"translate(0 %u)\">\n", y);
        text_put(text, self->drawn[i].elements.data, self->drawn[i].elements.length);
        text_put_string(text, "</g>\n");
        y += self->drawn[i].height;
    }
    if (self->refused > 0) {
        struct text remark;

        text_init(&remark);
        label_put_refused(&remark, self->refused, self->language, " ");
        svg_put_text(text, "faint", ANCHOR_START, MARGIN, y, remark.data, remark.length);
        text_free_part(&remark, text);
    }
    svg_put_foot(text);
    if (self->title.failed) {
        text_fail(text);
    }
}

static void graph_sink_write(struct sink *sink, const struct record *record) {
    struct graph_sink *self = (struct graph_sink *)sink;
    const char *source;

    switch (record->kind) {
    case RECORD_CAPTURE:
        source = record->as.capture.source;
        text_put_string(&self->title, "tcpgloss: ");
        unicode_put_string(&self->title, source != NULL ? source : "");
        break;
    case RECORD_PACKET:
        add_packet(self, record);
        break;
    case RECORD_TIMER:
        break;
    case RECORD_FLOW:
        end_flow(self, record->as.flow->flow);
        break;
    case RECORD_KERNEL:
    case RECORD_KERNEL_COUNT:
        break;
    case RECORD_SUMMARY:
        put_picture(self);
        break;
    }
    if (self->open.failed) {
        text_fail(&self->stream->text);
    }
    stream_settle(self->stream);
}

static void graph_sink_destroy(struct sink *sink) {
    struct graph_sink *self = (struct graph_sink *)sink;

    open_graphs_free(&self->open);
    for (size_t i = 0; i < self->drawn_count; i++) {
        text_free(&self->drawn[i].elements);
    }
    text_free(&self->title);
    free(self);
}

struct sink *graph_sink_create(enum language language, struct stream *stream, struct error *error) {
    static const struct sink_operations operations = {.write = graph_sink_write,
                                                      .destroy = graph_sink_destroy};
    struct graph_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->language = language;
    self->stream = stream;
    text_init(&self->title);
    return &self->sink;
}
