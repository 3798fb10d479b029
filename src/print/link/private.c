/* Link types for private use. */
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum line_status print_private(struct line *line, const struct layer *layer) {
    text_put_string(line->text, "UNSUPPORTED");
    hex_dump_put_with_ascii(line, layer->data, layer->captured);
    return LINE_END;
}
