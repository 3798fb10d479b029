/*
 * The record of a flow (docs/json-schema.json).
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_FLOW_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_FLOW_H

#include "tcpgloss/track/flow_fields.h"

#include "views/json/json_writer.h"

void json_flow_record(struct json_writer *json, const struct flow_report *flow);

#endif
