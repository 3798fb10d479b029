/*
 * A flow as a whole: what flow_fields.def lists, as members.
 */
#ifndef TCPGLOSS_TRACK_FLOW_REPORT_H
#define TCPGLOSS_TRACK_FLOW_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

/* How a flow was opened: name, Chinese, and the English that is JSON's word, too. */
#define HANDSHAKE_KINDS(X)                                                                         \
    X(UNSEEN, "未见", "unseen")                                                                    \
    X(THREE_WAY, "三次握手", "three-way")                                                          \
    X(SIMULTANEOUS, "同时打开", "simultaneous")                                                    \
    X(FAST_OPEN, "快速打开", "fast-open")                                                          \
    X(REFUSED, "被拒绝", "refused")                                                                \
    X(UNANSWERED, "无应答", "unanswered")

enum handshake_kind {
#define X(name, zh, en) HANDSHAKE_##name,
    HANDSHAKE_KINDS(X)
#undef X
        HANDSHAKE_KIND_COUNT
};

/* How it was closed. */
#define TEARDOWN_KINDS(X)                                                                          \
    X(NONE, "未关闭", "none")                                                                      \
    X(FOUR_WAY, "四次挥手", "four-way")                                                            \
    X(MERGED, "三次挥手", "merged")                                                                \
    X(SIMULTANEOUS, "同时关闭", "simultaneous")                                                    \
    X(HALF_CLOSED, "半关闭", "half-closed")                                                        \
    X(RESET, "重置", "reset")

enum teardown_kind {
#define X(name, zh, en) TEARDOWN_##name,
    TEARDOWN_KINDS(X)
#undef X
        TEARDOWN_KIND_COUNT
};

#define FLOW_HISTORY_MAX 32

/* The members that a field of each type is. */
#define FIELD_NUMBER(member)    uint32_t member;
#define FIELD_COUNT(member)     uint64_t member;
#define FIELD_FLAG(member)      bool member;
#define FIELD_TIME(member)      int64_t member; /* nanoseconds since the epoch */
#define FIELD_DURATION(member)  int64_t member; /* nanoseconds; -1: unknown */
#define FIELD_ADDRESS(member)   uint8_t member[16];
#define FIELD_STATE(member)     enum tcp_state member;
#define FIELD_HANDSHAKE(member) enum handshake_kind member;
#define FIELD_TEARDOWN(member)  enum teardown_kind member;
#define FIELD_WORD(member)      const char *member;
#define FIELD_HISTORY(member)   char member[FLOW_HISTORY_MAX + 1]; /* NUL-terminated */
#define FIELD_OPTIONAL(member)                                                                     \
    bool has_##member;                                                                             \
    uint32_t member;

struct endpoint_report {
#define FLOW_FIELD(type, member, key, zh, en, column, sort)
#define END_FIELD(type, member, key, zh, en, column, sort) FIELD_##type(member)
#include "tcpgloss/track/flow_fields.def"
#undef FLOW_FIELD
#undef END_FIELD
};

/* When the flow is over (forgotten, evicted, or at the end of the capture); or so far. */
struct flow_report {
#define FLOW_FIELD(type, member, key, zh, en, column, sort) FIELD_##type(member)
#define END_FIELD(type, member, key, zh, en, column, sort)
#include "tcpgloss/track/flow_fields.def"
#undef FLOW_FIELD
#undef END_FIELD
    struct endpoint_report endpoints[2]; /* by enum endpoint */
};

#endif
