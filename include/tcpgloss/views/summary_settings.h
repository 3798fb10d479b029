/*
 * What a table of flows is to look like (summary_sink.h).
 */
#ifndef TCPGLOSS_VIEWS_SUMMARY_SETTINGS_H
#define TCPGLOSS_VIEWS_SUMMARY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "tcpgloss/base/language.h"
#include "tcpgloss/track/flow_fields.h"

struct summary_settings {
    enum language language;
    const struct flow_field *sort; /* one that has a name to sort by; null: by number */
    unsigned columns;              /* of the terminal; 0: not known, lines as long as they need */
    unsigned rows;                 /* of the terminal: the heads come again; 0: once */
    const struct flow_field *chosen[FLOW_FIELD_COUNT]; /* what is shown, in this order; */
    size_t chosen_count;                               /* 0: what has news */
    bool unicode; /* otherwise ASCII, and the words are English */
};

#endif
