/*
 * Inside the line printer: what the printers of single protocols share.
 *
 * line_print() walks packet->layers and hands each layer to the printer of its kind (the table in
 * line.c). A printer reads its own header only, from layer->data within layer->captured, and says
 * in its result whether the line goes on. Decoding has already decided what follows what.
 */
#ifndef TCPGLOSS_SRC_PRINT_LINE_H
#define TCPGLOSS_SRC_PRINT_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/format.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/print/printer.h"

/* How a printer leaves the line. */
enum line_status {
    LINE_NEXT, /* the header is printed; the next layer, if there is one, follows */
    LINE_END,  /* nothing more of this packet is printed, except for a dump */
    LINE_CUT,  /* a byte that had to be printed was not captured: " [|name]" ends the line, with the
                  name in line->protocol */
};

/* One packet's line while it is made. */
struct line {
    struct line_printer *printer; /* what is kept from packet to packet (printer.h) */
    const struct line_settings *settings;
    const struct frame *frame;
    const struct packet *packet; /* whose layers are printed: the frame's, or one quoted in it */
    struct text *text;
    const char *protocol;     /* what stands between "[|" and "]"; each printer sets it first */
    const struct layer *link; /* the last link header printed, or null */
    const struct layer *ip;   /* the last IP header printed, or null */
    bool fragmented;          /* that IP packet is a first fragment: no checksum of its whole */
    uint32_t jumbo;           /* that IPv6 packet's payload length, by RFC 2675's option, or 0 */
    bool hop_by_hop_seen;     /* behind that IPv6 header */
    bool segment_reached;     /* of the packet, with its numbers: the printers before TCP went on */
    uint8_t quotes;           /* packets quoted inside each other, whose innermost this is */
    uint32_t link_length;     /* bytes of link headers, which -x, -X and -A leave out */
    uint32_t link_length_whole; /* more of them, that count only if the line was not cut */
};

typedef enum line_status line_printer_of_layer(struct line *line, const struct layer *layer);

/* Prints the layers from `first` on. Also for a packet quoted inside another (decode_from()). */
enum line_status line_put_layers(struct line *line, const struct packet *packet, unsigned first);

/* One printer a layer kind. */
line_printer_of_layer line_put_ethernet;
line_printer_of_layer line_put_vlan;
line_printer_of_layer line_put_llc;
line_printer_of_layer line_put_snap;
line_printer_of_layer line_put_null;
line_printer_of_layer line_put_raw_ip;
line_printer_of_layer line_put_sll;
line_printer_of_layer line_put_sll2;
line_printer_of_layer line_put_sll_vlan;
line_printer_of_layer line_put_fddi;
line_printer_of_layer line_put_nflog;
line_printer_of_layer line_put_chdlc;
line_printer_of_layer line_put_ppp;
line_printer_of_layer line_put_ppp_hdlc;
line_printer_of_layer line_put_pppoe;
line_printer_of_layer line_put_mpls;
line_printer_of_layer line_put_nsh;
line_printer_of_layer line_put_ipv4;
line_printer_of_layer line_put_ipv6;
line_printer_of_layer line_put_ipv6_options; /* hop-by-hop, destination */
line_printer_of_layer line_put_ipv6_routing;
line_printer_of_layer line_put_ipv6_fragment;
line_printer_of_layer line_put_ipv6_mobility;
line_printer_of_layer line_put_ah;
line_printer_of_layer line_put_gre;
line_printer_of_layer line_put_vxlan;
line_printer_of_layer line_put_geneve;
line_printer_of_layer line_put_tcp;
line_printer_of_layer line_put_udp;
line_printer_of_layer line_put_icmp;
line_printer_of_layer line_put_icmpv6;
line_printer_of_layer line_put_sctp;
line_printer_of_layer line_put_igmp;
line_printer_of_layer line_put_arp;
line_printer_of_layer line_put_lldp;
line_printer_of_layer line_put_other_ip; /* and by its number, of an IP protocol: */
line_printer_of_layer line_put_igrp;
line_printer_of_layer line_put_mobile;
line_printer_of_layer line_put_vrrp;
line_printer_of_layer line_put_egp;
line_printer_of_layer line_put_eigrp;
line_printer_of_layer line_put_ospf;
line_printer_of_layer line_put_pim;
line_printer_of_layer line_put_rsvp;
line_printer_of_layer line_put_pgm;
line_printer_of_layer line_put_dccp;
line_printer_of_layer line_put_other_ethertype; /* and by its number: */
line_printer_of_layer line_put_mpcp;
line_printer_of_layer line_put_stp; /* behind LLC */
line_printer_of_layer line_put_fragment;
line_printer_of_layer line_put_raw; /* bytes of unknown kind */

/* To be returned when an extension header is printed that `next` follows. */
enum line_status line_end_ipv6_extension(struct line *line, uint8_t next);

/* What follows "length N" on the ports of text protocols (tcp_payload.c). */
enum line_status line_put_tcp_payload(struct line *line, const struct tcp_view *tcp);
bool line_prints_tcp_payload(const struct tcp_view *tcp);

/* " [|name]" where the line does not end with it (or ends without LINE_CUT). */
void line_put_cut(struct line *line);

