/*
 * A scene for tests of sinks: one connection, played segment by segment, as records.
 *
 * The frames are real bytes (Ethernet, IPv4, TCP) that are decoded; what the tracker would say is
 * given by the test.
 */
#ifndef TCPGLOSS_TESTS_UNIT_VIEWS_SCENE_H
#define TCPGLOSS_TESTS_UNIT_VIEWS_SCENE_H

#include "tcpgloss/views/record.h"
#include "tcpgloss/views/sink.h"

/* The client is 192.0.2.1.40000 with the first, the server 198.51.100.2.80 with the second. */
#define SCENE_CLIENT_ISN 3464472424U
#define SCENE_SERVER_ISN 2089195576U

/* Of the first packet: 2023-01-15T23:59:04.224062Z. */
#define SCENE_START 1673827144224062000LL

struct scene {
    uint8_t *frame; /* owned, of the exact length */
    struct packet packet;
    struct verdict verdict;
    struct notes notes;
    struct record record;
};

struct segment {
    enum endpoint from;
    uint16_t flags;
    uint32_t seq, ack; /* relative to the ISNs */
    uint32_t length;   /* of the payload: as many 'x' */
    const uint8_t *options;
    size_t options_length; /* a multiple of four */
};

/* Before the first packet: both ends CLOSED, flow 1, time SCENE_START. */
void scene_begin(struct scene *scene);
void scene_end(struct scene *scene);

/* The next packet, `later` nanoseconds after the one before: no change, finding or note yet. */
void scene_segment(struct scene *scene, int64_t later, const struct segment *segment);

/* Adds to the packet what the tracker and the gloss say. */
void scene_change(struct scene *scene, enum endpoint endpoint, enum tcp_state from,
                  enum tcp_state to);
struct finding *scene_finding(struct scene *scene, enum finding_kind kind);
struct note *scene_note(struct scene *scene, enum note_id id, enum note_kind kind);

/* A timer of the flow, with the changes and notes that are added next. */
void scene_timer(struct scene *scene, int64_t later);

/* A report of the flow as it might end. */
void scene_report(const struct scene *scene, struct flow_report *report);

#endif
