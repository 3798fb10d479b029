/* MPLS. */
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum { LABEL_ENTRY = 4, LABELS_RESERVED = 16 };

static const char *label_name(uint32_t label) {
    static const char *const names[] = {"IPv4 explicit NULL", "router alert", "IPv6 explicit NULL",
                                        "implicit NULL"};

    return label < sizeof names / sizeof names[0] ? names[label] : "rsvd";
}

static void put_entry(struct line *line, uint32_t entry) {
    struct text *text = line->text;
    uint32_t label = entry >> 12;

    text_put_string(text, "(label ");
    text_put_u32(text, label);
    if (line->settings->verbosity > 0 && label < LABELS_RESERVED) {
        text_put_string(text, " (");
        text_put_string(text, label_name(label));
        text_put_char(text, ')');
    }
    text_put_string(text, ", tc ");
    text_put_u32(text, entry >> 9 & 7);
    if ((entry >> 8 & 1) != 0) {
        text_put_string(text, ", [S]");
    }
    text_put_string(text, ", ttl ");
    text_put_u32(text, entry & 0xff);
    text_put_char(text, ')');
}

/* What the labels do not tell, and the first byte neither. */
static enum line_status put_payload(struct line *line, const struct layer *payload) {
    if (payload->captured == 0 && payload->length > 0) {
        return LINE_CUT;
    }
    return hex_dump_put_default(line, span_first(layer_span(payload), payload->length)) &&
                   payload->captured < payload->length
               ? LINE_CUT
               : LINE_END;
}

enum line_status print_mpls(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    const char *separator = line->settings->verbosity > 0 ? "\n\t" : " ";
    uint32_t at = 0;
    uint32_t entry;

    line->protocol = "mpls";
    text_put_string(line->text, "MPLS");
    do {
        if (layer->length - at < LABEL_ENTRY) {
            text_put_string(line->text, " (invalid)");
            return layer->captured < layer->length ? LINE_CUT : LINE_END;
        }
        if (layer->captured < at + LABEL_ENTRY) {
            return LINE_CUT;
        }
        entry = load_be32(layer->data + at);
        text_put_string(line->text, at > 0 ? separator : " ");
        put_entry(line, entry);
        at += LABEL_ENTRY;
    } while ((entry >> 8 & 1) == 0);
    if (next != NULL && next->kind == LAYER_RAW) {
        return put_payload(line, next);
    }
    text_put_string(line->text, separator);
    return LINE_NEXT;
}
