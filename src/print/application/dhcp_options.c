#include "print/application/dhcp_options.h"

#include "print/address.h"
#include "print/changes.h"
#include "print/hex_dump.h"
#include "print/reader.h"
#include "print/value_names.h"

enum {
    OPTION_PAD = 0,
    OPTION_MESSAGE = 53,
    OPTION_AUTO_CONFIGURE = 116,
    OPTION_SZTP = 143,
    OPTION_END = 255
};

/* What an option's value is. */
enum form {
    FORM_BY_LENGTH, /* of an option that nobody knows: words, shorts or bytes, as it fits */
    FORM_ADDRESSES,
    FORM_PAIRS, /* of addresses */
    FORM_WORDS,
    FORM_SIGNED,
    FORM_SHORTS,
    FORM_BYTES,
    FORM_SWITCH,
    FORM_TEXT,
    FORM_CHOICE,
    FORM_REQUESTED,
    FORM_CLIENT,
    FORM_CLASSES,
    FORM_DOMAIN,
    FORM_AGENT,
    FORM_ROUTES,
    FORM_REDIRECTS,
};

static const struct {
    const char *name;
    enum form form;
} kinds[256] = {
    [0] = {"PAD", FORM_BY_LENGTH},
    [1] = {"Subnet-Mask", FORM_ADDRESSES},
    [2] = {"Time-Zone", FORM_SIGNED},
    [3] = {"Default-Gateway", FORM_ADDRESSES},
    [4] = {"Time-Server", FORM_ADDRESSES},
    [5] = {"IEN-Name-Server", FORM_ADDRESSES},
    [6] = {"Domain-Name-Server", FORM_ADDRESSES},
    [7] = {"LOG", FORM_ADDRESSES},
    [8] = {"CS", FORM_ADDRESSES},
    [9] = {"LPR-Server", FORM_ADDRESSES},
    [10] = {"IM", FORM_ADDRESSES},
    [11] = {"RL", FORM_ADDRESSES},
    [12] = {"Hostname", FORM_TEXT},
    [13] = {"BS", FORM_SHORTS},
    [14] = {"DP", FORM_TEXT},
    [15] = {"Domain-Name", FORM_TEXT},
    [16] = {"SS", FORM_ADDRESSES},
    [17] = {"RP", FORM_TEXT},
    [18] = {"EP", FORM_TEXT},
    [19] = {"IPF", FORM_SWITCH},
    [20] = {"SRT", FORM_SWITCH},
    [21] = {"PF", FORM_PAIRS},
    [22] = {"RSZ", FORM_SHORTS},
    [23] = {"TTL", FORM_BYTES},
    [24] = {"MTU-Timeout", FORM_WORDS},
    [25] = {"MTU-Table", FORM_SHORTS},
    [26] = {"MTU", FORM_SHORTS},
    [27] = {"LSN", FORM_SWITCH},
    [28] = {"BR", FORM_ADDRESSES},
    [29] = {"MD", FORM_SWITCH},
    [30] = {"MS", FORM_SWITCH},
    [31] = {"Router-Discovery", FORM_SWITCH},
    [32] = {"RSA", FORM_ADDRESSES},
    [33] = {"Static-Route", FORM_PAIRS},
    [34] = {"UT", FORM_SWITCH},
    [35] = {"AT", FORM_WORDS},
    [36] = {"IE", FORM_SWITCH},
    [37] = {"TT", FORM_BYTES},
    [38] = {"KI", FORM_WORDS},
    [39] = {"KG", FORM_SWITCH},
    [40] = {"YD", FORM_TEXT},
    [41] = {"YS", FORM_ADDRESSES},
    [42] = {"NTP", FORM_ADDRESSES},
    [43] = {"Vendor-Option", FORM_BYTES},
    [44] = {"Netbios-Name-Server", FORM_ADDRESSES},
    [45] = {"WDD", FORM_ADDRESSES},
    [46] = {"Netbios-Node", FORM_CHOICE},
    [47] = {"Netbios-Scope", FORM_TEXT},
    [48] = {"XFS", FORM_ADDRESSES},
    [49] = {"XDM", FORM_ADDRESSES},
    [50] = {"Requested-IP", FORM_ADDRESSES},
    [51] = {"Lease-Time", FORM_WORDS},
    [52] = {"OO", FORM_CHOICE},
    [53] = {"DHCP-Message", FORM_BYTES},
    [54] = {"Server-ID", FORM_ADDRESSES},
    [55] = {"Parameter-Request", FORM_REQUESTED},
    [56] = {"MSG", FORM_TEXT},
    [57] = {"MSZ", FORM_SHORTS},
    [58] = {"RN", FORM_WORDS},
    [59] = {"RB", FORM_WORDS},
    [60] = {"Vendor-Class", FORM_TEXT},
    [61] = {"Client-ID", FORM_CLIENT},
    [64] = {"N+D", FORM_SHORTS},
    [65] = {"N+S", FORM_ADDRESSES},
    [66] = {"TFTP", FORM_TEXT},
    [67] = {"BF", FORM_TEXT},
    [68] = {"MH", FORM_ADDRESSES},
    [69] = {"SMTP", FORM_ADDRESSES},
    [70] = {"POP3", FORM_ADDRESSES},
    [71] = {"NNTP", FORM_ADDRESSES},
    [72] = {"WWW", FORM_ADDRESSES},
    [73] = {"FG", FORM_ADDRESSES},
    [74] = {"IRC", FORM_ADDRESSES},
    [75] = {"STS", FORM_ADDRESSES},
    [76] = {"STDA", FORM_ADDRESSES},
    [77] = {"User-Class", FORM_CLASSES},
    [78] = {"SLP-DA", FORM_BYTES},
    [79] = {"SLP-SCOPE", FORM_BYTES},
    [80] = {"SLP-NA", FORM_TEXT},
    [81] = {"FQDN", FORM_DOMAIN},
    [82] = {"Agent-Information", FORM_AGENT},
    [83] = {"ARMT", FORM_BYTES},
    [88] = {"TZSTR", FORM_TEXT},
    [89] = {"FQDNS", FORM_BYTES},
    [90] = {"AUTH", FORM_BYTES},
    [91] = {"Last-Transaction-Time", FORM_SIGNED},
    [92] = {"Associated-IP", FORM_ADDRESSES},
    [93] = {"ARCH", FORM_SHORTS},
    [94] = {"NDI", FORM_BYTES},
    [95] = {"LDAP", FORM_TEXT},
    [97] = {"GUID", FORM_BYTES},
    [98] = {"UAP", FORM_TEXT},
    [100] = {"POSIX-TZ", FORM_TEXT},
    [101] = {"TZ-Name", FORM_TEXT},
    [112] = {"NI", FORM_ADDRESSES},
    [113] = {"NITAG", FORM_TEXT},
    [114] = {"URL", FORM_TEXT},
    [116] = {"Auto-Configure", FORM_SWITCH},
    [117] = {"NSSEARCH", FORM_SHORTS},
    [118] = {"SUBNET", FORM_ADDRESSES},
    [121] = {"Classless-Static-Route", FORM_ROUTES},
    [143] = {"SZTP-Redirect", FORM_REDIRECTS},
    [150] = {"TFTP-Server-Address", FORM_ADDRESSES},
    [161] = {"MUD-URL", FORM_TEXT},
    [249] = {"Classless-Static-Route-Microsoft", FORM_ROUTES},
    [255] = {"END", FORM_BY_LENGTH},
};

