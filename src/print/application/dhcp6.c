/* DHCP for IPv6 (RFC 8415). */
#include "print/address.h"
#include "print/application/dns_name.h"
#include "print/application/payload.h"
#include "print/changes.h"
#include "print/value_names.h"

enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };

enum { HEADER = 4, RELAY_LINK = 2, RELAY_PEER = 18, RELAY_HEADER = 34 };

enum { OPTION_HEADER = 4, OPTION_BOOT_FILE = 59, OPTION_SZTP = 136, ADDRESS = 16 };

/* Options in options, and messages in messages. A relay message passes 8 relays at most (§7.6). */
enum { DEPTH_MAX = 64 };

/* What an option's value is. */
enum form {
    FORM_UNTOLD, /* the name is all */
    FORM_DUID,
    FORM_ASSOCIATION, /* with its times: IA_NA and IA_PD */
    FORM_TEMPORARY,   /* IA_TA */
    FORM_ADDRESS,
    FORM_PREFIX,
    FORM_OPTION_CODES,
    FORM_U8,
    FORM_U16,
    FORM_U32,
    FORM_MESSAGE,
    FORM_AUTHENTICATION,
    FORM_STATUS,
    FORM_BYTES,
    FORM_RECONFIGURE,
    FORM_NAMES,
    FORM_ADDRESSES,
    FORM_REMOTE,
    FORM_TEXT,
    FORM_QUERY,
    FORM_OPTIONS,
    FORM_RELAY_DATA,
    FORM_NTP,
    FORM_TUNNEL_NAME,
    FORM_CLASSES, /* until 4.99.4 as FORM_UNTOLD */
    FORM_URL,
};

/* A value that is shorter than `least`, or no multiple of `unit` (0: that is not `least`), is not
 * looked at. */
static const struct {
    const char *name;
    enum form form;
    uint8_t least;
    uint8_t unit;
} kinds[] = {
    [1] = {"client-ID", FORM_DUID, 2, 1},
    [2] = {"server-ID", FORM_DUID, 2, 1},
    [3] = {"IA_NA", FORM_ASSOCIATION, 12, 1},
    [4] = {"IA_TA", FORM_TEMPORARY, 4, 1},
    [5] = {"IA_ADDR", FORM_ADDRESS, 24, 1},
    [6] = {"option-request", FORM_OPTION_CODES, 0, 2},
    [7] = {"preference", FORM_U8, 1, 0},
    [8] = {"elapsed-time", FORM_U16, 2, 0},
    [9] = {"relay-message", FORM_MESSAGE, 0, 1},
    [11] = {"authentication", FORM_AUTHENTICATION, 11, 1},
    [12] = {"server-unicast", FORM_UNTOLD, 0, 1},
    [13] = {"status-code", FORM_STATUS, 2, 1},
    [14] = {"rapid-commit", FORM_UNTOLD, 0, 1},
    [15] = {"user-class", FORM_CLASSES, 0, 1},
    [16] = {"vendor-class", FORM_UNTOLD, 0, 1},
    [17] = {"vendor-specific-info", FORM_UNTOLD, 0, 1},
    [18] = {"interface-ID", FORM_BYTES, 0, 1},
    [19] = {"reconfigure-message", FORM_RECONFIGURE, 1, 0},
    [20] = {"reconfigure-accept", FORM_UNTOLD, 0, 1},
    [21] = {"SIP-servers-domain", FORM_NAMES, 0, 1},
    [22] = {"SIP-servers-address", FORM_ADDRESSES, 0, ADDRESS},
    [23] = {"DNS-server", FORM_ADDRESSES, 0, ADDRESS},
    [24] = {"DNS-search-list", FORM_NAMES, 0, 1},
    [25] = {"IA_PD", FORM_ASSOCIATION, 12, 1},
    [26] = {"IA_PD-prefix", FORM_PREFIX, 25, 1},
    [27] = {"NIS-server", FORM_ADDRESSES, 0, ADDRESS},
    [28] = {"NIS+-server", FORM_ADDRESSES, 0, ADDRESS},
    [29] = {"NIS-domain-name", FORM_UNTOLD, 0, 1},
    [30] = {"NIS+-domain-name", FORM_UNTOLD, 0, 1},
    [31] = {"SNTP-servers", FORM_ADDRESSES, 0, ADDRESS},
    [32] = {"lifetime", FORM_U32, 4, 0},
    [33] = {"BCMCS-domain-name", FORM_UNTOLD, 0, 1},
    [34] = {"BCMCS-server", FORM_ADDRESSES, 0, ADDRESS},
    [36] = {"Geoconf-Civic", FORM_UNTOLD, 0, 1},
    [37] = {"Remote-ID", FORM_REMOTE, 4, 1},
    [38] = {"Subscriber-ID", FORM_BYTES, 0, 1},
    [39] = {"Client-FQDN", FORM_UNTOLD, 0, 1},
    [40] = {"PANA-agent", FORM_ADDRESSES, 0, ADDRESS},
    [41] = {"POSIX-timezone", FORM_TEXT, 5, 1},
    [42] = {"POSIX-tz-database", FORM_TEXT, 5, 1},
    [43] = {"Echo-request-option", FORM_OPTION_CODES, 0, 2},
    [44] = {"Lease-query", FORM_QUERY, 17, 1},
    [45] = {"LQ-client-data", FORM_OPTIONS, 0, 1},
    [46] = {"Clt-time", FORM_U32, 4, 0},
    [47] = {"LQ-relay-data", FORM_RELAY_DATA, 16, 1},
    [48] = {"LQ-client-link", FORM_ADDRESSES, 0, ADDRESS},
    [56] = {"NTP-server", FORM_NTP, 4, 1},
    [OPTION_BOOT_FILE] = {"Bootfile-URL", FORM_URL, 0, 1},
    [64] = {"AFTR-Name", FORM_TUNNEL_NAME, 3, 1},
    [112] = {"MUD-URL", FORM_TEXT, 5, 1},
    [OPTION_SZTP] = {"SZTP-redirect", FORM_CLASSES, 0, 1},
};

