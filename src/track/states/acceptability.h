/*
 * Whether the receiver of a segment should take it (RFC 9293 §3.10.7.4, RFC 5961, RFC 7323).
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_ACCEPTABILITY_H
#define TCPGLOSS_SRC_TRACK_STATES_ACCEPTABILITY_H

#include <stdbool.h>

#include "track/segment_context.h"

/* Judges any segment but a first SYN and a SYN-ACK. */
enum acceptability segment_acceptability(const struct segment_context *context);

/* A RST counts only if it is exactly what its receiver expects next; in answer to a SYN only if it
 * acknowledges that SYN. `state`: where its receiver is believed to stand. */
bool reset_is_acceptable(const struct segment_view *view, enum tcp_state state);

/* Whether the segment acknowledges something else than the SYN of its receiver, which is in
 * SYN-SENT: its sender has an older connection there, half-open or in TIME-WAIT. The receiver
 * answers RST and waits on (RFC 9293 §3.10.7.3). A little beyond the SYN, the capture may have lost
 * the SYN-ACK. */
bool acknowledges_older(const struct segment_context *context);

enum checksum {
    CHECKSUM_UNKNOWN, /* not captured whole, or left to the sender's card */
    CHECKSUM_RIGHT,
    CHECKSUM_WRONG,
};

/* Checks the TCP checksum. */
enum checksum checksum_judge(const struct packet *packet);

/* Of so many packets of each end all data are looked at: to add up every byte of a long transfer
 * would cost a good part of what following it does. */
#define CHECKED_PACKETS 100

/* Whether a segment without SYN, FIN and RST goes on just where its sender and its receiver are.
 * Damage seldom leaves that, and of any other segment something is to be said. */
static inline bool segment_goes_on(const struct segment *segment, const struct direction *sender,
                                   const struct direction *receiver) {
    const uint32_t outstanding = receiver->snd_nxt - receiver->snd_una;
    const uint32_t acked = segment->ack - receiver->snd_una;

    return segment->seq == sender->snd_nxt && acked <= outstanding &&
           (acked != 0 || segment->length != 0);
}

/* Whether the checksum of a segment without SYN, FIN and RST is to be looked at: that of the first
 * data, and later of whatever does not just go on. */
static inline bool segment_is_checked(const struct segment *segment, const struct direction *sender,
                                      const struct direction *receiver) {
    return (segment->length != 0 && sender->packets < CHECKED_PACKETS) ||
           !segment_goes_on(segment, sender, receiver);
}

/* Whether a segment that is checked has a wrong checksum among right ones of its sender. The
 * sender's first segments, checked or not, tell whether its checksums are right at all, which is
 * remembered. */
static inline bool segment_is_corrupt(const struct segment *segment, struct direction *sender,
                                      bool checked) {
    const bool known = (sender->flags & DIRECTION_CHECKSUMS) != 0;

    if (checked || !known) {
        switch (checksum_judge(segment->packet)) {
        case CHECKSUM_RIGHT:
            direction_mark(sender, DIRECTION_CHECKSUMS);
            break;
        case CHECKSUM_WRONG:
            return checked && known;
        case CHECKSUM_UNKNOWN:
            break;
        }
    }
    return false;
}

#endif
