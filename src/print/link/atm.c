/* LLC on ATM. */
#include "print/layer_printers.h"
#include "print/line.h"

enum { NLPID_WITHOUT_LLC = 0x03 };

enum { SHOWN = 16 }; /* bytes of a driver's header */

static void put_driver_header(struct text *text, const uint8_t *header) {
    for (unsigned i = 0; i < SHOWN; i++) {
        text_put_hex_padded(text, header[i], 2);
        if (i % 8 == 7) {
            text_put_char(text, ' ');
        }
    }
}

enum line_status print_atm(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);

    line->protocol = "atm";
    if (layer->captured > 0 && layer->data[0] == NLPID_WITHOUT_LLC) {
        if (line->settings->link_header) {
            text_put_string(line->text, "CNLPID ");
        }
        line_count_link(line, 1);
        return LINE_END;
    }
    if (line->settings->link_header && layer->captured >= SHOWN &&
        (next == NULL || next->data != layer->data)) {
        put_driver_header(line->text, layer->data);
    }
    if (next == NULL) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, (uint32_t)(next->data - layer->data));
    return LINE_NEXT;
}
