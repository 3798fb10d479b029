/* The TCP header. */
#include "line.h"

enum line_status line_put_tcp(struct line *line, const struct layer *layer) {
    line->protocol = "tcp";
    if (layer->captured < TCP_HEADER_MIN) {
        return LINE_CUT;
    }
    text_put_string(line->text, "Flags");
    return LINE_END;
}
