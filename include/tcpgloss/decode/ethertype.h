/* EtherTypes that are decoded or printed (IEEE registration authority). */
#ifndef TCPGLOSS_DECODE_ETHERTYPE_H
#define TCPGLOSS_DECODE_ETHERTYPE_H

#define ETHERNET_LENGTH_MAX 1500 /* up to this, the field is a length (IEEE 802.3) */

enum ethertype {
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_ARP = 0x0806,
    ETHERTYPE_PPPOE_DISCOVERY_OLD = 0x3c12,
    ETHERTYPE_PPPOE_SESSION_OLD = 0x3c13,
    ETHERTYPE_BRIDGING = 0x6558, /* transparent Ethernet bridging: a frame in a tunnel */
    ETHERTYPE_RARP = 0x8035,
    ETHERTYPE_VLAN = 0x8100,
    ETHERTYPE_IPV6 = 0x86dd,
    ETHERTYPE_MPCP = 0x8808, /* Ethernet passive optical networks' control (IEEE 802.3 §64) */
    ETHERTYPE_PPP = 0x880b,
    ETHERTYPE_MPLS = 0x8847,
    ETHERTYPE_MPLS_MULTICAST = 0x8848,
    ETHERTYPE_PPPOE_DISCOVERY = 0x8863,
    ETHERTYPE_PPPOE_SESSION = 0x8864,
    ETHERTYPE_JUMBO = 0x8870, /* LLC follows, of any length */
    ETHERTYPE_QINQ = 0x88a8,
    ETHERTYPE_LLDP = 0x88cc,
    ETHERTYPE_NSH = 0x894f,
    ETHERTYPE_VLAN_9100 = 0x9100,
    ETHERTYPE_VLAN_9200 = 0x9200,
};

#endif
