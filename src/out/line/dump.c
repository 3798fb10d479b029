/* -x, -X and -A. */
#include "line.h"

enum { BYTES_A_LINE = 16 };

static bool is_graphic(uint8_t byte) {
    return byte > 0x20 && byte < 0x7f;
}

/* "\n\t0x0010:  4500 003c ab": two bytes a group. */
static void put_hex_line(struct text *text, const char *lead, const uint8_t *data, uint32_t offset,
                         uint32_t count) {
    text_put_string(text, lead);
    text_put_string(text, "0x");
    if (offset <= 0xffff) {
        text_put_hex_padded(text, offset, 4);
    } else {
        text_put_hex(text, offset);
    }
    text_put_string(text, ": ");
    for (uint32_t i = 0; i < count; i++) {
        if (i % 2 == 0) {
            text_put_char(text, ' ');
        }
        text_put_hex_padded(text, data[offset + i], 2);
    }
}

void line_put_hex(struct line *line, const char *lead, const uint8_t *data, uint32_t length) {
    for (uint32_t offset = 0; offset < length; offset += BYTES_A_LINE) {
        uint32_t left = length - offset;

        put_hex_line(line->text, lead, data, offset, left < BYTES_A_LINE ? left : BYTES_A_LINE);
    }
}

void line_put_hex_ascii(struct line *line, const uint8_t *data, uint32_t length) {
    struct text *text = line->text;

    for (uint32_t offset = 0; offset < length; offset += BYTES_A_LINE) {
        uint32_t left = length - offset;
        uint32_t count = left < BYTES_A_LINE ? left : BYTES_A_LINE;

        put_hex_line(text, "\n\t", data, offset, count);
        /* A full line has eight groups of " xxxx"; then two spaces. */
        text_put_spaces(text, 40 - (count / 2 * 5 + count % 2 * 3) + 2);
        for (uint32_t i = 0; i < count; i++) {
            uint8_t byte = data[offset + i];

            text_put_char(text, (char)(is_graphic(byte) ? byte : '.'));
        }
    }
}

void line_put_ascii(struct line *line, const uint8_t *data, uint32_t length) {
    struct text *text = line->text;

    text_put_char(text, '\n');
    for (uint32_t i = 0; i < length; i++) {
        uint8_t byte = data[i];

        if (byte == '\r') {
            /* The end of a line is a line feed alone; a lone carriage return is shown, but not
             * before the last byte. */
            if (i + 2 < length && data[i + 1] != '\n') {
                text_put_char(text, '.');
            }
        } else if (is_graphic(byte) || byte == '\t' || byte == ' ' || byte == '\n') {
            text_put_char(text, (char)byte);
        } else {
            text_put_char(text, '.');
        }
    }
}

bool line_put_default(struct line *line, struct span bytes) {
    enum dump_style dump = line->settings->dump;

    if (line->settings->quiet ||
        (dump != DUMP_NONE && dump != DUMP_ASCII && dump != DUMP_ASCII_LINK)) {
        return false;
    }
    line_put_hex_ascii(line, bytes.data, (uint32_t)bytes.length);
    return true;
}

enum line_status line_put_raw(struct line *line, const struct layer *layer) {
    (void)line_put_default(line, span_first(layer_span(layer), layer->length));
    return LINE_END;
}
