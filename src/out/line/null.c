/* BSD loopback: the address family. */
#include "line.h"

enum { NULL_HEADER = 4 };

/* Families that mean an IP version on some system; null for others. */
static const char *family_name(uint32_t family) {
    switch (family) {
    case 2:
        return "IPv4";
    case 24:
    case 28:
    case 30:
        return "IPv6";
    default:
        return NULL;
    }
}

static void put_header(struct line *line, const struct layer *layer, uint32_t family) {
    struct text *text = line->text;
    const char *name = family_name(family);

    if (line->settings->quiet) {
        text_put_string(text, name != NULL ? name : "Unknown AF ");
        if (name == NULL) {
            text_put_u32(text, family);
        }
    } else {
        text_put_string(text, "AF ");
        text_put_string(text, name != NULL ? name : "Unknown");
        text_put_string(text, " (");
        text_put_u32(text, family);
        text_put_char(text, ')');
    }
    text_put_string(text, ", length ");
    text_put_u32(text, layer->length);
    text_put_string(text, ": ");
}

enum line_status line_put_null(struct line *line, const struct layer *layer) {
    uint32_t family;

    line->protocol = "null";
    if (layer->captured < NULL_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    line->link = layer;
    line->link_length_whole += NULL_HEADER;
    /* In the byte order of the machine that captured: the values are small. */
    family = load_le32(layer->data);
    if (family >> 16 != 0) {
        family = load_be32(layer->data);
    }
    if (line->settings->link_header || family_name(family) == NULL) {
        put_header(line, layer, family);
    }
    return LINE_NEXT;
}
