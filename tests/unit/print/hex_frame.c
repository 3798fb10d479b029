#include "hex_frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t hex_digit(char c) {
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* A frame written in hexadecimal with spaces; its bytes stand in a block of exactly their length,
 * or less if it is cut. */
struct written {
    uint8_t *bytes;
    size_t length;
};

static struct written read_hex(const char *hex) {
    struct written written = {.bytes = malloc(strlen(hex) / 2 + 1)};

    assert_non_null(written.bytes);
    while (*hex != '\0') {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        written.bytes[written.length++] = (uint8_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
        hex += 2;
    }
    return written;
}

void hex_frame_print(int link_type, const char *hex, size_t cut, unsigned verbosity) {
    const struct printer_settings settings = {
        .numeric = 2, .verbosity = verbosity, .time = TIME_NONE, .release = TCPDUMP_4_99_3};
    struct written written = read_hex(hex);

    printed_frame(&settings, link_type, written.bytes, cut < written.length ? cut : written.length,
                  written.length);
    free(written.bytes);
}

void assert_line(int link_type, const char *hex, unsigned verbosity, const char *expected) {
    hex_frame_print(link_type, hex, SIZE_MAX, verbosity);
    assert_string_equal(printed.data, expected);
}

void assert_line_with_link(enum tcpdump_release release, int link_type, const char *hex,
                           const char *expected) {
    const struct printer_settings settings = {
        .numeric = 2, .link_header = true, .time = TIME_NONE, .release = release};
    struct written written = read_hex(hex);

    printed_frame(&settings, link_type, written.bytes, written.length, written.length);
    free(written.bytes);
    assert_string_equal(printed.data, expected);
}

void assert_cuts_harmless(const struct hex_frame *frames, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t cut = 1; cut < strlen(frames[i].hex) / 2; cut++) {
            for (unsigned verbosity = 0; verbosity < 4; verbosity++) {
                hex_frame_print(frames[i].link_type, frames[i].hex, cut, verbosity);
                printed_assert_harmless();
            }
        }
    }
}
