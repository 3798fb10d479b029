/*
 * The four moves of a segment that can change states: what it proves of its sender, and what is
 * then assumed of its receiver.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H
#define TCPGLOSS_SRC_TRACK_STATES_INFERENCE_H

#include <stdbool.h>

#include "track/segment_context.h"

/* What the segment is, as far as it was control before the moves. */
struct control {
    bool syn_counts; /* SYN: a first one, or its repetition */
    bool syn_repeats;
    bool reset_counts; /* RST, and acceptable */
    bool fin_counts;   /* FIN, and acceptable */
    bool fin_repeats;  /* seen before */
    bool late;         /* a repetition, as late as a timeout: the first copy went unanswered */
    bool probe;        /* a FIN's repetition, earlier than a timeout: a tail loss probe */
};

void infer_sender(struct segment_context *context, const struct control *control);
void infer_receiver(struct segment_context *context, const struct control *control);

#endif
