/* Multipath TCP (RFC 8684 §3). */
#include "print/transport/mptcp.h"

#include "print/address.h"
#include "print/line.h"

enum subtype { CAPABLE, JOIN, DSS, ADD_ADDRESS, REMOVE_ADDRESS, PRIORITY, FAIL, FAST_CLOSE };

enum {
    CAPABLE_CHECKSUM = 0x80,
    JOIN_BACKUP = 0x01,
    PRIORITY_BACKUP = 0x01,
    DSS_ACK = 0x01,
    DSS_ACK_LONG = 0x02,
    DSS_MAP = 0x04,
    DSS_MAP_LONG = 0x08,
    DSS_FIN = 0x10,
};

static void put_hex_number(struct text *text, const char *name, uint64_t value) {
    text_put_string(text, name);
    text_put_string(text, "0x");
    text_put_hex(text, value);
}

static bool put_capable(struct text *text, struct span option, uint8_t flags) {
    size_t length = option.length;
    bool in_syn = (length == 4 || length == 12) && (flags & TCP_SYN) != 0;
    bool in_ack = (length == 20 || length == 22) && (flags & (TCP_SYN | TCP_ACK)) == TCP_ACK;
    unsigned version;

    if (!in_syn && !in_ack) {
        return false;
    }
    version = option.data[2] & 0xf;
    if (version > 1) {
        line_put_number(text, " Unknown Version (", version);
        text_put_char(text, ')');
        return true;
    }
    line_put_number(text, " v", version);
    if ((option.data[3] & CAPABLE_CHECKSUM) != 0) {
        text_put_string(text, " csum");
    }
    if (length >= 12) {
        put_hex_number(text, " {", load_be64(option.data + 4));
        if (length >= 20) {
            put_hex_number(text, ",", load_be64(option.data + 12));
        }
        text_put_char(text, '}');
    }
    return true;
}

static bool put_join(struct text *text, struct span option, uint8_t flags) {
    const uint8_t *data = option.data;
    size_t length = option.length;
    bool in_syn = length == 12 && (flags & TCP_SYN) != 0;
    bool in_syn_ack = length == 16 && (flags & TCP_SYN) != 0 && (flags & TCP_ACK) != 0;
    bool in_ack = length == 24 && (flags & TCP_ACK) != 0;

    if (!in_syn && !in_syn_ack && !in_ack) {
        return false;
    }
    if (in_ack) {
        text_put_string(text, " hmac 0x");
        for (size_t i = 4; i < length; i++) {
            text_put_hex_padded(text, data[i], 2);
        }
        return true;
    }
    if ((data[2] & JOIN_BACKUP) != 0) {
        text_put_string(text, " backup");
    }
    line_put_number(text, " id ", data[3]);
    if (in_syn) {
        put_hex_number(text, " token ", load_be32(data + 4));
        put_hex_number(text, " nonce ", load_be32(data + 8));
    } else {
        put_hex_number(text, " hmac ", load_be64(data + 4));
        put_hex_number(text, " nonce ", load_be32(data + 12));
    }
    return true;
}

/* A number of eight or four bytes off the front of `rest`. */
static bool put_dss_number(struct text *text, const char *name, bool is_long, struct span *rest) {
    size_t size = is_long ? 8 : 4;

    text_put_string(text, name);
    if (rest->length < size) {
        return false;
    }
    text_put_u64(text, is_long ? load_be64(rest->data) : load_be32(rest->data));
    *rest = span_from(*rest, size);
    return true;
}

static bool put_dss(struct text *text, struct span option, uint8_t flags) {
    struct span rest = span_from(option, 4);
    uint8_t bits;

    if (option.length < 4 || (flags & TCP_SYN) != 0) {
        return false;
    }
    bits = option.data[3];
    if ((bits & DSS_FIN) != 0) {
        text_put_string(text, " fin");
    }
    if ((bits & DSS_ACK) != 0 &&
        !put_dss_number(text, " ack ", (bits & DSS_ACK_LONG) != 0, &rest)) {
        return false;
    }
    if ((bits & DSS_MAP) != 0) {
        if (!put_dss_number(text, " seq ", (bits & DSS_MAP_LONG) != 0, &rest) || rest.length < 4) {
            return false;
        }
        line_put_number(text, " subseq ", load_be32(rest.data));
        rest = span_from(rest, 4);
        if (rest.length < 2) {
            return false;
        }
        line_put_number(text, " len ", load_be16(rest.data));
        rest = span_from(rest, 2);
        if (rest.length >= 2) {
            put_hex_number(text, " csum ", load_be16(rest.data));
            rest = span_from(rest, 2);
        }
    }
    return rest.length == 0;
}

