/* BSD loopback. */
#include "line.h"

enum { NULL_HEADER = 4 };

enum line_status line_put_null(struct line *line, const struct layer *layer) {
    line->protocol = "null";
    if (layer->captured < NULL_HEADER) {
        line_put_cut(line);
        line->link_length += layer->captured;
        return LINE_END;
    }
    line->link = layer;
    line->link_length += NULL_HEADER;
    return LINE_NEXT;
}