/* The option at hand: what is left of its value, all of which was captured. */
struct dhcp_option {
    struct line *line;
    uint8_t kind;
    struct span rest;
};

static bool is_checked(const struct dhcp_option *option) {
    return changes_made(option->line->settings, CHANGE_DHCP_CHECKS);
}

/* What is wrong with a value, in the words of the release. The rest of it is not looked at. */
static void put_wrong(struct dhcp_option *option, const char *what) {
    struct text *text = option->line->text;

    text_put_string(text, is_checked(option) ? "[" : "[ERROR: ");
    text_put_string(text, what);
    text_put_string(text, is_checked(option) ? "] (invalid)" : "]");
    option->rest.length = 0;
}

static void put_text(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(text, bytes.data[i]);
    }
}

static void put_quoted(struct text *text, struct span bytes) {
    text_put_char(text, '"');
    put_text(text, bytes);
    text_put_char(text, '"');
}

/* The next `size` bytes of the value; null if there are no more of them. */
static const uint8_t *take(struct dhcp_option *option, size_t size) {
    const uint8_t *bytes = option->rest.data;

    if (option->rest.length < size) {
        return NULL;
    }
    option->rest = span_from(option->rest, size);
    return bytes;
}

static void put_addresses(struct dhcp_option *option) {
    const char *separator = "";

    for (const uint8_t *at; (at = take(option, 4)) != NULL; separator = ",") {
        text_put_string(option->line->text, separator);
        address_put(option->line, 4, at);
    }
}

