/*
 * When each end last sent something new: one word, `sent` of its struct transfer, for data and for
 * what controls the connection, a SYN, FIN or RST (or the TIME-WAIT that began instead).
 * ENDPOINT_CONTROL tells which of them the word is about: the one that came last.
 *
 * A SYN comes before all data. Where a FIN or RST follows data that is not acknowledged yet, the
 * time of the data is kept in the direction's record of trouble until all is acknowledged. If no
 * record is left, the time of the FIN or RST stands for it.
 */
#ifndef TCPGLOSS_SRC_TRACK_ANALYSIS_SEND_TIME_H
#define TCPGLOSS_SRC_TRACK_ANALYSIS_SEND_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "track/analysis/direction.h"

void sent_data_behind_control(const struct journey *journey);

/* The segment's sender sent new data. */
static inline void sent_data(const struct journey *journey) {
    if ((journey->sender->flags & ENDPOINT_CONTROL) != 0) {
        sent_data_behind_control(journey);
    } else {
        journey->sender->transfer.sent = transfer_clock(journey->segment->time);
    }
}

/* The segment's sender sent a SYN, FIN or RST, a repeated one too; or `end`'s TIME-WAIT begins. */
void sent_control(const struct journey *journey, enum endpoint end);

/* Whether data that `end` sent are not acknowledged yet. */
bool sent_unacknowledged(const struct endpoint_state *end);

/* The segment acknowledges all that its receiver sent. */
void sent_all_acknowledged(const struct journey *journey);

/* Nanoseconds to the segment since `end` sent its last new data; 0 if that is unknown. */
int64_t sent_since_data(const struct journey *journey, enum endpoint end);

/* The same since its last SYN, FIN or RST. */
int64_t sent_since_control(const struct journey *journey, enum endpoint end);

#endif
