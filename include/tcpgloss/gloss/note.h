/*
 * Notes: what is written between the lines.
 *
 * gloss_verdict() turns a verdict into notes; a note is an id and its arguments, words come only
 * when a sink asks for them in a language. The catalogue of ids with their words and explanations
 * is data: catalogue.def, both languages of an entry side by side. Ids and their meaning are stable
 * and public; wording is not.
 */
#ifndef TCPGLOSS_GLOSS_NOTE_H
#define TCPGLOSS_GLOSS_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/track/tracker.h"
#include "tcpgloss/track/verdict.h"

/* What an argument's value is, and what it is in JSON. */
enum argument_type {
    ARGUMENT_IS_NUMBER,
    ARGUMENT_IS_DURATION, /* nanoseconds; JSON: milliseconds, the key has "_ms" behind it */
    ARGUMENT_IS_WHO,      /* JSON: "client" or "server" */
    ARGUMENT_IS_STATE,    /* JSON: its RFC name */
    ARGUMENT_IS_TEXT,     /* bytes, from a packet too, to be escaped when shown */
    ARGUMENT_IS_LIST,     /* bytes from a packet: strings, each behind a byte with its length */
    ARGUMENT_IS_TRUE,     /* true by being there; stands for no words */
};

/*
 * The names of arguments: placeholders of the words, and keys in JSON. Sequence and acknowledgment
 * numbers are as shown: absolute in the handshake, afterwards as on tcpdump's line
 * (relative_base in decode/packet.h).
 * "acked" is the number of the SYN or FIN that "ack" takes in.
 */
#define NOTE_ARGUMENTS(X)                                                                          \
    X(SEQ, "seq", NUMBER)                                                                          \
    X(ACK, "ack", NUMBER)                                                                          \
    X(ACKED, "acked", NUMBER)                                                                      \
    X(EXPECTED, "expected", NUMBER)                                                                \
    X(LEFT, "left", NUMBER)                                                                        \
    X(RIGHT, "right", NUMBER)                                                                      \
    X(MSS, "mss", NUMBER)                                                                          \
    X(MTU, "mtu", NUMBER)                                                                          \
    X(WINDOW_SCALE, "window_scale", NUMBER)                                                        \
    X(CLIENT_MSS, "client_mss", NUMBER)                                                            \
    X(SERVER_MSS, "server_mss", NUMBER)                                                            \
    X(CLIENT_WINDOW_SCALE, "client_window_scale", NUMBER)                                          \
    X(SERVER_WINDOW_SCALE, "server_window_scale", NUMBER)                                          \
    X(COUNT, "count", NUMBER)                                                                      \
    X(LENGTH, "length", NUMBER)                                                                    \
    X(VALUE, "value", NUMBER)                                                                      \
    X(LAST, "last", NUMBER)                                                                        \
    X(DURATION, "duration", DURATION)                                                              \
    X(RTT, "rtt", DURATION)                                                                        \
    X(WHO, "who", WHO)                                                                             \
    X(STATE, "state", STATE)                                                                       \
    X(REASON, "reason", TEXT)                                                                      \
    X(TEXT, "text", TEXT)                                                                          \
    X(METHOD, "method", TEXT)                                                                      \
    X(TARGET, "target", TEXT)                                                                      \
    X(SERVER_NAME, "server_name", TEXT)                                                            \
    X(ALPN, "alpn", LIST)                                                                          \
    X(LOSS, "loss", NUMBER)                                                                        \
    X(RECEIVER_WINDOW, "receiver_window", NUMBER)                                                  \
    X(SENDER, "sender", NUMBER)                                                                    \
    X(TURNS, "turns", NUMBER)                                                                      \
    X(NETWORK, "network", NUMBER)                                                                  \
    X(SACK, "sack", TRUE)                                                                          \
    X(DSACK, "dsack", TRUE)                                                                        \
    X(TIMESTAMPS, "timestamps", TRUE)                                                              \
    X(ECN, "ecn", TRUE)

enum argument_name {
#define X(name, key, type) ARGUMENT_##name,
    NOTE_ARGUMENTS(X)
#undef X
        ARGUMENT_NAME_COUNT
};

/* "seq" */
TCPGLOSS_API const char *argument_key(enum argument_name name);
TCPGLOSS_API enum argument_type argument_type(enum argument_name name);

struct argument {
    enum argument_name name;
    union {
        uint64_t number;
        int64_t duration;
        enum endpoint who;
        enum tcp_state state;
        struct span text; /* points into the frame, or is constant: valid as long as the packet */
    } value;
};

#define NOTE_ARGUMENTS_MAX 12

struct note {
    enum note_id id;
    enum note_kind kind; /* handshake.fast-open is a phase once and a step at other times */
    enum phrase phrase;  /* which of the id's sentences */
    unsigned argument_count;
    struct argument arguments[NOTE_ARGUMENTS_MAX];
};

#define NOTES_MAX 24

/* The notes of one packet or timer, in the order in which they are printed: phases, warnings,
 * steps. `verdict` and `packet` (null for a timer) are borrowed for as long as the notes live. */
struct notes {
    const struct packet *packet;
    const struct verdict *verdict;
    bool mark_assumed; /* "⇢" in place of "→" where a change is assumed */
    unsigned count;
    struct note items[NOTES_MAX];
};

#endif
