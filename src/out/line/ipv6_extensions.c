/* Extension headers of IPv6, and the authentication header. */
#include "line.h"

enum line_status line_put_ipv6_options(struct line *line, const struct layer *layer) {
    line->protocol = layer->kind == LAYER_IPV6_HOP_BY_HOP ? "hbhopt" : "dstopt";
    return layer->captured < 2 ? LINE_CUT : LINE_NEXT;
}

enum line_status line_put_ipv6_routing(struct line *line, const struct layer *layer) {
    line->protocol = "rt6";
    return layer->captured < 2 ? LINE_CUT : LINE_NEXT;
}

enum line_status line_put_ipv6_fragment(struct line *line, const struct layer *layer) {
    line->protocol = "frag6";
    line->fragmented = true;
    return layer->captured < 8 ? LINE_CUT : LINE_NEXT;
}

enum line_status line_put_ah(struct line *line, const struct layer *layer) {
    line->protocol = "ah";
    return layer->captured < 12 ? LINE_CUT : LINE_NEXT;
}
