/*
 * Zeek's `conn_state` (scripts/base/protocols/conn/main.zeek): a word for how far a connection
 * came.
 */
#ifndef TCPGLOSS_SRC_TRACK_REPORT_ZEEK_CONN_STATE_H
#define TCPGLOSS_SRC_TRACK_REPORT_ZEEK_CONN_STATE_H

#include "track/table/flow.h"

const char *zeek_conn_state(const struct flow *flow, const struct flow_record *record);

#endif
