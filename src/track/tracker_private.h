/*
 * The tracker's own state, shared by what follows segments and what ends flows.
 */
#ifndef TCPGLOSS_SRC_TRACK_TRACKER_PRIVATE_H
#define TCPGLOSS_SRC_TRACK_TRACKER_PRIVATE_H

#include "track/analysis/measures.h"
#include "track/analysis/recovery.h"
#include "track/analysis/syn_flood.h"
#include "track/table/table.h"

struct tracker {
    struct table table;
    struct recovery_pool *pool;
    struct measures_pool measures;
    struct syn_flood *flood;
    int64_t msl;
    int64_t deadline;    /* no timer runs out before it */
    int64_t replaced_at; /* when the four-tuple of the flow in CLASS_REPLACED was opened again */
    int64_t next_sweep;  /* when open flows are looked through for idle ones again */
    int64_t latest;      /* time of the latest packet */
    int64_t lost_at;     /* time of the packet after which the capture lost some */
    uint32_t max_flows;
    uint32_t flow_count;
    uint32_t evicted_count;
    uint32_t current; /* the flow of the last verdict, FLOW_NONE if none */
    bool finished;
    bool zeek_ignored; /* Zeek's history and states are not kept */
};

/* Nanoseconds without a packet until a flow is forgotten. An open one gets the time that
 * RFC 5382 REQ-5 asks of a NAT: two hours and four minutes. */
#define IDLE_HALF_OPEN (INT64_C(120) * 1000000000)
#define IDLE_OPEN      (INT64_C(7440) * 1000000000)
#define SWEEP_INTERVAL INT64_C(1000000000)

#endif
