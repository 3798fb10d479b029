/* Minimal encapsulation for Mobile IP (RFC 2004 §3.1). */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/line.h"
#include "print/network/ip_printers.h"

enum { HEADER = 8, HEADER_WITH_SOURCE = 12, SOURCE_PRESENT = 0x0080 };

enum line_status print_mobile(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const uint8_t *header = layer->data;
    bool verbose = line->settings->verbosity > 0;
    uint16_t protocol;
    bool with_source;

    line->protocol = "mobile";
    if (layer->length < HEADER || layer->captured < HEADER_WITH_SOURCE) {
        line_put_cut(line);
        return LINE_END;
    }
    protocol = load_be16(header);
    with_source = (protocol & SOURCE_PRESENT) != 0;
    text_put_string(text, with_source ? "mobile: [S] " : "mobile: [] ");
    if (verbose && with_source) {
        address_put(line, 4, header + 8);
        text_put_char(text, ' ');
    }
    if (verbose) {
        text_put_string(text, "> ");
        address_put(line, 4, header + 4);
        text_put_string(text, " (oproto=");
        text_put_u32(text, protocol >> 8);
        text_put_char(text, ')');
    }
    if (checksum_finish(checksum_add(0, header, with_source ? HEADER_WITH_SOURCE : HEADER)) != 0) {
        text_put_string(text, " (bad checksum ");
        text_put_u32(text, load_be16(header + 2));
        text_put_char(text, ')');
    }
    return LINE_END;
}
