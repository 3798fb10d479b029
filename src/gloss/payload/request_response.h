/*
 * Who asked and who answered: what the content of segments means in a flow's conversation. Its
 * memory is one 32-bit word a flow, zero at first.
 */
#ifndef TCPGLOSS_SRC_GLOSS_PAYLOAD_REQUEST_RESPONSE_H
#define TCPGLOSS_SRC_GLOSS_PAYLOAD_REQUEST_RESPONSE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/state.h"

#include "gloss/payload/content.h"

enum turn {
    TURN_NONE,
    TURN_REQUEST,
    TURN_RESPONSE,
    TURN_ALERT,
    TURN_GREETING, /* the version that each side of SSH sends, unasked */
};

/* Takes in new data of `from`; `first` if it is the first in its direction. */
enum turn dialogue_hear(uint32_t *memory, enum endpoint from, const struct content *content,
                        bool first);

/* What a flow's reader is told once. */
enum said_once {
    SAID_INCOMPLETE, /* data is cut short by the snapshot length */
    SAID_LARGE,      /* a segment is larger than the MSS */
};

/* True the first time for each flow. */
bool dialogue_tell_once(uint32_t *memory, enum said_once said);

#endif
