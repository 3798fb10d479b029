/*
 * The arguments of notes, from findings and segments.
 */
#ifndef TCPGLOSS_SRC_GLOSS_NOTE_ARGUMENTS_H
#define TCPGLOSS_SRC_GLOSS_NOTE_ARGUMENTS_H

#include "tcpgloss/gloss/note.h"

#include "gloss/note_of_finding.h"

/* What a packet's notes are made from. */
struct note_context {
    const struct tracker *tracker; /* may be null */
    const struct packet *packet;   /* null for a timer */
    const struct verdict *verdict;
    const struct finding *fin; /* its FINDING_FIN, null if none */
    bool absolute;             /* how sequence numbers are shown */
    bool takes_in_control;     /* the last thing that is acknowledged is a SYN or a FIN */
};

struct note_context note_context_make(const struct tracker *tracker, const struct packet *packet,
                                      const struct verdict *verdict);

void note_add_number(struct note *note, enum argument_name name, uint64_t number);
void note_add_text(struct note *note, enum argument_name name, struct span text);

void note_add_who(struct note *note, enum endpoint who);

/* What the rule shows of its finding. False if the note cannot be made: its facts are not there. */
bool note_add_finding(struct note *note, const struct note_context *context,
                      const struct finding *finding, const struct rule *rule);

/* What every step shows of its segment: seq if it takes up sequence numbers (or resets), ack and
 * what that takes in, mss, and with `length` how much data. */
void note_add_segment(struct note *note, const struct note_context *context, bool length);

#endif
