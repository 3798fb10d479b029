/*
 * The flows of a picture that shows one below the other: the first PICTURE_FLOWS_MAX of the
 * capture, each when it is over.
 */
#ifndef TCPGLOSS_SRC_VIEWS_DIAGRAM_PICTURE_FLOWS_H
#define TCPGLOSS_SRC_VIEWS_DIAGRAM_PICTURE_FLOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "views/diagram/diagram.h"
#include "views/open_flows.h"

enum { PICTURE_FLOWS_MAX = 64 };

struct picture_flows {
    struct diagram_settings settings;
    struct open_flows open;
    unsigned begun;   /* drawn, or being collected */
    uint64_t refused; /* beyond PICTURE_FLOWS_MAX */
};

/* Draws what a packet, a timer or the kernel tells of one of the picture's flows; any other record
 * is left alone. */
void picture_flows_add(struct picture_flows *flows, const struct record *record);

/* The flow is over: its diagram, complete, for the caller to free with diagram_free(). False if it
 * is none of the picture's. */
bool picture_flows_take(struct picture_flows *flows, const struct flow_report *flow,
                        struct diagram *diagram);

/* How many flows are left out, for whatever reason. */
uint64_t picture_flows_left_out(const struct picture_flows *flows);

#endif
