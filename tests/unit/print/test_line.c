#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/print/relative_seq.h"

/* A TCP segment without data, over IPv4. */
struct segment {
    uint8_t source, destination; /* 10.0.0.N */
    uint16_t source_port, destination_port;
    uint32_t seq, ack;
    uint8_t flags;
    bool damaged; /* the record's lengths cannot be true */
    int64_t seconds, nanoseconds;
};

static struct printer_settings settings;
static struct printer *printer;
static struct relative_seq *relative;
static struct text text;

static void put_be(uint8_t *to, uint32_t value, size_t size) {
    while (size-- > 0) {
        to[size] = (uint8_t)value;
        value >>= 8;
    }
}

static void print(const struct segment *segment) {
    uint8_t bytes[40] = {0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6};
    const struct frame frame = {
        .data = bytes,
        .captured = sizeof bytes,
        .length = sizeof bytes - segment->damaged,
        .seconds = segment->seconds,
        .nanoseconds = segment->nanoseconds,
        .number = 7,
        .link_type = LINK_RAW,
    };
    struct packet packet;

    bytes[12] = bytes[16] = 10;
    bytes[15] = segment->source;
    bytes[19] = segment->destination;
    put_be(bytes + 20, segment->source_port, 2);
    put_be(bytes + 22, segment->destination_port, 2);
    put_be(bytes + 24, segment->seq, 4);
    put_be(bytes + 28, segment->ack, 4);
    bytes[32] = 0x50;
    bytes[33] = segment->flags;
    text_clear(&text);
    decode_frame(&frame, &packet);
    if (relative != NULL) {
        relative_seq_number(relative, &packet);
    }
    printer_print(printer, &packet, &text);
    text_put_char(&text, '\0');
}

static void create(void) {
    struct error error;

    printer_destroy(printer);
    settings.relative = relative;
    printer = printer_create(&settings, &error);
    assert_non_null(printer);
}

static int set_up(void **state) {
    struct error error;

    (void)state;
    settings = (struct printer_settings){
        .release = TCPDUMP_4_99_3,
        .numeric = 1,
        .verbosity = 2, /* prints every sequence number */
        .quiet = false,
        .skip_checksums = true,
        .time = TIME_NONE,
    };
    relative = relative_seq_create((const uint64_t[2]){1, 2}, 100, &error);
    assert_non_null(relative);
    text_init(&text);
    create();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    printer_destroy(printer);
    printer = NULL;
    relative_seq_destroy(relative);
    relative = NULL;
    text_free(&text);
    return 0;
}

/* Prints it and compares what stands between "Flags" and "win". */
static void assert_numbers(struct segment segment, const char *expected) {
    char *begin;
    char *end;

    print(&segment);
    begin = strstr(strstr(text.data, "Flags ["), "], ");
    end = strstr(text.data, ", win");
    assert_non_null(begin);
    assert_non_null(end);
    *end = '\0';
    assert_string_equal(begin + 3, expected);
}

#define FROM_1 .source = 1, .destination = 2, .source_port = 5000, .destination_port = 80
#define FROM_2 .source = 2, .destination = 1, .source_port = 80, .destination_port = 5000

static void test_sequence_numbers_become_relative_after_syn_ack(void **state) {
    (void)state;
    assert_numbers((struct segment){FROM_1, .seq = 1000, .flags = TCP_SYN}, "seq 1000");
    assert_numbers((struct segment){FROM_2, .seq = 9000, .ack = 1001, .flags = TCP_SYN | TCP_ACK},
                   "seq 9000, ack 1001");
    assert_numbers((struct segment){FROM_1, .seq = 1001, .ack = 9001, .flags = TCP_ACK},
                   "seq 1, ack 1");
    assert_numbers((struct segment){FROM_2, .seq = 9001, .ack = 1001, .flags = TCP_ACK},
                   "seq 1, ack 1");
}

static void test_sequence_numbers_mid_stream_are_absolute_once(void **state) {
    (void)state;
    assert_numbers((struct segment){FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK},
                   "seq 500, ack 700");
    assert_numbers((struct segment){FROM_1, .seq = 510, .ack = 700, .flags = TCP_ACK},
                   "seq 10, ack 1");
    assert_numbers((struct segment){FROM_2, .seq = 699, .ack = 510, .flags = TCP_ACK},
                   "seq 0, ack 10");
}

static void test_sequence_numbers_new_syn_ack_rebases(void **state) {
    (void)state;
    assert_numbers((struct segment){FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK},
                   "seq 500, ack 700");
    assert_numbers((struct segment){FROM_2, .seq = 40, .ack = 61, .flags = TCP_SYN | TCP_ACK},
                   "seq 40, ack 61");
    assert_numbers((struct segment){FROM_1, .seq = 61, .ack = 41, .flags = TCP_ACK},
                   "seq 1, ack 1");
}

