#include "views/diagram/diagram.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/serial.h"
#include "tcpgloss/gloss/note_text.h"

#include "views/diagram/labels.h"
#include "views/diagram/verdict_find.h"

enum {
    PLAIN_DRAWN = 6,          /* plain segments drawn one by one before they are folded */
    DUPLICATE_ACKS_DRAWN = 3, /* as many as start a fast retransmission (RFC 5681 §3.2) */
    PAUSE = 200000000,        /* nanoseconds from which on a pause is shown */
    IN_FLIGHT = 100000000,    /* nanoseconds for which an acknowledgment may still be on its way */
};

static void take_end(struct diagram *diagram, enum endpoint endpoint, const uint8_t *address,
                     uint16_t port) {
    memcpy(diagram->addresses[endpoint], address, diagram->ip_version == 6 ? 16 : 4);
    diagram->ports[endpoint] = port;
}

void diagram_begin(struct diagram *diagram, const struct record *record) {
    const struct packet *packet = record->as.event.packet;
    const struct verdict *verdict = record->as.event.verdict;

    *diagram = (struct diagram){
        .flow = verdict->flow,
        .incarnation = verdict->incarnation,
        .ip_version = packet->ip.version,
        .client_known = verdict->client_known,
        .start = verdict->time,
        .last = verdict->time,
        .before = {verdict->states[0], verdict->states[1]},
    };
    take_end(diagram, verdict->from, packet->ip.source, packet->tcp.source_port);
    take_end(diagram, endpoint_peer(verdict->from), packet->ip.destination,
             packet->tcp.destination_port);
    for (unsigned i = verdict->change_count; i > 0; i--) {
        diagram->before[verdict->changes[i - 1].endpoint] = verdict->changes[i - 1].from;
    }
}

void diagram_put_end(struct text *text, const struct diagram *diagram, enum endpoint endpoint) {
    if (diagram->ip_version == 6) {
        text_put_ipv6(text, diagram->addresses[endpoint]);
    } else {
        text_put_ipv4(text, diagram->addresses[endpoint]);
    }
    text_put_char(text, '.');
    text_put_u32(text, diagram->ports[endpoint]);
}

void diagram_forget(struct diagram *diagram, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(diagram->rows[i].words);
    }
    diagram->count -= count;
    if (count > 0) {
        memmove(diagram->rows, diagram->rows + count, diagram->count * sizeof *diagram->rows);
    }
}

void diagram_free(struct diagram *diagram) {
    diagram_forget(diagram, diagram->count);
    free(diagram->rows);
    *diagram = (struct diagram){0};
}

/* Takes one row out of the middle, where a row says how many are missing. */
static void omit_middle(struct diagram *diagram) {
    struct diagram_row *gap = &diagram->rows[diagram->rows_max / 2];
    struct diagram_row *victim = gap + 1;

    if (gap->kind != ROW_OMITTED) {
        free(gap->words);
        *gap = (struct diagram_row){.kind = ROW_OMITTED, .time = gap->time, .segments = 1};
    }
    gap->segments++;
    free(victim->words);
    diagram->count--;
    memmove(victim, victim + 1, (size_t)(diagram->rows + diagram->count - victim) * sizeof *victim);
}

/* A new last row; null if there is no memory. */
static struct diagram_row *add_row(struct diagram *diagram, enum row_kind kind, int64_t time) {
    struct diagram_row *row;

    if (diagram->count == diagram->rows_max) {
        omit_middle(diagram);
    }
    if (diagram->count == diagram->capacity) {
        size_t capacity = diagram->capacity != 0 ? 2 * diagram->capacity : 16;
        struct diagram_row *rows;

        if (capacity > diagram->rows_max) {
            capacity = diagram->rows_max;
        }
        rows = realloc(diagram->rows, capacity * sizeof *rows);
        if (rows == NULL) {
            diagram->failed = true;
            return NULL;
        }
        diagram->rows = rows;
        diagram->capacity = capacity;
    }
    row = &diagram->rows[diagram->count++];
    *row = (struct diagram_row){.kind = kind, .time = time};
    row->waits[ENDPOINT_CLIENT] = diagram->waiting[ENDPOINT_CLIENT];
    row->waits[ENDPOINT_SERVER] = diagram->waiting[ENDPOINT_SERVER];
    return row;
}

static void set_words(struct diagram *diagram, struct diagram_row *row, const struct text *text) {
    row->words = strndup(text->data, text->length);
    diagram->failed |= row->words == NULL || text->failed;
}

/* Takes a state that was only assumed out of the row that shows it. False if no row does any more.
 */
static bool retract(struct diagram *diagram, const struct change *change) {
    for (size_t i = diagram->count; i > 0; i--) {
        struct row_changes *changes = &diagram->rows[i - 1].changes[change->endpoint];

        if (changes->count > 0) {
            bool found = changes->states[changes->count - 1] == change->from;

            changes->count -= found;
            return found;
        }
    }
    return false;
}

