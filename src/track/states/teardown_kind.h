/*
 * Which kind of teardown a FIN makes: four-way, merged or simultaneous.
 */
#ifndef TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_KIND_H
#define TCPGLOSS_SRC_TRACK_STATES_TEARDOWN_KIND_H

#include <stdbool.h>

#include "track/segment_context.h"

/* The first FIN of `closer` counts. `acks`: it acknowledges the FIN of its peer, if there is one.
 */
void teardown_kind_find(struct segment_context *context, enum endpoint closer,
                        const struct direction *peer, bool acks);

/* The flow ends: if it carried data for long enough, what held it up is worth a word. */
void teardown_find_limits(struct segment_context *context, enum endpoint closer);

#endif