static void put_pairs(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (is_checked(option) && (option->rest.length == 0 || option->rest.length % 8 != 0)) {
        text_put_string(text, option->rest.length == 0 ? " " : "");
        text_put_string(text, "[length != N x 8 bytes]");
        option->rest.length = 0;
    }
    for (const uint8_t *at; (at = take(option, 8)) != NULL; separator = ",") {
        text_put_string(text, separator);
        text_put_char(text, '(');
        address_put(option->line, 4, at);
        text_put_char(text, ':');
        address_put(option->line, 4, at + 4);
        text_put_char(text, ')');
    }
}

/* Numbers of `size` bytes. */
static void put_numbers(struct dhcp_option *option, size_t size, const char *between) {
    struct text *text = option->line->text;
    const char *separator = "";

    for (const uint8_t *at; (at = take(option, size)) != NULL; separator = between) {
        text_put_string(text, separator);
        text_put_u32(text, size == 1 ? at[0] : size == 2 ? load_be16(at) : load_be32(at));
    }
}

static void put_signed(struct dhcp_option *option) {
    const char *separator = "";

    for (const uint8_t *at; (at = take(option, 4)) != NULL; separator = ",") {
        text_put_string(option->line->text, separator);
        text_printf(option->line->text, "%d", (int)(int32_t)load_be32(at));
    }
}

static void put_switch(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (is_checked(option) && option->rest.length != 1) {
        put_wrong(option, "length != 1 byte");
    }
    for (const uint8_t *at; (at = take(option, 1)) != NULL; separator = ",") {
        text_put_string(text, separator);
        if (*at < 2) {
            text_put_char(text, *at == 0 ? 'N' : 'Y');
        } else {
            text_put_u32(text, *at);
            text_put_char(text, '?');
        }
    }
}

static void put_by_length(struct dhcp_option *option) {
    if (option->rest.length % 4 == 0) {
        put_numbers(option, 4, ",");
    } else if (option->rest.length % 2 == 0) {
        put_numbers(option, 2, ",");
    } else {
        put_numbers(option, 1, ".");
    }
}

static void put_choice(struct dhcp_option *option) {
    static const char *const nodes[] = {
        [1] = "b-node", [2] = "p-node", [4] = "m-node", [8] = "h-node"};
    static const char *const overloads[] = {[1] = "file", [2] = "sname", [3] = "file+sname"};
    bool is_node = option->kind == 46;
    size_t count =
        is_node ? sizeof nodes / sizeof nodes[0] : sizeof overloads / sizeof overloads[0];
    const uint8_t *value = take(option, 1);
    const char *name = NULL;

    if (value == NULL) {
        put_wrong(option, is_checked(option) ? "length < 1 byte" : "length < 1 bytes");
        return;
    }
    if (*value < count) {
        name = is_node ? nodes[*value] : overloads[*value];
    }
    if (name != NULL) {
        text_put_string(option->line->text, name);
    } else {
        line_put_number(option->line->text, "#", *value);
    }
}

