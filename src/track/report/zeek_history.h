/*
 * Zeek's words for a connection: `history`, a letter for each kind of packet that each end sent,
 * in order, and `conn_state` (Zeek's documentation, base/protocols/conn/main.zeek).
 *
 * Upper case is the originator. Each letter is noted once for each end:
 *   s SYN without ACK, h SYN with ACK, a pure ACK, d payload, f FIN, r RST,
 *   c bad checksum among right ones, g data that were acknowledged and never seen, t retransmitted
 *   payload, w zero window.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_ZEEK_HISTORY_H
#define TCPGLOSS_SRC_TRACK_REPORT_ZEEK_HISTORY_H

#include "tcpgloss/track/flow_fields.h"

#include "track/segment_context.h"

void zeek_history_note(struct segment_context *context);

/* Writes the letters, NUL-terminated. */
void zeek_history_write(uint64_t history, char text[FLOW_HISTORY_MAX + 1]);

const char *zeek_conn_state(const struct flow *flow, const struct flow_record *record);

#endif
