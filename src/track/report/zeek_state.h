/*
 * Zeek's state of each end, from which its `conn_state` follows. It goes by flags alone, whatever
 * a receiver makes of a segment: docs/views.md has the definitions.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_ZEEK_STATE_H
#define TCPGLOSS_SRC_TRACK_REPORT_ZEEK_STATE_H

#include <stdint.h>

#include "track/table/flow.h"

enum zeek_state {
    ZEEK_INACTIVE,     /* nothing was seen of it */
    ZEEK_SYN_SENT,     /* the originator's SYN, without an answer */
    ZEEK_SYN_ACK_SENT, /* a SYN-ACK of the originator, as its first packet */
    ZEEK_PARTIAL,      /* something else than a SYN was seen first */
    ZEEK_ESTABLISHED,
    ZEEK_CLOSED, /* a FIN */
    ZEEK_RESET,  /* a RST */
    ZEEK_RESET_AFTER_CLOSE,
};

static inline enum zeek_state zeek_state_of(const struct flow_record *record, enum endpoint end) {
    return (enum zeek_state)(record->zeek_states >> (end == ENDPOINT_SERVER ? 4 : 0) & 15);
}

/* `from` sent a segment with these flags and so much payload. */
void zeek_state_follow(struct flow_record *record, enum endpoint from, unsigned flags,
                       uint32_t length);

/* A FIN of `end` counts that was not followed, for its checksum was wrong. */
void zeek_state_close(struct flow_record *record, enum endpoint end);

#endif
