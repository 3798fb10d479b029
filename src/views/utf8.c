#include "views/utf8.h"

size_t utf8_decode(const char *data, size_t length, uint32_t *character) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint8_t lead = (uint8_t)data[0];
    size_t count;
    uint32_t value;

    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    if (lead >= 0xf8 || lead < 0xc0) {
        return 0;
    }
    count = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (count > length) {
        return 0;
    }
    value = lead & (0x7fU >> count);
    for (size_t i = 1; i < count; i++) {
        uint8_t byte = (uint8_t)data[i];

        if ((byte & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (byte & 0x3f);
    }
    if (value < least[count] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *character = value;
    return count;
}
