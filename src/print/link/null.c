/* BSD loopback. */
#include "print/layer_printers.h"
#include "print/line.h"

static const char *family_name(uint32_t family) {
    switch (family) {
    case 2:
        return "IPv4";
    case 6:
        return "NS";
    case 7:
        return "ISO";
    case 16:
        return "Appletalk";
    case 23:
        return "IPX";
    case 24:
    case 28:
    case 30:
        return "IPv6";
    default:
        return NULL;
    }
}

static void put_header(struct line *line, uint32_t family, uint32_t length) {
    const char *name = family_name(family);
    struct text *text = line->text;

    if (!line->settings->quiet) {
        text_put_string(text, "AF ");
        text_put_string(text, name != NULL ? name : "Unknown");
        text_put_string(text, " (");
        text_put_u32(text, family);
        text_put_char(text, ')');
    } else if (name != NULL) {
        text_put_string(text, name);
    } else {
        text_put_string(text, "Unknown AF ");
        text_put_u32(text, family);
    }
    text_put_string(text, ", length ");
    text_put_u32(text, length);
    text_put_string(text, ": ");
}

enum line_status print_null(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "null";
    if (layer->captured < NULL_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    line_count_link(line, NULL_HEADER);
    line->link = layer;
    if (next != NULL && (line->settings->link_header || next->kind == LAYER_RAW)) {
        put_header(line, next->protocol, layer->length);
    }
    return LINE_NEXT;
}
