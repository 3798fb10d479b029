#include "tcpgloss/views/mermaid_sink.h"

#include <stdlib.h>

#include "tcpgloss/base/system_message.h"

#include "views/diagram/finish.h"
#include "views/diagram/labels.h"
#include "views/diagram/open_diagrams.h"
#include "views/mermaid/mermaid_draw.h"

enum { FLOWS_MAX = 64 };

struct mermaid_sink {
    struct sink sink;
    struct diagram_settings settings;
    struct stream *stream; /* borrowed */
    struct open_flows open;
    unsigned flows;   /* drawn, or being collected */
    uint64_t refused; /* beyond FLOWS_MAX */
};

static void add_event(struct mermaid_sink *self, const struct record *record) {
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

static void put_flow(struct mermaid_sink *self, const struct flow_report *flow) {
    struct diagram diagram;

    if (open_diagrams_take(&self->open, flow->flow, &diagram)) {
        diagram_finish(&diagram, flow->teardown, self->settings.language);
        self->open.failed |= diagram.failed;
        mermaid_draw(&diagram, self->settings.language, &self->stream->text);
        diagram_free(&diagram);
    }
}

static void put_refused(struct mermaid_sink *self) {
    const uint64_t refused = self->refused + self->open.refused;

    if (refused > 0) {
        label_put_refused(&self->stream->text, refused, self->settings.language, " ");
        text_put_char(&self->stream->text, '\n');
    }
}

static void mermaid_sink_write(struct sink *sink, const struct record *record) {
    struct mermaid_sink *self = (struct mermaid_sink *)sink;

    switch (record->kind) {
    case RECORD_CAPTURE:
        break;
    case RECORD_PACKET:
    case RECORD_TIMER:
        add_event(self, record);
        break;
    case RECORD_FLOW:
        put_flow(self, record->as.flow);
        break;
    case RECORD_KERNEL:
        (void)open_diagrams_note(&self->open, record->as.kernel);
        break;
    case RECORD_KERNEL_COUNT:
        break;
    case RECORD_SUMMARY:
        put_refused(self);
        break;
    }
    if (self->open.failed) {
        text_fail(&self->stream->text);
    }
    stream_settle(self->stream);
}

static void mermaid_sink_destroy(struct sink *sink) {
    struct mermaid_sink *self = (struct mermaid_sink *)sink;

    open_diagrams_free(&self->open);
    free(self);
}

struct sink *mermaid_sink_create(const struct mermaid_settings *settings, struct stream *stream,
                                 struct error *error) {
    static const struct sink_operations operations = {.write = mermaid_sink_write,
                                                      .destroy = mermaid_sink_destroy};
    struct mermaid_sink *self = calloc(1, sizeof *self);

    if (self == NULL) {
        (void)error_set_no_memory(error);
        return NULL;
    }
    self->sink.operations = &operations;
    self->settings =
        (struct diagram_settings){.language = settings->language, .symbolic = settings->symbolic};
    self->stream = stream;
    return &self->sink;
}
