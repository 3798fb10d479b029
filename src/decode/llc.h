/* Service access points and organisations (IEEE 802.2) that decoding follows. */
#ifndef TCPGLOSS_SRC_DECODE_LLC_H
#define TCPGLOSS_SRC_DECODE_LLC_H

enum llc_sap {
    LLC_SAP_IP = 0x06,
    LLC_SAP_SNAP = 0xaa,
    LLC_SAP_OSI = 0xfe,
};

enum { LLC_UNNUMBERED_INFORMATION = 0x03 };

enum snap_oui {
    OUI_ETHERNET = 0x000000,
    OUI_CISCO_BRIDGED = 0x0000f8,
    OUI_RFC2684 = 0x0080c2, /* bridged frames in ATM */
};

enum snap_rfc2684 {
    RFC2684_ETHERNET_FCS = 0x0001,
    RFC2684_ETHERNET = 0x0007,
};

#endif
