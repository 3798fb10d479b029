/*
 * The member "notes" of a record, behind others.
 */
#ifndef TCPGLOSS_SRC_VIEWS_JSON_JSON_NOTES_H
#define TCPGLOSS_SRC_VIEWS_JSON_JSON_NOTES_H

#include "tcpgloss/gloss/note.h"

#include "views/json/json_writer.h"

/* `scratch` is emptied and used. */
void json_notes(struct json_writer *json, const struct notes *notes, struct text *scratch);

#endif