/* Notes where TIME-WAIT begins, and how long it was where a timer ends it. */
static void time_wait(struct diagram *diagram, struct diagram_row *row,
                      const struct change *change) {
    const enum endpoint end = change->endpoint;

    if (change->to == STATE_TIME_WAIT) {
        diagram->waiting[end] = true;
        diagram->waiting_since[end] = row->time;
    } else if (diagram->waiting[end]) {
        diagram->waiting[end] = false;
        if (row->kind == ROW_TIMER) {
            row->from = end;
            row->duration = row->time - diagram->waiting_since[end];
        }
    }
}

static void take_changes(struct diagram *diagram, struct diagram_row *row,
                         const struct verdict *verdict) {
    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];
        struct row_changes *changes = &row->changes[change->endpoint];

        time_wait(diagram, row, change);
        if (change->retracted && retract(diagram, change)) {
            continue;
        }
        if (diagram->before[change->endpoint] == STATE_UNKNOWN) {
            diagram->before[change->endpoint] = change->from;
        }
        if (changes->count == DIAGRAM_CHANGES_MAX) {
            changes->count--;
        }
        changes->states[changes->count++] = change->to;
    }
}

/* Whether the verdict has a finding of which this is true. */
static bool any_finding(const struct verdict *verdict, bool (*is_true)(enum finding_kind kind)) {
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        if (is_true(verdict->findings[i].kind)) {
            return true;
        }
    }
    return false;
}

/*
 * Marks what was lost, given that `segment` is sent again: the last acknowledgment of it, if one
 * was seen, otherwise the segment itself. What was sent just before may still be on its way; so may
 * a segment that is `provoked` to be sent again by the peer (a SYN-ACK by a second SYN).
 */
static void mark_lost(struct diagram *diagram, const struct diagram_row *segment, bool provoked) {
    for (size_t i = diagram->count; i > 0; i--) {
        struct diagram_row *row = &diagram->rows[i - 1];
        bool same_way = row->from == segment->from;
        bool covers = same_way && row->end != row->seq &&
                      seq_in_window(segment->seq, row->seq, row->end - row->seq);

        if (row->kind == ROW_FOLD && covers) {
            row->lost_count++;
            return;
        }
        if (row->kind != ROW_SEGMENT) {
            continue;
        }
        if (!same_way && row->has_ack && seq_geq(row->ack, segment->end)) {
            row->lost = segment->time - row->time > IN_FLIGHT;
            return;
        }
        if (covers) {
            row->lost = !provoked || segment->time - row->time > IN_FLIGHT;
            return;
        }
    }
}

static void take_segment(struct diagram_row *row, const struct record *record) {
    const struct tcp_view *tcp = &record->as.event.packet->tcp;
    bool has_syn = (tcp->flags & TCP_SYN) != 0;
    bool has_fin = (tcp->flags & TCP_FIN) != 0;

    row->packet = record->as.event.verdict->packet;
    row->from = record->as.event.verdict->from;
    row->seq = tcp->seq;
    row->end = tcp->seq + tcp->payload_length + has_syn + has_fin;
    row->has_ack = (tcp->flags & TCP_ACK) != 0;
    row->ack = tcp->ack;
    row->control = has_syn || has_fin;
    row->pending = verdict_find(record->as.event.verdict, FINDING_FIN_PENDING) != NULL ||
                   verdict_find(record->as.event.verdict, FINDING_GAP) != NULL;
}

static bool is_drawn(const struct note *note, const struct verdict *verdict) {
    const struct finding *duplicate = verdict_find(verdict, FINDING_DUPLICATE_ACK);

    if (note->id == NOTE_LOSS_DUPLICATE_ACK && duplicate != NULL &&
        duplicate->count > DUPLICATE_ACKS_DRAWN) {
        return false;
    }
    return note->kind != NOTE_STEP;
}

/* Whether nothing is to be said about the segment but that it was sent. */
static bool is_plain(const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    const struct notes *notes = record->as.event.notes;

    if (verdict->change_count > 0 || any_finding(verdict, finding_is_retransmission) ||
        (record->as.event.packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_URG)) != 0 ||
        verdict_find(verdict, FINDING_HANDSHAKE_ACK) != NULL ||
        verdict_find(verdict, FINDING_FIN_ACKED) != NULL ||
        verdict_find(verdict, FINDING_ZERO_WINDOW) != NULL ||
        verdict_find(verdict, FINDING_WINDOW_UPDATE) != NULL) {
        return false;
    }
    for (unsigned i = 0; i < notes->count; i++) {
        if (is_drawn(&notes->items[i], verdict)) {
            return false;
        }
    }
    return true;
}

