/* EDNS options. */
#include "print/application/dns_options.h"

#include "print/application/dns_name.h"
#include "print/line.h"

enum dns_option {
    OPTION_LLQ = 1,
    OPTION_UL = 2,
    OPTION_NSID = 3,       /* RFC 5001 */
    OPTION_DAU = 5,        /* RFC 6975 */
    OPTION_DHU = 6,        /* RFC 6975 */
    OPTION_N3U = 7,        /* RFC 6975 */
    OPTION_ECS = 8,        /* RFC 7871 */
    OPTION_EXPIRE = 9,     /* RFC 7314 */
    OPTION_COOKIE = 10,    /* RFC 7873 */
    OPTION_KEEPALIVE = 11, /* RFC 7828 */
    OPTION_PADDING = 12,   /* RFC 7830 */
    OPTION_CHAIN = 13,     /* RFC 7901 */
    OPTION_KEY_TAG = 14,   /* RFC 8145 */
    OPTION_CLIENT_TAG = 16,
    OPTION_SERVER_TAG = 17,
};

static const char *const option_names[] = {
    [OPTION_LLQ] = "LLQ",
    [OPTION_UL] = "UL",
    [OPTION_NSID] = "NSID",
    [OPTION_DAU] = "DAU",
    [OPTION_DHU] = "DHU",
    [OPTION_N3U] = "N3U",
    [OPTION_ECS] = "ECS",
    [OPTION_EXPIRE] = "EXPIRE",
    [OPTION_COOKIE] = "COOKIE",
    [OPTION_KEEPALIVE] = "KEEPALIVE",
    [OPTION_PADDING] = "PADDING",
    [OPTION_CHAIN] = "CHAIN",
    [OPTION_KEY_TAG] = "KEY-TAG",
    [OPTION_CLIENT_TAG] = "CLIENT-TAG",
    [OPTION_SERVER_TAG] = "SERVER-TAG",
};

/* DNSSEC algorithms as tcpdump names them. */
static const char *const signing_algorithms[256] = {
    [0] = "DELETE",
    [1] = "RSAMD5",
    [2] = "DH",
    [3] = "DS",
    [5] = "RSASHA1",
    [6] = "DSA-NSEC3-SHA1",
    [7] = "RSASHA1-NSEC3-SHA1",
    [8] = "RSASHA256",
    [10] = "RSASHA512",
    [12] = "ECC-GOST",
    [13] = "ECDSAP256SHA256",
    [14] = "ECDSAP384SHA384",
    [15] = "ED25519",
    [16] = "ED448",
    [252] = "INDIRECT",
    [253] = "PRIVATEDNS",
    [254] = "PRIVATEOID",
};

static const char *const digest_algorithms[256] = {
    [1] = "SHA-1",
    [2] = "SHA-256",
    [3] = "GOST_R_34.11-94",
    [4] = "SHA-384",
};

static const char *const hash_algorithms[256] = {[1] = "SHA-1"};

static void put_invalid(struct text *text) {
    text_put_string(text, " (invalid)");
}

static void put_bytes(struct text *text, struct span data) {
    for (size_t i = 0; i < data.length; i++) {
        text_put_hex_padded(text, data.data[i], 2);
    }
}

static void put_algorithms(struct text *text, struct span data, const char *const names[256]) {
    for (size_t i = 0; i < data.length; i++) {
        if (i > 0) {
            text_put_char(text, ' ');
        }
        if (names[data.data[i]] != NULL) {
            text_put_string(text, names[data.data[i]]);
        } else {
            text_put_string(text, "Alg_");
            text_put_u32(text, data.data[i]);
        }
    }
}

/* The client's subnet: as many bytes of an address as its prefix needs. */
static void put_subnet(struct text *text, struct span data) {
    uint8_t address[16] = {0};
    size_t size;
    uint16_t family;

    if (data.length < 4) {
        put_invalid(text);
        return;
    }
    family = load_be16(data.data);
    size = family == 1 ? 4 : family == 2 ? 16 : 0;
    if (data.data[2] > size * 8 || data.data[3] > size * 8 || size == 0 ||
        (data.data[2] + 7u) / 8 != data.length - 4) {
        put_invalid(text);
        return;
    }
    memcpy(address, data.data + 4, data.length - 4);
    if (family == 1) {
        text_put_ipv4(text, address);
    } else {
        text_put_ipv6(text, address);
    }
    text_put_char(text, '/');
    text_put_u32(text, data.data[2]);
    text_put_char(text, '/');
    text_put_u32(text, data.data[3]);
}

