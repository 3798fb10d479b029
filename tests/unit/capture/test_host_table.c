#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "capture/names/host_table.h"

static void read_text(struct host_table *table, const char *text) {
    char path[] = "/tmp/test_host_table.XXXXXX";
    int descriptor = mkstemp(path);

    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
    (void)close(descriptor);
    host_table_read(table, path);
    (void)unlink(path);
}

static const char *find(const struct host_table *table, const char *address) {
    struct host_address wanted;

    memset(&wanted, 0, sizeof wanted);
    wanted.version = strchr(address, ':') != NULL ? 6 : 4;
    assert_int_equal(inet_pton(wanted.version == 6 ? AF_INET6 : AF_INET, address, wanted.bytes), 1);
    return host_table_find(table, &wanted);
}

static void test_host_table_finds_the_first_name_of_each_version(void **state) {
    struct host_table table;

    (void)state;
    read_text(&table, "10.0.0.2\tbeta.example beta # a comment\n"
                      "  10.0.0.1 alpha\n"
                      "# 10.0.0.3 gamma\n"
                      "2001:db8::1 six.example\n");
    assert_string_equal(find(&table, "10.0.0.1"), "alpha");
    assert_string_equal(find(&table, "10.0.0.2"), "beta.example");
    assert_null(find(&table, "10.0.0.3"));
    assert_string_equal(find(&table, "2001:db8::1"), "six.example");
    assert_null(find(&table, "2001:db8::2"));
    host_table_free(&table);
}

static void test_host_table_with_an_address_twice_gives_its_first_name(void **state) {
    struct host_table table;

    (void)state;
    read_text(&table, "10.0.0.1 first\n10.0.0.1 second\n");
    assert_string_equal(find(&table, "10.0.0.1"), "first");
    host_table_free(&table);
}

static void test_host_table_with_damaged_lines_keeps_the_others(void **state) {
    struct host_table table;

    (void)state;
    read_text(&table, "10.0.0.1\n10.0.0 short\nnothing at all\n\n10.0.0.2 \x1b[31mred\n"
                      "10.0.0.3 kept");
    assert_null(find(&table, "10.0.0.1"));
    assert_null(find(&table, "10.0.0.2"));
    assert_string_equal(find(&table, "10.0.0.3"), "kept");
    host_table_free(&table);
}

static void test_host_table_without_a_file_is_empty(void **state) {
    struct host_table table;

    (void)state;
    host_table_read(&table, "/nonexistent/hosts");
    assert_null(find(&table, "10.0.0.1"));
    host_table_free(&table);
}

static void test_host_table_of_too_many_addresses_keeps_the_first(void **state) {
    enum { LINES = 70000, KEPT = 65536 };
    size_t size = (size_t)LINES * 32;
    char *text = malloc(size);
    size_t length = 0;
    struct host_table table;

    (void)state;
    assert_non_null(text);
    for (int i = 0; i < LINES; i++) {
        length += (size_t)snprintf(text + length, size - length, "10.%d.%d.%d h%d\n", i >> 16,
                                   i >> 8 & 255, i & 255, i);
    }
    read_text(&table, text);
    free(text);
    assert_int_equal(table.count, KEPT);
    assert_string_equal(find(&table, "10.0.255.255"), "h65535");
    assert_null(find(&table, "10.1.0.0"));
    host_table_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_host_table_finds_the_first_name_of_each_version),
        cmocka_unit_test(test_host_table_with_an_address_twice_gives_its_first_name),
        cmocka_unit_test(test_host_table_with_damaged_lines_keeps_the_others),
        cmocka_unit_test(test_host_table_without_a_file_is_empty),
        cmocka_unit_test(test_host_table_of_too_many_addresses_keeps_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
