/*
 * The diagrams of the flows that are open now, by flow number.
 *
 * At most OPEN_DIAGRAMS_MAX at a time, so that with the bound on rows they stay below about 100 MB
 * whatever the capture holds; flows that begin while it is full are counted, not drawn.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_OPEN_DIAGRAMS_H

#include "views/diagram/diagram.h"

#define OPEN_DIAGRAMS_MAX     1024
#define OPEN_DIAGRAMS_BUCKETS 1024

struct open_diagram {
    struct diagram diagram;
    struct open_diagram *next;
};

struct open_diagrams {
    struct open_diagram *buckets[OPEN_DIAGRAMS_BUCKETS];
    uint32_t count;
    uint64_t refused; /* flows not drawn */
    bool failed;      /* something is missing: no memory */
};

/* Starts empty when all is zero. */
void open_diagrams_free(struct open_diagrams *open);

/* Adds a packet's or timer's rows to its flow's diagram and returns that; null if the flow is not
 * drawn. */
struct diagram *open_diagrams_add(struct open_diagrams *open,
                                  const struct diagram_settings *settings,
                                  const struct record *record);

/* Writes whose an end is, if the fact says that, on its flow's diagram, and returns that; null if
 * the flow is not drawn. */
struct diagram *open_diagrams_note(struct open_diagrams *open, const struct kernel_fact *fact);

/* Takes a flow's diagram out, for the caller to free with diagram_free(). False if the flow is not
 * drawn. */
bool open_diagrams_take(struct open_diagrams *open, uint32_t flow, struct diagram *diagram);

#endif
