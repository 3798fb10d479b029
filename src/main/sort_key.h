/*
 * What --sort takes.
 */
#ifndef TCPGLOSS_SRC_MAIN_SORT_KEY_H
#define TCPGLOSS_SRC_MAIN_SORT_KEY_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/track/flow_fields.h"

/* Finds the field of a key; null for none. False, with `error` filled, if there is no such key. */
bool sort_key_read(const char *key, const struct flow_field **sort, struct error *error);

/* Writes the help's last part: all keys, folded. */
void sort_key_write_help(struct text *text);

#endif
