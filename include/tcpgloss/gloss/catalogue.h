/*
 * The catalogue of notes: every id with its words in both languages and its explanation.
 *
 * Its data is one file, src/gloss/catalogue.def; both languages of an entry stand side by side, and
 * an entry that lacks one does not compile.
 */
#ifndef TCPGLOSS_GLOSS_CATALOGUE_H
#define TCPGLOSS_GLOSS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

enum note_kind {
    NOTE_PHASE,   /* a heading: "# [N] " */
    NOTE_STEP,    /* what the next packet does: "## [N] " */
    NOTE_WARNING, /* outside the normal course: "#! [N] " */
};

enum note_id {
    /* Opening */
    NOTE_HANDSHAKE,
    NOTE_HANDSHAKE_SYN,
    NOTE_HANDSHAKE_SYN_ACK,
    NOTE_HANDSHAKE_ACK,
    NOTE_HANDSHAKE_BAD_ACK,
    NOTE_HANDSHAKE_NEGOTIATED,
    NOTE_HANDSHAKE_SIMULTANEOUS,
    NOTE_HANDSHAKE_FAST_OPEN,
    NOTE_HANDSHAKE_REFUSED,
    NOTE_HANDSHAKE_SYN_RETRANSMITTED,
    NOTE_HANDSHAKE_SYN_ACK_RETRANSMITTED,
    NOTE_HANDSHAKE_THIRD_ACK_LOST,
    NOTE_HANDSHAKE_NO_ANSWER,
    NOTE_HANDSHAKE_HALF_OPEN_FLOOD,
    NOTE_HANDSHAKE_ECN,
    NOTE_HANDSHAKE_MID_STREAM,
    NOTE_FLOW_REUSED,
    /* Transfer */
    NOTE_DATA_REQUEST,
    NOTE_DATA_RESPONSE,
    NOTE_DATA_CLIENT,
    NOTE_DATA_SERVER,
    NOTE_DATA_PUSH,
    NOTE_DATA_URGENT,
    NOTE_LOSS_RETRANSMISSION,
    NOTE_LOSS_FAST_RETRANSMISSION,
    NOTE_LOSS_SPURIOUS_RETRANSMISSION,
    NOTE_LOSS_TAIL_PROBE,
    NOTE_LOSS_OUT_OF_ORDER,
    NOTE_LOSS_GAP,
    NOTE_LOSS_ACK_UNSEEN,
    NOTE_LOSS_DUPLICATE_ACK,
    NOTE_LOSS_DUPLICATE_CAPTURE,
    NOTE_WINDOW_ZERO,
    NOTE_WINDOW_UPDATE,
    NOTE_WINDOW_FULL,
    NOTE_WINDOW_PROBE,
    NOTE_WINDOW_PROBE_ACK,
    NOTE_KEEPALIVE_PROBE,
    NOTE_KEEPALIVE_ACK,
    NOTE_ECN_ECHO,
    NOTE_ECN_REDUCED,
    NOTE_PAWS_OLD,
    NOTE_OFFLOAD_LARGE,
    NOTE_OFFLOAD_CHECKSUM,
    /* Closing */
    NOTE_TEARDOWN,
    NOTE_TEARDOWN_FIN,
    NOTE_TEARDOWN_FIN_ACKED,
    NOTE_TEARDOWN_MERGED,
    NOTE_TEARDOWN_HALF_CLOSED,
    NOTE_TEARDOWN_SIMULTANEOUS,
    NOTE_TEARDOWN_FIN_RETRANSMITTED,
    NOTE_TEARDOWN_FIN_PENDING,
    NOTE_TIME_WAIT,
    NOTE_TIME_WAIT_RESTARTED,
    NOTE_TIME_WAIT_EXPIRED,
    NOTE_TIME_WAIT_ASSASSINATED,
    NOTE_RESET,
    NOTE_RESET_HALF_OPEN,
    NOTE_RESET_UNREAD_DATA,
    NOTE_RESET_IGNORED,
    NOTE_CHALLENGE_ACK,
    NOTE_FLOW_IDLE,
    NOTE_FLOW_EVICTED,
    NOTE_CAPTURE_DROPPED,
    NOTE_CAPTURE_INCOMPLETE,
    NOTE_ID_COUNT
};

/* The words that stand in the catalogue: constant strings, UTF-8. */
struct catalogue_entry {
    const char *name; /* "handshake.syn-ack" */
    enum note_kind kind;
    const char *zh; /* the note's sentence, with {placeholders} */
    const char *en;
    const char *explain_zh; /* one to four sentences */
    const char *explain_en;
    const char *source; /* "RFC 9293 §3.5" */
};

/* Never null for an id below NOTE_ID_COUNT. */
const struct catalogue_entry *catalogue_entry(enum note_id id);

/* Marks in `selected` every id that `name` stands for: itself, or, as a prefix up to a dot, its
 * family ("loss"). False if there is none. */
bool catalogue_select(const char *name, size_t length, bool selected[NOTE_ID_COUNT]);

/* The id whose name is nearest to a mistyped one, for a suggestion. */
enum note_id catalogue_nearest(const char *name);

#endif
