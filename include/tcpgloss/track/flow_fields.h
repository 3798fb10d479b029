/*
 * The facts of a flow (flow_fields.def): as the members of struct flow_report, and as a table for
 * those that show all of them.
 */
#ifndef TCPGLOSS_TRACK_FLOW_FIELDS_H
#define TCPGLOSS_TRACK_FLOW_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/kernel_socket.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/track/state.h"

/* Of a row of the lists below: its name in the enum. */
#define KIND_NAME(name, zh, en) name,

/* How a flow was opened: name, Chinese, and the English that is JSON's word, too. */
#define HANDSHAKE_KINDS(X)                                                                         \
    X(HANDSHAKE_UNSEEN, "未见", "unseen")                                                          \
    X(HANDSHAKE_THREE_WAY, "三次握手", "three-way")                                                \
    X(HANDSHAKE_SIMULTANEOUS, "同时打开", "simultaneous")                                          \
    X(HANDSHAKE_FAST_OPEN, "快速打开", "fast-open")                                                \
    X(HANDSHAKE_REFUSED, "被拒绝", "refused")                                                      \
    X(HANDSHAKE_UNANSWERED, "无应答", "unanswered")                                                \
    X(HANDSHAKE_INCOMPLETE, "未完成", "incomplete")

enum handshake_kind { HANDSHAKE_KINDS(KIND_NAME) HANDSHAKE_KIND_COUNT };

/* How it was closed. */
#define TEARDOWN_KINDS(X)                                                                          \
    X(TEARDOWN_NONE, "未关闭", "none")                                                             \
    X(TEARDOWN_FOUR_WAY, "四次挥手", "four-way")                                                   \
    X(TEARDOWN_MERGED, "三次挥手", "merged")                                                       \
    X(TEARDOWN_SIMULTANEOUS, "同时关闭", "simultaneous")                                           \
    X(TEARDOWN_HALF_CLOSED, "半关闭", "half-closed")                                               \
    X(TEARDOWN_RESET, "重置", "reset")

enum teardown_kind { TEARDOWN_KINDS(KIND_NAME) TEARDOWN_KIND_COUNT };

/* What held a direction up; at each moment the first that holds (docs/analysis.md). */
#define LIMITS(X)                                                                                  \
    X(LIMIT_LOSS, "丢失", "loss")                                                                  \
    X(LIMIT_RECEIVER_WINDOW, "接收窗口", "receiver-window")                                        \
    X(LIMIT_SENDER, "发送方停顿", "sender")                                                        \
    X(LIMIT_TURNS, "等待对方", "turns")                                                            \
    X(LIMIT_NETWORK, "网络", "network")

enum limit { LIMITS(KIND_NAME) LIMIT_COUNT };

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
#define FIELD_ENDPOINT(member)  int8_t member;  /* enum endpoint; -1: unknown */
#define FIELD_LIMIT(member)     int8_t member;  /* enum limit; -1: unknown */
#define FIELD_SHARE(member)     int16_t member; /* thousandths; -1: unknown */
#define FIELD_WORD(member)      const char *member;
#define FIELD_OWNER(member)     struct kernel_owner member;        /* unknown without --kernel */
#define FIELD_HISTORY(member)   char member[FLOW_HISTORY_MAX + 1]; /* NUL-terminated */
#define FIELD_OPTIONAL(member)                                                                     \
    bool has_##member;                                                                             \
    uint32_t member;
#define FIELD_OPTIONAL_COUNT(member)                                                               \
    bool has_##member;                                                                             \
    uint64_t member;

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
    enum endpoint limited_end;           /* whose time limited_by is about */
    bool unmeasured; /* it had data, and no record to measure them in was left */
};

enum field_type {
    FIELD_IS_NUMBER,         /* uint32_t */
    FIELD_IS_COUNT,          /* uint64_t */
    FIELD_IS_FLAG,           /* bool */
    FIELD_IS_TIME,           /* int64_t */
    FIELD_IS_DURATION,       /* int64_t */
    FIELD_IS_ADDRESS,        /* uint8_t[16] */
    FIELD_IS_STATE,          /* enum tcp_state */
    FIELD_IS_HANDSHAKE,      /* enum handshake_kind */
    FIELD_IS_TEARDOWN,       /* enum teardown_kind */
    FIELD_IS_ENDPOINT,       /* int8_t */
    FIELD_IS_LIMIT,          /* int8_t */
    FIELD_IS_SHARE,          /* int16_t */
    FIELD_IS_WORD,           /* const char * */
    FIELD_IS_HISTORY,        /* char[] */
    FIELD_IS_OWNER,          /* struct kernel_owner */
    FIELD_IS_OPTIONAL,       /* uint32_t, beside a bool whether it is there */
    FIELD_IS_OPTIONAL_COUNT, /* uint64_t, likewise */
};

struct flow_field {
    const char *key;
    struct bilingual words;
    enum field_type type;
    bool of_end;               /* of struct endpoint_report, otherwise of struct flow_report */
    int8_t column;             /* rank in the table of flows, -1: none of its own accord */
    const char *sort;          /* null: flows are not sorted by it */
    size_t offset, has_offset; /* of the member, and of an optional one's bool */
};

enum flow_field_index {
#define FLOW_FIELD(type, member, key, zh, en, column, sort) FLOW_FIELD_##member,
#define END_FIELD(type, member, key, zh, en, column, sort)  END_FIELD_##member,
#include "tcpgloss/track/flow_fields.def"
#undef FLOW_FIELD
#undef END_FIELD
    FLOW_FIELD_COUNT
};

TCPGLOSS_API extern const struct flow_field flow_fields[FLOW_FIELD_COUNT];

/* The words of a flow's handshake, teardown and limits; the English ones are JSON's. By kind. */
TCPGLOSS_API extern const struct bilingual handshake_words[HANDSHAKE_KIND_COUNT];
TCPGLOSS_API extern const struct bilingual teardown_words[TEARDOWN_KIND_COUNT];
TCPGLOSS_API extern const struct bilingual limit_words[LIMIT_COUNT];

/* Where the field stands in a report, for a pointer to what its type says; a flow's own fields are
 * the same for both ends. */
TCPGLOSS_API const void *flow_field_at(const struct flow_field *field,
                                       const struct flow_report *flow, enum endpoint end);

/* Whether a field is known; always true of the types that have no value for "unknown". */
TCPGLOSS_API bool flow_field_is_known(const struct flow_field *field,
                                      const struct flow_report *flow, enum endpoint end);

/* The field with this key, of the flow or of its ends; null if there is none. */
TCPGLOSS_API const struct flow_field *flow_field_named(const char *key, size_t length);

/* What flows are sorted by: a count or duration, an end's for both ends together; 0 if unknown. */
TCPGLOSS_API uint64_t flow_field_sort_key(const struct flow_field *field,
                                          const struct flow_report *flow);

/* The field that --sort calls so; null if there is none. */
TCPGLOSS_API const struct flow_field *flow_field_sorted_by(const char *name);

#endif
