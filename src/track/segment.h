/*
 * One TCP segment as the tracker uses it: host byte order, its time as one number, its options
 * read once.
 */
#ifndef TCPGLOSS_SRC_TRACK_SEGMENT_H
#define TCPGLOSS_SRC_TRACK_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/decode/packet.h"
#include "tcpgloss/decode/tcp_options.h"

/* A time as one word that is never zero: microseconds, which wrap after 71 minutes. */
static inline uint32_t segment_clock(int64_t time) {
    uint32_t clock = (uint32_t)((uint64_t)time / 1000);

    return clock != 0 ? clock : 1;
}

struct segment {
    int64_t time; /* nanoseconds since the epoch */
    uint32_t seq;
    uint32_t ack;    /* meaningful with TCP_ACK */
    uint32_t length; /* of payload, on the wire */
    uint32_t end;    /* seq + SEG.LEN: SYN and FIN count one each (RFC 9293 §3.3.1) */
    uint16_t flags;  /* of enum tcp_flag */
    uint16_t window; /* unscaled */
    uint32_t clock;  /* its time by segment_clock() */
    struct tcp_options options;
    const struct packet *packet;
};

void segment_read(const struct packet *packet, struct segment *segment);

/* Whether the segment is no more than an acknowledgment. */
static inline bool segment_is_pure_ack(const struct segment *segment) {
    return (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK &&
           segment->length == 0;
}

/* Whether no host sends these flags together: SYN with FIN or RST, FIN without ACK, or none. */
bool segment_flags_are_invalid(uint16_t flags);

/* A clock up to five minutes ahead of the segment's is time that ran backwards. */
#define CLOCK_BACKWARDS (UINT32_MAX - UINT32_C(300000000))

/* Nanoseconds from a time of segment_clock() to the segment; 0 if that is unknown, or if time ran
 * backwards. */
static inline int64_t segment_since(const struct segment *segment, uint32_t clock) {
    uint32_t since = segment->clock - clock;

    return clock == 0 || since > CLOCK_BACKWARDS ? 0 : (int64_t)since * 1000;
}

/* What its receiver should make of a segment (RFC 9293 §3.10.7.4). */
enum acceptability {
    SEGMENT_ACCEPTABLE,
    SEGMENT_UNKNOWN,   /* too little was seen to tell; treated as acceptable */
    SEGMENT_OLD,       /* all of it is before RCV.NXT: seen by the receiver already */
    SEGMENT_BEYOND,    /* starts behind the receive window */
    SEGMENT_BEFORE,    /* starts before its sender's SYN: it belongs to an older connection */
    SEGMENT_AFTER_FIN, /* goes beyond its sender's FIN, which was acknowledged */
    SEGMENT_BAD_ACK,   /* acknowledges what was never sent */
    SEGMENT_OLD_ACK,   /* acknowledges what is far too old */
    SEGMENT_NO_ACK,    /* acknowledges nothing, as only a SYN or RST may */
    SEGMENT_PAWS,      /* its timestamp is older than the last accepted (RFC 7323 §5.3) */
    SEGMENT_CORRUPT,   /* its checksum is wrong and not by offload: the receiver drops it */
};

#endif
