/* macOS's PKTAP. */
#include "tcpgloss/decode/link.h"

#include "print/layer_printers.h"
#include "print/line.h"
#include "print/value_names.h"

enum { RECORD_NONE = 0, RECORD_PACKET = 1 };

/* As libpcap names them. */
static const struct value_name link_names[] = {
    {LINK_NULL, "NULL"},
    {LINK_EN10MB, "EN10MB"},
    {LINK_PPP, "PPP"},
    {LINK_FDDI, "FDDI"},
    {LINK_ATM_RFC1483, "ATM_RFC1483"},
    {LINK_RAW_BSD, "RAW"},
    {LINK_PPP_SERIAL, "PPP_SERIAL"},
    {LINK_RAW, "RAW"},
    {LINK_PPP_ETHER, "PPP_ETHER"},
    {LINK_CHDLC, "C_HDLC"},
    {LINK_FRELAY, "FRELAY"},
    {LINK_LOOP, "LOOP"},
    {LINK_ENC, "ENC"},
    {LINK_SLL, "LINUX_SLL"},
    {LINK_PFLOG, "PFLOG"},
    {LINK_IP_OVER_FC, "IP_OVER_FC"},
    {LINK_IPV4, "IPV4"},
    {LINK_IPV6, "IPV6"},
    {LINK_NFLOG, "NFLOG"},
    {LINK_SLL2, "LINUX_SLL2"},
    {LINK_PKTAP, "PKTAP"},
    {0, NULL},
};

static void put_header(struct line *line, const uint8_t *header, uint32_t length) {
    struct text *text = line->text;
    uint32_t link_type = load_le32(header + 8);
    const char *name = value_names_find_or(link_names, link_type, "UNKNOWN");

    if (line->settings->quiet) {
        text_put_string(text, name);
    } else {
        text_put_string(text, "DLT ");
        text_put_string(text, name);
        text_put_string(text, " (");
        text_put_u32(text, link_type);
        text_put_string(text, ") len ");
        text_put_u32(text, load_le32(header));
    }
    text_put_string(text, ", length ");
    text_put_u32(text, length);
    text_put_string(text, ": ");
}

/* Prints what the other link carries. tcpdump counts that link's header twice among the bytes that
 * a dump leaves out. */
static enum line_status put_inside(struct line *line, const struct layer *next, uint32_t header) {
    enum line_status status =
        line_put_layers(line, line->packet, (unsigned)(next - line->packet->layers));

    if (status == LINE_CUT) {
        return LINE_CUT;
    }
    line->link_length_whole += header + line->link_length + line->link_length_whole;
    return LINE_END;
}

/* Says why a header is not there as a whole; false if it is. */
static bool put_fault(struct line *line, const struct layer *layer) {
    uint32_t header;

    if (layer->length < PKTAP_HEADER) {
        text_printf(line->text, " (packet too short, %u < %u) (invalid)", layer->length,
                    PKTAP_HEADER);
        return true;
    }
    if (layer->captured < PKTAP_HEADER) {
        line_put_cut(line);
        return true;
    }
    header = load_le32(layer->data);
    if (header < PKTAP_HEADER) {
        text_printf(line->text, " (pkt_len too small, %u < %u) (invalid)", header, PKTAP_HEADER);
        return true;
    }
    if (header > layer->length) {
        text_printf(line->text, " (pkt_len too big, %u > %u) (invalid)", header, layer->length);
        return true;
    }
    if (header > layer->captured) {
        line_put_cut(line);
        return true;
    }
    return false;
}

enum line_status print_pktap(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    uint32_t header;
    uint32_t record;

    line->protocol = "pktap";
    if (put_fault(line, layer)) {
        return LINE_END;
    }
    header = load_le32(layer->data);
    if (line->settings->link_header || (next != NULL && next->kind == LAYER_RAW)) {
        put_header(line, layer->data, layer->length);
    }
    record = load_le32(layer->data + 4);
    if (record == RECORD_PACKET && next != NULL) {
        return put_inside(line, next, header);
    }
    if (record == RECORD_NONE) {
        text_put_string(line->text, "no data");
    }
    line_count_link(line, header);
    return LINE_END;
}