static void put_kind(struct text *text, uint8_t kind, const char *name) {
    text_put_string(text, name != NULL ? name : "Unknown");
    line_put_number(text, " (", kind);
    text_put_char(text, ')');
}

static const char *kind_name(const struct line *line, uint8_t kind) {
    if (kind == OPTION_SZTP && !changes_made(line->settings, CHANGE_DHCP_SZTP)) {
        return NULL;
    }
    if (kind == OPTION_AUTO_CONFIGURE && !changes_made(line->settings, CHANGE_DHCP_CHECKS)) {
        return "NOAUTO";
    }
    return kinds[kind].name;
}

static void put_requested(struct dhcp_option *option) {
    enum { A_LINE = 4 };
    struct text *text = option->line->text;
    unsigned count = 0;

    for (const uint8_t *at; (at = take(option, 1)) != NULL; count++) {
        text_put_string(text, count % A_LINE == 0 ? "\n\t      " : ", ");
        put_kind(text, *at, kind_name(option->line, *at));
    }
}

static void put_message(struct dhcp_option *option) {
    static const char *const names[] = {
        [1] = "Discover",         [2] = "Offer",         [3] = "Request",
        [4] = "Decline",          [5] = "ACK",           [6] = "NACK",
        [7] = "Release",          [8] = "Inform",        [10] = "LeaseQuery",
        [11] = "LeaseUnassigned", [12] = "LeaseUnknown", [13] = "LeaseActive",
    };
    uint8_t type = *take(option, 1);

    if (type < sizeof names / sizeof names[0] && names[type] != NULL) {
        text_put_string(option->line->text, names[type]);
    } else {
        line_put_number(option->line->text, "Unknown (", type);
        text_put_char(option->line->text, ')');
    }
}

static void put_client(struct dhcp_option *option) {
    struct text *text = option->line->text;
    static const struct value_name hardware[] = {{1, "ether"},   {6, "ieee802"}, {7, "arcnet"},
                                                 {15, "frelay"}, {23, "strip"},  {24, "ieee1394"},
                                                 {0, NULL}};
    const uint8_t *type = take(option, 1);
    const char *separator = "";
    const char *name;

    if (type == NULL) {
        put_wrong(option, is_checked(option) ? "length < 1 byte" : "length < 1 bytes");
        return;
    }
    if (*type == 0) {
        put_quoted(text, option->rest);
        option->rest.length = 0;
        return;
    }
    name = value_names_find(hardware, *type);
    if (name != NULL) {
        text_put_string(text, name);
        text_put_char(text, ' ');
    } else {
        line_put_number(text, "hardware-type ", *type);
        text_put_string(text, ", ");
    }
    for (const uint8_t *at; (at = take(option, 1)) != NULL; separator = ":") {
        text_put_string(text, separator);
        text_put_hex_padded(text, *at, 2);
    }
}

/* RFC 3004 */
static void put_classes(struct dhcp_option *option) {
    struct text *text = option->line->text;

    if (option->rest.length < 2) {
        put_wrong(option, "length < 2 bytes");
        return;
    }
    for (unsigned i = 1; option->rest.length > 0; i++) {
        uint8_t length = *take(option, 1);

        line_put_number(text, "\n\t      instance#", i);
        text_put_string(text, ": ");
        if (length == 0) {
            put_wrong(option, is_checked(option) ? "suboption length == 0"
                                                 : "suboption length must be non-zero");
        } else if (length > option->rest.length) {
            if (is_checked(option)) {
                line_put_number(text, "[length ", option->rest.length);
                line_put_number(text, " < suboption length ", length);
                text_put_string(text, " (invalid)");
                option->rest.length = 0;
            } else {
                put_wrong(option, "invalid option");
            }
        } else {
            put_quoted(text, span_first(option->rest, length));
            line_put_number(text, ", length ", length);
            (void)take(option, length);
        }
    }
}

