#include "print/application/dhcp_options.h"

#include "print/application/dhcp_structure.h"
#include "print/application/dhcp_value.h"
#include "print/changes.h"
#include "print/reader.h"

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

    for (const uint8_t *at; (at = dhcp_value_take(option, 1)) != NULL; count++) {
        text_put_string(text, count % A_LINE == 0 ? "\n\t      " : ", ");
        put_kind(text, *at, kind_name(option->line, *at));
    }
}

static void put_value(struct dhcp_option *option, enum form form) {
    switch (form) {
    case FORM_BY_LENGTH:
        dhcp_value_put_by_length(option);
        break;
    case FORM_ADDRESSES:
        dhcp_value_put_addresses(option);
        break;
    case FORM_PAIRS:
        dhcp_value_put_pairs(option);
        break;
    case FORM_WORDS:
        dhcp_value_put_numbers(option, 4, ",");
        break;
    case FORM_SIGNED:
        if (option->kind == 91 && dhcp_value_is_checked(option)) {
            dhcp_value_put_numbers(option, 4, ",");
        } else {
            dhcp_value_put_signed(option);
        }
        break;
    case FORM_SHORTS:
        dhcp_value_put_numbers(option, 2, ",");
        break;
    case FORM_BYTES:
        dhcp_value_put_numbers(option, 1, ".");
        break;
    case FORM_SWITCH:
        dhcp_value_put_switch(option);
        break;
    case FORM_TEXT:
        dhcp_value_put_quoted(option->line->text, option->rest);
        option->rest.length = 0;
        break;
    case FORM_CHOICE:
        dhcp_value_put_choice(option);
        break;
    case FORM_REQUESTED:
        put_requested(option);
        break;
    case FORM_CLIENT:
        dhcp_structure_put_client(option);
        break;
    case FORM_CLASSES:
        dhcp_structure_put_classes(option);
        break;
    case FORM_DOMAIN:
        dhcp_structure_put_domain(option);
        break;
    case FORM_AGENT:
        dhcp_structure_put_agent(option);
        break;
    case FORM_ROUTES:
        dhcp_structure_put_routes(option);
        break;
    case FORM_REDIRECTS:
        dhcp_structure_put_redirects(option);
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
            dhcp_structure_put_message(&option);
        } else {
            put_value(&option, name != NULL ? kinds[*kind].form : FORM_BY_LENGTH);
        }
    }
    return LINE_END;
}
