#include "views/json/json_values.h"

#include <stddef.h>

void json_flow_number(struct json_writer *json, uint32_t flow) {
    json_number_if(json, flow != 0, flow);
}

void json_endpoint(struct json_writer *json, enum endpoint endpoint) {
    json_plain(json, endpoint_words[endpoint].en);
}

void json_state(struct json_writer *json, enum tcp_state state) {
    char *to;

    json_separate(json);
    to = text_begin(json->text, JSON_STATE_ROOM);
    if (to != NULL) {
        text_end(json->text, json_format_state(to, state));
    }
}

char *json_format_state(char *to, enum tcp_state state) {
    if (state == STATE_UNKNOWN) {
        return format_string(to, "null");
    }
    *to++ = '"';
    to = tcp_state_format(to, state);
    *to++ = '"';
    return to;
}

char *json_format_address(char *to, unsigned ip_version, const uint8_t *address) {
    if (ip_version == 0) {
        return format_string(to, "null");
    }
    *to++ = '"';
    to = ip_version == 4 ? format_ipv4(to, address) : format_ipv6(to, address);
    *to++ = '"';
    return to;
}