/* RFC 4702 */
static void put_domain(struct dhcp_option *option) {
    static const char letters[] = "SOEN";
    struct text *text = option->line->text;
    const uint8_t *head = take(option, 3);

    if (head == NULL) {
        put_wrong(option, "length < 3 bytes");
        return;
    }
    if ((head[0] & 0xf0) != 0) {
        text_put_string(text, is_checked(option) ? "[MBZ nibble 0x" : "[ERROR: MBZ nibble 0x");
        text_put_hex(text, head[0] >> 4);
        text_put_string(text, is_checked(option) ? " != 0]  (invalid)" : " != 0] ");
    }
    if ((head[0] & 0x0f) != 0) {
        text_put_char(text, '[');
        for (unsigned bit = 0; bit < 4; bit++) {
            if ((head[0] >> bit & 1) != 0) {
                text_put_char(text, letters[bit]);
            }
        }
        text_put_string(text, "] ");
    }
    if (head[1] != 0 || head[2] != 0) {
        text_put_u32(text, head[1]);
        line_put_number(text, "/", head[2]);
        text_put_char(text, ' ');
    }
    put_quoted(text, option->rest);
    option->rest.length = 0;
}

/* RFC 3046 */
static void put_agent(struct dhcp_option *option) {
    static const char *const names[] = {
        [1] = "Circuit-ID", [2] = "Remote-ID", [6] = "Subscriber-ID"};
    struct text *text = option->line->text;

    for (const uint8_t *head; (head = take(option, 2)) != NULL;) {
        const char *name = head[0] < sizeof names / sizeof names[0] ? names[head[0]] : NULL;
        struct span value = span_first(option->rest, head[1]);

        text_put_string(text, "\n\t      ");
        text_put_string(text, name != NULL ? name : "Unknown");
        line_put_number(text, " SubOption ", head[0]);
        line_put_number(text, ", length ", head[1]);
        text_put_string(text, ": ");
        if (value.length < head[1]) {
            text_put_string(text, "length goes past end of option");
            option->rest.length = 0;
            return;
        }
        if (name != NULL) {
            put_text(text, value);
        } else {
            hex_dump_put(option->line, "\n\t\t", value.data, (uint32_t)value.length);
        }
        (void)take(option, head[1]);
    }
}

/* RFC 3442 */
static void put_routes(struct dhcp_option *option) {
    struct text *text = option->line->text;
    const char *separator = "";

    if (option->rest.length < 5) {
        put_wrong(option, "length < 5 bytes");
        return;
    }
    while (option->rest.length > 0) {
        uint8_t width = *take(option, 1);
        uint8_t octets = (uint8_t)((width + 7u) / 8);
        const uint8_t *route;

        text_put_string(text, separator);
        separator = ",";
        if (width > 32 || option->rest.length < octets + 4u) {
            text_put_string(text, is_checked(option) ? "[" : "[ERROR: ");
            line_put_number(text, width > 32 ? "Mask width (" : "Remaining length (",
                            width > 32 ? width : option->rest.length);
            line_put_number(text, width > 32 ? ") > " : ") < ", width > 32 ? 32 : octets + 4u);
            text_put_string(text, width > 32 ? "]" : " bytes]");
            text_put_string(text, is_checked(option) ? " (invalid)" : "");
            option->rest.length = 0;
            return;
        }
        route = take(option, octets + 4u);
        text_put_char(text, '(');
        if (width == 0) {
            text_put_string(text, "default");
        } else {
            for (unsigned i = 0; i < 4; i++) {
                text_put_string(text, i > 0 ? "." : "");
                text_put_u32(text, i < octets ? route[i] : 0);
            }
            line_put_number(text, "/", width);
        }
        text_put_char(text, ':');
        address_put(option->line, 4, route + octets);
        text_put_char(text, ')');
    }
}

/* RFC 8572 */
static void put_redirects(struct dhcp_option *option) {
    struct text *text = option->line->text;

    for (const uint8_t *head; (head = take(option, 2)) != NULL;) {
        /* In the first release that knew it, one byte of it counted. */
        uint16_t length = is_checked(option) ? load_be16(head) : head[1];

        line_put_number(text, "\n\t\t    length ", length);
        text_put_string(text, ": ");
        if (length > option->rest.length) {
            text_put_string(text, "length goes past end of option");
            option->rest.length = 0;
            return;
        }
        put_quoted(text, span_first(option->rest, length));
        (void)take(option, length);
    }
    if (option->rest.length > 0) {
        text_put_string(text, is_checked(option) ? "[length < 2 bytes] (invalid)"
                                                 : "[ERROR: length < 2 bytes]");
    }
}

