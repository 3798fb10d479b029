/*
 * What the data of a segment begin with.
 */
#ifndef TCPGLOSS_SRC_GLOSS_PAYLOAD_CONTENT_H
#define TCPGLOSS_SRC_GLOSS_PAYLOAD_CONTENT_H

#include "tcpgloss/base/bytes.h"

enum content_kind {
    CONTENT_OTHER,
    CONTENT_HTTP_REQUEST,  /* text: the method; target (RFC 9112 §3) */
    CONTENT_HTTP_RESPONSE, /* text: the status line (RFC 9112 §4) */
    CONTENT_HTTP_INTERIM,  /* the same, of a 1xx response: another one follows (RFC 9110 §15.2) */
    CONTENT_TLS_CLIENT_HELLO, /* server_name, alpn (RFC 8446 §4.1.2, RFC 6066 §3, RFC 7301) */
    CONTENT_TLS_SERVER_HELLO, /* text: "TLS ServerHello" (RFC 8446 §4.1.3) */
    CONTENT_TLS_ALERT,        /* text: its name (RFC 8446 §6) */
    CONTENT_SSH_BANNER,       /* text: the line (RFC 4253 §4.2) */
};

/* Spans point into the data or are constant; an absent one is empty. */
struct content {
    enum content_kind kind;
    struct span text;
    struct span target;
    struct span server_name;
    struct span alpn; /* strings, each behind a byte with its length */
};

#endif
