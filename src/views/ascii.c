#include "views/ascii.h"

#include "tcpgloss/base/unicode.h"

void ascii_put(struct text *text, const char *data, size_t length) {
    static const struct {
        uint32_t character;
        const char *ascii;
    } known[] = {{0x2192, "->"},     {0x2190, "<-"}, {0x2026, "..."}, {0x2013, "-"},
                 {0xa7, "section "}, {0x2212, "-"},  {0xb7, "*"},     {0x2019, "'"}};

    for (size_t i = 0; i < length;) {
        uint32_t character;
        size_t count = unicode_decode(data + i, length - i, &character);
        const char *ascii = "?";

        if (count == 1) {
            text_put_char(text, data[i]);
        }
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            if (count > 1 && known[k].character == character) {
                ascii = known[k].ascii;
            }
        }
        if (count != 1) {
            text_put_string(text, ascii);
        }
        i += count > 0 ? count : 1;
    }
}
