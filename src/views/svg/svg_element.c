#include "views/svg/svg_element.h"

#include "tcpgloss/base/unicode.h"

void svg_put_escaped(struct text *text, const char *data, size_t length) {
    for (size_t i = 0; i < length;) {
        uint32_t character;
        size_t count = unicode_decode(data + i, length - i, &character);

        if (count == 0 || !unicode_is_harmless(character)) {
            text_put_string(text, "\xef\xbf\xbd");
        } else if (character == '&') {
            text_put_string(text, "&amp;");
        } else if (character == '<') {
            text_put_string(text, "&lt;");
        } else if (character == '>') {
            text_put_string(text, "&gt;");
        } else {
            text_put(text, data + i, count);
        }
        i += count > 0 ? count : 1;
    }
}

void svg_put_text(struct text *text, const char *style, unsigned x, unsigned y, const char *data,
                  size_t length) {
    text_printf(text, "<text class=\"%s\" x=\"%u\" y=\"%u\">", style, x, y);
    svg_put_escaped(text, data, length);
    text_put_string(text, "</text>\n");
}

void svg_put_label(struct text *text, unsigned x, unsigned y, const char *data, size_t length) {
    size_t first = 0;

    while (first < length &&
           (data[first] != ' ' || first + 1 == length || data[first + 1] != ' ')) {
        first++;
    }
    text_printf(text, "<text class=\"label\" x=\"%u\" y=\"%u\"><tspan class=\"flags\">", x, y);
    svg_put_escaped(text, data, first);
    text_put_string(text, "</tspan>");
    svg_put_escaped(text, data + first, length - first);
    text_put_string(text, "</text>\n");
}

void svg_put_line(struct text *text, const char *style, unsigned x1, unsigned y1, unsigned x2,
                  unsigned y2) {
    text_printf(text, "<line class=\"%s\" x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>\n", style, x1,
                y1, x2, y2);
}

void svg_put_box(struct text *text, const char *style, unsigned x, unsigned y, unsigned width,
                 unsigned height, unsigned radius) {
    text_printf(text,
                "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"%u\"/>\n",
                style, x, y, width, height, radius);
}

void svg_put_dot(struct text *text, unsigned x, unsigned y) {
    text_printf(text, "<circle class=\"dot\" cx=\"%u\" cy=\"%u\" r=\"3.5\"/>\n", x, y);
}

void svg_put_head_of_arrow(struct text *text, const char *style, unsigned x, unsigned y,
                           bool right) {
    text_printf(text, "<path class=\"%s\" d=\"M%u %ul%d -4.5v9z\"/>\n", style, x, y,
                right ? -10 : 10);
}

void svg_put_cross(struct text *text, unsigned x, unsigned y) {
    text_printf(text, "<path class=\"cross\" d=\"M%u %ul12 12m-12 0l12 -12\"/>\n", x - 6, y - 6);
}
