/* LLDP: that there is one, and how long; its contents are not decoded. */
#include "line.h"

enum line_status line_put_lldp(struct line *line, const struct layer *layer) {
    line->protocol = "lldp";
    text_put_string(line->text, "LLDP, length ");
    text_put_u32(line->text, layer->length);
    return LINE_END;
}
