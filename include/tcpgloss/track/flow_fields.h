/*
 * The facts of a flow (flow_fields.def) as a table, for those that show all of them.
 */
#ifndef TCPGLOSS_TRACK_FLOW_FIELDS_H
#define TCPGLOSS_TRACK_FLOW_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/track/flow_report.h"

enum field_type {
    FIELD_IS_NUMBER,    /* uint32_t */
    FIELD_IS_COUNT,     /* uint64_t */
    FIELD_IS_FLAG,      /* bool */
    FIELD_IS_TIME,      /* int64_t */
    FIELD_IS_DURATION,  /* int64_t */
    FIELD_IS_ADDRESS,   /* uint8_t[16] */
    FIELD_IS_STATE,     /* enum tcp_state */
    FIELD_IS_HANDSHAKE, /* enum handshake_kind */
    FIELD_IS_TEARDOWN,  /* enum teardown_kind */
    FIELD_IS_WORD,      /* const char * */
    FIELD_IS_HISTORY,   /* char[] */
    FIELD_IS_OPTIONAL,  /* uint32_t, beside a bool whether it is there */
};

struct flow_field {
    const char *key;
    struct bilingual words;
    enum field_type type;
    bool of_end; /* of struct endpoint_report, otherwise of struct flow_report */
    bool column;
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

/* The words of a flow's handshake and teardown; the English ones are JSON's. By kind. */
TCPGLOSS_API extern const struct bilingual handshake_words[HANDSHAKE_KIND_COUNT];
TCPGLOSS_API extern const struct bilingual teardown_words[TEARDOWN_KIND_COUNT];

/* Where the field stands in a report, for a pointer to what its type says; a flow's own fields are
 * the same for both ends. */
TCPGLOSS_API const void *flow_field_at(const struct flow_field *field,
                                       const struct flow_report *flow, enum endpoint end);

/* Whether an optional field is there, or a duration known; true for other types. */
TCPGLOSS_API bool flow_field_is_known(const struct flow_field *field,
                                      const struct flow_report *flow, enum endpoint end);

/* What flows are sorted by: a count or duration, an end's for both ends together; 0 if unknown. */
TCPGLOSS_API uint64_t flow_field_sort_key(const struct flow_field *field,
                                          const struct flow_report *flow);

/* The field that --sort calls so; null if there is none. */
TCPGLOSS_API const struct flow_field *flow_field_sorted_by(const char *name);

#endif
