/*
 * The columns that --columns asks for.
 */
#ifndef TCPGLOSS_SRC_MAIN_SUMMARY_COLUMNS_H
#define TCPGLOSS_SRC_MAIN_SUMMARY_COLUMNS_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/views/summary_settings.h"

/* Keys of flow_fields.def, separated by commas; null: none is asked for. */
bool summary_columns_read(const char *keys, struct summary_settings *summary, struct error *error);

#endif
