/*
 * Which note a finding is, and what the note takes from it.
 */
#ifndef TCPGLOSS_SRC_GLOSS_NOTE_OF_FINDING_H
#define TCPGLOSS_SRC_GLOSS_NOTE_OF_FINDING_H

#include <stdint.h>

#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/track/verdict.h"

/* What a note shows besides the fields of its finding. */
enum telling {
    TELL_NONE = 0,
    TELL_WHO = 1 << 0,        /* the end that the finding is about */
    TELL_SENDER = 1 << 1,     /* the end that sent the segment */
    TELL_CHANGES = 1 << 2,    /* the state changes: its words have a place for them */
    TELL_RTT = 1 << 3,        /* the finding's duration, as a round trip */
    TELL_NEGOTIATED = 1 << 4, /* what both SYNs agreed on, from the flow's report */
    TELL_LIMITS = 1 << 5,     /* what held the flow up, likewise */
};

/* Small, since it is copied for each finding. */
struct rule {
    uint8_t id;      /* enum note_id */
    uint8_t phrase;  /* enum phrase */
    uint16_t level;  /* enum note_level: of the id in that phrase */
    uint16_t fields; /* of enum finding_field: those that have a value */
    uint16_t told;   /* of enum telling */
};

/* The rule for a finding of this verdict; `flags` are its segment's, 0 for a timer. */
struct rule rule_for(const struct finding *finding, const struct verdict *verdict, unsigned flags);

#endif
