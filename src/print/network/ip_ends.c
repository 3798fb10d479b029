#include "print/network/ip_ends.h"

#include "print/address.h"
#include "print/line.h"

void ip_ends_put(struct line *line) {
    const struct ip_ends ends = ip_ends(line->ip);

    address_put(line, ends.version, ends.source);
    text_put(line->text, " > ", 3);
    address_put(line, ends.version, ends.destination);
}

static char *format_end(char *to, unsigned version, const uint8_t *address, uint16_t port) {
    to = version == 4 ? format_ipv4(to, address) : format_ipv6(to, address);
    *to++ = '.';
    return format_u32(to, port);
}

char *ip_ends_format(char *to, const struct layer *ip, uint16_t source_port,
                     uint16_t destination_port) {
    const struct ip_ends ends = ip_ends(ip);

    to = format_end(to, ends.version, ends.source, source_port);
    to = format_string(to, " > ");
    to = format_end(to, ends.version, ends.destination, destination_port);
    return format_string(to, ": ");
}

void ip_ends_put_with_ports(struct line *line, const char *transport, uint8_t protocol,
                            uint16_t source_port, uint16_t destination_port) {
    const struct ip_ends ends = ip_ends(line->ip);
    bool with_addresses = line_is_right_behind_ip(line, protocol);

    if (with_addresses && line->settings->names == NULL) {
        char *to = text_begin(line->text, IP_ENDS_ROOM);

        if (to != NULL) {
            to = ip_ends_format(to, line->ip, source_port, destination_port);
            text_end(line->text, to);
        }
        return;
    }
    if (with_addresses) {
        address_put(line, ends.version, ends.source);
        text_put_char(line->text, '.');
    }
    address_put_port(line, transport, source_port);
    text_put(line->text, " > ", 3);
    if (with_addresses) {
        address_put(line, ends.version, ends.destination);
        text_put_char(line->text, '.');
    }
    address_put_port(line, transport, destination_port);
    text_put(line->text, ": ", 2);
}