static enum line_status put_options(const struct dns *dns, struct span options, unsigned depth);
static enum line_status put_relayed(const struct dns *dns, struct span message, unsigned depth);

static void put_hex(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_hex_padded(text, bytes.data[i], 2);
    }
}

/* As many as fit into a glance. */
static void put_first_bytes(struct text *text, struct span bytes) {
    text_put_char(text, ' ');
    put_hex(text, span_first(bytes, 10));
    text_put_string(text, "...");
}

static void put_address(const struct dns *dns, const uint8_t *address) {
    text_put_char(dns->text, ' ');
    address_put(dns->line, 6, address);
}

/* `number` by the table, or behind `prefix`. */
static void put_name(struct text *text, const struct value_name *table, uint32_t number,
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

/* Who the client or the server is (§11). */
static void put_duid(const struct dns *dns, struct span value) {
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

/* False where nobody knows the option. */
static bool put_option_name(struct line *line, uint16_t code) {
    if (code >= sizeof kinds / sizeof kinds[0] || kinds[code].name == NULL ||
        ((code == OPTION_BOOT_FILE || code == OPTION_SZTP) &&
         !changes_made(line->settings, CHANGE_DHCP6_MORE))) {
        line_put_number(line->text, "opt_", code);
        return false;
    }
    text_put_string(line->text, kinds[code].name);
    return true;
}

static void put_codes(struct line *line, struct span codes) {
    for (size_t i = 0; i + 2 <= codes.length; i += 2) {
        text_put_char(line->text, ' ');
        put_option_name(line, load_be16(codes.data + i));
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

static void put_authentication(struct text *text, struct span value) {
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

static void put_status(struct text *text, uint16_t code) {
    static const struct value_name codes[] = {
        {0, "Success"},        {1, "UnspecFail"},    {2, "NoAddrsAvail"},  {3, "NoBinding"},
        {4, "NotOnLink"},      {5, "UseMulticast"},  {6, "NoPrefixAvail"}, {7, "UnknownQueryType"},
        {8, "MalformedQuery"}, {9, "NotConfigured"}, {10, "NotAllowed"},   {0, NULL},
    };

    text_put_char(text, ' ');
    if (code > UINT8_MAX) {
        text_put_string(text, "INVALID code");
    } else {
        put_name(text, codes, code, "code");
    }
}

/* The message that a reconfiguration asks for. */
static void put_reconfigure(struct text *text, uint8_t type) {
    enum { RENEW = 5, INFORMATION_REQUEST = 11 };

    if (type == RENEW || type == INFORMATION_REQUEST) {
        text_put_string(text, type == RENEW ? " for renew" : " for inf-req");
    } else {
        text_put_string(text, " for ?\?\?(");
        text_put_hex_padded(text, type, 2);
        text_put_char(text, ')');
    }
}

static void put_escaped(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(text, bytes.data[i]);
    }
}

/* Up to the first NUL. */
static struct span string_in(struct span bytes) {
    const uint8_t *end = bytes.length > 0 ? memchr(bytes.data, 0, bytes.length) : NULL;

    return end != NULL ? span_first(bytes, (size_t)(end - bytes.data)) : bytes;
}

/* Texts behind their lengths. */
static void put_classes(struct text *text, struct span value) {
    while (value.length >= 2) {
        size_t length = load_be16(value.data);

        value = span_from(value, 2);
        if (length > value.length) {
            text_put_string(text, " ?");
            return;
        }
        put_escaped(text, span_first(value, length));
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

static enum line_status put_domains(const struct dns *dns, struct span value) {
    uint32_t at = offset_of(dns, value);
    uint32_t end = at + (uint32_t)value.length;
    enum line_status status = LINE_NEXT;

    while (at < end && status == LINE_NEXT) {
        status = put_domain(dns, end, &at);
    }
    return status;
}

/* RFC 5908: suboptions, of which one without a value is not seen at the end. */
static enum line_status put_ntp(const struct dns *dns, struct span value) {
    enum { SERVER = 1, GROUP = 2, NAME = 3 };
    enum line_status status = LINE_NEXT;

    while (value.length > OPTION_HEADER && status == LINE_NEXT) {
        uint16_t code = load_be16(value.data);
        size_t length = load_be16(value.data + 2);
        struct span rest = span_from(value, OPTION_HEADER);
        uint32_t at = offset_of(dns, rest);

        if (length > rest.length) {
            return LINE_END;
        }
        line_put_number(dns->text, " subopt:", code);
        if ((code == SERVER || code == GROUP) && length == ADDRESS) {
            put_address(dns, rest.data);
        } else if (code == NAME) {
            status = put_domain(dns, at + (uint32_t)length, &at);
        } else {
            text_put_string(dns->text, " ?");
        }
        value = span_from(rest, length);
    }
    return status;
}

/* RFC 6334: one name, without pointers. */
static void put_tunnel_name(struct text *text, struct span value) {
    text_put_char(text, ' ');
    while (value.length > 0 && value.data[0] != 0) {
        size_t length = value.data[0];

        if (length + 1 >= value.length) {
            text_put_string(text, " ?");
            return;
        }
        put_escaped(text, string_in(span_first(span_from(value, 1), length)));
        value = span_from(value, length + 1);
        text_put_string(text, value.data[0] != 0 ? "." : "");
    }
}

static void put_lifetimes(struct text *text, const uint8_t *times) {
    line_put_number(text, " pltime:", load_be32(times));
    line_put_number(text, " vltime:", load_be32(times + 4));
}

static void put_query_kind(struct text *text, uint8_t kind) {
    static const struct value_name queries[] = {{1, "by-address"}, {2, "by-clientID"}, {0, NULL}};

    text_put_char(text, ' ');
    put_name(text, queries, kind, "type_");
}

/* An option's value that holds options behind its own words, `*own` of them. */
static bool put_holder(const struct dns *dns, enum form form, struct span value, size_t *own) {
    struct text *text = dns->text;
    const uint8_t *data = value.data;

    switch (form) {
    case FORM_ASSOCIATION:
        line_put_number(text, " IAID:", load_be32(data));
        line_put_number(text, " T1:", load_be32(data + 4));
        line_put_number(text, " T2:", load_be32(data + 8));
        *own = 12;
        return true;
    case FORM_TEMPORARY:
        line_put_number(text, " IAID:", load_be32(data));
        *own = 4;
        return true;
    case FORM_ADDRESS:
        put_address(dns, data);
        put_lifetimes(text, data + ADDRESS);
        *own = 24;
        return true;
    case FORM_PREFIX:
        put_address(dns, data + 9);
        line_put_number(text, "/", data[8]);
        put_lifetimes(text, data);
        *own = 25;
        return true;
    case FORM_QUERY:
        put_query_kind(text, data[0]);
        put_address(dns, data + 1);
        *own = 17;
        return true;
    case FORM_OPTIONS:
        *own = 0;
        return true;
    default:
        return false;
    }
}

/* Of those that hold no options. LINE_END: it ends too early. */
static enum line_status put_value(const struct dns *dns, enum form form, struct span value,
                                  unsigned depth) {
    struct text *text = dns->text;

    switch (form) {
    case FORM_DUID:
        put_duid(dns, value);
        break;
    case FORM_OPTION_CODES:
        put_codes(dns->line, value);
        break;
    case FORM_U8:
        line_put_number(text, " ", value.data[0]);
        break;
    case FORM_U16:
        line_put_number(text, " ", load_be16(value.data));
        break;
    case FORM_U32:
        line_put_number(text, " ", load_be32(value.data));
        break;
    case FORM_MESSAGE:
        return put_relayed(dns, value, depth);
    case FORM_AUTHENTICATION:
        put_authentication(text, value);
        break;
    case FORM_STATUS:
        put_status(text, load_be16(value.data));
        break;
    case FORM_BYTES:
        put_first_bytes(text, value);
        break;
    case FORM_RECONFIGURE:
        put_reconfigure(text, value.data[0]);
        break;
    case FORM_NAMES:
        return put_domains(dns, value);
    case FORM_ADDRESSES:
        for (size_t i = 0; i < value.length; i += ADDRESS) {
            put_address(dns, value.data + i);
        }
        break;
    case FORM_REMOTE:
        line_put_number(text, " ", load_be32(value.data));
        put_first_bytes(text, span_from(value, 4));
        break;
    case FORM_TEXT:
        text_put_char(text, ' ');
        put_escaped(text, string_in(value));
        break;
    case FORM_CLASSES:
        if (changes_made(dns->line->settings, CHANGE_DHCP6_MORE)) {
            text_put_char(text, ' ');
            put_classes(text, value);
        }
        break;
    case FORM_URL:
        text_put_char(text, ' ');
        put_escaped(text, value);
        break;
    case FORM_RELAY_DATA:
        put_address(dns, value.data);
        put_first_bytes(text, span_from(value, ADDRESS));
        break;
    case FORM_NTP:
        return put_ntp(dns, value);
    case FORM_TUNNEL_NAME:
        put_tunnel_name(text, value);
        break;
    default:
        break;
    }
    return LINE_NEXT;
}

static bool is_well_sized(uint16_t code, size_t length) {
    return kinds[code].unit == 0 ? length == kinds[code].least
                                 : length >= kinds[code].least && length % kinds[code].unit == 0;
}

static enum line_status put_option(const struct dns *dns, uint16_t code, struct span value,
                                   unsigned depth) {
    size_t own = 0;

    text_put_string(dns->text, " (");
    if (!put_option_name(dns->line, code)) {
        return LINE_NEXT;
    }
    if (!is_well_sized(code, value.length)) {
        text_put_string(dns->text, " ?");
        return LINE_NEXT;
    }
    if (put_holder(dns, kinds[code].form, value, &own)) {
        return put_options(dns, span_from(value, own), depth);
    }
    return put_value(dns, kinds[code].form, value, depth);
}

/* What is wrong in a list ends that list only. */
static enum line_status put_options(const struct dns *dns, struct span options, unsigned depth) {
    while (options.length > 0 && depth < DEPTH_MAX) {
        struct span rest = span_from(options, OPTION_HEADER);
        enum line_status status = LINE_END;

        if (options.length >= OPTION_HEADER && rest.length >= load_be16(options.data + 2)) {
            size_t length = load_be16(options.data + 2);

            status = put_option(dns, load_be16(options.data), span_first(rest, length), depth + 1);
            options = span_from(rest, length);
        }
        if (status == LINE_CUT) {
            return LINE_CUT;
        }
        if (status == LINE_END) {
            line_put_cut(dns->line);
            break;
        }
        text_put_char(dns->text, ')');
    }
    return LINE_NEXT;
}

/* LINE_END: it is not there as a whole. */
static enum line_status put_header(const struct dns *dns, struct span message, uint32_t *length) {
    static const struct value_name types[] = {
        {1, "solicit"},
        {2, "advertise"},
        {3, "request"},
        {4, "confirm"},
        {5, "renew"},
        {6, "rebind"},
        {7, "reply"},
        {8, "release"},
        {9, "decline"},
        {10, "reconfigure"},
        {11, "inf-req"},
        {RELAY_FORWARD, "relay-fwd"},
        {RELAY_REPLY, "relay-reply"},
        {14, "leasequery"},
        {15, "leasequery-reply"},
        {0, NULL},
    };
    struct text *text = dns->text;

    text_put_string(text, "dhcp6");
    if (!span_has(message, 0, HEADER)) {
        return LINE_END;
    }
    text_put_char(text, ' ');
    put_name(text, types, message.data[0], "msgtype-");
    *length = 0;
    if (dns->line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    text_put_string(text, " (");
    *length = HEADER;
    if (message.data[0] != RELAY_FORWARD && message.data[0] != RELAY_REPLY) {
        text_put_string(text, "xid=");
        text_put_hex(text, load_be32(message.data) & 0xffffff);
        return LINE_NEXT;
    }
    *length = RELAY_HEADER;
    if (!span_has(message, RELAY_LINK, ADDRESS)) {
        return LINE_CUT;
    }
    text_put_string(text, "linkaddr=");
    address_put(dns->line, 6, message.data + RELAY_LINK);
    if (!span_has(message, RELAY_PEER, ADDRESS)) {
        return LINE_CUT;
    }
    text_put_string(text, " peeraddr=");
    address_put(dns->line, 6, message.data + RELAY_PEER);
    return LINE_NEXT;
}

/* Its header is read beyond `length`, where there is more. */
static enum line_status put_message(const struct dns *dns, size_t length, unsigned depth) {
    uint32_t header = 0;
    enum line_status status = put_header(dns, dns->message, &header);

    if (status == LINE_END) {
        line_put_cut(dns->line);
        return LINE_NEXT;
    }
    if (status == LINE_NEXT && header != 0) {
        status = put_options(dns, span_from(span_first(dns->message, length), header), depth);
        text_put_char(dns->text, ')');
    }
    return status;
}

static enum line_status put_relayed(const struct dns *dns, struct span message, unsigned depth) {
    struct dns inner = *dns;

    inner.message = message;
    text_put_string(dns->text, " (");
    return put_message(&inner, message.length, depth);
}

enum line_status print_dhcp6(struct line *line, struct span payload, uint32_t length) {
    const struct dns dns = {.line = line, .text = line->text, .message = payload};
    enum line_status status;

    line->protocol = "dhcp6";
    status = put_message(&dns, length, 0);
    return status == LINE_NEXT ? LINE_END : status;
}
