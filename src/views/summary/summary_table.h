/*
 * Flows as a table of text.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TABLE_H
#define TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TABLE_H

#include <stddef.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/views/summary_settings.h"

struct summary_entry {
    struct flow_report report;
    uint64_t key; /* by which it is sorted */
};

/* As the settings ask; in `language`. */
void summary_table_write(const struct summary_settings *settings,
                         const struct summary_entry *entries, size_t count, enum language language,
                         struct text *text);

#endif
