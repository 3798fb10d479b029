/* DHCP for IPv6 (RFC 8415). */
#include "print/address.h"
#include "print/application/dhcp6_value.h"
#include "print/application/payload.h"
#include "print/changes.h"

enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };

enum { HEADER = 4, RELAY_LINK = 2, RELAY_PEER = 18, RELAY_HEADER = 34 };

enum { OPTION_BOOT_FILE = 59, OPTION_SZTP = 136 };

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
    [22] = {"SIP-servers-address", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [23] = {"DNS-server", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [24] = {"DNS-search-list", FORM_NAMES, 0, 1},
    [25] = {"IA_PD", FORM_ASSOCIATION, 12, 1},
    [26] = {"IA_PD-prefix", FORM_PREFIX, 25, 1},
    [27] = {"NIS-server", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [28] = {"NIS+-server", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [29] = {"NIS-domain-name", FORM_UNTOLD, 0, 1},
    [30] = {"NIS+-domain-name", FORM_UNTOLD, 0, 1},
    [31] = {"SNTP-servers", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [32] = {"lifetime", FORM_U32, 4, 0},
    [33] = {"BCMCS-domain-name", FORM_UNTOLD, 0, 1},
    [34] = {"BCMCS-server", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [36] = {"Geoconf-Civic", FORM_UNTOLD, 0, 1},
    [37] = {"Remote-ID", FORM_REMOTE, 4, 1},
    [38] = {"Subscriber-ID", FORM_BYTES, 0, 1},
    [39] = {"Client-FQDN", FORM_UNTOLD, 0, 1},
    [40] = {"PANA-agent", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [41] = {"POSIX-timezone", FORM_TEXT, 5, 1},
    [42] = {"POSIX-tz-database", FORM_TEXT, 5, 1},
    [43] = {"Echo-request-option", FORM_OPTION_CODES, 0, 2},
    [44] = {"Lease-query", FORM_QUERY, 17, 1},
    [45] = {"LQ-client-data", FORM_OPTIONS, 0, 1},
    [46] = {"Clt-time", FORM_U32, 4, 0},
    [47] = {"LQ-relay-data", FORM_RELAY_DATA, 16, 1},
    [48] = {"LQ-client-link", FORM_ADDRESSES, 0, DHCP6_ADDRESS},
    [56] = {"NTP-server", FORM_NTP, 4, 1},
    [OPTION_BOOT_FILE] = {"Bootfile-URL", FORM_URL, 0, 1},
    [64] = {"AFTR-Name", FORM_TUNNEL_NAME, 3, 1},
    [112] = {"MUD-URL", FORM_TEXT, 5, 1},
    [OPTION_SZTP] = {"SZTP-redirect", FORM_CLASSES, 0, 1},
};

static enum line_status put_options(const struct dns *dns, struct span options, unsigned depth);
static enum line_status put_relayed(const struct dns *dns, struct span message, unsigned depth);

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
        dhcp6_value_put_address(dns, data);
        dhcp6_value_put_lifetimes(text, data + DHCP6_ADDRESS);
        *own = 24;
        return true;
    case FORM_PREFIX:
        dhcp6_value_put_address(dns, data + 9);
        line_put_number(text, "/", data[8]);
        dhcp6_value_put_lifetimes(text, data);
        *own = 25;
        return true;
    case FORM_QUERY:
        dhcp6_value_put_query_kind(text, data[0]);
        dhcp6_value_put_address(dns, data + 1);
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
        dhcp6_value_put_duid(dns, value);
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
        dhcp6_value_put_authentication(text, value);
        break;
    case FORM_STATUS:
        dhcp6_value_put_status(text, load_be16(value.data));
        break;
    case FORM_BYTES:
        dhcp6_value_put_first_bytes(text, value);
        break;
    case FORM_RECONFIGURE:
        dhcp6_value_put_reconfigure(text, value.data[0]);
        break;
    case FORM_NAMES:
        return dhcp6_value_put_domains(dns, value);
    case FORM_ADDRESSES:
        for (size_t i = 0; i < value.length; i += DHCP6_ADDRESS) {
            dhcp6_value_put_address(dns, value.data + i);
        }
        break;
    case FORM_REMOTE:
        line_put_number(text, " ", load_be32(value.data));
        dhcp6_value_put_first_bytes(text, span_from(value, 4));
        break;
    case FORM_TEXT:
        text_put_char(text, ' ');
        dhcp6_value_put_escaped(text, dhcp6_value_string_in(value));
        break;
    case FORM_CLASSES:
        if (changes_made(dns->line->settings, CHANGE_DHCP6_MORE)) {
            text_put_char(text, ' ');
            dhcp6_value_put_classes(text, value);
        }
        break;
    case FORM_URL:
        text_put_char(text, ' ');
        dhcp6_value_put_escaped(text, value);
        break;
    case FORM_RELAY_DATA:
        dhcp6_value_put_address(dns, value.data);
        dhcp6_value_put_first_bytes(text, span_from(value, DHCP6_ADDRESS));
        break;
    case FORM_NTP:
        return dhcp6_value_put_ntp(dns, value);
    case FORM_TUNNEL_NAME:
        dhcp6_value_put_tunnel_name(text, value);
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
        struct span rest = span_from(options, DHCP6_OPTION_HEADER);
        enum line_status status = LINE_END;

        if (options.length >= DHCP6_OPTION_HEADER && rest.length >= load_be16(options.data + 2)) {
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
    dhcp6_value_put_name(text, types, message.data[0], "msgtype-");
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
    if (!span_has(message, RELAY_LINK, DHCP6_ADDRESS)) {
        return LINE_CUT;
    }
    text_put_string(text, "linkaddr=");
    address_put(dns->line, 6, message.data + RELAY_LINK);
    if (!span_has(message, RELAY_PEER, DHCP6_ADDRESS)) {
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
