/* The Virtual Router Redundancy Protocol (RFC 3768 §5.1, RFC 5798 §5.1). */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/line.h"
#include "print/network/ip_printers.h"
#include "print/transport/transport_checksum.h"

enum { ADVERTISEMENT = 1, AUTHENTICATION_SIMPLE = 1, PASSWORD = 8 };

static void put_authentication(struct text *text, uint8_t type) {
    static const char *const names[] = {"none", "simple", "ah"};

    text_put_string(text, ", authtype ");
    if (type < sizeof names / sizeof names[0]) {
        text_put_string(text, names[type]);
    } else {
        text_put_char(text, '#');
        text_put_u32(text, type);
    }
}

static enum line_status put_checksum(struct line *line, const struct layer *layer,
                                     unsigned version) {
    uint16_t checksum;
    uint16_t field;

    if (layer->captured < layer->length) {
        return LINE_NEXT;
    }
    checksum = version == 2 ? checksum_finish(checksum_add(0, layer->data, layer->length))
                            : transport_checksum(line, layer, IP_VRRP);
    if (checksum != 0) {
        if (!span_be16(layer_span(layer), 6, &field)) {
            return LINE_CUT;
        }
        text_put_string(line->text, ", (bad vrrp cksum ");
        text_put_hex(line->text, field);
        text_put_char(line->text, ')');
    }
    return LINE_NEXT;
}

static enum line_status put_addresses(struct line *line, struct span rest, uint8_t count,
                                      bool with_password) {
    struct text *text = line->text;
    unsigned version = line->ip->kind == LAYER_IPV4 ? 4 : 6;
    size_t size = version == 4 ? 4 : 16;

    text_put_string(text, ", addrs");
    if (count > 1) {
        text_put_char(text, '(');
        text_put_u32(text, count);
        text_put_char(text, ')');
    }
    text_put_char(text, ':');
    for (unsigned i = 0; i < count; i++, rest = span_from(rest, size)) {
        if (rest.length < size) {
            return LINE_CUT;
        }
        text_put_char(text, i == 0 ? ' ' : ',');
        address_put(line, version, rest.data);
    }
    if (with_password) {
        text_put_string(text, " auth \"");
        for (size_t i = 0; i < PASSWORD; i++) {
            uint8_t byte;

            if (!span_u8(rest, i, &byte)) {
                return LINE_CUT;
            }
            if (byte == 0) {
                break;
            }
            text_put_escaped(text, byte);
        }
        text_put_char(text, '"');
    }
    return LINE_END;
}

enum line_status print_vrrp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    struct span header = layer_span(layer);
    uint8_t hops = line->ip->data[line->ip->kind == LAYER_IPV4 ? 8 : 7];
    unsigned version;
    unsigned type;

    line->protocol = "vrrp";
    text_put_string(text, "VRRP");
    if (header.length < 1) {
        return LINE_CUT;
    }
    version = header.data[0] >> 4;
    type = header.data[0] & 0xf;
    text_put_char(text, 'v');
    text_put_u32(text, version);
    if (type == ADVERTISEMENT) {
        text_put_string(text, ", Advertisement");
    } else {
        text_put_string(text, ", unknown type (");
        text_put_u32(text, type);
        text_put_char(text, ')');
    }
    if (hops != 255) {
        text_put_string(text, ", (ttl ");
        text_put_u32(text, hops);
        text_put_char(text, ')');
    }
    if (version < 2 || version > 3 || type != ADVERTISEMENT) {
        return LINE_END;
    }
    if (header.length < 3) {
        return LINE_CUT;
    }
    text_put_string(text, ", vrid ");
    text_put_u32(text, header.data[1]);
    text_put_string(text, ", prio ");
    text_put_u32(text, header.data[2]);
    if (header.length < (version == 2 ? 5 : 6)) {
        return LINE_CUT;
    }
    if (version == 2) {
        put_authentication(text, header.data[4]);
        if (header.length < 6) {
            return LINE_CUT;
        }
    }
    text_put_string(text, ", intvl ");
    text_put_u32(text, version == 2 ? header.data[5] : load_be16(header.data + 4) & 0xfffu);
    text_put_string(text, version == 2 ? "s, length " : "cs, length ");
    text_put_u32(text, layer->length);
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    if (put_checksum(line, layer, version) == LINE_CUT) {
        return LINE_CUT;
    }
    return put_addresses(line, span_from(header, 8), header.data[3],
                         version == 2 && header.data[4] == AUTHENTICATION_SIMPLE);
}
