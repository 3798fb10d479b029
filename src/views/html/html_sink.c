#include "tcpgloss/views/html_sink.h"

#include <stdlib.h>
#include <string.h>

#include "views/diagram/finish.h"
#include "views/diagram/open_diagrams.h"
#include "views/graph/open_graphs.h"
#include "views/html/page.h"
#include "views/html/page_drawing.h"
#include "views/html/page_graph.h"
#include "views/html/page_words.h"
#include "views/json/json_record.h"
#include "views/json/json_writer.h"
#include "views/new_sink.h"

/* One looks closely at the page's graphs, so that they keep each packet that the page holds. */
enum { STROKES_MAX = 2 * HTML_PACKETS_MAX };

struct html_sink {
    struct sink sink;
    struct stream *stream; /* borrowed */
    struct printer *line;
    enum language language;
    struct text object;  /* the record at hand */
    struct text scratch; /* words on their way into a string */
    uint64_t bytes;      /* written */
    uint64_t packets, flows, packets_cut, flows_cut;
    bool explained[NOTE_ID_COUNT];
    struct open_flows diagrams, graphs; /* of the flows that are open */
};

/* Writes as much of the object as there is. It stands in a script element, which ends at no '<' of
 * a string. */
static void pass_on(void *context) {
    struct html_sink *self = context;
    const char *data = self->object.data;
    size_t left = self->object.length;
    struct text *text = &self->stream->text;

    self->bytes += left;
    while (left > 0) {
        const char *less = memchr(data, '<', left);
        size_t run = less != NULL ? (size_t)(less - data) : left;

        text_put(text, data, run);
        data += run;
        left -= run;
        if (left > 0) {
            text_put_string(text, "\\u003c");
            data++;
            left--;
        }
    }
    if (self->object.failed) {
        text_fail(text);
    }
    text_clear(&self->object);
    text_relieve(text);
}

static void put_object(struct html_sink *self) {
    pass_on(self);
    stream_settle(self->stream);
}

static struct json_writer begin_object(struct html_sink *self, const char *type) {
    struct json_writer json = {.text = &self->object};

    json_begin(&json, '{');
    json_key(&json, "type");
    json_plain(&json, type);
    return json;
}

static void end_object(struct html_sink *self, struct json_writer *json) {
    json_end(json, '}');
    text_put_char(json->text, '\n');
    put_object(self);
}

static void put_record(struct html_sink *self, const struct record *record) {
    json_record(&self->object, record, self->line, &self->scratch);
    put_object(self);
}

static void explain_notes(struct html_sink *self, const struct notes *notes) {
    for (unsigned i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];

        if (!self->explained[note->id]) {
            self->explained[note->id] = true;
            page_words_put_note(&self->object, note->id, note->kind);
            put_object(self);
        }
    }
}

static void put_event(struct html_sink *self, const struct record *record) {
    static const struct diagram_settings drawing = {.language = LANGUAGE_EN, .whole = true};

    if (self->packets_cut > 0 || self->packets == HTML_PACKETS_MAX ||
        self->bytes >= HTML_BYTES_MAX) {
        self->packets_cut += record->kind == RECORD_PACKET;
        return;
    }
    self->packets += record->kind == RECORD_PACKET;
    (void)open_diagrams_add(&self->diagrams, &drawing, record);
    open_graphs_add(&self->graphs, STROKES_MAX, record);
    put_record(self, record);
    explain_notes(self, record->as.event.notes);
}

/* Facts are cut where packets are. */
static void put_fact(struct html_sink *self, const struct record *record) {
    if (self->packets_cut == 0 && self->bytes < HTML_BYTES_MAX) {
        put_record(self, record);
    }
}

/* Whether nothing of the flow's diagram is missing. A record that lacks something is not written,
 * nor what follows it. */
