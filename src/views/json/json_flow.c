#include "views/json/json_flow.h"

#include <stddef.h>
#include <string.h>

#include "views/json/json_kernel.h"
#include "views/json/json_values.h"

static void put_value(struct json_writer *json, const struct flow_field *field,
                      const struct flow_report *flow, enum endpoint end) {
    const void *value = flow_field_at(field, flow, end);

    if (!flow_field_is_known(field, flow, end)) {
        json_null(json);
        return;
    }
    switch (field->type) {
    case FIELD_IS_NUMBER:
    case FIELD_IS_OPTIONAL:
        json_number(json, *(const uint32_t *)value);
        break;
    case FIELD_IS_COUNT:
    case FIELD_IS_OPTIONAL_COUNT:
        json_number(json, *(const uint64_t *)value);
        break;
    case FIELD_IS_FLAG:
        json_boolean(json, *(const bool *)value);
        break;
    case FIELD_IS_TIME:
        json_time(json, *(const int64_t *)value);
        break;
    case FIELD_IS_DURATION:
        json_milliseconds(json, *(const int64_t *)value);
        break;
    case FIELD_IS_ADDRESS:
        json_address(json, flow->ip_version, value);
        break;
    case FIELD_IS_STATE:
        json_state(json, *(const enum tcp_state *)value);
        break;
    case FIELD_IS_HANDSHAKE:
        json_plain(json, handshake_words[*(const enum handshake_kind *)value].en);
        break;
    case FIELD_IS_TEARDOWN:
        json_plain(json, teardown_words[*(const enum teardown_kind *)value].en);
        break;
    case FIELD_IS_ENDPOINT:
        json_endpoint(json, (enum endpoint) * (const int8_t *)value);
        break;
    case FIELD_IS_LIMIT:
        json_plain(json, limit_words[*(const int8_t *)value].en);
        break;
    case FIELD_IS_SHARE:
        json_thousandths(json, (uint64_t) * (const int16_t *)value);
        break;
    case FIELD_IS_WORD:
        json_plain(json, *(const char *const *)value);
        break;
    case FIELD_IS_HISTORY:
        json_plain(json, value);
        break;
    case FIELD_IS_OWNER:
        json_begin(json, '{');
        json_kernel_owner(json, value);
        json_end(json, '}');
        break;
    }
}

/* Fields "group.key" of one group stand side by side, and are an object. */
static void put_fields(struct json_writer *json, bool of_end, const struct flow_report *flow,
                       enum endpoint end) {
    const char *group = "";
    size_t group_length = 0;

    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];
        const char *dot;
        size_t length;

        if (field->of_end != of_end) {
            continue;
        }
        dot = strchr(field->key, '.');
        length = dot != NULL ? (size_t)(dot - field->key) : 0;
        if (length != group_length || strncmp(field->key, group, length) != 0) {
            if (group_length != 0) {
                json_end(json, '}');
            }
            if (length != 0) {
                json_key_part(json, field->key, length);
                json_begin(json, '{');
            }
            group = field->key;
            group_length = length;
        }
        json_key(json, dot != NULL ? dot + 1 : field->key);
        put_value(json, field, flow, end);
    }
    if (group_length != 0) {
        json_end(json, '}');
    }
}

void json_flow_record(struct json_writer *json, const struct flow_report *flow) {
    put_fields(json, false, flow, ENDPOINT_CLIENT);
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        json_key(json, endpoint_words[end].en);
        json_begin(json, '{');
        put_fields(json, true, flow, end);
        json_end(json, '}');
    }
}
