#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "capture/reading/plain_records.h"

static const struct plain_format micro = {.plain = true, .captured_max = 96};

static bool read_words(const struct plain_format *format, uint32_t seconds, uint32_t fraction,
                       uint32_t captured, struct plain_record *record) {
    const uint32_t words[] = {seconds, fraction, captured, 1500};
    uint8_t bytes[PLAIN_RECORD_HEADER];

    memcpy(bytes, words, sizeof bytes);
    return plain_record_read(format, bytes, record);
}

static void test_record_in_either_unit_has_nanoseconds(void **state) {
    struct plain_format nano = micro;
    struct plain_record record;

    (void)state;
    nano.nanoseconds = true;
    assert_true(read_words(&micro, 7, 999999, 96, &record));
    assert_int_equal(record.seconds, 7);
    assert_int_equal(record.nanoseconds, 999999000);
    assert_int_equal(record.captured, 96);
    assert_int_equal(record.length, 1500);
    assert_true(read_words(&nano, 7, 999999999, 96, &record));
    assert_int_equal(record.nanoseconds, 999999999);
}

static void test_record_in_doubt_is_left_to_libpcap(void **state) {
    struct plain_record record;

    (void)state;
    assert_false(read_words(&micro, 0x80000000, 0, 1, &record));
    assert_false(read_words(&micro, 0, 1000000, 1, &record));
    assert_false(read_words(&micro, 0, 0, 97, &record));
}

static void test_format_with_another_magic_is_not_plain(void **state) {
    const uint32_t magics[] = {0xa1b2c3d4, 0xa1b23c4d, 0xd4c3b2a1, 0xa1b2cd34, 0x0a0d0d0a};
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 96);

    (void)state;
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        uint8_t magic[4];

        memcpy(magic, &magics[i], sizeof magic);
        assert_false(plain_format_of(magic, pcap).plain && i > 1);
    }
    pcap_close(pcap);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_in_either_unit_has_nanoseconds),
        cmocka_unit_test(test_record_in_doubt_is_left_to_libpcap),
        cmocka_unit_test(test_format_with_another_magic_is_not_plain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
