/*
 * A flow as a sequence diagram: rows from top to bottom, whatever they are drawn with.
 *
 * Plain segments in a row (data and acknowledgments without anything to say about them) are drawn
 * one by one at first and then folded into a single row, so that a diagram shows what matters of a
 * flow of any length. What is still too long loses its middle: a diagram has at most
 * DIAGRAM_ROWS_MAX rows, unless its settings ask for the whole.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/views/record.h"

#include "views/diagram/diagram_row.h"

#define DIAGRAM_ROWS_MAX  400
#define DIAGRAM_WHOLE_MAX 65536

struct diagram {
    uint32_t flow;
    uint32_t incarnation;
    uint8_t ip_version;
    bool client_known;
    uint8_t addresses[2][16]; /* by enum endpoint */
    uint16_t ports[2];
    struct kernel_owner owners[2]; /* as far as the kernel has said */
    int64_t start;
    int64_t last;
    enum tcp_state before[2]; /* where the ends stood before the first row */
    struct diagram_row *rows; /* owned */
    size_t count, capacity;
    size_t rows_max; /* what is more loses its middle */
    bool waiting[2]; /* by enum endpoint: in TIME-WAIT */
    int64_t waiting_since[2];
    bool failed;    /* a row could not be kept: no memory */
    unsigned plain; /* plain segments at the end that are drawn one by one */
};

/* Starts with the first packet of a flow. */
void diagram_begin(struct diagram *diagram, const struct record *record);
void diagram_free(struct diagram *diagram);

/* Adds the rows of a packet or timer. */
void diagram_add(struct diagram *diagram, const struct diagram_settings *settings,
                 const struct record *record);

/* "192.0.2.1.40000" */
void diagram_put_end(struct text *text, const struct diagram *diagram, enum endpoint endpoint);

/* Frees the first `count` rows. */
void diagram_forget(struct diagram *diagram, size_t count);

#endif
