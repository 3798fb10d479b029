/* What is common to both versions of IP. */
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/ip_ends.h"
#include "print/network/ip_printers.h"
#include "print/network/ip_protocols.h"

enum line_status print_raw_ip(struct line *line, const struct layer *layer) {
    unsigned version;

    line->protocol = "ipn";
    if (line->settings->link_header) {
        text_put_string(line->text, "ip: ");
    }
    if (layer->length == 0) {
        text_put_string(line->text, "truncated-ip 0");
        return LINE_END;
    }
    if (layer->captured == 0) {
        return LINE_CUT;
    }
    version = layer->data[0] >> 4;
    if (version != 4 && version != 6) {
        text_put_string(line->text, "unknown ip ");
        text_put_u32(line->text, version);
        return LINE_END;
    }
    return LINE_NEXT;
}

/* A protocol of the other IP version. */
static enum line_status put_wrong_version(struct line *line, uint8_t protocol) {
    text_put_char(line->text, '[');
    text_put_string(line->text, ip_protocols_name(line->settings, protocol));
    text_put_string(line->text, protocol == IP_ICMPV6 || protocol == IP_ETHERNET
                                    ? " requires IPv6]"
                                    : " requires IPv4]");
    text_put_string(line->text, " (invalid)");
    return LINE_END;
}

static layer_printer *const printers[] = {
#define IP_PRINTER(number, printer) [number] = printer,
#include "print/network/ip_printers.def"
};

enum line_status print_other_ip(struct line *line, const struct layer *layer) {
    uint8_t protocol = (uint8_t)layer->protocol;

    if (protocol < sizeof printers / sizeof printers[0] && printers[protocol] != NULL) {
        return printers[protocol](line, layer);
    }
    switch (protocol) {
    case IP_ICMP:
    case IP_IGMP:
    case IP_ICMPV6:
    case IP_ETHERNET:
        return put_wrong_version(line, protocol);
    case IP_NO_NEXT:
        text_put_string(line->text, "no next header");
        return LINE_END;
    case IP_SUN_ND:
        text_put_string(line->text, " nd ");
        break;
    default:
        text_put_char(line->text, ' ');
        ip_protocols_put(line, protocol);
        text_put_char(line->text, ' ');
        break;
    }
    text_put_u32(line->text, layer->length);
    return LINE_END;
}

enum line_status print_fragment(struct line *line, const struct layer *layer) {
    if (line->settings->quiet > 1) {
        return LINE_END;
    }
    ip_ends_put(line);
    text_put_string(line->text, ": ");
    ip_protocols_put(line, (uint8_t)layer->protocol);
    return LINE_END;
}
