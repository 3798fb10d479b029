/*
 * A wire for tests of the tracker: segments are made by hand and given to it, and the states that
 * it reports are kept, those that it takes back removed, as a reader of its changes would.
 */
#ifndef TCPGLOSS_TESTS_TRACK_WIRE_H
#define TCPGLOSS_TESTS_TRACK_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/track/tracker.h"

#define C ENDPOINT_CLIENT
#define S ENDPOINT_SERVER

#define SYN TCP_SYN
#define FIN TCP_FIN
#define RST TCP_RST
#define ACK TCP_ACK

#define MS INT64_C(1000000)

struct wire {
    struct tracker *tracker;
    int64_t now;
    uint64_t number;
    uint8_t addresses[2][16];
    uint16_t ports[2];
    uint8_t version;
    uint32_t isn[2];     /* sequence and acknowledgment numbers below are relative to these */
    uint16_t window;     /* of the next segment; 1000 unless set */
    uint8_t options[40]; /* of the next segment */
    unsigned option_length;
    uint16_t id;            /* IP identification of the next segment; 0 unless set, as are: */
    bool more_fragments;    /* it is the first fragment only */
    uint16_t urgent;        /* its urgent pointer */
    bool damaged;           /* its checksum is wrong */
    bool checked;           /* this and all later segments have one that is right, unless damaged */
    struct verdict verdict; /* of the last segment or timer */
    uint32_t told_flow;     /* whose ends stand, as the changes so far have it, in: */
    enum tcp_state told[2]; /* by endpoint */
    char history[2][512];   /* states entered, by endpoint */
    unsigned retractions;
};

/*
 * A test begins with one of these, which leave the wire in *state, and wire_test() names it to
 * cmocka, which closes the wire however the test ends.
 */
#define wire_test(test) cmocka_unit_test_teardown(test, wire_close)
int wire_close(void **state);

/* 10.0.0.1:40000 to 10.0.0.2:80, nothing sent yet. */
struct wire *wire_open(void **state, uint32_t max_flows);

/* Of ten flows; the client has sent its SYN. */
struct wire *wire_open_syn_sent(void **state);

/* Of ten flows, the first one ESTABLISHED; with SACK permitted by both ends; with the client's
 * first 100 bytes acknowledged; and its FIN behind them too. */
struct wire *wire_open_established(void **state);
struct wire *wire_open_sack(void **state);
struct wire *wire_open_with_data(void **state);
struct wire *wire_open_fin_wait_2(void **state);

/* `milliseconds` pass, then a segment is captured. Every segment starts with timers. */
void wire_send(struct wire *wire, int milliseconds, enum endpoint from, unsigned flags,
               uint32_t seq, uint32_t ack, uint32_t length);

void wire_option_timestamps(struct wire *wire, uint32_t value, uint32_t echo);
void wire_option_fast_open(struct wire *wire, unsigned cookie_length);
void wire_option_sack(struct wire *wire, uint32_t left, uint32_t right);
void wire_option_two_sacks(struct wire *wire, const uint32_t edges[4]);
void wire_option_sack_permitted(struct wire *wire);
void wire_option_mss(struct wire *wire, uint16_t mss);
void wire_option_window_scale(struct wire *wire, uint8_t scale);

/* Time passes; timers run out. Returns how many had something to say; the last is in `verdict`. */
unsigned wire_wait(struct wire *wire, int64_t milliseconds);

/* SYN, SYN-ACK, ACK, 10 ms apart; relative numbers of both ends are then 1. */
void wire_handshake(struct wire *wire);

/* What there is to report of the last segment's flow. */
struct flow_report wire_report(const struct wire *wire);

/* The part of it that is one end's. */
struct endpoint_report wire_end_report(const struct wire *wire, enum endpoint end);

/* The finding of that kind in the last verdict; null if there is none. */
const struct finding *wire_finding(const struct wire *wire, enum finding_kind kind);

/* The history of the end's states, as names joined by spaces. */
#define assert_history(wire, end, expected) assert_string_equal((wire)->history[end], expected)
#define assert_finding(wire, kind)          assert_non_null(wire_finding(wire, kind))
#define assert_no_finding(wire, kind)       assert_null(wire_finding(wire, kind))

#endif
