/*
 * Steps: each protocol says what follows its header.
 *
 * A step gets the layer at which decoding stands and fills `next` with what is behind its header;
 * false ends the chain (the header is cut or bad, or nothing that is decoded follows). `next` is
 * the layer behind `layer` in the packet, where decode_frame() goes on with the step of its kind.
 *
 * A step checks before it reads: the bytes of layer->data up to layer->captured are there, no more.
 */
#ifndef TCPGLOSS_SRC_DECODE_STEP_H
#define TCPGLOSS_SRC_DECODE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/decode/packet.h"

typedef bool decode_step(const struct layer *layer, struct packet *packet, struct layer *next);

decode_step ethernet_step;
decode_step vlan_step;
decode_step llc_step;
decode_step snap_step;
decode_step null_step;
decode_step sll_step;
decode_step sll2_step;
decode_step sll_vlan_step;
decode_step fddi_step;
decode_step nflog_step;
decode_step chdlc_step;
decode_step ppp_step;
decode_step ppp_hdlc_step;
decode_step pppoe_step;
decode_step mpls_step;
decode_step nsh_step;
decode_step raw_ip_step;
decode_step ipv4_step;
decode_step ipv6_step;
decode_step ipv6_options_step;
decode_step ipv6_fragment_step;
decode_step ah_step;
decode_step gre_step;
decode_step udp_step;
decode_step vxlan_step;
decode_step geneve_step;
decode_step tcp_step;

/* Which layer a number stands for. Where nothing fits: LAYER_OTHER_ETHERTYPE, LAYER_OTHER_IP,
 * LAYER_RAW. Tags and lengths have a meaning in an Ethernet header only: see there. */
enum layer_kind layer_of_ethertype(uint16_t ethertype);
enum layer_kind layer_of_ppp_protocol(uint16_t protocol);
enum layer_kind layer_of_ip_protocol(uint8_t protocol, unsigned version);
enum layer_kind layer_of_ipv6_next(uint8_t next_header); /* knows extension headers too */

/* What is behind the first `header` bytes of a layer, all of which must have been captured; false
 * otherwise. */
static inline bool layer_after(const struct layer *layer, uint32_t header, enum layer_kind kind,
                               uint32_t protocol, struct layer *next) {
    if (header > layer->captured || header > layer->length) {
        return false;
    }
    *next = (struct layer){
        .kind = kind,
        .protocol = protocol,
        .data = layer->data + header,
        .captured = layer->captured - header,
        .length = layer->length - header,
    };
    return true;
}

/* How long the layer is, as the header before it says. */
static inline void layer_set_length(struct layer *layer, uint32_t length) {
    layer->length = length;
    if (length < layer->captured) {
        layer->captured = length;
    }
}

#endif
