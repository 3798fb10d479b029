/*
 * From what the tracker said of a packet to notes.
 */
#ifndef TCPGLOSS_GLOSS_GLOSS_H
#define TCPGLOSS_GLOSS_GLOSS_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/gloss/note.h"
#include "tcpgloss/track/tracker.h"

struct gloss_settings {
    enum note_level level;
    bool verbose;                 /* -v: offload.checksum too */
    bool selected[NOTE_ID_COUNT]; /* --only, --hide: whether this id is written */
};

/*
 * Turns what the tracker said of a packet into notes; `notes->count` is 0 if there is nothing to
 * say. A timer's verdict comes with a null packet; a packet that is not TCP has a null verdict and
 * no notes, but for an ICMP error that quotes a segment.
 *
 * `tracker`, which has just given the verdict, is asked for the flow's report where the verdict
 * points to it (FINDING_NEGOTIATED); with a null one that note is left out. The verdict's
 * `gloss_memory` belongs to this layer.
 */
TCPGLOSS_API void gloss_verdict(const struct gloss_settings *settings,
                                const struct tracker *tracker, const struct packet *packet,
                                const struct verdict *verdict, struct notes *notes);

/* A note about the capture itself, without a flow: capture.dropped (count: packets). */
TCPGLOSS_API void gloss_dropped(const struct gloss_settings *settings, uint64_t count,
                                struct notes *notes);

#endif
