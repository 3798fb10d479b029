/* Domain names, with pointers (RFC 1035 §4.1.4) and bit labels (RFC 2673). */
#include "print/application/dns_name.h"

#include "print/line.h"

enum {
    LABEL_TYPE = 0xc0,
    LABEL_POINTER = 0xc0,
    LABEL_EXTENDED = 0x40,
    LABEL_RESERVED = 0x80,
    EXTENDED_BITS = 1,
    NAME_MAX = 255,
};

static uint32_t bits_of(uint8_t count) {
    return count == 0 ? 256 : count;
}

bool dns_name_skip(const struct dns *dns, uint32_t *at) {
    uint8_t label;

    while (span_u8(dns->message, *at, &label)) {
        ++*at;
        if (label == 0) {
            return true;
        }
        switch (label & LABEL_TYPE) {
        case LABEL_POINTER:
            ++*at;
            return true;
        case LABEL_EXTENDED: {
            uint8_t bits;

            if ((label & ~LABEL_TYPE) != EXTENDED_BITS || !span_u8(dns->message, *at, &bits)) {
                return false;
            }
            *at += 1 + (bits_of(bits) + 7) / 8;
            break;
        }
        case LABEL_RESERVED:
            return false;
        default:
            *at += label;
            break;
        }
    }
    return false;
}

/* How many bytes follow the label's first one. What the types are that it does not know, it says in
 * the text. */
static bool label_length(const struct dns *dns, uint32_t at, uint8_t label, uint32_t *length) {
    uint8_t bits;

    switch (label & LABEL_TYPE) {
    case LABEL_EXTENDED:
        if ((label & ~LABEL_TYPE) != EXTENDED_BITS) {
            text_put_string(dns->text, "<ELT ");
            text_put_u32(dns->text, label & 0x3fu);
            text_put_char(dns->text, '>');
            return false;
        }
        if (!span_u8(dns->message, at + 1, &bits)) {
            return false;
        }
        *length = (bits_of(bits) + 7) / 8 + 1;
        return true;
    case LABEL_RESERVED:
        text_put_string(dns->text, "<BAD LABEL TYPE>");
        return false;
    default:
        *length = label;
        return true;
    }
}

/* As hexadecimal digits; the last one has the bits that are left at its top. */
static enum line_status put_bits(const struct dns *dns, uint32_t at) {
    uint8_t byte = 0;
    uint32_t bits;

    if (!span_u8(dns->message, at, &byte)) {
        return LINE_END;
    }
    bits = bits_of(byte);
    text_put_string(dns->text, "\\[x");
    for (uint32_t left = bits; left > 0; left -= left < 8 ? left : 8) {
        if (!span_u8(dns->message, ++at, &byte)) {
            return LINE_CUT;
        }
        if (left > 4) {
            text_put_hex_padded(dns->text, left < 8 ? byte & (0xffu << (8 - left)) : byte, 2);
        } else {
            text_put_hex_padded(dns->text, (byte >> 4) & (0xfu << (4 - left)), 1);
        }
    }
    text_put_char(dns->text, '/');
    text_put_u32(dns->text, bits);
    text_put_char(dns->text, ']');
    return LINE_NEXT;
}

/* The characters of a label; those behind the NAME_MAX of a name are left out. False if they were
 * not all captured. */
static bool put_label(const struct dns *dns, uint32_t at, uint32_t length, uint32_t name_length) {
    struct span label;

    if (name_length >= NAME_MAX) {
        return true;
    }
    if (length > NAME_MAX - name_length) {
        length = NAME_MAX - name_length;
    }
    label = span_first(span_from(dns->message, at), length);
    for (size_t i = 0; i < label.length; i++) {
        text_put_escaped(dns->text, label.data[i]);
    }
    return label.length == length;
}

/* Where a name stands while it is followed. */
struct dns_name {
    uint32_t at;     /* of the label */
    uint8_t label;   /* its first byte */
    uint32_t length; /* of what follows that */
    uint32_t
        pointed; /* pointers lead to before this offset from the origin, each to before the last */
    bool jumped;
    uint32_t end; /* of what stands in the record itself */
};

static bool read_label(const struct dns *dns, struct dns_name *name) {
    return span_u8(dns->message, name->at, &name->label) &&
           label_length(dns, name->at, name->label, &name->length);
}

static bool follow_pointer(const struct dns *dns, uint32_t origin, struct dns_name *name) {
    uint8_t low;
    uint32_t offset;

    if (!name->jumped) {
        name->end = name->at + 2;
        name->jumped = true;
    }
    if (!span_u8(dns->message, name->at + 1, &low)) {
        return false;
    }
    offset = (name->label & 0x3fu) << 8 | low;
    if (offset >= name->pointed) {
        text_put_string(dns->text, "<BAD PTR>");
        return false;
    }
    name->pointed = offset;
    name->at = origin + offset;
    return read_label(dns, name);
}

enum line_status dns_name_put_from(const struct dns *dns, uint32_t origin, uint32_t *at) {
    struct dns_name name = {.at = *at, .pointed = *at - origin};
    uint32_t length = 0;

    /* Pointers make 130 MB of text out of a message of 65 KB. */
    text_relieve(dns->text);
    if (!read_label(dns, &name)) {
        return LINE_END;
    }
    if (name.label == 0) {
        text_put_char(dns->text, '.');
    }
    if ((name.label & LABEL_TYPE) == LABEL_POINTER && name.at + 1 >= dns->message.length) {
        return LINE_END;
    }
    name.end = name.at + 1 + name.length;
    /* A name whose last captured byte is a label's first one passes for whole. */
    while (name.label != 0 && name.at + 1 < dns->message.length) {
        if ((name.label & LABEL_TYPE) == LABEL_POINTER) {
            if (!follow_pointer(dns, origin, &name)) {
                return LINE_END;
            }
            continue;
        }
        if ((name.label & LABEL_TYPE) == LABEL_EXTENDED) {
            enum line_status status = put_bits(dns, name.at + 1);

            if (status != LINE_NEXT) {
                return status;
            }
        } else {
            if (!put_label(dns, name.at + 1, name.length, length)) {
                return LINE_END;
            }
            length += name.length;
        }
        if (length <= NAME_MAX) {
            text_put_char(dns->text, '.');
        }
        length++;
        name.at += 1 + name.length;
        if (!read_label(dns, &name)) {
            return LINE_END;
        }
        if (!name.jumped) {
            name.end = name.at + 1 + name.length;
        }
    }
    if (length > NAME_MAX) {
        text_put_string(dns->text, "<DOMAIN NAME TOO LONG>");
    }
    *at = name.end;
    return LINE_NEXT;
}
