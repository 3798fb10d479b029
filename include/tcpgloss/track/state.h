/*
 * The states of one TCP endpoint (RFC 9293 §3.3.2), as far as an observer can name them.
 */
#ifndef TCPGLOSS_TRACK_STATE_H
#define TCPGLOSS_TRACK_STATE_H

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/words.h"

enum tcp_state {
    STATE_UNKNOWN, /* the capture does not tell: mid-stream, or an endpoint not yet heard of */
    STATE_CLOSED,
    STATE_LISTEN,
    STATE_SYN_SENT,
    STATE_SYN_RECEIVED,
    STATE_ESTABLISHED,
    STATE_FIN_WAIT_1,
    STATE_FIN_WAIT_2,
    STATE_CLOSE_WAIT,
    STATE_CLOSING,
    STATE_LAST_ACK,
    STATE_TIME_WAIT,
};

/* RFC 9293's name, "FIN-WAIT-1"; "UNKNOWN" for STATE_UNKNOWN. A constant string. */
TCPGLOSS_API const char *tcp_state_name(enum tcp_state state);

/* Writes the same at `to`, as the functions of format.h do; touches TCP_STATE_ROOM bytes. */
enum { TCP_STATE_ROOM = 16 };
TCPGLOSS_API char *tcp_state_format(char *to, enum tcp_state state);

/*
 * The two ends of a flow. The client is who sent the first SYN; in a simultaneous open, who sent
 * first; mid-stream, who the ports and later evidence say.
 */
enum endpoint { ENDPOINT_CLIENT, ENDPOINT_SERVER };

/* "客户端", "client"; the English one is JSON's, too. By enum endpoint. */
TCPGLOSS_API extern const struct bilingual endpoint_words[2];

static inline enum endpoint endpoint_peer(enum endpoint endpoint) {
    return endpoint == ENDPOINT_CLIENT ? ENDPOINT_SERVER : ENDPOINT_CLIENT;
}

#endif