static void add_sentences(struct diagram *diagram, const struct diagram_settings *settings,
                          const struct record *record, struct text *text) {
    const struct notes *notes = record->as.event.notes;
    const struct verdict *verdict = record->as.event.verdict;

    for (unsigned i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        enum row_kind kind = note->kind == NOTE_PHASE ? ROW_PHASE : ROW_WARNING;
        struct diagram_row *row =
            is_drawn(note, verdict) ? add_row(diagram, kind, verdict->time) : NULL;

        if (row != NULL) {
            text_clear(text);
            note_write(notes, note, settings->language, text);
            row->from = verdict->from;
            row->note = note->id;
            set_words(diagram, row, text);
        }
    }
}

static void add_missing(struct diagram *diagram, const struct verdict *verdict) {
    const struct finding *gap = verdict_find(verdict, FINDING_GAP);
    struct diagram_row *row = gap != NULL ? add_row(diagram, ROW_MISSING, verdict->time) : NULL;

    if (row != NULL) {
        row->from = gap->who;
        row->bytes = gap->length;
    }
}

/* Returns the new row; null if there is no memory. */
static struct diagram_row *add_segment(struct diagram *diagram,
                                       const struct diagram_settings *settings,
                                       const struct record *record, struct text *text) {
    const struct verdict *verdict = record->as.event.verdict;
    struct diagram_row segment = {.kind = ROW_SEGMENT, .time = verdict->time};
    struct diagram_row *row;

    take_segment(&segment, record);
    segment.repeated = any_finding(verdict, finding_is_retransmission);
    if (any_finding(verdict, finding_follows_loss)) {
        mark_lost(diagram, &segment, verdict_find(verdict, FINDING_SYN_ACK_RETRANSMITTED) != NULL);
    }
    text_clear(text);
    label_put_segment(text, record, settings->symbolic);
    row = add_row(diagram, ROW_SEGMENT, verdict->time);
    if (row != NULL) {
        segment.waits[ENDPOINT_CLIENT] = row->waits[ENDPOINT_CLIENT];
        segment.waits[ENDPOINT_SERVER] = row->waits[ENDPOINT_SERVER];
        *row = segment;
        set_words(diagram, row, text);
        take_changes(diagram, row, verdict);
    }
    return row;
}

/* Counts a plain segment into the fold at the end, or into a new one. */
static void fold_segment(struct diagram *diagram, const struct diagram_settings *settings,
                         const struct record *record, struct text *text) {
    const struct verdict *verdict = record->as.event.verdict;
    uint32_t length = record->as.event.packet->tcp.payload_length;
    struct diagram_row *row = diagram->count > 0 ? &diagram->rows[diagram->count - 1] : NULL;
    struct diagram_row segment;

    take_segment(&segment, record);
    if (row == NULL || row->kind != ROW_FOLD ||
        (settings->fold_time > 0 && verdict->time - row->time > settings->fold_time)) {
        row = add_segment(diagram, settings, record, text);
        if (row == NULL) {
            return;
        }
        row->kind = ROW_FOLD;
    } else {
        free(row->words);
        row->words = NULL;
        row->duration = verdict->time - row->time;
    }
    if (length == 0) {
        row->acks++;
        return;
    }
    if (row->segments == 0) {
        row->from = segment.from;
        row->seq = segment.seq;
        row->end = segment.end;
    } else if (row->from == segment.from) {
        row->end = seq_max(row->end, segment.end);
    }
    row->segments++;
    row->bytes += length;
}

static void add_packet(struct diagram *diagram, const struct diagram_settings *settings,
                       const struct record *record, struct text *text) {
    if (!is_plain(record)) {
        diagram->plain = 0;
        (void)add_segment(diagram, settings, record, text);
    } else if (settings->whole || diagram->plain < PLAIN_DRAWN) {
        diagram->plain++;
        (void)add_segment(diagram, settings, record, text);
    } else {
        fold_segment(diagram, settings, record, text);
    }
}

void diagram_add(struct diagram *diagram, const struct diagram_settings *settings,
                 const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;
    struct text text;
    struct diagram_row *row;

    text_init(&text);
    diagram->rows_max = settings->whole ? DIAGRAM_WHOLE_MAX : DIAGRAM_ROWS_MAX;
    if (verdict->time - diagram->last >= PAUSE) {
        row = add_row(diagram, ROW_PAUSE, diagram->last);
        if (row != NULL) {
            row->duration = verdict->time - diagram->last;
            diagram->plain = 0;
        }
    }
    add_sentences(diagram, settings, record, &text);
    add_missing(diagram, verdict);
    if (record->as.event.packet != NULL) {
        add_packet(diagram, settings, record, &text);
    } else if (verdict->change_count > 0) {
        row = add_row(diagram, ROW_TIMER, verdict->time);
        if (row != NULL) {
            take_changes(diagram, row, verdict);
        }
    }
    diagram->last = verdict->time;
    text_free(&text);
}