static void test_sequence_numbers_equal_ports_are_told_apart_by_address(void **state) {
    struct segment there = {.source = 1,
                            .destination = 2,
                            .source_port = 179,
                            .destination_port = 179,
                            .flags = TCP_ACK};
    struct segment back = {.source = 2,
                           .destination = 1,
                           .source_port = 179,
                           .destination_port = 179,
                           .flags = TCP_ACK};

    (void)state;
    there.seq = 100;
    there.ack = 200;
    assert_numbers(there, "seq 100, ack 200");
    back.seq = 200;
    back.ack = 100;
    assert_numbers(back, "seq 1, ack 0");
}

static void test_sequence_numbers_with_absolute_seq_stay(void **state) {
    (void)state;
    relative_seq_destroy(relative);
    relative = NULL;
    create();
    assert_numbers((struct segment){FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK},
                   "seq 500, ack 700");
    assert_numbers((struct segment){FROM_1, .seq = 510, .ack = 700, .flags = TCP_ACK},
                   "seq 510, ack 700");
}

static void test_sequence_numbers_not_printed_are_not_counted_from(void **state) {
    const struct segment damaged = {FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK,
                                    .damaged = true};

    (void)state;
    print(&damaged);
    assert_non_null(strstr(text.data, "[Invalid header: len(39) < caplen(40)]"));
    assert_numbers((struct segment){FROM_1, .seq = 510, .ack = 700, .flags = TCP_ACK},
                   "seq 510, ack 700");
    assert_numbers((struct segment){FROM_1, .seq = 520, .ack = 710, .flags = TCP_ACK},
                   "seq 10, ack 11");
}

static void test_sequence_numbers_of_a_new_syn_ack_not_printed_leave_the_old_base(void **state) {
    const struct segment damaged = {FROM_2, .seq = 40, .ack = 61, .flags = TCP_SYN | TCP_ACK,
                                    .damaged = true};

    (void)state;
    assert_numbers((struct segment){FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK},
                   "seq 500, ack 700");
    print(&damaged);
    assert_numbers((struct segment){FROM_1, .seq = 510, .ack = 700, .flags = TCP_ACK},
                   "seq 10, ack 1");
}

static void test_sequence_numbers_without_ack_are_absolute(void **state) {
    (void)state;
    assert_numbers((struct segment){FROM_1, .seq = 500, .ack = 700, .flags = TCP_ACK},
                   "seq 500, ack 700");
    assert_numbers((struct segment){FROM_1, .seq = 510, .flags = TCP_RST}, "seq 510");
}

/* Far more conversations than may be remembered: the latest are relative, memory is bounded. */
static void test_sequence_numbers_of_many_conversations_are_bounded(void **state) {
    (void)state;
    for (uint16_t port = 1; port < 20000; port++) {
        struct segment segment = {.source = 1,
                                  .destination = 2,
                                  .source_port = port,
                                  .destination_port = 40000,
                                  .seq = 100,
                                  .ack = 200,
                                  .flags = TCP_ACK};

        assert_numbers(segment, "seq 100, ack 200");
        segment.seq = 101;
        assert_numbers(segment, "seq 1, ack 1");
    }
}

static void assert_time(enum time_style style, const char *zone, int64_t seconds,
                        int64_t nanoseconds, const char *expected) {
    struct segment segment = {FROM_1, .seconds = seconds, .nanoseconds = nanoseconds};
    char *end;

    assert_int_equal(setenv("TZ", zone, 1), 0);
    settings.time = style;
    create();
    print(&segment);
    end = strstr(text.data, "IP (");
    assert_non_null(end);
    *end = '\0';
    assert_string_equal(text.data, expected);
}

static void test_time_across_daylight_saving_follows_the_zone(void **state) {
    (void)state;
    assert_time(TIME_DATE, "Europe/Berlin", 1711846799, 0, "2024-03-31 01:59:59.000000 ");
    assert_time(TIME_DATE, "Europe/Berlin", 1711846800, 0, "2024-03-31 03:00:00.000000 ");
    assert_time(TIME_OF_DAY, "UTC", 1711843199, 999999999, "23:59:59.999999 ");
    assert_time(TIME_DATE, "UTC", 1711843200, 0, "2024-03-31 00:00:00.000000 ");
}

static void test_time_within_one_printer_changes_at_each_second(void **state) {
    static const int64_t seconds[] = {100, 100, 101, 86399, 86400, 100};
    static const char *const expected[] = {"00:01:40", "00:01:40", "00:01:41",
                                           "23:59:59", "00:00:00", "00:01:40"};

    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    settings.time = TIME_OF_DAY;
    create();
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        print(&(struct segment){FROM_1, .seconds = seconds[i]});
        assert_memory_equal(text.data, expected[i], 8);
    }
}

