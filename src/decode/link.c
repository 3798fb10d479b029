#include "tcpgloss/decode/link.h"

bool link_type_known(int link_type) {
    switch (link_type) {
    case LINK_NULL:
    case LINK_EN10MB:
    case LINK_PPP:
    case LINK_FDDI:
    case LINK_RAW_BSD:
    case LINK_PPP_SERIAL:
    case LINK_PPP_ETHER:
    case LINK_RAW:
    case LINK_CHDLC:
    case LINK_LOOP:
    case LINK_SLL:
    case LINK_IPV4:
    case LINK_IPV6:
    case LINK_NFLOG:
    case LINK_SLL2:
        return true;
    default:
        return false;
    }
}
