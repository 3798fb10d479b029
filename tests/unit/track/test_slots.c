/* The slots of the table of flows: how many there are, and their order within a class. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "track/table/table.h"
#include "wire.h"

/* A segment from that port of one host to another. */
static struct tuple tuple_of(const struct table *table, struct packet *packet, unsigned port) {
    static const uint8_t addresses[2][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
    struct tuple tuple;

    memset(packet, 0, sizeof *packet);
    packet->ip.version = 4;
    packet->ip.source = addresses[0];
    packet->ip.destination = addresses[1];
    packet->tcp.source_port = (uint16_t)port;
    packet->tcp.destination_port = 80;
    table_tuple(table, packet, &tuple);
    return tuple;
}

static void test_slots_all_taken_none_left_until_one_is_released(void **unused) {
    enum { SLOTS = 3 };
    const uint64_t key[2] = {1, 2};
    struct packet packet;
    struct table table;
    struct tuple tuple;

    (void)unused;
    assert_true(table_init(&table, SLOTS, key));
    for (unsigned port = 0; port < SLOTS; port++) {
        tuple = tuple_of(&table, &packet, port);
        assert_int_equal(table_find(&table, &tuple), FLOW_NONE);
        assert_int_equal(table_insert(&table, &tuple, CLASS_OPEN), port);
        assert_int_equal(table_find(&table, &tuple), port);
    }
    tuple = tuple_of(&table, &packet, SLOTS);
    assert_int_equal(table_insert(&table, &tuple, CLASS_OPEN), FLOW_NONE);
    table_unhash(&table, 1);
    table_release(&table, 1);
    assert_int_equal(table_insert(&table, &tuple, CLASS_OPEN), 1);
    assert_int_equal(table_insert(&table, &tuple, CLASS_OPEN), FLOW_NONE);
    table_free(&table);
}

static void test_slots_of_a_class_in_order_of_age(void **unused) {
    const uint64_t key[2] = {1, 2};
    struct class_list *open;
    struct packet packet;
    struct table table;

    (void)unused;
    assert_true(table_init(&table, 4, key));
    open = &table.classes[CLASS_OPEN];
    for (unsigned port = 0; port < 4; port++) {
        const struct tuple tuple = tuple_of(&table, &packet, port);

        (void)table_insert(&table, &tuple, CLASS_OPEN);
    }
    assert_int_equal(open->count, 4);
    table_move(&table, 1, CLASS_OPEN);   /* 0 2 3 1 */
    table_move(&table, 3, CLASS_CLOSED); /* 0 2 1 */
    assert_int_equal(open->count, 3);
    assert_int_equal(table.classes[CLASS_CLOSED].first, 3);
    assert_int_equal(table.classes[CLASS_CLOSED].last, 3);
    assert_int_equal(table.classes[CLASS_CLOSED].count, 1);
    for (unsigned i = 0; i < 3; i++) {
        static const uint32_t order[] = {0, 2, 1};

        assert_int_equal(open->first, order[i]);
        table_unhash(&table, order[i]);
        table_release(&table, order[i]);
    }
    assert_int_equal(open->first, FLOW_NONE);
    assert_int_equal(open->last, FLOW_NONE);
    table_free(&table);
}

/* A four-tuple that is opened again: the old flow stands behind the new one. */
static void test_slots_of_one_tuple_found_youngest_first(void **unused) {
    const uint64_t key[2] = {1, 2};
    struct packet packet;
    struct table table;
    struct tuple tuple;
    uint32_t old;
    uint32_t young;

    (void)unused;
    assert_true(table_init(&table, 4, key));
    tuple = tuple_of(&table, &packet, 1);
    old = table_insert(&table, &tuple, CLASS_TIME_WAIT);
    assert_int_equal(table_find_older(&table, old), FLOW_NONE);
    young = table_insert(&table, &tuple, CLASS_HALF_OPEN);
    assert_int_equal(table_find(&table, &tuple), young);
    assert_int_equal(table_find_older(&table, young), old);
    table_unhash(&table, young);
    table_release(&table, young);
    assert_int_equal(table_find(&table, &tuple), old);
    table_unhash(&table, old);
    assert_int_equal(table_find(&table, &tuple), FLOW_NONE);
    table_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots_all_taken_none_left_until_one_is_released),
        cmocka_unit_test(test_slots_of_a_class_in_order_of_age),
        cmocka_unit_test(test_slots_of_one_tuple_found_youngest_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