static void put_value(struct dhcp_option *option, enum form form) {
    switch (form) {
    case FORM_BY_LENGTH:
        put_by_length(option);
        break;
    case FORM_ADDRESSES:
        put_addresses(option);
        break;
    case FORM_PAIRS:
        put_pairs(option);
        break;
    case FORM_WORDS:
        put_numbers(option, 4, ",");
        break;
    case FORM_SIGNED:
        if (option->kind == 91 && is_checked(option)) {
            put_numbers(option, 4, ",");
        } else {
            put_signed(option);
        }
        break;
    case FORM_SHORTS:
        put_numbers(option, 2, ",");
        break;
    case FORM_BYTES:
        put_numbers(option, 1, ".");
        break;
    case FORM_SWITCH:
        put_switch(option);
        break;
    case FORM_TEXT:
        put_quoted(option->line->text, option->rest);
        option->rest.length = 0;
        break;
    case FORM_CHOICE:
        put_choice(option);
        break;
    case FORM_REQUESTED:
        put_requested(option);
        break;
    case FORM_CLIENT:
        put_client(option);
        break;
    case FORM_CLASSES:
        put_classes(option);
        break;
    case FORM_DOMAIN:
        put_domain(option);
        break;
    case FORM_AGENT:
        put_agent(option);
        break;
    case FORM_ROUTES:
        put_routes(option);
        break;
    case FORM_REDIRECTS:
        put_redirects(option);
        break;
    }
    if (option->rest.length > 0) {
        line_put_number(option->line->text, "\n\t  trailing data length ", option->rest.length);
    }
}

/* Padding, and the end, which have no length; only shown with -vvv. False: nothing more is read. */
static bool put_single(struct line *line, struct reader *reader, uint8_t kind) {
    unsigned count = 1;
    uint8_t next;

    if (line->settings->verbosity < 3) {
        return kind == OPTION_PAD;
    }
    while (kind == OPTION_PAD && reader_peek(reader, 0, &next) && next == OPTION_PAD) {
        (void)reader_take(reader, 1);
        count++;
    }
    text_put_string(line->text, "\n\t    ");
    put_kind(line->text, kind, kinds[kind].name);
    text_put_string(line->text, ", length 0");
    if (count > 1) {
        line_put_number(line->text, ", occurs ", count);
    }
    return true;
}

enum line_status dhcp_options_put(struct line *line, struct span options) {
    struct reader reader = reader_of(options, options.length);
    struct text *text = line->text;

    text_put_string(text, "\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x");
    text_put_hex_padded(text, DHCP_COOKIE, 8);
    for (const uint8_t *kind; (kind = reader_take(&reader, 1)) != NULL;) {
        struct dhcp_option option = {.line = line, .kind = *kind};
        const uint8_t *length;
        const char *name;

        if (*kind == OPTION_PAD || *kind == OPTION_END) {
            if (!put_single(line, &reader, *kind)) {
                break;
            }
            continue;
        }
        length = reader_take(&reader, 1);
        if (length == NULL) {
            return LINE_CUT;
        }
        name = kind_name(line, *kind);
        text_put_string(text, "\n\t    ");
        put_kind(text, *kind, name);
        line_put_number(text, ", length ", *length);
        text_put_string(text, *length > 0 ? ": " : "");
        option.rest = (struct span){.data = reader_take(&reader, *length), .length = *length};
        if (option.rest.data == NULL) {
            line_put_cut(line);
            return LINE_END;
        }
        if (*kind == OPTION_MESSAGE && *length == 1) {
            put_message(&option);
        } else {
            put_value(&option, name != NULL ? kinds[*kind].form : FORM_BY_LENGTH);
        }
    }
    return LINE_END;
}
