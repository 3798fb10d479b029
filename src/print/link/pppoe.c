/* PPP over Ethernet. */
#include "print/layer_printers.h"
#include "print/line.h"

enum { TAG_HEADER = 4, TAG_TEXT_MAX = 79 };

enum { CODE_SESSION = 0x00, CODE_PADI = 0x09, PADI_LENGTH_MAX = 1484 };

static const char *code_name(uint8_t code) {
    switch (code) {
    case CODE_SESSION:
        return "";
    case 0x07:
        return "PADO";
    case CODE_PADI:
        return "PADI";
    case 0x19:
        return "PADR";
    case 0x65:
        return "PADS";
    case 0xa7:
        return "PADT";
    default:
        return NULL;
    }
}

static void put_tag_name(struct text *text, uint16_t type) {
    static const struct {
        uint16_t type;
        const char *name;
    } names[] = {
        {0x0000, "EOL"},
        {0x0101, "Service-Name"},
        {0x0102, "AC-Name"},
        {0x0103, "Host-Uniq"},
        {0x0104, "AC-Cookie"},
        {0x0105, "Vendor-Specific"},
        {0x0110, "Relay-Session-ID"},
        {0x0120, "PPP-Max-Payload"},
        {0x0201, "Service-Name-Error"},
        {0x0202, "AC-System-Error"},
        {0x0203, "Generic-Error"},
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].type == type) {
            text_put_string(text, names[i].name);
            return;
        }
    }
    text_put_string(text, "TAG-0x");
    text_put_hex(text, type);
}

/* As text, if most of it is, otherwise in hexadecimal. */
static void put_tag_value(struct text *text, struct span value) {
    struct span shown = span_first(value, TAG_TEXT_MAX);
    size_t printable = 0;

    for (size_t i = 0; i < shown.length; i++) {
        printable += line_is_printable(shown.data[i]);
    }
    if (printable > shown.length - printable) {
        text_put_string(text, " \"");
        for (size_t i = 0; i < shown.length; i++) {
            uint8_t byte = line_is_printable(shown.data[i]) ? shown.data[i] : (uint8_t)'.';

            text_put_char(text, (char)byte);
        }
        text_put_char(text, '"');
    } else {
        static const char digits[] = "0123456789ABCDEF";

        text_put_string(text, " 0x");
        for (size_t i = 0; i < value.length; i++) {
            text_put_char(text, digits[value.data[i] >> 4]);
            text_put_char(text, digits[value.data[i] & 0xf]);
        }
    }
}

/* The tags of discovery, `length` bytes of which some may not have been captured. */
static enum line_status put_tags(struct line *line, struct span captured, uint32_t length) {
    uint32_t at = 0;
    uint16_t type = 0xffff;

    while (type != 0 && at < length) {
        uint16_t size;

        if (!span_be16(captured, at, &type) || !span_be16(captured, at + 2, &size)) {
            return LINE_CUT;
        }
        at += TAG_HEADER;
        if (!span_has(captured, at, size)) {
            return LINE_CUT;
        }
        text_put_string(line->text, " [");
        put_tag_name(line->text, type);
        if (size != 0) {
            put_tag_value(line->text, span_first(span_from(captured, at), size));
        }
        text_put_char(line->text, ']');
        at += size;
    }
    return LINE_END;
}

/* The header, but for the session's end of it. Returns the length of what follows. */
static uint32_t put_header(struct line *line, const uint8_t *header, uint32_t room) {
    struct text *text = line->text;
    const char *code = code_name(header[1]);
    uint32_t session = load_be16(header + 2);
    uint32_t length = load_be16(header + 4);

    if (header[0] >> 4 != 1) {
        text_put_string(text, " [ver ");
        text_put_u32(text, header[0] >> 4);
        text_put_char(text, ']');
    }
    if ((header[0] & 0xf) != 1) {
        text_put_string(text, " [type ");
        text_put_u32(text, header[0] & 0xf);
        text_put_char(text, ']');
    }
    text_put_string(text, "PPPoE ");
    if (code != NULL) {
        text_put_string(text, code);
    } else {
        text_put_string(text, "PAD-");
        text_put_hex(text, header[1]);
    }
    if (header[1] == CODE_PADI && length > PADI_LENGTH_MAX - PPPOE_HEADER) {
        text_put_string(text, " [len ");
        text_put_u32(text, length);
        text_put_string(text, "!]");
    }
    if (length > room) {
        text_put_string(text, " [len ");
        text_put_u32(text, length);
        text_put_string(text, " > ");
        text_put_u32(text, room);
        text_put_string(text, "!]");
        length = room;
    }
    if (session != 0) {
        text_put_string(text, " [ses 0x");
        text_put_hex(text, session);
        text_put_char(text, ']');
    }
    return length;
}

enum line_status print_pppoe(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    uint32_t length;

    line->protocol = "pppoe";
    if (layer->length < PPPOE_HEADER) {
        text_put_string(line->text, " (length ");
        text_put_u32(line->text, layer->length);
        text_put_string(line->text, " < 6) (invalid)");
        return LINE_END;
    }
    if (layer->captured < PPPOE_HEADER) {
        return LINE_CUT;
    }
    if (line_is_outermost(line)) {
        line->link = layer;
        line->link_length_whole += PPPOE_HEADER;
    }
    length = put_header(line, header, layer->length - PPPOE_HEADER);
    if (header[1] == CODE_SESSION) {
        text_put_char(line->text, ' ');
        return LINE_NEXT;
    }
    return put_tags(line, span_from(layer_span(layer), PPPOE_HEADER), length);
}
