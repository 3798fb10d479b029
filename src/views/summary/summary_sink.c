#include "tcpgloss/views/summary_sink.h"

#include <stdlib.h>

#include "tcpgloss/base/words.h"

#include "views/human_numbers.h"
#include "views/new_sink.h"
#include "views/summary/summary_table.h"
#include "views/summary/summary_totals.h"

enum { ENTRIES_MAX = 2 * SUMMARY_FLOWS_MAX };

struct summary_sink {
    struct sink sink;
    struct summary_settings settings;
    struct stream *stream; /* borrowed */
    struct summary_entry *entries;
    size_t count, capacity;
    uint64_t dropped; /* flows that were not kept */
    struct summary_totals totals;
};

/* The largest key first, then in order of appearance. */
static int compare(const void *a, const void *b) {
    const struct summary_entry *x = a;
    const struct summary_entry *y = b;

    if (x->key != y->key) {
        return x->key > y->key ? -1 : 1;
    }
    return (x->report.flow > y->report.flow) - (x->report.flow < y->report.flow);
}

/* Sorts, and forgets those beyond the bound. */
static void forget_last(struct summary_sink *self) {
    if (self->count > 1) {
        qsort(self->entries, self->count, sizeof *self->entries, compare);
    }
    if (self->count > SUMMARY_FLOWS_MAX) {
        self->dropped += self->count - SUMMARY_FLOWS_MAX;
        self->count = SUMMARY_FLOWS_MAX;
    }
}

static bool make_room(struct summary_sink *self) {
    size_t capacity = self->capacity != 0 ? 2 * self->capacity : 64;
    struct summary_entry *entries;

    if (self->count < self->capacity) {
        return true;
    }
    if (self->capacity == ENTRIES_MAX) {
        forget_last(self);
        return true;
    }
    if (capacity > ENTRIES_MAX) {
        capacity = ENTRIES_MAX;
    }
    entries = realloc(self->entries, capacity * sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    self->entries = entries;
    self->capacity = capacity;
    return true;
}

static void add_flow(struct summary_sink *self, const struct flow_report *flow) {
    if (!make_room(self)) {
        text_fail(&self->stream->text);
        return;
    }
    self->entries[self->count].report = *flow;
    self->entries[self->count].key =
        self->settings.sort != NULL ? flow_field_sort_key(self->settings.sort, flow) : 0;
    self->count++;
}

static enum language language_of(const struct summary_sink *self) {
    return self->settings.unicode ? self->settings.language : LANGUAGE_EN;
}

static void put_dropped(const struct summary_sink *self, struct text *text) {
    const enum language language = language_of(self);

    if (self->dropped == 0) {
        return;
    }
    if (language_has_zh(language)) {
        text_put_string(text, "另有 ");
        human_put_grouped(text, self->dropped);
        text_put_string(text, " 个流未列出\n");
    }
    if (language_has_en(language)) {
        human_put_grouped(text, self->dropped);
        text_put_string(text, " more flows not listed\n");
    }
}

static void summary_sink_write(struct sink *sink, const struct record *record) {
    struct summary_sink *self = (struct summary_sink *)sink;

    if (record->kind == RECORD_FLOW) {
        add_flow(self, record->as.flow);
        summary_totals_add(&self->totals, record->as.flow);
    } else if (record->kind == RECORD_SUMMARY) {
        forget_last(self);
        summary_table_write(&self->settings, self->entries, self->count, language_of(self),
                            &self->stream->text);
        put_dropped(self, &self->stream->text);
        summary_totals_write(&self->totals, language_of(self), self->settings.columns,
                             &self->stream->text);
        stream_settle(self->stream);
    }
}

static void summary_sink_destroy(struct sink *sink) {
    struct summary_sink *self = (struct summary_sink *)sink;

    free(self->entries);
    free(self);
}

struct sink *summary_sink_create(const struct summary_settings *settings, struct stream *stream,
                                 struct error *error) {
    static const struct sink_operations operations = {.write = summary_sink_write,
                                                      .destroy = summary_sink_destroy};
    struct summary_sink *self = new_sink(sizeof *self, &operations, error);

    if (self == NULL) {
        return NULL;
    }
    self->sink.ignores_events = true;
    self->settings = *settings;
    self->stream = stream;
    return &self->sink;
}
