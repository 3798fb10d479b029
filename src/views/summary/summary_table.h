/*
 * Flows as a table of text.
 */
#ifndef TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TABLE_H
#define TCPGLOSS_SRC_VIEWS_SUMMARY_SUMMARY_TABLE_H

#include <stddef.h>

#include "tcpgloss/base/text.h"
#include "tcpgloss/views/summary_sink.h"

struct summary_entry {
    struct flow_report report;
    uint64_t key; /* by which it is sorted */
};

void summary_table_write(const struct summary_settings *settings,
                         const struct summary_entry *entries, size_t count, struct text *text);

#endif
