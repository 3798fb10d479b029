/* Floods of SYNs over the wire: which handshakes count. What is counted: test_syn_flood.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire.h"

static void test_flood_one_listener_told_once(void **state) {
    struct wire *wire = wire_open(state, 1000);
    unsigned told = 0;

    for (unsigned i = 0; i < 500; i++) {
        wire->ports[C] = (uint16_t)(10000 + i);
        wire_send(wire, 1, C, SYN, 0, 0, 0);
        told += wire_finding(wire, FINDING_HALF_OPEN_FLOOD) != NULL;
    }
    assert_int_equal(told, 1);
}

/* A hundred at once are a flood. */
static void test_flood_of_one_listener_told_at_the_hundredth(void **state) {
    struct wire *wire = wire_open(state, 1000);

    for (unsigned i = 1; i <= 100; i++) {
        wire->ports[C] = (uint16_t)(10000 + i);
        wire_send(wire, 1, C, SYN, 0, 0, 0);
        assert_int_equal(wire_finding(wire, FINDING_HALF_OPEN_FLOOD) != NULL, i == 100);
    }
    assert_int_equal(wire_finding(wire, FINDING_HALF_OPEN_FLOOD)->count, 100);
}

/* Ports that differ in one bit are different listeners. */
static void test_flood_over_many_ports_is_none(void **state) {
    struct wire *wire = wire_open(state, 2000);

    for (unsigned i = 0; i < 99 * 16; i++) {
        wire->ports[C] = (uint16_t)(10000 + i);
        wire->ports[S] = (uint16_t)(1u << i % 16 | 1);
        wire_send(wire, 1, C, SYN, 0, 0, 0);
        assert_no_finding(wire, FINDING_HALF_OPEN_FLOOD);
    }
}

/* Ten seconds without a SYN end a burst: the next one is told anew. */
static void test_flood_after_10_quiet_seconds_told_again(void **state) {
    struct wire *wire = wire_open(state, 1000);
    unsigned told = 0;

    for (unsigned i = 0; i < 300; i++) {
        wire->ports[C] = (uint16_t)(10000 + i);
        wire_send(wire, i == 100 ? 10000 : i == 200 ? 9999 : 1, C, SYN, 0, 0, 0);
        told += wire_finding(wire, FINDING_HALF_OPEN_FLOOD) != NULL;
    }
    assert_int_equal(told, 2);
}

static void test_flood_handshakes_that_complete_are_none(void **state) {
    struct wire *wire = wire_open(state, 1000);

    for (unsigned i = 0; i < 300; i++) {
        wire->ports[C] = (uint16_t)(10000 + i);
        wire_send(wire, 0, C, SYN, 0, 0, 0);
        assert_no_finding(wire, FINDING_HALF_OPEN_FLOOD);
        wire_send(wire, 1, S, SYN | ACK, 0, 1, 0);
        wire_send(wire, 1, C, ACK, 1, 1, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        wire_test(test_flood_one_listener_told_once),
        wire_test(test_flood_of_one_listener_told_at_the_hundredth),
        wire_test(test_flood_over_many_ports_is_none),
        wire_test(test_flood_after_10_quiet_seconds_told_again),
        wire_test(test_flood_handshakes_that_complete_are_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
