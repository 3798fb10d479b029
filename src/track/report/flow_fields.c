#include "tcpgloss/track/flow_fields.h"

#include <string.h>

#define SORT(name)   name
#define NO_SORT      NULL
#define COLUMN(rank) (rank)
#define HIDDEN       (-1)

/* Where the bool of an optional field stands. */
#define HAS_OPTIONAL(tag, member)       offsetof(struct tag, has_##member)
#define HAS_OPTIONAL_COUNT(tag, member) offsetof(struct tag, has_##member)
#define HAS_NUMBER(tag, member)         0
#define HAS_ENDPOINT(tag, member)       0
#define HAS_LIMIT(tag, member)          0
#define HAS_SHARE(tag, member)          0
#define HAS_COUNT(tag, member)          0
#define HAS_FLAG(tag, member)           0
#define HAS_TIME(tag, member)           0
#define HAS_DURATION(tag, member)       0
#define HAS_ADDRESS(tag, member)        0
#define HAS_STATE(tag, member)          0
#define HAS_HANDSHAKE(tag, member)      0
#define HAS_TEARDOWN(tag, member)       0
#define HAS_WORD(tag, member)           0
#define HAS_HISTORY(tag, member)        0
#define HAS_OWNER(tag, member)          0

#define FIELD(tag, end, type, member, key, zh, en, column, sort)                                   \
    {key,                                                                                          \
     {zh, en},                                                                                     \
     FIELD_IS_##type,                                                                              \
     end,                                                                                          \
     column,                                                                                       \
     sort,                                                                                         \
     offsetof(struct tag, member),                                                                 \
     HAS_##type(tag, member)},

const struct flow_field flow_fields[FLOW_FIELD_COUNT] = {
#define FLOW_FIELD(...) FIELD(flow_report, false, __VA_ARGS__)
#define END_FIELD(...)  FIELD(endpoint_report, true, __VA_ARGS__)
#include "tcpgloss/track/flow_fields.def"
#undef FLOW_FIELD
#undef END_FIELD
};

#define KIND_WORDS(name, zh, en) [name] = {zh, en},

const struct bilingual handshake_words[HANDSHAKE_KIND_COUNT] = {HANDSHAKE_KINDS(KIND_WORDS)};
const struct bilingual teardown_words[TEARDOWN_KIND_COUNT] = {TEARDOWN_KINDS(KIND_WORDS)};
const struct bilingual limit_words[LIMIT_COUNT] = {LIMITS(KIND_WORDS)};

static const char *struct_of(const struct flow_field *field, const struct flow_report *flow,
                             enum endpoint end) {
    return field->of_end ? (const char *)&flow->endpoints[end] : (const char *)flow;
}

const void *flow_field_at(const struct flow_field *field, const struct flow_report *flow,
                          enum endpoint end) {
    return struct_of(field, flow, end) + field->offset;
}

bool flow_field_is_known(const struct flow_field *field, const struct flow_report *flow,
                         enum endpoint end) {
    const void *value = flow_field_at(field, flow, end);

    switch (field->type) {
    case FIELD_IS_OPTIONAL:
    case FIELD_IS_OPTIONAL_COUNT:
        return *(const bool *)(const void *)(struct_of(field, flow, end) + field->has_offset);
    case FIELD_IS_DURATION:
        return *(const int64_t *)value >= 0;
    case FIELD_IS_ENDPOINT:
    case FIELD_IS_LIMIT:
        return *(const int8_t *)value >= 0;
    case FIELD_IS_SHARE:
        return *(const int16_t *)value >= 0;
    case FIELD_IS_OWNER:
        return ((const struct kernel_owner *)value)->known;
    default:
        return true;
    }
}

static uint64_t number_at(const struct flow_field *field, const struct flow_report *flow,
                          enum endpoint end) {
    const void *value = flow_field_at(field, flow, end);

    if (!flow_field_is_known(field, flow, end)) {
        return 0;
    }
    switch (field->type) {
    case FIELD_IS_COUNT:
    case FIELD_IS_OPTIONAL_COUNT:
        return *(const uint64_t *)value;
    case FIELD_IS_OPTIONAL:
        return *(const uint32_t *)value;
    case FIELD_IS_DURATION:
        return (uint64_t) * (const int64_t *)value;
    default:
        return 0;
    }
}

uint64_t flow_field_sort_key(const struct flow_field *field, const struct flow_report *flow) {
    return number_at(field, flow, ENDPOINT_CLIENT) +
           (field->of_end ? number_at(field, flow, ENDPOINT_SERVER) : 0);
}

const struct flow_field *flow_field_named(const char *key, size_t length) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        if (strlen(flow_fields[i].key) == length && memcmp(flow_fields[i].key, key, length) == 0) {
            return &flow_fields[i];
        }
    }
    return NULL;
}

const struct flow_field *flow_field_sorted_by(const char *name) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        if (flow_fields[i].sort != NULL && strcmp(flow_fields[i].sort, name) == 0) {
            return &flow_fields[i];
        }
    }
    return NULL;
}
