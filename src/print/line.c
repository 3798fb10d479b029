#include "print/line.h"

#include <stdlib.h>
#include <time.h>

#include "print/printer_state.h"

enum { SNAPSHOT_MAX = 262144 }; /* longer packets tcpdump takes for damage */

/* Null: nothing of such a layer is printed, and the line ends before it. */
static line_printer_of_layer *const printers[] = {
    [LAYER_ETHERNET] = line_put_ethernet,
    [LAYER_VLAN] = line_put_vlan,
    [LAYER_LLC] = line_put_llc,
    [LAYER_SNAP] = line_put_snap,
    [LAYER_NULL] = line_put_null,
    [LAYER_RAW_IP] = line_put_raw_ip,
    [LAYER_SLL] = line_put_sll,
    [LAYER_SLL2] = line_put_sll2,
    [LAYER_SLL_VLAN] = line_put_sll_vlan,
    [LAYER_FDDI] = line_put_fddi,
    [LAYER_NFLOG] = line_put_nflog,
    [LAYER_CHDLC] = line_put_chdlc,
    [LAYER_PPP] = line_put_ppp,
    [LAYER_PPP_HDLC] = line_put_ppp_hdlc,
    [LAYER_PPPOE] = line_put_pppoe,
    [LAYER_MPLS] = line_put_mpls,
    [LAYER_NSH] = line_put_nsh,
    [LAYER_IPV4] = line_put_ipv4,
    [LAYER_IPV6] = line_put_ipv6,
    [LAYER_IPV6_HOP_BY_HOP] = line_put_ipv6_options,
    [LAYER_IPV6_ROUTING] = line_put_ipv6_routing,
    [LAYER_IPV6_FRAGMENT] = line_put_ipv6_fragment,
    [LAYER_IPV6_DESTINATION] = line_put_ipv6_options,
    [LAYER_IPV6_MOBILITY] = line_put_ipv6_mobility,
    [LAYER_AH] = line_put_ah,
    [LAYER_ARP] = line_put_arp,
    [LAYER_LLDP] = line_put_lldp,
    [LAYER_GRE] = line_put_gre,
    [LAYER_VXLAN] = line_put_vxlan,
    [LAYER_GENEVE] = line_put_geneve,
    [LAYER_TCP] = line_put_tcp,
    [LAYER_UDP] = line_put_udp,
    [LAYER_ICMP] = line_put_icmp,
    [LAYER_ICMPV6] = line_put_icmpv6,
    [LAYER_SCTP] = line_put_sctp,
    [LAYER_IGMP] = line_put_igmp,
    [LAYER_OTHER_IP] = line_put_other_ip,
    [LAYER_OTHER_ETHERTYPE] = line_put_other_ethertype,
    [LAYER_FRAGMENT] = line_put_fragment,
    [LAYER_RAW] = line_put_raw,
};

struct line_printer *line_printer_create(const struct line_settings *settings,
                                         struct error *error) {
    struct line_printer *printer = calloc(1, sizeof *printer);

    if (printer == NULL) {
        (void)error_set(error, STATUS_RUNTIME, "out of memory");
        return NULL;
    }
    printer->settings = *settings;
    if (settings->numeric != 0) {
        printer->settings.names = NULL;
    }
    printer->plain = line_settings_are_plain(&printer->settings);
    tzset(); /* reads the time zone now: later files may be out of reach */
    interfaces_init(&printer->interfaces);
    return printer;
}

void line_printer_destroy(struct line_printer *printer) {
    if (printer != NULL) {
        interfaces_free(&printer->interfaces);
        free(printer);
    }
}

void line_put_cut(struct line *line) {
    text_put_string(line->text, " [|");
    text_put_string(line->text, line->protocol);
    text_put_char(line->text, ']');
}

enum line_status line_put_layers(struct line *line, const struct packet *packet, unsigned first) {
    const struct packet *outer = line->packet;
    enum line_status status = LINE_NEXT;

