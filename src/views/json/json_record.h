/*
 * A record of any type as one object on a line of its own (docs/json-schema.json).
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_RECORD_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_RECORD_H

#include "tcpgloss/base/text.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/record.h"

/* `line` prints a packet's text; `scratch` is emptied and used. */
void json_record(struct text *text, const struct record *record, struct printer *line,
                 struct text *scratch);

#endif