static void test_time_hostile_is_printed_without_overflow(void **state) {
    (void)state;
    assert_time(TIME_EPOCH, "UTC", 0x80000000, 0, "[Error converting time] ");
    assert_time(TIME_EPOCH, "UTC", 5, 2147483647000, "5.2147483647 ");
    assert_time(TIME_OF_DAY, "UTC", INT64_MAX, 0, "[Error converting time] ");
    assert_time(TIME_DATE, "UTC", INT64_MAX - 0x80000000, 0, "[Error converting time] ");
    assert_time(TIME_SINCE_FIRST, "UTC", INT64_MIN, INT64_MIN, " 00:00:00.000000 ");
    print(&(struct segment){FROM_1, .seconds = INT64_MAX, .nanoseconds = INT64_MAX});
    settings.release = TCPDUMP_4_99_4;
    assert_time(TIME_EPOCH, "UTC", 0x80000000, 0, "[Error converting time] ");
    assert_time(TIME_DATE, "UTC", INT64_MAX - 0x80000000, 0,
                "[localtime() or gmtime() couldn't convert the date and time].000000 ");
    settings.release = TCPDUMP_4_99_5;
    assert_time(TIME_DATE, "UTC", INT64_MAX, 0,
                "[localtime() or gmtime() couldn't convert the date and time].000000 ");
    assert_time(TIME_EPOCH, "UTC", INT64_MIN, 0, "[timestamp < 1970-01-01 00:00:00 UTC] ");
    settings.release = TCPDUMP_4_99_6;
    assert_time(TIME_EPOCH, "UTC", INT64_MIN, 0, "[timestamp overflow] ");
    assert_time(TIME_EPOCH, "UTC", INT64_MAX, 0, "9223372036854775807.000000 ");
}

static void test_time_before_the_last_packet_is_negative(void **state) {
    (void)state;
    settings.time = TIME_SINCE_LAST;
    create();
    print(&(struct segment){FROM_1, .seconds = 10, .nanoseconds = 250000000});
    assert_memory_equal(text.data, " 00:00:00.000000 ", 17);
    print(&(struct segment){FROM_1, .seconds = 8, .nanoseconds = 500000000});
    assert_memory_equal(text.data, "-00:00:01.750000 ", 17);
    print(&(struct segment){FROM_1, .seconds = 9, .nanoseconds = 0});
    assert_memory_equal(text.data, " 00:00:00.500000 ", 17);
}

static const char *name_host(void *context, unsigned version, const uint8_t *address) {
    (void)context;
    assert_int_equal(version, 4);
    return address[3] == 1 ? "one.example.org" : NULL;
}

static const char *name_service(void *context, const char *transport, uint16_t port) {
    (void)context;
    assert_string_equal(transport, "tcp");
    return port == 80 ? "http" : NULL;
}

static void test_names_stand_where_known(void **state) {
    const struct name_source names = {.host = name_host, .service = name_service};

    (void)state;
    settings.numeric = 0;
    settings.verbosity = 0;
    settings.names = &names;
    create();
    print(&(struct segment){FROM_1});
    assert_non_null(strstr(text.data, "IP one.example.org.5000 > 10.0.0.2.http: "));
    settings.no_domain = true;
    create();
    print(&(struct segment){FROM_2});
    assert_non_null(strstr(text.data, "IP 10.0.0.2.http > one.5000: "));
    settings.numeric = 1;
    create();
    print(&(struct segment){FROM_2});
    assert_non_null(strstr(text.data, "IP 10.0.0.2.80 > 10.0.0.1.5000: "));
}

#define LINE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        LINE_TEST(test_sequence_numbers_become_relative_after_syn_ack),
        LINE_TEST(test_sequence_numbers_mid_stream_are_absolute_once),
        LINE_TEST(test_sequence_numbers_new_syn_ack_rebases),
        LINE_TEST(test_sequence_numbers_equal_ports_are_told_apart_by_address),
        LINE_TEST(test_sequence_numbers_with_absolute_seq_stay),
        LINE_TEST(test_sequence_numbers_not_printed_are_not_counted_from),
        LINE_TEST(test_sequence_numbers_of_a_new_syn_ack_not_printed_leave_the_old_base),
        LINE_TEST(test_sequence_numbers_without_ack_are_absolute),
        LINE_TEST(test_sequence_numbers_of_many_conversations_are_bounded),
        LINE_TEST(test_time_across_daylight_saving_follows_the_zone),
        LINE_TEST(test_time_within_one_printer_changes_at_each_second),
        LINE_TEST(test_time_hostile_is_printed_without_overflow),
        LINE_TEST(test_time_before_the_last_packet_is_negative),
        LINE_TEST(test_names_stand_where_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