/* A number behind what says which it is: ", seq 5". */
static inline void line_put_number(struct text *text, const char *before, uint64_t value) {
    text_put_string(text, before);
    text_put_u64(text, value);
}

/* What numbers segments, or null: with -S, and with -q, which shows no numbers. */
static inline struct relative_seq *line_numbering(const struct line_settings *settings) {
    return settings->quiet == 0 ? settings->relative : NULL;
}

/* The layer behind this one of the packet, or null. */
static inline const struct layer *line_next_layer(const struct line *line,
                                                  const struct layer *layer) {
    const struct layer *end = line->packet->layers + line->packet->layer_count;

    return layer + 1 < end ? layer + 1 : NULL;
}

/* Whether the frame begins with the link header that is about to be printed. */
static inline bool line_is_outermost(const struct line *line) {
    return line->link == NULL && line->ip == NULL;
}

/* Adds to what a dump leaves out, if the line is not cut; nothing if the header is in a tunnel. */
static inline void line_count_link(struct line *line, uint32_t length) {
    if (line->ip == NULL) {
        line->link_length_whole += length;
    }
}

/* tcpdump's name of an EtherType, null where it has none, and the name with the number. */
const char *line_ethertype_name(uint16_t ethertype);
void line_put_ethertype(struct line *line, uint16_t ethertype);

/* Whether of what is there only its EtherType and its bytes can be printed. */
bool line_is_unknown_ethertype(const struct layer *layer);

/* tcpdump's name of an organisation by its OUI, or null (oui.c). */
const char *line_organisation_name(uint32_t oui);

/* "vlan 5, p 0, ": a tag's control information. */
void line_put_tag(struct line *line, uint16_t control);

/* "source > destination " with what follows each address, or only the latter where the link has
 * none. `source_sap` may be null. */
void line_put_llc_ends(struct line *line, const char *source_sap, const char *destination_sap);

/* Ends the line behind LLC, and SNAP if it is there, of `header_length` bytes together. Where not
 * the `whole` packet has been printed, the bytes from `layer` on, the LLC header, follow. */
enum line_status line_end_llc(struct line *line, const struct layer *layer, uint32_t header_length,
                              bool whole);

/* Addresses and ports, as names or numbers as the settings say (names.c). */
void line_put_address(struct line *line, unsigned version, const uint8_t *address);
void line_put_port(struct line *line, const char *transport, uint16_t port);
void line_put_mac(struct line *line, const uint8_t address[6]);

/* What -v prints of the options. LINE_END if the rest of one was cut, LINE_CUT if its beginning. */
enum line_status line_put_ipv4_options(struct line *line, const struct layer *layer,
                                       uint32_t header_length);

/* "source > destination" of the last IP header. */
void line_put_ip_ends(struct line *line);

/* "source.port > destination.port: "; behind extension headers without the addresses. */
void line_put_port_ends(struct line *line, const char *transport, uint8_t protocol,
                        uint16_t source_port, uint16_t destination_port);

/* The same in numbers, with the addresses of an IP header. */
enum {
    LINE_END_ROOM = FORMAT_IPV6_ROOM + 1 + FORMAT_U32_ROOM,
    LINE_ENDS_ROOM = LINE_END_ROOM + sizeof " > " + LINE_END_ROOM + sizeof ": ",
};
char *line_format_ends(char *to, const struct layer *ip, uint16_t source_port,
                       uint16_t destination_port);

/* Whether the last IP header itself names this protocol: no other header is between. */
bool line_is_right_behind_ip(const struct line *line, uint8_t protocol);

/*
 * The checksum over a transport's pseudo-header and all of its layer->length bytes, which must have
 * been captured: 0 if the one in it is right (pseudo_header.c).
 */
uint16_t line_transport_checksum(const struct line *line, const struct layer *layer,
                                 uint8_t protocol);

/* The same where the sum covers no more than the layer's first `coverage` bytes. */
uint16_t line_partial_checksum(const struct line *line, const struct layer *layer, uint8_t protocol,
                               uint32_t coverage);

/* tcpdump's names of IP protocols (ip_protocols.c): those of -v, null where it has none, and those
 * it uses for a protocol that it does not print further, unless -n is given. */
const char *line_ip_protocol_name(uint8_t protocol);
void line_put_ip_protocol(struct line *line, uint8_t protocol);

/* Lines of hexadecimal (dump.c), each begun by `lead`, or by "\n\t" with the characters beside. */
void line_put_hex(struct line *line, const char *lead, const uint8_t *data, uint32_t length);
void line_put_hex_ascii(struct line *line, const uint8_t *data, uint32_t length);
void line_put_ascii(struct line *line, const uint8_t *data, uint32_t length); /* -A */

/* Bytes of unknown kind. False, and nothing printed, with -q, and with -x and -X, which show the
 * whole packet. */
bool line_put_default(struct line *line, struct span bytes);

/* How much of a layer there is, by either account. */
static inline uint32_t layer_least(const struct layer *layer) {
    return layer->captured < layer->length ? layer->captured : layer->length;
}

/* What may be read of a layer. */
static inline struct span layer_span(const struct layer *layer) {
    return (struct span){.data = layer->data, .length = layer->captured};
}

#endif
