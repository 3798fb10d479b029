/* IPv6. */
#include "line.h"

enum { IPV6_HEADER = 40 };

enum line_status line_put_ipv6(struct line *line, const struct layer *layer) {
    line->protocol = "ip6";
    if (layer->captured < IPV6_HEADER) {
        return LINE_CUT;
    }
    line->ip = layer;
    line->fragmented = false;
    if (!line->settings->link_header) {
        text_put_string(line->text, "IP6 ");
    }
    return LINE_NEXT;
}
