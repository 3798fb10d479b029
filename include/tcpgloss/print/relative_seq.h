/*
 * Relative sequence numbers, as tcpdump counts them: from the first numbers that are printed of a
 * conversation, anew from a SYN with an acknowledgment, and only in segments with the ACK bit.
 *
 * They are worked out once a packet, before anything shows them: relative_seq_number() leaves in
 * the packet what its numbers are counted from, and the line, the notes and the views subtract it.
 *
 * What tcpdump does not print, it does not count from. The line printer says so with
 * relative_seq_take_back(), and numbers the segments that are quoted in other packets itself. So a
 * table serves one printer at most.
 */
#ifndef TCPGLOSS_PRINT_RELATIVE_SEQ_H
#define TCPGLOSS_PRINT_RELATIVE_SEQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"

struct relative_seq;

/*
 * `limit`: of conversations that are remembered; with one more, all are forgotten. `key` is random
 * (siphash_key_fill()), and the tracker's if the packets go through one. Null, with `error` filled,
 * if there is no memory. The caller destroys it.
 */
TCPGLOSS_API struct relative_seq *relative_seq_create(const uint64_t key[2], size_t limit,
                                                      struct error *error);
TCPGLOSS_API void relative_seq_destroy(struct relative_seq *relative);

/* A packet that will be numbered a few packets from now: fetches the memory that it needs. Nothing
 * but time depends on it. */
TCPGLOSS_API void relative_seq_prefetch(const struct relative_seq *relative,
                                        const struct packet *packet);

/* Fills packet->relative_base. Packets are numbered in the order of capture, each once. Returns
 * whether a conversation is counted from this packet: relative_seq_take_back() may undo that. */
TCPGLOSS_API bool relative_seq_number(struct relative_seq *relative, struct packet *packet);

/* Whether memory ran out, so that conversations were forgotten: numbers are no more tcpdump's. */
TCPGLOSS_API bool relative_seq_failed(const struct relative_seq *relative);

/* The packet's segment is not printed: nothing is counted from it. Of use while no other packet has
 * been numbered since that has changed what is counted from. */
TCPGLOSS_API void relative_seq_take_back(struct relative_seq *relative,
                                         const struct packet *packet);

#endif