static bool put_drawing(struct html_sink *self, const struct flow_report *flow) {
    struct json_writer json;
    struct diagram diagram;
    bool whole;

    if (!open_diagrams_take(&self->diagrams, flow->flow, &diagram)) {
        return true;
    }
    diagram_finish(&diagram, flow->teardown, LANGUAGE_EN);
    whole = !diagram.failed;
    if (whole) {
        json = begin_object(self, "drawing");
        page_drawing_put(&json, &diagram);
        end_object(self, &json);
    }
    diagram_free(&diagram);
    return whole;
}

/* The same of its graph. */
static bool put_graph(struct html_sink *self, const struct flow_report *flow) {
    struct json_writer json;
    struct graph graph;
    bool whole;

    if (!open_graphs_take(&self->graphs, flow->flow, &graph)) {
        return true;
    }
    whole = !graph_failed(&graph);
    if (whole) {
        json = begin_object(self, "graph");
        page_graph_put(&json, &graph);
        end_object(self, &json);
    }
    graph_free(&graph);
    return whole;
}

static void put_flow(struct html_sink *self, const struct record *record) {
    if (!put_drawing(self, record->as.flow) || !put_graph(self, record->as.flow)) {
        text_fail(&self->stream->text);
        return;
    }
    if (self->flows == HTML_FLOWS_MAX) {
        self->flows_cut++;
        return;
    }
    self->flows++;
    put_record(self, record);
}

static void put_beginning(struct html_sink *self, const struct record *record) {
    static const char *const languages[] = {
        [LANGUAGE_ZH] = "zh", [LANGUAGE_EN] = "en", [LANGUAGE_BOTH] = "both"};
    struct json_writer json;

    text_put(&self->stream->text, page_before, page_before_length);
    json = begin_object(self, "page");
    json_key(&json, "language");
    json_plain(&json, languages[self->language]);
    end_object(self, &json);
    page_words_put(&self->object);
    page_words_put_glossary(&self->object);
    put_object(self);
    put_record(self, record);
}

static void put_end(struct html_sink *self, const struct record *record) {
    if (self->packets_cut > 0 || self->flows_cut > 0) {
        struct json_writer json = begin_object(self, "cut");

        json_key(&json, "packets");
        json_number(&json, self->packets_cut);
        json_key(&json, "flows");
        json_number(&json, self->flows_cut);
        end_object(self, &json);
    }
    put_record(self, record);
    text_put(&self->stream->text, page_after, page_after_length);
    stream_settle(self->stream);
}

static void html_sink_write(struct sink *sink, const struct record *record) {
    struct html_sink *self = (struct html_sink *)sink;

    switch (record->kind) {
    case RECORD_CAPTURE:
        put_beginning(self, record);
        break;
    case RECORD_PACKET:
    case RECORD_TIMER:
        put_event(self, record);
        break;
    case RECORD_FLOW:
        put_flow(self, record);
        break;
    case RECORD_KERNEL:
        put_fact(self, record);
        break;
    case RECORD_KERNEL_COUNT:
        put_record(self, record);
        break;
    case RECORD_SUMMARY:
        put_end(self, record);
        break;
    }
    if (self->diagrams.failed || self->graphs.failed) {
        text_fail(&self->stream->text);
    }
}

static void html_sink_destroy(struct sink *sink) {
    struct html_sink *self = (struct html_sink *)sink;

    printer_destroy(self->line);
    open_diagrams_free(&self->diagrams);
    open_graphs_free(&self->graphs);
    text_free(&self->object);
    text_free(&self->scratch);
    free(self);
}

struct sink *html_sink_create(const struct printer_settings *line, enum language language,
                              struct stream *stream, struct error *error) {
    static const struct sink_operations operations = {.write = html_sink_write,
                                                      .destroy = html_sink_destroy};
    struct html_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->stream = stream;
    self->language = language;
    text_init(&self->object);
    self->object.drain = pass_on;
    self->object.drain_context = self;
    text_init(&self->scratch);
    self->line = printer_create(line, error);
    if (self->line == NULL) {
        free(self);
        return NULL;
    }
    return &self->sink;
}
