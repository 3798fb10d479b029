#include "print/application/dhcp6_value.h"

#include "print/address.h"
#include "print/changes.h"

static void put_hex(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_hex_padded(text, bytes.data[i], 2);
    }
}

void dhcp6_value_put_first_bytes(struct text *text, struct span bytes) {
    text_put_char(text, ' ');
    put_hex(text, span_first(bytes, 10));
    text_put_string(text, "...");
}

void dhcp6_value_put_address(const struct dns *dns, const uint8_t *address) {
    text_put_char(dns->text, ' ');
    address_put(dns->line, 6, address);
}

void dhcp6_value_put_name(struct text *text, const struct value_name *table, uint32_t number,
                          const char *prefix) {
    const char *name = value_names_find(table, number);

    if (name != NULL) {
        text_put_string(text, name);
    } else {
        line_put_number(text, prefix, number);
    }
}

static void put_duid_told(const struct dns *dns, uint16_t type, struct span rest) {
    struct text *text = dns->text;
    bool is_since = changes_made(dns->line->settings, CHANGE_DHCP6_MORE);

    if (type == 1 && rest.length >= 6) {
        line_put_number(text, " hwaddr/time type ", load_be16(rest.data));
        line_put_number(text, " time ", load_be32(rest.data + 2));
        text_put_char(text, ' ');
        put_hex(text, span_from(rest, 6));
    } else if (type == 2 && is_since && rest.length >= 4) {
        line_put_number(text, " enterprise ", load_be32(rest.data));
        text_put_char(text, ' ');
        put_hex(text, span_from(rest, 4));
    } else if (type == 2 && !is_since && rest.length >= 8) {
        text_put_string(text, " vid ");
        put_hex(text, span_first(rest, 8));
    } else if (type == 3 && rest.length >= 2) {
        line_put_number(text, " hwaddr type ", load_be16(rest.data));
        text_put_char(text, ' ');
        put_hex(text, span_from(rest, 2));
    } else {
        text_put_string(text, " ?");
    }
}

void dhcp6_value_put_duid(const struct dns *dns, struct span value) {
    uint16_t type = load_be16(value.data);
    struct span rest = span_from(value, 2);

    if (type >= 1 && type <= 3) {
        put_duid_told(dns, type, rest);
    } else if (type == 4 && changes_made(dns->line->settings, CHANGE_DHCP6_MORE)) {
        text_put_string(dns->text, " uuid ");
        if (rest.length == 16) {
            put_hex(dns->text, rest);
        } else {
            text_put_string(dns->text, " ?");
        }
    } else {
        line_put_number(dns->text, " type ", type);
    }
}

static void put_words(struct text *text, const uint8_t *words, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        text_put_char(text, ' ');
        text_put_hex_padded(text, load_be32(words + (size_t)i * 4), 8);
    }
}

/* What the protocol of RFC 3315 §21.4 adds. */
static bool put_delayed(struct text *text, struct span info) {
    size_t realm = info.length - 20;

    if (info.length < 20) {
        return info.length == 0;
    }
    if (realm > 0) {
        text_put_string(text, ", realm: ");
        put_hex(text, span_first(info, realm));
    }
    text_put_string(text, ", key ID: ");
    text_put_hex_padded(text, load_be32(info.data + realm), 8);
    text_put_string(text, ", HMAC-MD5:");
    put_words(text, info.data + realm + 4, 4);
    return true;
}

/* What that of a reconfigure message's key adds (§20.4). */
static bool put_key(struct text *text, struct span info) {
    if (info.length != 17) {
        return false;
    }
    text_put_string(text, info.data[0] == 1   ? " reconfig-key"
                          : info.data[0] == 2 ? " type: HMAC-MD5"
                                              : " type: ??");
    text_put_string(text, " value:");
    put_words(text, info.data + 1, 4);
    return true;
}

void dhcp6_value_put_authentication(struct text *text, struct span value) {
    enum { DELAYED = 2, RECONFIGURE = 3, ALGORITHM_MD5 = 1, INFORMATION = 11 };
    struct span info = span_from(value, INFORMATION);
    bool is_told = false;

    if (value.data[0] == DELAYED || value.data[0] == RECONFIGURE) {
        text_put_string(text, value.data[0] == DELAYED ? " proto: delayed" : " proto: reconfigure");
    } else {
        line_put_number(text, " proto: ", value.data[0]);
    }
    if (value.data[1] == ALGORITHM_MD5) {
        text_put_string(text, ", alg: HMAC-MD5");
    } else {
        line_put_number(text, ", alg: ", value.data[1]);
    }
    if (value.data[2] == 0) {
        text_put_string(text, ", RDM: mono");
    } else {
        line_put_number(text, ", RDM: ", value.data[2]);
    }
    text_put_string(text, ", RD:");
    for (unsigned i = 3; i < INFORMATION; i += 2) {
        text_put_char(text, ' ');
        text_put_hex_padded(text, load_be16(value.data + i), 4);
    }
    if (value.data[0] == DELAYED) {
        is_told = put_delayed(text, info);
    } else if (value.data[0] == RECONFIGURE) {
        is_told = put_key(text, info);
    }
    text_put_string(text, is_told ? "" : " ??");
}

