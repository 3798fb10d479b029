/*
 * Which note a finding is, and what the note takes from it.
 */
#ifndef TCPGLOSS_SRC_GLOSS_NOTE_OF_FINDING_H
#define TCPGLOSS_SRC_GLOSS_NOTE_OF_FINDING_H

#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/track/verdict.h"

/* What becomes an argument, and how a number is shown: in the sender's sequence space, in the
 * peer's, or as it is. */
enum take {
    TAKE_WHO = 1 << 0,
    TAKE_STATE = 1 << 1,
    TAKE_COUNT = 1 << 2,
    TAKE_LENGTH = 1 << 3,
    TAKE_DURATION = 1 << 4, /* if it is known, not 0 */
    TAKE_RTT = 1 << 5,      /* duration, as "rtt" */
    TAKE_SEQ = 1 << 6,      /* in the sender's space */
    TAKE_ACK = 1 << 7,      /* in the peer's space */
    TAKE_EXPECTED = 1 << 8, /* in the sender's space */
    TAKE_EXPECTED_ACK = 1 << 9,
    TAKE_EXPECTED_PLAIN = 1 << 10,
    TAKE_EXPECTED_MSS = 1 << 11, /* as "mss" */
    TAKE_SACK = 1 << 12,         /* seq and expected as "left" and "right", in the peer's space */
    TAKE_DSACK = 1 << 13,
    TAKE_TIMESTAMPS = 1 << 14, /* seq and expected as "value" and "last" */
    TAKE_NEGOTIATED = 1 << 15, /* from the flow's report */
    TAKE_SENDER = 1 << 16,     /* who, but of the segment */
    TAKE_CHANGES = 1 << 17,    /* its words tell the state changes */
};

struct rule {
    enum note_id id;
    enum phrase phrase;
    enum note_level level; /* of the id in that phrase, */
    enum note_kind kind;   /* and what follows from it */
    unsigned takes;        /* of enum take */
};

/* The rule for a finding of this verdict; `flags` are its segment's, 0 for a timer. */
struct rule rule_for(const struct finding *finding, const struct verdict *verdict, unsigned flags);

#endif
