/*
 * A flow as a sequence diagram: rows from top to bottom, whatever they are drawn with.
 *
 * Plain segments in a row (data and acknowledgments without anything to say about them) are drawn
 * one by one at first and then folded into a single row, so that a diagram shows what matters of a
 * flow of any length. What is still too long loses its middle: a diagram has at most
 * DIAGRAM_ROWS_MAX rows.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

#define DIAGRAM_ROWS_MAX    400
#define DIAGRAM_CHANGES_MAX 4

enum row_kind {
    ROW_PHASE,   /* a heading: words */
    ROW_WARNING, /* on the row below: words */
    ROW_SEGMENT,
    ROW_FOLD,    /* several segments */
    ROW_TIMER,   /* only states change */
    ROW_PAUSE,   /* nothing for `duration` */
    ROW_MISSING, /* an arrow that is not in the capture: words */
    ROW_OMITTED, /* the middle of the diagram: how many rows, in `segments` */
};

/* States that an end entered, in order. */
struct row_changes {
    unsigned count;
    enum tcp_state states[DIAGRAM_CHANGES_MAX];
};

struct row {
    enum row_kind kind;
    enum endpoint from;
    int64_t time;
    int64_t duration;
    struct row_changes changes[2]; /* by enum endpoint */
    bool repeated;                 /* a retransmission */
    bool lost;                     /* as far as what came later tells */
    uint32_t lost_count;           /* of a fold */
    /* Of a segment, and of a fold by direction of `from` */
    uint32_t seq, end; /* absolute: of its first byte, and behind its last */
    uint32_t ack;
    bool has_ack;
    uint64_t segments; /* with data; of a fold */
    uint64_t acks;     /* without data; of a fold */
    uint64_t bytes;
    char *words; /* owned, may be null: fields of an arrow separated by '\n', or a sentence; of a
                    fold, as long as it holds only one segment */
};

struct diagram {
    uint32_t flow;
    uint32_t incarnation;
    uint8_t ip_version;
    bool client_known;
    uint8_t addresses[2][16]; /* by enum endpoint */
    uint16_t ports[2];
    int64_t start;
    int64_t last;
    enum tcp_state before[2]; /* where the ends stood before the first row */
    struct row *rows;         /* owned */
    size_t count, capacity;
    unsigned plain; /* plain segments at the end that are drawn one by one */
};

struct diagram_settings {
    enum language language;
    int64_t fold_time; /* nanoseconds after which a fold is closed, so that a live one is seen; 0:
                          never */
};

/* Starts with the first packet of a flow. */
void diagram_begin(struct diagram *diagram, const struct record *record);
void diagram_free(struct diagram *diagram);

/* Adds the rows of a packet or timer. */
void diagram_add(struct diagram *diagram, const struct diagram_settings *settings,
                 const struct record *record);

/* Frees the first `count` rows. */
void diagram_forget(struct diagram *diagram, size_t count);

/* The first finding of a kind; null if there is none. */
const struct finding *diagram_find(const struct verdict *verdict, enum finding_kind kind);

/* The fields on the arrow of a packet, separated by '\n'. */
void diagram_write_label(const struct record *record, struct text *text);

/* "192.0.2.1.40000" */
void diagram_write_end(const struct diagram *diagram, enum endpoint endpoint, struct text *text);

/* Whether the row is drawn as an arrow with a label: a segment, or a fold of only one. */
bool diagram_row_is_segment(const struct row *row);

/* What a row says: a sentence, or fields separated by '\n'. */
void diagram_write_row(enum language language, const struct row *row, struct text *text);

/* Joins as many fields as fit in `columns` to one line, with two spaces between them. A field that
 * is wider than `columns` is broken; at least one character is taken. Returns how many bytes of
 * `fields` (NUL-terminated) it took, their separator included. */
size_t diagram_join_fields(const char *fields, size_t columns, struct text *line);

#endif
