#include "tcpgloss/views/mermaid_sink.h"

#include <stdlib.h>

#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/diagram/picture_flows.h"
#include "views/mermaid/mermaid_draw.h"
#include "views/new_sink.h"

struct mermaid_sink {
    struct sink sink;
    struct stream *stream; /* borrowed */
    struct picture_flows flows;
};

static void put_flow(struct mermaid_sink *self, const struct flow_report *flow) {
    struct diagram diagram;

    if (picture_flows_take(&self->flows, flow, &diagram)) {
        mermaid_draw(&diagram, self->flows.settings.language, &self->stream->text);
        self->flows.open.failed |= diagram.failed;
        diagram_free(&diagram);
    }
}

static void put_refused(struct mermaid_sink *self) {
    const uint64_t refused = picture_flows_left_out(&self->flows);

    if (refused > 0) {
        label_put_refused(&self->stream->text, refused, self->flows.settings.language, " ");
        text_put_char(&self->stream->text, '\n');
    }
}

static void mermaid_sink_write(struct sink *sink, const struct record *record) {
    struct mermaid_sink *self = (struct mermaid_sink *)sink;

    picture_flows_add(&self->flows, record);
    if (record->kind == RECORD_FLOW) {
        put_flow(self, record->as.flow);
    } else if (record->kind == RECORD_SUMMARY) {
        put_refused(self);
    }
    if (self->flows.open.failed) {
        text_fail(&self->stream->text);
    }
    stream_settle(self->stream);
}

static void mermaid_sink_destroy(struct sink *sink) {
    struct mermaid_sink *self = (struct mermaid_sink *)sink;

    open_diagrams_free(&self->flows.open);
    free(self);
}

struct sink *mermaid_sink_create(const struct mermaid_settings *settings, struct stream *stream,
                                 struct error *error) {
    static const struct sink_operations operations = {.write = mermaid_sink_write,
                                                      .destroy = mermaid_sink_destroy};
    struct mermaid_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->flows.settings =
        (struct diagram_settings){.language = settings->language, .symbolic = settings->symbolic};
    self->stream = stream;
    return &self->sink;
}