void dhcp6_value_put_status(struct text *text, uint16_t code) {
    static const struct value_name codes[] = {
        {0, "Success"},        {1, "UnspecFail"},    {2, "NoAddrsAvail"},  {3, "NoBinding"},
        {4, "NotOnLink"},      {5, "UseMulticast"},  {6, "NoPrefixAvail"}, {7, "UnknownQueryType"},
        {8, "MalformedQuery"}, {9, "NotConfigured"}, {10, "NotAllowed"},   {0, NULL},
    };

    text_put_char(text, ' ');
    if (code > UINT8_MAX) {
        text_put_string(text, "INVALID code");
    } else {
        dhcp6_value_put_name(text, codes, code, "code");
    }
}

void dhcp6_value_put_reconfigure(struct text *text, uint8_t type) {
    enum { RENEW = 5, INFORMATION_REQUEST = 11 };

    if (type == RENEW || type == INFORMATION_REQUEST) {
        text_put_string(text, type == RENEW ? " for renew" : " for inf-req");
    } else {
        text_put_string(text, " for ?\?\?(");
        text_put_hex_padded(text, type, 2);
        text_put_char(text, ')');
    }
}

void dhcp6_value_put_escaped(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(text, bytes.data[i]);
    }
}

struct span dhcp6_value_string_in(struct span bytes) {
    const uint8_t *end = bytes.length > 0 ? memchr(bytes.data, 0, bytes.length) : NULL;

    return end != NULL ? span_first(bytes, (size_t)(end - bytes.data)) : bytes;
}

void dhcp6_value_put_classes(struct text *text, struct span value) {
    while (value.length >= 2) {
        size_t length = load_be16(value.data);

        value = span_from(value, 2);
        if (length > value.length) {
            text_put_string(text, " ?");
            return;
        }
        dhcp6_value_put_escaped(text, span_first(value, length));
        value = span_from(value, length);
        text_put_string(text, value.length >= 2 ? "," : "");
    }
    text_put_string(text, value.length > 0 ? " ?" : "");
}

/* One name, in which pointers count from the option's end, and which is read beyond it. */
static enum line_status put_domain(const struct dns *dns, uint32_t end, uint32_t *at) {
    text_put_char(dns->text, ' ');
    return dns_name_put_from(dns, end, at);
}

static uint32_t offset_of(const struct dns *dns, struct span bytes) {
    return (uint32_t)(bytes.data - dns->message.data);
}

enum line_status dhcp6_value_put_domains(const struct dns *dns, struct span value) {
    uint32_t at = offset_of(dns, value);
    uint32_t end = at + (uint32_t)value.length;
    enum line_status status = LINE_NEXT;

    while (at < end && status == LINE_NEXT) {
        status = put_domain(dns, end, &at);
    }
    return status;
}

enum line_status dhcp6_value_put_ntp(const struct dns *dns, struct span value) {
    enum { SERVER = 1, GROUP = 2, NAME = 3 };
    enum line_status status = LINE_NEXT;

    while (value.length > DHCP6_OPTION_HEADER && status == LINE_NEXT) {
        uint16_t code = load_be16(value.data);
        size_t length = load_be16(value.data + 2);
        struct span rest = span_from(value, DHCP6_OPTION_HEADER);
        uint32_t at = offset_of(dns, rest);

        if (length > rest.length) {
            return LINE_END;
        }
        line_put_number(dns->text, " subopt:", code);
        if ((code == SERVER || code == GROUP) && length == DHCP6_ADDRESS) {
            dhcp6_value_put_address(dns, rest.data);
        } else if (code == NAME) {
            status = put_domain(dns, at + (uint32_t)length, &at);
        } else {
            text_put_string(dns->text, " ?");
        }
        value = span_from(rest, length);
    }
    return status;
}

void dhcp6_value_put_tunnel_name(struct text *text, struct span value) {
    text_put_char(text, ' ');
    while (value.length > 0 && value.data[0] != 0) {
        size_t length = value.data[0];

        if (length + 1 >= value.length) {
            text_put_string(text, " ?");
            return;
        }
        dhcp6_value_put_escaped(text,
                                dhcp6_value_string_in(span_first(span_from(value, 1), length)));
        value = span_from(value, length + 1);
        text_put_string(text, value.data[0] != 0 ? "." : "");
    }
}

void dhcp6_value_put_lifetimes(struct text *text, const uint8_t *times) {
    line_put_number(text, " pltime:", load_be32(times));
    line_put_number(text, " vltime:", load_be32(times + 4));
}

void dhcp6_value_put_query_kind(struct text *text, uint8_t kind) {
    static const struct value_name queries[] = {{1, "by-address"}, {2, "by-clientID"}, {0, NULL}};

    text_put_char(text, ' ');
    dhcp6_value_put_name(text, queries, kind, "type_");
}
