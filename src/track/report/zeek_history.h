/*
 * Zeek's `history` of a connection: a letter for each kind of packet that each end sent, in order
 * (Zeek's documentation, base/protocols/conn/main.zeek; docs/views.md has the definitions). Upper
 * case is the originator, which is the client.
 *
 * Noted once for each end:
 *   a pure ACK, d payload without SYN, FIN and RST, i FIN with RST, q SYN with FIN or RST.
 * Noted again if the number differs from that of the last one:
 *   s SYN without ACK, h SYN with ACK, f FIN, r RST.
 * Noted for the first, the 10th, the 100th, …:
 *   c bad checksum among right ones, g data acknowledged and never seen, t payload below what was
 *   sent before, w zero window.
 * And `^` if the flow's first packet is the responder's.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_ZEEK_HISTORY_H
#define TCPGLOSS_SRC_TRACK_REPORT_ZEEK_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/flow_fields.h"

#include "track/segment_context.h"

/* Notes the letters of a segment, after the analysis, and follows Zeek's states of its ends. */
void zeek_history_note(struct segment_context *context);

/* Writes the letters, NUL-terminated. */
void zeek_history_write(const struct flow *flow, const struct flow_record *record,
                        const struct recovery_pool *pool, char text[FLOW_HISTORY_MAX + 1]);

/* Whether the originator's SYN was followed by its RST, and by nothing that goes beyond a SYN. */
bool zeek_history_is_aborted_attempt(const struct flow_record *record);

#endif
