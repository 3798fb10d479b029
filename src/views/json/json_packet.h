/*
 * The records of a packet and of a timer (docs/json-schema.json).
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_PACKET_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_PACKET_H

#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/record.h"

#include "views/json/json_writer.h"

/* `line` prints the packet's text; `scratch` is emptied and used. */
void json_packet_record(struct json_writer *json, const struct record *record, struct printer *line,
                        struct text *scratch);
void json_timer_record(struct json_writer *json, const struct record *record, struct text *scratch);

#endif
