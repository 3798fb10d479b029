#include "views/svg/svg_element.h"

#include "tcpgloss/base/unicode.h"

#include "views/display.h"
#include "views/palette.h"

unsigned svg_mono_width(const char *data, size_t length) {
    return ((unsigned)display_width(data, length) * SVG_MONO_TENTHS + 9) / 10;
}

const char *svg_line_class(uint32_t flow, enum endpoint from) {
    static const char *const classes[2 * PALETTE_FLOWS] = {
        "client0-line", "server0-line", "client1-line", "server1-line",
        "client2-line", "server2-line", "client3-line", "server3-line",
    };

    return classes[palette_direction(flow, from) - COLOR_CLIENT_0];
}

const char *svg_fill_class(uint32_t flow, enum endpoint from) {
    static const char *const classes[2 * PALETTE_FLOWS] = {
        "client0", "server0", "client1", "server1", "client2", "server2", "client3", "server3",
    };

    return classes[palette_direction(flow, from) - COLOR_CLIENT_0];
}

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

void svg_put_text(struct text *text, const char *style, enum svg_anchor anchor, unsigned x,
                  unsigned y, const char *data, size_t length) {
    static const char *const anchors[] = {
        [ANCHOR_START] = "",
        [ANCHOR_MIDDLE] = " text-anchor=\"middle\"",
        [ANCHOR_END] = " text-anchor=\"end\"",
    };

    text_printf(text, "<text class=\"%s\"%s x=\"%u\" y=\"%u\">", style, anchors[anchor], x, y);
    svg_put_escaped(text, data, length);
    text_put_string(text, "</text>\n");
}

void svg_put_label(struct text *text, enum svg_anchor anchor, unsigned x, unsigned y,
                   const char *data, size_t length) {
    const unsigned width = svg_mono_width(data, length);
    size_t first = 0;
    size_t second;

    while (first < length &&
           (data[first] != ' ' || first + 1 == length || data[first + 1] != ' ')) {
        first++;
    }
    second = first < length ? first + 2 : length;
    x -= anchor == ANCHOR_MIDDLE ? width / 2 : anchor == ANCHOR_END ? width : 0;
    svg_put_text(text, "flags", ANCHOR_START, x, y, data, first);
    if (second < length) {
        svg_put_text(text, "label", ANCHOR_START, x + svg_mono_width(data, second), y,
                     data + second, length - second);
    }
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

void svg_put_dot(struct text *text, const char *style, unsigned x, unsigned y) {
    text_printf(text, "<circle class=\"%s\" cx=\"%u\" cy=\"%u\" r=\"3.5\"/>\n", style, x, y);
}

/* The square root, rounded down. */
static int64_t square_root(int64_t value) {
    int64_t root = 0;

    for (int64_t bit = INT64_C(1) << 30; bit != 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value) {
            root += bit;
        }
    }
    return root;
}

static void put_tenths(struct text *text, char before, int64_t tenths) {
    const uint64_t positive = tenths > 0 ? (uint64_t)tenths : 0;

    text_put_char(text, before);
    text_put_u64(text, positive / 10);
    text_put_char(text, '.');
    text_put_u64(text, positive % 10);
}

void svg_put_arrow_head(struct text *text, const char *style, unsigned x1, unsigned y1, unsigned x2,
                        unsigned y2) {
    enum { LENGTH = 100, HALF_WIDTH = 45 }; /* in tenths of a pixel */
    const int64_t dx = (int64_t)x2 - x1;
    const int64_t dy = (int64_t)y2 - y1;
    const int64_t root = square_root(dx * dx + dy * dy);
    const int64_t way = root > 0 ? root : 1;
    const int64_t back_x = 10 * (int64_t)x2 - LENGTH * dx / way;
    const int64_t back_y = 10 * (int64_t)y2 - LENGTH * dy / way;
    const int64_t side_x = HALF_WIDTH * dy / way;
    const int64_t side_y = HALF_WIDTH * dx / way;

    text_printf(text, "<path class=\"%s\" d=\"M%u %uL", style, x2, y2);
    put_tenths(text, ' ', back_x - side_x);
    put_tenths(text, ' ', back_y + side_y);
    text_put_char(text, 'L');
    put_tenths(text, ' ', back_x + side_x);
    put_tenths(text, ' ', back_y - side_y);
    text_put_string(text, "z\"/>\n");
}

void svg_put_cross(struct text *text, unsigned x, unsigned y) {
    text_printf(text, "<path class=\"cross\" d=\"M%u %ul12 12m-12 0l12 -12\"/>\n", x - 6, y - 6);
}
