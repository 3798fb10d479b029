/*
 * One incarnation of a four-tuple, as the tracker keeps it.
 *
 * A flow is split by how often it is touched. struct flow is two cache lines and holds all that a
 * plain data segment reads or writes; struct flow_cold is looked at when a flow begins, changes
 * class or ends. With its bucket in the hash table a flow takes 160 bytes; an IPv6 flow has its
 * addresses beside that, in memory that is not touched while there is no IPv6.
 */
#ifndef TCPGLOSS_TRACK_FLOW_PRIVATE_H
#define TCPGLOSS_TRACK_FLOW_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

#include "analysis.h"

/* A flow's place in the table; FLOW_NONE is no flow. */
#define FLOW_NONE UINT32_MAX

/* The lower (address, port) comes first. An IPv6 key holds the keyed hash of both addresses in
 * their place: 64 bits that no one who does not know the key can make collide. */
struct flow_key {
    uint32_t addresses[2];
    uint16_t ports[2];
};

/* What an endpoint announced or did that is asked for later: bits of struct endpoint_state. */
enum endpoint_flag {
    ENDPOINT_SEEN = 0x0001,       /* has sent something, so that snd_nxt means something */
    ENDPOINT_ISN = 0x0002,        /* its SYN was seen: isn is known */
    ENDPOINT_FIN = 0x0004,        /* its FIN was seen, at snd_nxt - 1 */
    ENDPOINT_ACKED = 0x0008,      /* its peer acknowledged something: snd_una means something */
    ENDPOINT_SACK = 0x0010,       /* SACK permitted in its SYN */
    ENDPOINT_TIMESTAMPS = 0x0020, /* timestamps in its SYN, or on its segments mid-stream */
    ENDPOINT_MSS = 0x0040,        /* mss is announced */
    ENDPOINT_DATA = 0x0080,       /* has sent data */
    ENDPOINT_FIN_ACKED = 0x0100,  /* its FIN was acknowledged */
    ENDPOINT_ECN = 0x0200,        /* asked for ECN, or agreed to it */
};

#define SCALE_NONE 15 /* no window scale option seen; those allowed go to 14 */

/*
 * What one end sent, in the terms of RFC 9293 §3.3.1, as seen at the capture point; what the end
 * knows of its peer is in the peer's struct: RCV.NXT of one end follows from SND.NXT of the other.
 */
struct endpoint_state {
    uint32_t snd_una;   /* highest acknowledgment that its peer sent; valid with ENDPOINT_ACKED */
    uint32_t snd_nxt;   /* one behind the highest sequence number it sent; with ENDPOINT_SEEN */
    uint32_t isn;       /* with ENDPOINT_ISN */
    uint32_t ts_recent; /* its highest timestamp so far; with ENDPOINT_TIMESTAMPS */
    uint32_t packets;
    uint32_t bytes_low; /* of payload, each copy counted: 48 bits */
    uint16_t bytes_high;
    uint16_t window;  /* the last that it announced, unscaled */
    uint16_t mss;     /* with ENDPOINT_MSS */
    uint16_t flags;   /* of enum endpoint_flag */
    uint16_t pending; /* events on their way to it, oldest lowest, four bits each (rows.h) */
    uint8_t proven;   /* enum tcp_state: where what it sent proves it to be */
    uint8_t scale;    /* window scale, SCALE_NONE if none */
    struct transfer transfer;
};

struct flow {
    _Alignas(64) struct flow_key key;
    uint32_t next; /* in its bucket's chain */
    int64_t last;  /* time of its last packet, nanoseconds since the epoch */
    uint32_t number;
    uint32_t user;                      /* of the layer above */
    struct endpoint_state endpoints[2]; /* by enum endpoint */
};

_Static_assert(sizeof(struct flow) == 128, "a flow is two cache lines");

/* The window that `endpoint` announced last, in bytes. */
static inline uint32_t endpoint_window(const struct flow *flow, enum endpoint endpoint) {
    const struct endpoint_state *own = &flow->endpoints[endpoint];
    const struct endpoint_state *peer = &flow->endpoints[endpoint_peer(endpoint)];
    bool scaled = own->scale != SCALE_NONE && peer->scale != SCALE_NONE;

    return scaled ? (uint32_t)own->window << own->scale : own->window;
}

#endif