static void put_add_address_form(struct text *text, uint8_t bits) {
    switch (bits) {
    case 0:
        text_put_string(text, " v1");
        break;
    case 1:
        text_put_string(text, " v1-echo");
        break;
    case 4:
        text_put_string(text, " v0-ip4");
        break;
    case 6:
        text_put_string(text, " v0-ip6");
        break;
    default:
        text_put_string(text, " [bad version/echo]");
    }
}

/* Address, then perhaps a port, then perhaps an HMAC: the length says which. */
static bool put_add_address(struct line *line, struct span option) {
    struct text *text = line->text;
    size_t at;

    switch (option.length) {
    case 8:
    case 10:
    case 16:
    case 18:
        at = 8;
        break;
    case 20:
    case 22:
    case 28:
    case 30:
        at = 20;
        break;
    default:
        return false;
    }
    put_add_address_form(text, option.data[2] & 0xf);
    line_put_number(text, " id ", option.data[3]);
    text_put_char(text, ' ');
    address_put(line, at == 8 ? 4 : 6, option.data + 4);
    if ((option.length - at) % 8 == 2) {
        line_put_number(text, ":", load_be16(option.data + at));
        at += 2;
    }
    if (option.length > at) {
        put_hex_number(text, " hmac ", load_be64(option.data + at));
    }
    return true;
}

static bool put_remove_address(struct text *text, struct span option) {
    if (option.length < 4) {
        return false;
    }
    text_put_string(text, " id");
    for (size_t i = 3; i < option.length; i++) {
        line_put_number(text, " ", option.data[i]);
    }
    return true;
}

static bool put_priority(struct text *text, struct span option) {
    if (option.length != 3 && option.length != 4) {
        return false;
    }
    text_put_string(text, (option.data[2] & PRIORITY_BACKUP) != 0 ? " backup" : " non-backup");
    if (option.length == 4) {
        line_put_number(text, " id ", option.data[3]);
    }
    return true;
}

bool mptcp_put(struct line *line, struct span option, uint8_t flags) {
    static const char *const names[] = {
        [CAPABLE] = "capable",
        [JOIN] = "join",
        [DSS] = "dss",
        [ADD_ADDRESS] = "add-addr",
        [REMOVE_ADDRESS] = "rem-addr",
        [PRIORITY] = "prio",
        [FAIL] = "fail",
        [FAST_CLOSE] = "fast-close",
    };
    struct text *text = line->text;
    unsigned subtype;

    line->protocol = "mptcp";
    if (option.length < 3) {
        return false;
    }
    subtype = option.data[2] >> 4;
    line_put_number(text, " ", option.length);
    text_put_char(text, ' ');
    text_put_string(text, subtype <= FAST_CLOSE ? names[subtype] : "unknown");
    switch (subtype) {
    case CAPABLE:
        return put_capable(text, option, flags);
    case JOIN:
        return put_join(text, option, flags);
    case DSS:
        return put_dss(text, option, flags);
    case ADD_ADDRESS:
        return put_add_address(line, option);
    case REMOVE_ADDRESS:
        return put_remove_address(text, option);
    case PRIORITY:
        return put_priority(text, option);
    case FAIL:
    case FAST_CLOSE:
        if (option.length != 12) {
            return false;
        }
        if (subtype == FAIL) {
            line_put_number(text, " seq ", load_be64(option.data + 4));
        } else {
            put_hex_number(text, " key ", load_be64(option.data + 4));
        }
        return true;
    default:
        return true;
    }
}
