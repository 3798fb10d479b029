#include "wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/checksum.h"
#include "tcpgloss/decode/tcp_options.h"

int wire_close(void **state) {
    struct wire *wire = *state;

    tracker_destroy(wire->tracker);
    free(wire);
    return 0;
}

struct wire *wire_open(void **state, uint32_t max_flows) {
    const struct tracker_settings settings = {
        .max_flows = max_flows, .msl = 30000 * MS, .hash_key = {1, 2}};
    struct wire *wire = calloc(1, sizeof *wire);
    struct error error;

    assert_non_null(wire);
    *state = wire;
    wire->tracker = tracker_create(&settings, &error);
    assert_non_null(wire->tracker);
    wire->now = INT64_C(1700000000000) * MS;
    wire->version = 4;
    memcpy(wire->addresses[C], (const uint8_t[]){10, 0, 0, 1}, 4);
    memcpy(wire->addresses[S], (const uint8_t[]){10, 0, 0, 2}, 4);
    wire->ports[C] = 40000;
    wire->ports[S] = 80;
    wire->isn[C] = 1000;
    wire->isn[S] = 500000;
    wire->window = 1000;
    return wire;
}

static void enter(struct wire *wire, const struct change *change) {
    char *history = wire->history[change->endpoint];
    const char *name = tcp_state_name(change->to);

    if (!change->retracted) {
        size_t used = strlen(history);

        (void)snprintf(history + used, sizeof wire->history[0] - used, used != 0 ? " %s" : "%s",
                       name);
        return;
    }
    wire->retractions++;
    while (history[0] != '\0') {
        char *last = strrchr(history, ' ');

        last = last != NULL ? last + 1 : history;
        if (strcmp(last, name) == 0) {
            break;
        }
        *(last != history ? last - 1 : last) = '\0';
    }
}

/* The changes of a flow lead each end to where the verdict says that it stands; that nothing was
 * ever opened there is no change. */
static void check_states(struct wire *wire) {
    const struct verdict *verdict = &wire->verdict;

    for (unsigned i = 0; i < verdict->change_count; i++) {
        wire->told[verdict->changes[i].endpoint] = verdict->changes[i].to;
    }
    for (unsigned end = 0; end < 2; end++) {
        if (verdict->flow == wire->told_flow && wire->told[end] != STATE_UNKNOWN) {
            assert_int_equal(verdict->states[end], wire->told[end]);
        }
        wire->told[end] = verdict->states[end];
    }
    wire->told_flow = verdict->flow;
}

static void take_changes(struct wire *wire) {
    for (unsigned i = 0; i < wire->verdict.change_count; i++) {
        enter(wire, &wire->verdict.changes[i]);
    }
    check_states(wire);
}

unsigned wire_wait(struct wire *wire, int64_t milliseconds) {
    struct verdict verdict;
    unsigned count = 0;

    wire->now += milliseconds * MS;
    while (tracker_expire(wire->tracker, wire->now, &verdict)) {
        wire->verdict = verdict;
        take_changes(wire);
        count++;
    }
    return count;
}

void wire_send(struct wire *wire, int milliseconds, enum endpoint from, unsigned flags,
               uint32_t seq, uint32_t ack, uint32_t length) {
    enum endpoint to = endpoint_peer(from);
    uint8_t header[20] = {0}; /* all of it that counts is the checksum */
    struct packet packet;

    wire_wait(wire, milliseconds);
    memset(&packet, 0, sizeof packet);
    packet.frame.seconds = wire->now / (1000 * MS);
    packet.frame.nanoseconds = wire->now % (1000 * MS);
    packet.frame.number = ++wire->number;
    packet.layer_count = 1;
    packet.layers[0].kind = LAYER_TCP;
    packet.layers[0].length = length;
    if (wire->checked || wire->damaged) {
        const uint8_t tail[4] = {0, 6, 0, sizeof header};
        const size_t size = wire->version == 6 ? 16 : 4;
        const uint64_t ends =
            checksum_add(checksum_add(0, wire->addresses[from], size), wire->addresses[to], size);
        const uint16_t field =
            checksum_finish(checksum_add(ends, tail, sizeof tail)) ^ (wire->damaged ? 0x5555 : 0);

        packet.tcp.checksum = field;
        header[16] = (uint8_t)(field >> 8);
        header[17] = (uint8_t)field;
        packet.layers[0].data = header;
        packet.layers[0].captured = packet.layers[0].length = sizeof header;
    }
    packet.ip.version = wire->version;
    packet.ip.id = wire->id;
    packet.ip.more_fragments = wire->more_fragments;
    packet.ip.source = wire->addresses[from];
    packet.ip.destination = wire->addresses[to];
    packet.has_tcp = true;
    packet.tcp.source_port = wire->ports[from];
    packet.tcp.destination_port = wire->ports[to];
    packet.tcp.seq = wire->isn[from] + seq;
    packet.tcp.ack = (flags & ACK) != 0 ? wire->isn[to] + ack : 0;
    packet.tcp.flags = (uint16_t)flags;
    packet.tcp.window = wire->window;
    packet.tcp.urgent = wire->urgent;
    packet.tcp.options = (struct span){.data = wire->options, .length = wire->option_length};
    packet.tcp.payload_length = length;
    tracker_segment(wire->tracker, &packet, &wire->verdict);
    take_changes(wire);
    wire->window = 1000;
    wire->option_length = 0;
    wire->id = 0;
    wire->more_fragments = false;
    wire->urgent = 0;
    wire->damaged = false;
}

