/* IP over Fibre Channel. */
#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"

/* Each network address is an Ethernet address behind two bytes. */
enum { DESTINATION = 2, SOURCE = 10 };

enum line_status print_ip_over_fc(struct line *line, const struct layer *layer) {
    line->protocol = "ipfc";
    if (layer_least(layer) < IP_OVER_FC_HEADER) {
        return LINE_CUT;
    }
    line->link = layer;
    line_count_link(line, IP_OVER_FC_HEADER);
    if (line->settings->link_header) {
        address_put_mac(line, layer->data + SOURCE);
        text_put_string(line->text, " > ");
        address_put_mac(line, layer->data + DESTINATION);
        line_put_number(line->text, ", length ", layer->length);
        text_put_string(line->text, ": ");
    }
    return LINE_NEXT;
}
