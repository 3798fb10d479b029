#include "track/report/zeek_state.h"

#include <stdbool.h>

#include "tcpgloss/decode/tcp.h"

static void set(struct flow_record *record, enum endpoint end, enum zeek_state state) {
    const unsigned shift = end == ENDPOINT_SERVER ? 4 : 0;

    record->zeek_states =
        (uint8_t)((record->zeek_states & ~(15u << shift)) | (unsigned)state << shift);
}

/* A SYN is the first that is seen of an end. An answer makes both ends established. */
static enum zeek_state first_syn(struct flow_record *record, enum endpoint from, bool ack) {
    const enum endpoint to = endpoint_peer(from);
    const enum zeek_state peer = zeek_state_of(record, to);

    if (from == ENDPOINT_CLIENT) {
        return ack ? ZEEK_SYN_ACK_SENT : ZEEK_SYN_SENT;
    }
    if (peer == ZEEK_SYN_SENT || (peer == ZEEK_SYN_ACK_SENT && !ack)) {
        set(record, to, ZEEK_ESTABLISHED);
    }
    return ZEEK_ESTABLISHED;
}

/* The first that is seen of an end has no SYN, FIN or RST. */
static enum zeek_state first_plain(const struct flow_record *record, enum endpoint from,
                                   unsigned flags, uint32_t length) {
    const enum zeek_state peer = zeek_state_of(record, endpoint_peer(from));

    if (from == ENDPOINT_SERVER && length == 0 && peer == ZEEK_SYN_SENT) {
        return ZEEK_INACTIVE; /* an acknowledgment before the SYN-ACK */
    }
    return (flags & TCP_ACK) != 0 && peer == ZEEK_ESTABLISHED ? ZEEK_ESTABLISHED : ZEEK_PARTIAL;
}

static enum zeek_state reset(enum zeek_state own) {
    return own == ZEEK_CLOSED ? ZEEK_RESET_AFTER_CLOSE : ZEEK_RESET;
}

void zeek_state_follow(struct flow_record *record, enum endpoint from, unsigned flags,
                       uint32_t length) {
    const enum endpoint to = endpoint_peer(from);
    const enum zeek_state peer = zeek_state_of(record, to);
    const bool syn = (flags & TCP_SYN) != 0;
    const bool fin = (flags & TCP_FIN) != 0;
    const bool rst = (flags & TCP_RST) != 0;
    const bool ack = (flags & TCP_ACK) != 0;
    enum zeek_state own = zeek_state_of(record, from);

    switch (own) {
    case ZEEK_INACTIVE:
        own = syn ? first_syn(record, from, ack) : own;
        own = fin ? ZEEK_CLOSED : own;
        own = rst ? reset(own) : own;
        own = own == ZEEK_INACTIVE ? first_plain(record, from, flags, length) : own;
        break;
    case ZEEK_SYN_SENT:
    case ZEEK_SYN_ACK_SENT:
        own = fin ? ZEEK_CLOSED : own;
        own = rst ? reset(own) : own;
        break;
    case ZEEK_PARTIAL:
    case ZEEK_ESTABLISHED:
        if (syn && !ack && own == ZEEK_PARTIAL && peer == ZEEK_INACTIVE) {
            own = ZEEK_SYN_SENT;
        }
        if (fin && !rst) {
            own = ZEEK_CLOSED;
            if (peer == ZEEK_RESET_AFTER_CLOSE) {
                set(record, to, ZEEK_CLOSED); /* its FIN and RST were a normal end */
            }
        }
        own = rst ? ZEEK_RESET : own;
        break;
    case ZEEK_CLOSED:
        own = rst && peer != ZEEK_CLOSED ? ZEEK_RESET_AFTER_CLOSE : own;
        break;
    case ZEEK_RESET:
    case ZEEK_RESET_AFTER_CLOSE:
        break;
    }
    set(record, from, own);
}

void zeek_state_close(struct flow_record *record, enum endpoint end) {
    if (zeek_state_of(record, end) < ZEEK_CLOSED) {
        set(record, end, ZEEK_CLOSED);
    }
}