static void put_u32(struct wire *wire, uint32_t value) {
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        wire->options[wire->option_length++] = (uint8_t)(value >> (shift - 8));
    }
}

static void put_head(struct wire *wire, uint8_t kind, unsigned length) {
    wire->options[wire->option_length++] = kind;
    wire->options[wire->option_length++] = (uint8_t)length;
}

void wire_option_timestamps(struct wire *wire, uint32_t value, uint32_t echo) {
    put_head(wire, TCP_OPTION_TIMESTAMPS, 10);
    put_u32(wire, value);
    put_u32(wire, echo);
}

void wire_option_fast_open(struct wire *wire, unsigned cookie_length) {
    put_head(wire, TCP_OPTION_FAST_OPEN, 2 + cookie_length);
    memset(wire->options + wire->option_length, 7, cookie_length);
    wire->option_length += cookie_length;
}

void wire_option_sack(struct wire *wire, uint32_t left, uint32_t right) {
    put_head(wire, TCP_OPTION_SACK, 10);
    put_u32(wire, left);
    put_u32(wire, right);
}

void wire_option_two_sacks(struct wire *wire, const uint32_t edges[4]) {
    put_head(wire, TCP_OPTION_SACK, 18);
    for (unsigned i = 0; i < 4; i++) {
        put_u32(wire, edges[i]);
    }
}

void wire_option_sack_permitted(struct wire *wire) {
    put_head(wire, TCP_OPTION_SACK_PERMITTED, 2);
}

void wire_option_mss(struct wire *wire, uint16_t mss) {
    put_head(wire, TCP_OPTION_MSS, 4);
    wire->options[wire->option_length++] = (uint8_t)(mss >> 8);
    wire->options[wire->option_length++] = (uint8_t)mss;
}

void wire_option_window_scale(struct wire *wire, uint8_t scale) {
    put_head(wire, TCP_OPTION_WINDOW_SCALE, 3);
    wire->options[wire->option_length++] = scale;
}

void wire_handshake(struct wire *wire) {
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
}

struct wire *wire_open_syn_sent(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_send(wire, 0, C, SYN, 0, 0, 0);
    return wire;
}

struct wire *wire_open_established(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_handshake(wire);
    return wire;
}

struct wire *wire_open_sack(void **state) {
    struct wire *wire = wire_open(state, 10);

    wire_option_sack_permitted(wire);
    wire_send(wire, 0, C, SYN, 0, 0, 0);
    wire_option_sack_permitted(wire);
    wire_send(wire, 10, S, SYN | ACK, 0, 1, 0);
    wire_send(wire, 10, C, ACK, 1, 1, 0);
    return wire;
}

struct wire *wire_open_with_data(void **state) {
    struct wire *wire = wire_open_established(state);

    wire_send(wire, 1, C, ACK, 1, 1, 100);
    wire_send(wire, 10, S, ACK, 1, 101, 0);
    return wire;
}

struct wire *wire_open_fin_wait_2(void **state) {
    struct wire *wire = wire_open_with_data(state);

    wire_send(wire, 10, C, FIN | ACK, 101, 1, 0);
    wire_send(wire, 10, S, ACK, 1, 102, 0);
    return wire;
}

struct flow_report wire_report(const struct wire *wire) {
    struct flow_report report;

    tracker_current_flow(wire->tracker, &report);
    return report;
}

struct endpoint_report wire_end_report(const struct wire *wire, enum endpoint end) {
    return wire_report(wire).endpoints[end];
}

const struct finding *wire_finding(const struct wire *wire, enum finding_kind kind) {
    for (unsigned i = 0; i < wire->verdict.finding_count; i++) {
        if (wire->verdict.findings[i].kind == kind) {
            return &wire->verdict.findings[i];
        }
    }
    return NULL;
}
