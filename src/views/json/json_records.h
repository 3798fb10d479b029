/*
 * One function for each type of record; each writes one object (docs/json-schema.json).
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_RECORDS_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_RECORDS_H

#include "tcpgloss/base/text.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/record.h"

#include "views/json/json_writer.h"

/* `line` prints the packet's text; `scratch` is emptied and used. */
void json_packet_record(struct json_writer *json, const struct record *record,
                        struct printer *line, struct text *scratch);
void json_timer_record(struct json_writer *json, const struct record *record, struct text *scratch);
void json_flow_record(struct json_writer *json, const struct flow_report *flow);

/* The member "notes". */
void json_notes(struct json_writer *json, const struct notes *notes, struct text *scratch);

/* Values shared by the records: null for a flow 0, for an unknown state, and for an address of IP
 * version 0. */
void json_flow_number(struct json_writer *json, uint32_t flow);
void json_endpoint(struct json_writer *json, enum endpoint endpoint);
void json_state(struct json_writer *json, enum tcp_state state);
void json_address(struct json_writer *json, unsigned ip_version, const uint8_t *address);

#endif
