/*
 * Values that several records hold: null for a flow 0, for an unknown state, and for an address of
 * IP version 0.
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_VALUES_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_VALUES_H

#include <stdint.h>

#include "tcpgloss/track/state.h"

#include "views/json/json_writer.h"

void json_flow_number(struct json_writer *json, uint32_t flow);
void json_endpoint(struct json_writer *json, enum endpoint endpoint);
void json_state(struct json_writer *json, enum tcp_state state);

/* The same where there is room for it, and nothing before it. */
enum { JSON_STATE_ROOM = TCP_STATE_ROOM + 2, JSON_ADDRESS_ROOM = FORMAT_IPV6_ROOM + 2 };
char *json_format_state(char *to, enum tcp_state state);
char *json_format_address(char *to, unsigned ip_version, const uint8_t *address);

#endif
