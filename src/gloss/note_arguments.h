/*
 * The arguments of notes, from findings and segments.
 */
#ifndef TCPGLOSS_SRC_GLOSS_NOTE_ARGUMENTS_H
#define TCPGLOSS_SRC_GLOSS_NOTE_ARGUMENTS_H

#include "tcpgloss/gloss/note.h"

#include "gloss/note_of_finding.h"

/* What a packet's notes are made from. */
struct source {
    const struct tracker *tracker; /* may be null */
    const struct packet *packet;   /* null for a timer */
    const struct verdict *verdict;
    const struct finding *fin; /* its FINDING_FIN, null if none */
    bool absolute;             /* how sequence numbers are shown */
    bool takes_in_control;     /* the last thing that is acknowledged is a SYN or a FIN */
};

struct source source_make(const struct tracker *tracker, const struct packet *packet,
                          const struct verdict *verdict);

void note_add_number(struct note *note, enum argument_name name, uint64_t number);
void note_add_text(struct note *note, enum argument_name name, struct span text);

/* What a rule takes from its finding. False if the note cannot be made: its facts are not there. */
bool note_add_finding(struct note *note, const struct source *source, const struct finding *finding,
                      unsigned takes);

/* What every step shows of its segment: seq if it takes up sequence numbers (or resets), ack and
 * what that takes in, mss, and with `length` how much data. */
void note_add_segment(struct note *note, const struct source *source, bool length);

#endif
