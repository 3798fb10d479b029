/*
 * All flows together: how they opened and closed, and how much was sent again.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TOTALS_H
#define TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TOTALS_H

#include <stdint.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/track/flow_fields.h"

enum { CONN_STATES_MAX = 16 }; /* Zeek has thirteen */

struct summary_totals {
    uint64_t flows, packets, bytes;
    uint64_t retransmissions, retransmitted_bytes; /* those that are known */
    uint64_t handshakes[HANDSHAKE_KIND_COUNT];
    uint64_t teardowns[TEARDOWN_KIND_COUNT];
    struct conn_state_count {
        const char *word; /* null behind the last one that occurred */
        uint64_t count;
    } conn_states[CONN_STATES_MAX];
};

void summary_totals_add(struct summary_totals *totals, const struct flow_report *flow);

/* `columns` are those of the terminal; 0: lines are as long as they need. */
void summary_totals_write(const struct summary_totals *totals, enum language language,
                          unsigned columns, struct text *text);

#endif
