#include "tcpgloss/views/text_sink.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/format.h"
#include "tcpgloss/gloss/note_text.h"

#include "views/kernel_line.h"
#include "views/new_sink.h"
#include "views/text/line_color.h"

/* Where the terminal's width is not known, and where it is too narrow for words. */
enum { TEXT_COLUMNS_USUAL = 80, TEXT_COLUMNS_MIN = 40 };

struct text_sink {
    struct sink sink;
    struct text_sink_settings settings;
    struct printer *printer;
    struct stream *packets;
    struct stream *notes; /* null: none are written */
    bool explained[NOTE_ID_COUNT];
    struct text scratch; /* a packet on its way to its colour */
};

static void end_line(const struct text_sink *sink, enum color color, size_t start) {
    struct text *text = &sink->notes->text;

    if (sink->settings.color) {
        line_color_note(color, start, text);
    }
    text_put_char(text, '\n');
}

static void put_prefix(enum note_kind kind, uint32_t flow, struct text *text) {
    static const char prefixes[][4] = {
        [NOTE_PHASE] = "# ", [NOTE_WARNING] = "#! ", [NOTE_STEP] = "## "};
    char *to = text_begin(text, sizeof prefixes[0] + FORMAT_U32_ROOM + sizeof "[] ");

    if (to == NULL) {
        return;
    }
    to = format_bytes(to, prefixes[kind], sizeof prefixes[0]) - (kind == NOTE_PHASE ? 2 : 1);
    if (flow != 0) {
        *to++ = '[';
        to = format_u32(to, flow);
        to = format_string(to, "] ");
    }
    text_end(text, to);
}

static void explain(struct text_sink *sink, enum note_id id) {
    static const char prefix[] = "#? ";
    struct text *text = &sink->notes->text;
    struct text lines;

    if (sink->explained[id]) {
        return;
    }
    sink->explained[id] = true;
    text_init(&lines);
    catalogue_explain(id, sink->settings.language,
                      sink->settings.columns - (unsigned)(sizeof prefix - 1), &lines);
    for (size_t at = 0; !lines.failed && at < lines.length;) {
        const char *end = memchr(lines.data + at, '\n', lines.length - at);
        const size_t start = text->length;

        text_put_string(text, prefix);
        text_put(text, lines.data + at, (size_t)(end - lines.data) - at);
        end_line(sink, COLOR_EXPLANATION, start);
        at = (size_t)(end - lines.data) + 1;
    }
    text_free_part(&lines, text);
}

/* Apart, since few readers ask for it. */
__attribute__((noinline)) static void explain_all(struct text_sink *sink, const struct notes *notes,
                                                  unsigned first, unsigned next) {
    for (unsigned i = first; i < next; i++) {
        explain(sink, notes->items[i].id);
    }
}

static void put_notes(struct text_sink *sink, const struct notes *notes, uint32_t flow) {
    static const enum color colors[] = {
        [NOTE_PHASE] = COLOR_PHASE, [NOTE_WARNING] = COLOR_WARNING, [NOTE_STEP] = COLOR_STEP};
    struct text *text = &sink->notes->text;
    unsigned next;

    for (unsigned i = 0; i < notes->count; i = next) {
        const size_t start = text->length;
        const enum note_kind kind = notes->items[i].kind;

        put_prefix(kind, flow, text);
        next = notes_write_line(notes, i, sink->settings.language, text);
        end_line(sink, colors[kind], start);
        if (sink->settings.explain) {
            explain_all(sink, notes, i, next);
        }
    }
}

/* Apart, as it is rare. */
__attribute__((noinline)) static void put_kernel(struct text_sink *sink,
                                                 const struct record *record) {
    struct text *text = &sink->notes->text;
    const size_t start = text->length;

    if (record->kind == RECORD_KERNEL) {
        kernel_line_fact(record->as.kernel, sink->settings.language, text);
    } else {
        kernel_line_count(record->as.kernel_count.compared, record->as.kernel_count.agreed,
                          sink->settings.language, text);
    }
    end_line(sink,
             record->kind == RECORD_KERNEL && record->as.kernel->differs ? COLOR_WARNING
                                                                         : COLOR_FACT,
             start);
    stream_settle(sink->notes);
}

/* Packets of a flow have the colour of their flow and direction. */
static void put_packet(struct text_sink *sink, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    if (!sink->settings.packet_color || verdict == NULL) {
        printer_print(sink->printer, record->as.event.packet, &sink->packets->text);
        return;
    }
    text_clear(&sink->scratch);
    printer_print(sink->printer, record->as.event.packet, &sink->scratch);
    if (sink->scratch.failed) {
        text_fail(&sink->packets->text);
    }
    line_color_put(palette_direction(verdict->flow, verdict->from), sink->scratch.data,
                   sink->scratch.length, &sink->packets->text);
}

static void put_event(struct text_sink *sink, const struct record *record) {
    if (sink->notes != NULL && record->as.event.notes->count > 0) {
        const struct verdict *verdict = record->as.event.verdict;

        put_notes(sink, record->as.event.notes, verdict != NULL ? verdict->flow : 0);
        if (sink->notes != sink->packets) {
            stream_settle(sink->notes);
        }
    }
    if (record->kind == RECORD_PACKET) {
        put_packet(sink, record);
    }
    stream_settle(sink->packets);
}

static void text_sink_write(struct sink *base, const struct record *record) {
    struct text_sink *sink = (struct text_sink *)base;

    if (record->kind == RECORD_PACKET || record->kind == RECORD_TIMER) {
        put_event(sink, record);
    } else if ((record->kind == RECORD_KERNEL || record->kind == RECORD_KERNEL_COUNT) &&
               sink->notes != NULL) {
        put_kernel(sink, record);
    }
}

static void text_sink_destroy(struct sink *base) {
    struct text_sink *sink = (struct text_sink *)base;

    printer_destroy(sink->printer);
    text_free(&sink->scratch);
    free(sink);
}

struct sink *text_sink_create(const struct text_sink_settings *settings, struct stream *packets,
                              struct stream *notes, struct error *error) {
    static const struct sink_operations operations = {.write = text_sink_write,
                                                      .destroy = text_sink_destroy};
    struct text_sink *sink = new_sink(sizeof *sink, &operations, error);

    if (sink == NULL) {
        return NULL;
    }
    sink->sink.ignores_flows = true;
    sink->settings = *settings;
    if (settings->columns < TEXT_COLUMNS_MIN) {
        sink->settings.columns = settings->columns == 0 ? TEXT_COLUMNS_USUAL : TEXT_COLUMNS_MIN;
    }
    text_init(&sink->scratch);
    sink->packets = packets;
    sink->notes = notes;
    sink->printer = printer_create(&settings->line, error);
    if (sink->printer == NULL) {
        free(sink);
        return NULL;
    }
    return &sink->sink;
}
