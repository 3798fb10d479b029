/* Linux netfilter's log. */
#include "print/layer_printers.h"
#include "print/line.h"

enum { ITEM_HEADER = 4, ITEM_PAYLOAD = 9 };

static void put_header(struct line *line, const uint8_t *header, uint32_t length) {
    const char *family = header[0] == 2 ? "IPv4" : header[0] == 10 ? "IPv6" : NULL;
    struct text *text = line->text;

    text_put_string(text, "version ");
    text_put_u32(text, header[1]);
    text_put_string(text, ", resource ID ");
    text_put_u32(text, load_be16(header + 2));
    if (!line->settings->quiet) {
        text_put_string(text, ", family ");
        text_put_string(text, family != NULL ? family : "Unknown");
        text_put_string(text, " (");
        text_put_u32(text, header[0]);
        text_put_char(text, ')');
    } else if (family != NULL) {
        text_put_string(text, ", ");
        text_put_string(text, family);
    } else {
        text_put_string(text, ", Unknown NFLOG (0x");
        text_put_hex_padded(text, header[0], 2);
        text_put_char(text, ')');
    }
    text_put_string(text, ", length ");
    text_put_u32(text, length);
    text_put_string(text, ": ");
}

/* How many bytes are behind the header until the first item that is not whole. */
static uint32_t whole_items(const struct layer *layer) {
    uint32_t at = NFLOG_HEADER;

    while (layer->captured - at >= ITEM_HEADER) {
        uint32_t size = (load_le16(layer->data + at) + 3u) & 0xfffcu;

        if (size < ITEM_HEADER || size > layer->captured - at) {
            break;
        }
        at += size;
    }
    return at - NFLOG_HEADER;
}

enum line_status print_nflog(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "nflog";
    if (layer_least(layer) < NFLOG_HEADER) {
        line_put_cut(line);
        line_count_link(line, layer->captured);
        return LINE_END;
    }
    line->link = layer;
    line_count_link(line, NFLOG_HEADER);
    if (layer->data[1] != 0) {
        text_put_string(line->text, "version ");
        text_put_u32(line->text, layer->data[1]);
        text_put_string(line->text, " (unknown)");
        return LINE_END;
    }
    if (line->settings->link_header) {
        put_header(line, layer->data, layer->length);
    }
    if (next == NULL) {
        line_put_cut(line);
        line_count_link(line, whole_items(layer));
        return LINE_END;
    }
    line_count_link(line, (uint32_t)(next->data - layer->data) - NFLOG_HEADER);
    if (!line->settings->link_header && next->kind == LAYER_RAW) {
        put_header(line, layer->data, NFLOG_HEADER + next->length);
    }
    return LINE_NEXT;
}