static void put_cookie(struct text *text, struct span data) {
    if (data.length < 8 || (data.length > 8 && data.length < 16) || data.length > 40) {
        put_invalid(text);
        return;
    }
    put_bytes(text, span_first(data, 8));
    if (data.length > 8) {
        text_put_char(text, ' ');
        put_bytes(text, span_from(data, 8));
    }
}

/* In tenths of a second. */
static void put_keepalive(struct text *text, struct span data) {
    uint16_t timeout;

    if (data.length != 2) {
        put_invalid(text);
        return;
    }
    timeout = load_be16(data.data);
    text_put_u32(text, timeout / 10u);
    text_put_char(text, '.');
    text_put_u32(text, timeout % 10u);
    text_put_string(text, " sec");
}

static void put_expire(struct text *text, struct span data) {
    if (data.length != 4) {
        put_invalid(text);
        return;
    }
    text_put_u32(text, load_be32(data.data));
    text_put_string(text, " sec");
}

static void put_key_tags(struct text *text, struct span data) {
    if (data.length % 2 != 0) {
        put_invalid(text);
        return;
    }
    for (size_t i = 0; i < data.length; i += 2) {
        if (i > 0) {
            text_put_char(text, ' ');
        }
        text_put_u32(text, load_be16(data.data + i));
    }
}

/* Not even a bad name in it ends the line; but a cut one does. */
static enum line_status put_chain(const struct dns *dns, uint32_t at, uint32_t length) {
    return dns_name_put_from(dns, at + length, &at) == LINE_CUT ? LINE_CUT : LINE_NEXT;
}

static enum line_status put_value(const struct dns *dns, uint16_t option, uint32_t at,
                                  struct span data) {
    struct text *text = dns->text;

    switch (option) {
    case OPTION_ECS:
        put_subnet(text, data);
        break;
    case OPTION_COOKIE:
        put_cookie(text, data);
        break;
    case OPTION_KEEPALIVE:
        put_keepalive(text, data);
        break;
    case OPTION_EXPIRE:
        put_expire(text, data);
        break;
    case OPTION_PADDING:
        text_put_char(text, '(');
        text_put_u32(text, (uint32_t)data.length);
        text_put_char(text, ')');
        break;
    case OPTION_KEY_TAG:
        put_key_tags(text, data);
        break;
    case OPTION_DAU:
        put_algorithms(text, data, signing_algorithms);
        break;
    case OPTION_DHU:
        put_algorithms(text, data, digest_algorithms);
        break;
    case OPTION_N3U:
        put_algorithms(text, data, hash_algorithms);
        break;
    case OPTION_CHAIN:
        return put_chain(dns, at, (uint32_t)data.length);
    default:
        put_bytes(text, data);
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_option(const struct dns *dns, uint32_t *at) {
    struct span data;
    uint16_t option;
    uint16_t length;
    uint32_t start = *at + 4;

    if (!span_be16(dns->message, *at, &option)) {
        return LINE_END;
    }
    if (option < sizeof option_names / sizeof option_names[0] && option_names[option] != NULL) {
        text_put_string(dns->text, option_names[option]);
    } else {
        text_put_string(dns->text, "Opt");
        text_put_u32(dns->text, option);
    }
    if (!span_be16(dns->message, *at + 2, &length) || !span_has(dns->message, start, length)) {
        return LINE_END;
    }
    *at = start + length;
    if (length == 0) {
        return LINE_NEXT;
    }
    text_put_char(dns->text, ' ');
    data = span_first(span_from(dns->message, start), length);
    return put_value(dns, option, start, data);
}

enum line_status dns_options_put(const struct dns *dns, uint32_t at, uint32_t end) {
    if (at >= end) {
        return LINE_NEXT;
    }
    text_put_string(dns->text, " [");
    while (at < end) {
        enum line_status status = put_option(dns, &at);

        if (status != LINE_NEXT) {
            return status;
        }
        if (at < end) {
            text_put_char(dns->text, ',');
        }
    }
    text_put_char(dns->text, ']');
    return LINE_NEXT;
}
