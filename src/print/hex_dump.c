/* -x, -X and -A. */
#include "print/hex_dump.h"

#include "tcpgloss/base/format.h"

#include "print/layer_printers.h"
#include "print/line.h"

enum { BYTES_A_LINE = 16 };

/* A full line of eight groups of " xxxx", and beside it two spaces and each byte as a character. */
enum {
    HEX_ROOM = sizeof "0x: " + FORMAT_HEX_ROOM + BYTES_A_LINE / 2 * sizeof "xxxx",
    HEX_ASCII_ROOM = HEX_ROOM + 2 + BYTES_A_LINE,
};

static bool is_graphic(uint8_t byte) {
    return byte > 0x20 && byte < 0x7f;
}

/* "0x0010:  4500 003c ab": two bytes a group. No packet is longer than five digits can tell. */
static char *format_hex_line(char *to, const uint8_t *data, uint32_t offset, uint32_t count) {
    to = format_string(to, "0x");
    to = format_hex_padded(to, offset, offset <= 0xffff ? 4 : 5);
    to = format_string(to, ": ");
    for (data += offset; count >= 2; data += 2, count -= 2) {
        *to++ = ' ';
        to = format_hex_byte(format_hex_byte(to, data[0]), data[1]);
    }
    if (count != 0) {
        *to++ = ' ';
        to = format_hex_byte(to, data[0]);
    }
    return to;
}

void hex_dump_put(struct line *line, const char *lead, const uint8_t *data, uint32_t length) {
    for (uint32_t offset = 0; offset < length; offset += BYTES_A_LINE) {
        uint32_t left = length - offset;
        char *to;

        text_put_string(line->text, lead);
        to = text_begin(line->text, HEX_ROOM);
        if (to == NULL) {
            return;
        }
        text_end(line->text,
                 format_hex_line(to, data, offset, left < BYTES_A_LINE ? left : BYTES_A_LINE));
    }
}

void hex_dump_put_with_ascii(struct line *line, const uint8_t *data, uint32_t length) {
    for (uint32_t offset = 0; offset < length; offset += BYTES_A_LINE) {
        uint32_t left = length - offset;
        uint32_t count = left < BYTES_A_LINE ? left : BYTES_A_LINE;
        char *to = text_begin(line->text, sizeof "\n\t" + HEX_ASCII_ROOM);

        if (to == NULL) {
            return;
        }
        to = format_string(to, "\n\t");
        to = format_hex_line(to, data, offset, count);
        for (uint32_t missing = 40 - (count / 2 * 5 + count % 2 * 3) + 2; missing > 0; missing--) {
            *to++ = ' ';
        }
        for (uint32_t i = 0; i < count; i++) {
            uint8_t byte = data[offset + i];

            to[i] = (char)(is_graphic(byte) ? byte : '.');
        }
        text_end(line->text, to + count);
    }
}

/* No byte is shown as more than one character. */
void hex_dump_put_ascii(struct line *line, const uint8_t *data, uint32_t length) {
    char *to = text_begin(line->text, 1 + (size_t)length);

    if (to == NULL) {
        return;
    }
    *to++ = '\n';
    for (uint32_t i = 0; i < length; i++) {
        uint8_t byte = data[i];

        if (byte == '\r') {
            /* The end of a line is a line feed alone; a lone carriage return is shown, but not
             * before the last byte. */
            if (i + 2 < length && data[i + 1] != '\n') {
                *to++ = '.';
            }
        } else {
            bool shown = is_graphic(byte) || byte == '\t' || byte == ' ' || byte == '\n';

            *to++ = (char)(shown ? byte : '.');
        }
    }
    text_end(line->text, to);
}

bool hex_dump_put_default(struct line *line, struct span bytes) {
    enum dump_style dump = line->settings->dump;

    if (line->settings->quiet ||
        (dump != DUMP_NONE && dump != DUMP_ASCII && dump != DUMP_ASCII_LINK)) {
        return false;
    }
    hex_dump_put_with_ascii(line, bytes.data, (uint32_t)bytes.length);
    return true;
}

enum line_status print_raw(struct line *line, const struct layer *layer) {
    (void)hex_dump_put_default(line, span_first(layer_span(layer), layer->length));
    return LINE_END;
}