    line->packet = packet;
    for (unsigned i = first; i < packet->layer_count && status == LINE_NEXT; i++) {
        line_printer_of_layer *put = printers[packet->layers[i].kind];

        status = put != NULL ? put(line, &packet->layers[i]) : LINE_END;
    }
    line->packet = outer;
    return status;
}

static bool is_valid(const struct frame *frame) {
    return frame->captured != 0 && frame->captured <= frame->length &&
           frame->length <= SNAPSHOT_MAX;
}

/* A record whose lengths cannot be true gets no line of its own protocols. */
__attribute__((cold, noinline)) static void put_invalid_header(struct text *text,
                                                               const struct frame *frame) {
    const char *separator = "[Invalid header:";

    if (frame->captured == 0) {
        text_put_string(text, "[Invalid header: caplen==0");
        separator = ",";
    }
    if (frame->length == 0) {
        text_put_string(text, separator);
        text_put_string(text, " len==0");
        separator = ",";
    } else if (frame->length < frame->captured) {
        text_put_string(text, separator);
        text_printf(text, " len(%u) < caplen(%u)", frame->length, frame->captured);
        separator = ",";
    }
    if (frame->captured > SNAPSHOT_MAX) {
        text_put_string(text, separator);
        text_printf(text, " caplen(%u) > %u", frame->captured, SNAPSHOT_MAX);
        separator = ",";
    }
    if (frame->length > SNAPSHOT_MAX) {
        text_put_string(text, separator);
        text_printf(text, " len(%u) > %u", frame->length, SNAPSHOT_MAX);
    }
    text_put_string(text, "]\n");
}

static void put_dump(struct line *line) {
    const struct frame *frame = line->frame;
    enum dump_style style = line->settings->dump;
    bool with_link =
        style == DUMP_HEX_LINK || style == DUMP_HEX_ASCII_LINK || style == DUMP_ASCII_LINK;
    uint32_t skip = with_link ? 0 : line->link_length;

    if (frame->captured <= skip) {
        return;
    }
    if (style == DUMP_HEX || style == DUMP_HEX_LINK) {
        line_put_hex(line, "\n\t", frame->data + skip, frame->captured - skip);
    } else if (style == DUMP_HEX_ASCII || style == DUMP_HEX_ASCII_LINK) {
        line_put_hex_ascii(line, frame->data + skip, frame->captured - skip);
    } else {
        line_put_ascii(line, frame->data + skip, frame->captured - skip);
    }
}

static void put_time(struct line *line) {
    char *to = text_begin(line->text, LINE_TIME_ROOM);

    if (to != NULL) {
        text_end(line->text, line_format_time(to, line->printer, line->frame));
    }
}

/* Whether the packet's segment is printed with its numbers, if it has one. */
__attribute__((noinline)) static bool print_layers(struct line_printer *printer,
                                                   const struct packet *packet, struct text *text) {
    struct line line = {
        .printer = printer,
        .settings = &printer->settings,
        .frame = &packet->frame,
        .packet = packet,
        .text = text,
        .protocol = "",
    };

    put_time(&line);
    if (line_put_layers(&line, packet, 0) == LINE_CUT) {
        line_put_cut(&line);
    } else {
        line.link_length += line.link_length_whole;
    }
    if (printer->settings.dump != DUMP_NONE) {
        put_dump(&line);
    }
    text_put_char(text, '\n');
    return line.segment_reached;
}

void line_print(struct line_printer *printer, const struct packet *packet, struct text *text) {
    bool numbered = false;

    if (printer->settings.number) {
        text_printf(text, "%5llu  ", (unsigned long long)packet->frame.number);
    }
    if (!is_valid(&packet->frame)) {
        put_invalid_header(text, &packet->frame);
    } else {
        numbered = line_print_plain(printer, packet, text) || print_layers(printer, packet, text);
    }
    if (!numbered && line_numbering(&printer->settings) != NULL) {
        relative_seq_take_back(printer->settings.relative);
    }
}
