/*
 * Packets and verdicts by hand, for tests of notes.
 *
 * The flow is 192.0.2.1.40000 > 198.51.100.2.80, ISNs 1000 and 5000, unless a test says otherwise.
 */
#ifndef TCPGLOSS_TESTS_UNIT_GLOSS_VERDICTS_H
#define TCPGLOSS_TESTS_UNIT_GLOSS_VERDICTS_H

#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/note.h"

#define CLIENT_ISN 1000U
#define SERVER_ISN 5000U

/* One packet, what is said of it, and the notes that come of it. */
struct spoken {
    struct packet packet;
    struct verdict verdict;
    struct gloss_settings settings; /* at first: level step, every id */
    struct flow_report report;      /* of the flow, as a tracker would have it */
    struct notes notes;
    struct text text;
    uint32_t memory; /* the flow's word */
};

/* A test whose *state is a struct spoken. */
#define spoken_test(test) cmocka_unit_test_setup_teardown(test, spoken_begin, spoken_end)
int spoken_begin(void **state);
int spoken_end(void **state);

/* The next segment of the flow: no findings, no changes, no data. Numbers are absolute. */
void spoken_segment(struct spoken *spoken, enum endpoint from, uint16_t flags, uint32_t seq,
                    uint32_t ack);
void spoken_data(struct spoken *spoken, const char *data);
struct finding *spoken_finding(struct spoken *spoken, enum finding_kind kind);
void spoken_change(struct spoken *spoken, enum endpoint endpoint, enum tcp_state from,
                   enum tcp_state to);

/* The lines, each with '\n', that annotated text has for it, without "## [1] " and the like;
 * NUL-terminated, valid until the next call. */
const char *spoken_lines(struct spoken *spoken, enum language language);

/* The same with a null packet: a timer. */
const char *spoken_timer_lines(struct spoken *spoken, enum language language);

#endif
