#include "printed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../decode/copy.h"

struct text printed;

int printed_begin(void **state) {
    (void)state;
    text_init(&printed);
    return 0;
}

int printed_end(void **state) {
    (void)state;
    text_free(&printed);
    return 0;
}

void printed_frame(const struct printer_settings *settings, int link_type, const uint8_t *bytes,
                   size_t captured, size_t length) {
    struct error error;
    struct printer *printer = printer_create(settings, &error);
    struct packet packet;
    uint8_t *block = decode_copy(link_type, bytes, (uint32_t)captured, (uint32_t)length, &packet);

    assert_non_null(printer);
    text_clear(&printed);
    printer_print(printer, &packet, &printed);
    text_put_char(&printed, '\0');
    printer_destroy(printer);
    free(block);
}

void printed_assert_harmless(void) {
    for (size_t at = 0; at + 1 < printed.length; at++) {
        char c = printed.data[at];

        assert_true((c >= ' ' && c <= '~') || c == '\n' || c == '\t');
        assert_true(c != '#' || (at > 0 && printed.data[at - 1] != '\n'));
    }
}
