/*
 * Whether the receiver of a segment should take it (RFC 9293 §3.10.7.4, RFC 5961, RFC 7323).
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_ACCEPTABILITY_H
#define TCPGLOSS_SRC_TRACK_STATES_ACCEPTABILITY_H

#include <stdbool.h>

#include "track/segment_context.h"

/* Judges any segment but a first SYN and a SYN-ACK. */
enum acceptability validity_judge(const struct journey *journey);

/* A RST counts only if it is exactly what its receiver expects next; in answer to a SYN only if it
 * acknowledges that SYN. `state`: where its receiver is believed to stand. */
bool validity_reset(const struct journey *journey, enum tcp_state state);

/* Whether the acknowledgment covers `end`'s SYN and nothing that it did not send; or its FIN. */
bool validity_acks_syn(const struct journey *journey, const struct endpoint_state *end);
bool validity_acks_fin(const struct journey *journey, const struct endpoint_state *end);

/* Whether the segment acknowledges something else than the SYN of its receiver, which is in
 * SYN-SENT: its sender has an older connection there, half-open or in TIME-WAIT. The receiver
 * answers RST and waits on (RFC 9293 §3.10.7.3). A little beyond the SYN, the capture may have lost
 * the SYN-ACK. */
bool validity_acks_older(const struct journey *journey);

/* Whether the TCP checksum is wrong in a way that is not a card's job left undone. Only a packet
 * that was captured whole can be judged. */
bool validity_corrupt(const struct packet *packet);

#endif
