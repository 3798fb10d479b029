#include "gloss/payload/request_response.h"

/* A byte for the requests of each endpoint: how many wait for their response, and whether the last
 * has had a first answer. Then a bit for each thing that is said once. */
enum {
    WAITING_ONE = 0x01,
    WAITING_MASK = 0x7f,
    ANSWERED = 0x80,
    TOLD_SHIFT = 16,
};

static unsigned shift_of(enum endpoint asker) {
    return asker == ENDPOINT_CLIENT ? 0 : 8;
}

static void hear_request(uint32_t *memory, unsigned shift) {
    if ((*memory >> shift & WAITING_MASK) < WAITING_MASK) {
        *memory += (uint32_t)WAITING_ONE << shift;
    }
    *memory &= ~((uint32_t)ANSWERED << shift);
}

/* With requests that wait in a row only a response that says so itself is told from the data of
 * the one before. */
static enum turn hear_answer(uint32_t *memory, unsigned shift, const struct content *content,
                             bool first) {
    const bool waiting = (*memory >> shift & WAITING_MASK) != 0;
    const bool answered = (*memory >> shift & ANSWERED) != 0;
    const bool response =
        content->kind == CONTENT_HTTP_RESPONSE || content->kind == CONTENT_HTTP_INTERIM;

    if (!waiting) {
        return first && (response || content->kind == CONTENT_TLS_SERVER_HELLO) ? TURN_RESPONSE
                                                                                : TURN_NONE;
    }
    if (answered && !response) {
        return TURN_NONE;
    }
    *memory |= (uint32_t)ANSWERED << shift;
    if (content->kind == CONTENT_HTTP_RESPONSE) {
        *memory -= (uint32_t)WAITING_ONE << shift;
    }
    return TURN_RESPONSE;
}

enum turn dialogue_hear(uint32_t *memory, enum endpoint from, const struct content *content,
                        bool first) {
    switch (content->kind) {
    case CONTENT_HTTP_REQUEST:
    case CONTENT_TLS_CLIENT_HELLO:
        hear_request(memory, shift_of(from));
        return TURN_REQUEST;
    case CONTENT_TLS_ALERT:
        return TURN_ALERT;
    case CONTENT_SSH_BANNER:
        return first ? TURN_GREETING : TURN_NONE;
    default:
        return hear_answer(memory, shift_of(endpoint_peer(from)), content, first);
    }
}

bool dialogue_tell_once(uint32_t *memory, enum said_once said) {
    const uint32_t bit = (uint32_t)1 << (TOLD_SHIFT + said);
    const bool told = (*memory & bit) != 0;

    *memory |= bit;
    return !told;
}
