#include "tcpgloss/decode/packet.h"

#include "tcpgloss/decode/link.h"

#include "decode/step.h"

/* Null: the chain ends at this layer. */
static decode_step *const steps[] = {
    [LAYER_ETHERNET] = ethernet_step,
    [LAYER_VLAN] = vlan_step,
    [LAYER_LLC] = llc_step,
    [LAYER_SNAP] = snap_step,
    [LAYER_NULL] = null_step,
    [LAYER_RAW_IP] = raw_ip_step,
    [LAYER_SLL] = sll_step,
    [LAYER_SLL2] = sll2_step,
    [LAYER_SLL_VLAN] = sll_vlan_step,
    [LAYER_FDDI] = fddi_step,
    [LAYER_NFLOG] = nflog_step,
    [LAYER_CHDLC] = chdlc_step,
    [LAYER_PPP] = ppp_step,
    [LAYER_PPP_HDLC] = ppp_hdlc_step,
    [LAYER_PPPOE] = pppoe_step,
    [LAYER_MPLS] = mpls_step,
    [LAYER_NSH] = nsh_step,
    [LAYER_IPV4] = ipv4_step,
    [LAYER_IPV6] = ipv6_step,
    [LAYER_IPV6_HOP_BY_HOP] = ipv6_options_step,
    [LAYER_IPV6_ROUTING] = ipv6_options_step,
    [LAYER_IPV6_FRAGMENT] = ipv6_fragment_step,
    [LAYER_IPV6_DESTINATION] = ipv6_options_step,
    [LAYER_AH] = ah_step,
    [LAYER_GRE] = gre_step,
    [LAYER_VXLAN] = vxlan_step,
    [LAYER_GENEVE] = geneve_step,
    [LAYER_TCP] = tcp_step,
    [LAYER_UDP] = udp_step,
    [LAYER_RAW] = NULL, /* the last of enum layer_kind: gives the table its size */
};

static enum layer_kind layer_of_link_type(int link_type) {
    switch (link_type) {
    case LINK_EN10MB:
        return LAYER_ETHERNET;
    case LINK_NULL:
    case LINK_LOOP:
        return LAYER_NULL;
    case LINK_RAW_BSD:
    case LINK_RAW:
    case LINK_IPV4:
    case LINK_IPV6:
        return LAYER_RAW_IP;
    case LINK_SLL:
        return LAYER_SLL;
    case LINK_SLL2:
        return LAYER_SLL2;
    case LINK_FDDI:
        return LAYER_FDDI;
    case LINK_NFLOG:
        return LAYER_NFLOG;
    case LINK_CHDLC:
        return LAYER_CHDLC;
    case LINK_PPP:
        return LAYER_PPP;
    case LINK_PPP_SERIAL:
        return LAYER_PPP_HDLC;
    case LINK_PPP_ETHER:
        return LAYER_PPPOE;
    default:
        return LAYER_RAW;
    }
}

/* Takes the steps from the first layer, which is filled; each fills the one behind. */
static void follow(struct packet *packet) {
    unsigned count = 1;

    packet->ip = (struct ip_view){0};
    packet->has_tcp = false;
    packet->conversation = 0;
    packet->relative_base = (struct relative_base){0};
    for (; count < PACKET_LAYERS_MAX; count++) {
        struct layer *layer = &packet->layers[count - 1];
        decode_step *step = steps[layer->kind];

        if (step == NULL || !step(layer, packet, layer + 1)) {
            break;
        }
    }
    packet->layer_count = count;
}

void decode_frame(const struct frame *frame, struct packet *packet) {
    packet->frame = *frame;
    packet->layers[0] = (struct layer){
        .kind = layer_of_link_type(frame->link_type),
        .protocol = (uint32_t)frame->link_type,
        .data = frame->data,
        .captured = frame->captured,
        .length = frame->length,
    };
    follow(packet);
}

void decode_from(enum layer_kind kind, const uint8_t *data, uint32_t captured, uint32_t length,
                 struct packet *packet) {
    packet->layers[0] = (struct layer){
        .kind = kind,
        .data = data,
        .captured = captured,
        .length = length,
    };
    follow(packet);
}
