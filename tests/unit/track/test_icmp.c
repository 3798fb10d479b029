#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

/* An ICMP error that quotes a segment of `from`, with these ports. */
static bool send_error(struct wire *wire, enum endpoint from, uint16_t port,
                       const struct icmp_error *error) {
    const enum endpoint to = from == C ? S : C;
    const struct packet packet = {.frame.number = ++wire->number};
    const struct packet quoted = {
        .ip = {.version = wire->version,
               .source = wire->addresses[from],
               .destination = wire->addresses[to]},
        .tcp = {.source_port = port, .destination_port = wire->ports[to]},
    };

    return tracker_icmp_error(wire->tracker, &packet, error, &quoted, &wire->verdict);
}

static void test_icmp_too_big_finding_names_sender_and_segment_size(void **state) {
    const struct icmp_error error = {.kind = ICMP_ERROR_TOO_BIG, .version = 4, .mtu = 1400};
    struct wire *wire = wire_open_established(state);

    assert_true(send_error(wire, C, wire->ports[C], &error));
    assert_int_equal(wire->verdict.flow, 1);
    assert_int_equal(wire_finding(wire, FINDING_ICMP_TOO_BIG)->who, C);
    assert_int_equal(wire_finding(wire, FINDING_ICMP_TOO_BIG)->mss, 1360);
    assert_true(send_error(wire, S, wire->ports[S], &error));
    assert_int_equal(wire_finding(wire, FINDING_ICMP_TOO_BIG)->who, S);
}

static void test_icmp_too_big_mtu_below_headers_leaves_size_unknown(void **state) {
    const struct icmp_error error = {.kind = ICMP_ERROR_TOO_BIG, .version = 6, .mtu = 60};
    struct wire *wire = wire_open_established(state);

    assert_true(send_error(wire, C, wire->ports[C], &error));
    assert_int_equal(wire_finding(wire, FINDING_ICMP_TOO_BIG)->mss, 0);
}

/* It may be forged, and its receiver may ignore it. */
static void test_icmp_unreachable_changes_no_state(void **state) {
    const struct icmp_error error = {
        .kind = ICMP_ERROR_UNREACHABLE, .version = 4, .type = 3, .code = 3, .hard = true};
    struct wire *wire = wire_open_syn_sent(state);

    assert_true(send_error(wire, C, wire->ports[C], &error));
    assert_finding(wire, FINDING_ICMP_UNREACHABLE);
    assert_int_equal(wire->verdict.change_count, 0);
    assert_int_equal(wire->verdict.states[C], STATE_SYN_SENT);
}

static void test_icmp_quote_of_no_flow_gives_no_verdict(void **state) {
    const struct icmp_error error = {.kind = ICMP_ERROR_UNREACHABLE, .version = 4};
    struct wire *wire = wire_open_established(state);

    assert_false(send_error(wire, C, (uint16_t)(wire->ports[C] + 1), &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_icmp_too_big_finding_names_sender_and_segment_size),
        wire_test(test_icmp_too_big_mtu_below_headers_leaves_size_unknown),
        wire_test(test_icmp_unreachable_changes_no_state),
        wire_test(test_icmp_quote_of_no_flow_gives_no_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
