#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/reading/ring_thread.h"

enum { SLOTS = 4, WORK = 10000 };

/* What the thread makes: numbers from 1 on, and 0 as the last. */
struct counting {
    struct ring_thread thread;
    unsigned numbers[SLOTS];
    unsigned last;   /* it stops behind this number; 0: it never does */
    unsigned hurry;  /* every so many of them are wanted at once; 0: none is, but the last */
    unsigned behind; /* the thread's: the last number that it filled in */
};

static void *count(void *context) {
    struct counting *counting = context;
    unsigned slot;

    for (unsigned number = 1; ring_thread_wait_free(&counting->thread, &slot); number++) {
        bool over = counting->last != 0 && number > counting->last;

        counting->numbers[slot] = over ? 0 : number;
        counting->behind = number;
        ring_thread_fill(&counting->thread,
                         over || (counting->hurry != 0 && number % counting->hurry == 0));
        if (over) {
            break;
        }
    }
    return NULL;
}

static unsigned take(struct counting *counting) {
    unsigned number = counting->numbers[ring_thread_wait_filled(&counting->thread)];

    ring_thread_empty(&counting->thread);
    return number;
}

static void expect_all(struct counting *counting) {
    assert_int_equal(ring_thread_start(&counting->thread, SLOTS, count, counting), 0);
    for (unsigned number = 1; number <= counting->last; number++) {
        assert_int_equal(take(counting), number);
    }
    assert_int_equal(take(counting), 0);
    ring_thread_join(&counting->thread);
}

static void test_ring_thread_of_many_slots_hands_over_all_in_order(void **state) {
    struct counting counting = {.last = WORK};

    (void)state;
    expect_all(&counting);
}

static void test_ring_thread_in_a_hurry_hands_over_all_in_order(void **state) {
    (void)state;
    for (unsigned hurry = 1; hurry <= SLOTS + 1; hurry++) {
        struct counting counting = {.last = WORK, .hurry = hurry};

        expect_all(&counting);
    }
}

/* Fewer than half of the ring, and nothing comes behind: what is there must not be waited with. */
static void test_ring_thread_that_ends_early_hands_over_what_it_filled(void **state) {
    (void)state;
    for (unsigned last = 1; last <= SLOTS; last++) {
        struct counting counting = {.last = last};

        expect_all(&counting);
    }
}

static void test_ring_thread_that_is_stopped_ends_with_its_ring_full(void **state) {
    struct counting counting = {.last = 0};

    (void)state;
    assert_int_equal(ring_thread_start(&counting.thread, SLOTS, count, &counting), 0);
    assert_int_equal(take(&counting), 1);
    ring_thread_stop(&counting.thread);
    ring_thread_join(&counting.thread);
    assert_in_range(counting.behind, 1, SLOTS + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ring_thread_of_many_slots_hands_over_all_in_order),
        cmocka_unit_test(test_ring_thread_in_a_hurry_hands_over_all_in_order),
        cmocka_unit_test(test_ring_thread_that_ends_early_hands_over_what_it_filled),
        cmocka_unit_test(test_ring_thread_that_is_stopped_ends_with_its_ring_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
