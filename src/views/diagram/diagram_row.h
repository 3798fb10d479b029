/*
 * One row of a sequence diagram.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_ROW_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/track/state.h"

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

struct diagram_row {
    enum row_kind kind;
    enum endpoint from;
    uint64_t packet; /* the packet's number, of a fold the first one's; 0: of a timer */
    int64_t time;
    int64_t duration;              /* of a pause; of a timer that ends it, of TIME-WAIT at `from` */
    struct row_changes changes[2]; /* by enum endpoint */
    bool waits[2];                 /* the end is in TIME-WAIT above the row */
    enum note_id note;             /* of a sentence */
    bool crosses;  /* the next row's segment left before this one arrived: the two arrows cross */
    bool control;  /* SYN or FIN */
    bool pending;  /* something before it is missing, so no acknowledgment can cover it yet */
    bool repeated; /* a retransmission */
    bool lost;     /* as far as what came later tells */
    uint32_t lost_count; /* of a fold */
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

/* Whether the row is drawn as an arrow with a label: a segment, or a fold of only one. */
static inline bool diagram_row_is_segment(const struct diagram_row *row) {
    return row->kind == ROW_SEGMENT || (row->kind == ROW_FOLD && row->segments + row->acks == 1);
}

struct diagram_settings {
    enum language language;
    bool symbolic;     /* sequence numbers as x + 1 */
    bool whole;        /* nothing is folded, and up to DIAGRAM_WHOLE_MAX rows are kept */
    int64_t fold_time; /* nanoseconds after which a fold is closed, so that a live one is seen; 0:
                          never */
};

#endif
