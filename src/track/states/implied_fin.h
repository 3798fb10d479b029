/*
 * A FIN that counts though it was not captured, or not whole: numbers prove it.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_IMPLIED_FIN_H
#define TCPGLOSS_SRC_TRACK_STATES_IMPLIED_FIN_H

#include <stdbool.h>

#include "track/segment_context.h"

/* Whether the segment's number shows that its sender had sent a FIN, which is not captured. */
bool implied_fin_is_proven(const struct segment_view *view);

/* That FIN counts from now on. */
void implied_fin_take(struct segment_context *context);

/* Whether the segment's FIN is one that counts already, and is captured only now. */
bool implied_fin_is_seen_now(const struct segment_view *view);

/* Remembers a FIN whose checksum is wrong, or which is beyond the window. */
void implied_fin_keep_doubtful(struct segment_context *context);

/* If the segment acknowledges such a FIN of its receiver, the FIN was taken: lets it count, and
 * reports the changes. */
void implied_fin_take_doubtful(struct segment_context *context);

#endif
