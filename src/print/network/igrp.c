/* Cisco's Interior Gateway Routing Protocol. */
#include "print/line.h"
#include "print/network/ip_printers.h"

enum { HEADER = 12, ENTRY = 14, METRIC_MAX = 0xffffff, BANDWIDTH_UNIT = 10000000 };

static void put_metric(struct text *text, const uint8_t *entry) {
    uint32_t delay = load_be24(entry + 3);
    uint32_t bandwidth = load_be24(entry + 6);
    uint32_t metric = delay + bandwidth;

    line_put_number(text, " d=", UINT64_C(10) * delay);
    line_put_number(text, " b=", bandwidth == 0 ? 0 : BANDWIDTH_UNIT / bandwidth);
    line_put_number(text, " r=", entry[11]);
    line_put_number(text, " l=", entry[12]);
    line_put_number(text, " M=", metric < METRIC_MAX ? metric : METRIC_MAX);
    line_put_number(text, " mtu=", load_be16(entry + 9));
    line_put_number(text, " in ", entry[13]);
    text_put_string(text, " hops");
}

/* Routes inside the network, inside the system, and outside: three octets, with what is implied. */
static void put_network(struct text *text, const uint8_t *entry, unsigned kind) {
    static const char *const before[] = {" *.", " ", " X"};

    line_put_number(text, before[kind], entry[0]);
    line_put_number(text, ".", entry[1]);
    line_put_number(text, ".", entry[2]);
    text_put_string(text, kind == 0 ? "" : ".0");
}

enum line_status print_igrp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span rest = layer_span(layer);
    const uint8_t *header = layer->data;
    /* As tcpdump has it, a length below the header's wraps. */
    uint32_t left = layer->length - HEADER;
    uint16_t counts[3];
    unsigned kind = 0;

    line->protocol = "igrp";
    text_put_string(text, "igrp:");
    if (rest.length < 10) {
        return LINE_CUT;
    }
    for (size_t i = 0; i < 3; i++) {
        counts[i] = load_be16(header + 4 + 2 * i);
    }
    if ((header[0] & 0xf) == 1) {
        text_put_string(text, " update");
    } else if ((header[0] & 0xf) == 2) {
        text_put_string(text, " request");
    } else {
        line_put_number(text, " op-#", header[0] & 0xf);
    }
    line_put_number(text, " V", header[0] >> 4);
    line_put_number(text, " edit=", header[1]);
    line_put_number(text, " AS=", load_be16(header + 2));
    line_put_number(text, " (", counts[0]);
    line_put_number(text, "/", counts[1]);
    line_put_number(text, "/", counts[2]);
    text_put_char(text, ')');
    if (rest.length < HEADER) {
        return LINE_CUT;
    }
    if (line->settings->verbosity > 0) {
        text_put_string(text, " checksum=0x");
        text_put_hex_padded(text, load_be16(header + 10), 4);
    }
    rest = span_from(rest, HEADER);
    while (left >= ENTRY) {
        if (rest.length < 3) {
            return LINE_CUT;
        }
        while (kind < 3 && counts[kind] == 0) {
            kind++;
        }
        if (kind == 3) {
            line_put_number(text, " [extra bytes ", left);
            text_put_char(text, ']');
            break;
        }
        put_network(text, rest.data, kind);
        if (rest.length < ENTRY) {
            return LINE_CUT;
        }
        put_metric(text, rest.data);
        counts[kind]--;
        rest = span_from(rest, ENTRY);
        left -= ENTRY;
    }
    if (counts[0] != 0 || counts[1] != 0 || counts[2] != 0 || left != 0) {
        text_put_string(text, " (invalid)");
    }
    return LINE_END;
}
