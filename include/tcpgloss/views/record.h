/*
 * What flows into the sinks: one record after another, constant, valid only during the call.
 *
 * All sinks get the same records and know nothing of each other.
 */
#ifndef TCPGLOSS_VIEWS_RECORD_H
#define TCPGLOSS_VIEWS_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/kernel_socket.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/gloss/note.h"
#include "tcpgloss/track/tracker.h"
#include "tcpgloss/track/verdict.h"

enum record_kind {
    RECORD_CAPTURE, /* the first: what is being read */
    RECORD_PACKET,
    RECORD_TIMER,  /* a timer ran out, or a note about the capture itself (verdict->flow is 0) */
    RECORD_KERNEL, /* what the kernel says of an end of a flow that is on this machine */
    RECORD_KERNEL_COUNT, /* how often its states were the inferred ones; before the last */
    RECORD_FLOW,         /* a flow is over */
    RECORD_SUMMARY,      /* the last */
};

/* Read, not inferred. `time` is when the kernel was asked: packets that were captured before may
 * have been shown before, and none that was captured after it was. */
struct kernel_fact {
    int64_t time; /* nanoseconds since the epoch */
    uint32_t flow;
    enum endpoint who;
    bool owner;              /* says whose the socket is; else, what it says */
    bool compared;           /* the inferred state is known, and old enough to be compared */
    bool differs;            /* then: the kernel's state is none that was inferred meanwhile */
    enum tcp_state state;    /* the kernel's */
    enum tcp_state inferred; /* by now */
    struct kernel_socket socket;
};

struct record {
    enum record_kind kind;
    union {
        struct {
            const char *source;    /* file name or device, as the user gave it */
            const char *link_name; /* "EN10MB" */
            int link_type;
            uint32_t snapshot_length;
        } capture;
        struct {
            const struct packet *packet;   /* null for a timer */
            const struct verdict *verdict; /* null for a packet that is not TCP, but for an
                                              ICMP error that quotes a segment of a flow */
            const struct notes *notes;     /* never null; may be empty */
        } event;                           /* of RECORD_PACKET and RECORD_TIMER */
        const struct kernel_fact *kernel;
        struct {
            uint64_t compared;
            uint64_t agreed;
        } kernel_count;
        const struct flow_report *flow;
        struct {
            uint64_t packets;
            uint64_t tcp_packets;
            uint32_t flows;
            uint32_t evicted_flows;
            uint32_t uncounted_flows;  /* whose retransmissions and the like are not known */
            uint32_t unmeasured_flows; /* whose data were not measured */
            uint64_t capture_dropped;
        } summary;
    } as;
};

#endif
