/* EtherTypes that decoding follows (IEEE registration authority). */
#ifndef TCPGLOSS_SRC_DECODE_ETHERTYPE_H
#define TCPGLOSS_SRC_DECODE_ETHERTYPE_H

#define ETHERNET_LENGTH_MAX 1500 /* up to this, the field is a length (IEEE 802.3) */

enum ethertype {
    ETHERTYPE_IPV4 = 0x0800,
    ETHERTYPE_ARP = 0x0806,
    ETHERTYPE_RARP = 0x8035,
    ETHERTYPE_VLAN = 0x8100,
    ETHERTYPE_IPV6 = 0x86dd,
    ETHERTYPE_QINQ = 0x88a8,
    ETHERTYPE_VLAN_9100 = 0x9100,
    ETHERTYPE_VLAN_9200 = 0x9200,
};

#endif
