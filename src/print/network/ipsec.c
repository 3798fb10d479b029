/* IPsec: the encrypted payload and the compressed one, of which only the header can be read, and
 * the former in UDP (RFC 3948). */
#include "print/application/payload.h"
#include "print/line.h"
#include "print/network/ip_printers.h"

enum { ESP_HEADER = 8, IPCOMP_HEADER = 4 };

enum { KEEP_ALIVE = 0xff };

static enum line_status put_esp(struct line *line, struct span packet, uint32_t length) {
    line->protocol = "esp";
    if (packet.length <= ESP_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(line->text, "ESP(spi=0x");
    text_put_hex_padded(line->text, load_be32(packet.data), 8);
    text_put_string(line->text, ",seq=0x");
    text_put_hex(line->text, load_be32(packet.data + 4));
    text_put_string(line->text, "), length ");
    text_put_u32(line->text, length);
    return LINE_END;
}

enum line_status print_esp(struct line *line, const struct layer *layer) {
    return put_esp(line, layer_span(layer), layer->length);
}

enum line_status print_ipcomp(struct line *line, const struct layer *layer) {
    struct span packet = layer_span(layer);

    line->protocol = "ipcomp";
    if (packet.length < IPCOMP_HEADER) {
        return LINE_CUT;
    }
    text_put_string(line->text, "IPComp(cpi=0x");
    text_put_hex_padded(line->text, load_be16(packet.data + 2), 4);
    text_put_char(line->text, ')');
    return LINE_END;
}

/* Four bytes of zero stand before a key exchange, which is not decoded. */
enum line_status print_esp_in_udp(struct line *line, struct span packet, uint32_t length) {
    line->protocol = "isakmp_rfc3948";
    if (packet.length >= 1 && length == 1 && packet.data[0] == KEEP_ALIVE) {
        text_put_string(line->text, "isakmp-nat-keep-alive");
        return LINE_END;
    }
    if (packet.length < 4) {
        return LINE_CUT;
    }
    if (load_be32(packet.data) == 0) {
        text_put_string(line->text, "NONESP-encap: isakmp:");
        return LINE_END;
    }
    text_put_string(line->text, "UDP-encap: ");
    return put_esp(line, packet, length);
}
