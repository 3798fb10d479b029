/* BOOTP (RFC 951), which carries DHCP (RFC 2131). */
#include "print/address.h"
#include "print/application/dhcp_options.h"
#include "print/application/payload.h"
#include "print/line.h"

/* Offsets into the message. */
enum {
    HARDWARE_TYPE = 1,
    HARDWARE_LENGTH = 2,
    HOPS = 3,
    TRANSACTION = 4,
    SECONDS = 8,
    FLAGS = 10,
    CLIENT_IP = 12,
    HARDWARE_ADDRESS = 28,
    SERVER_NAME = 44,
    FILE_NAME = 108,
    VENDOR = 236,
};

enum { SERVER_NAME_SIZE = 64, FILE_NAME_SIZE = 128, COOKIE_SIZE = 4 };

enum { REQUEST = 1, REPLY = 2, ETHERNET = 1, MAC_LENGTH = 6, BROADCAST = 0x8000 };

/* Carnegie Mellon's own extensions: their cookie, "CMU" and a zero, and the addresses behind it. */
enum { COOKIE_CMU = 0x434d5500 };

static bool has_mac(struct span message) {
    return message.data[HARDWARE_TYPE] == ETHERNET && message.data[HARDWARE_LENGTH] == MAC_LENGTH;
}

/* False if a byte is missing. */
static bool put_first_words(struct line *line, struct span message) {
    struct text *text = line->text;
    uint8_t operation;

    if (!span_u8(message, 0, &operation)) {
        return false;
    }
    text_put_string(text, "BOOTP/DHCP, ");
    if (operation == REQUEST || operation == REPLY) {
        text_put_string(text, operation == REQUEST ? "Request" : "Reply");
    } else {
        text_put_string(text, "unknown (0x");
        text_put_hex_padded(text, operation, 2);
        text_put_char(text, ')');
    }
    if (!span_has(message, 0, HARDWARE_LENGTH + 1)) {
        return false;
    }
    if (operation == REQUEST && has_mac(message)) {
        if (!span_has(message, HARDWARE_ADDRESS, MAC_LENGTH)) {
            return false;
        }
        text_put_string(text, " from ");
        address_put_mac(line, message.data + HARDWARE_ADDRESS);
    }
    return true;
}

/* With -v, what is not as it always is. False if a byte is missing. */
static bool put_fields(struct line *line, struct span message) {
    struct text *text = line->text;
    uint8_t type = message.data[HARDWARE_TYPE];
    uint32_t transaction;
    uint16_t seconds;
    uint16_t flags;

    if (!span_be32(message, TRANSACTION, &transaction) || !span_be16(message, SECONDS, &seconds)) {
        return false;
    }
    if (type != ETHERNET) {
        line_put_number(text, ", htype ", type);
    }
    if (type != ETHERNET || message.data[HARDWARE_LENGTH] != MAC_LENGTH) {
        line_put_number(text, ", hlen ", message.data[HARDWARE_LENGTH]);
    }
    if (message.data[HOPS] != 0) {
        line_put_number(text, ", hops ", message.data[HOPS]);
    }
    if (transaction != 0) {
        text_put_string(text, ", xid 0x");
        text_put_hex(text, transaction);
    }
    if (seconds != 0) {
        line_put_number(text, ", secs ", seconds);
    }
    if (!span_be16(message, FLAGS, &flags)) {
        return false;
    }
    text_put_string(text, (flags & BROADCAST) != 0 ? ", Flags [Broadcast]" : ", Flags [none]");
    if (line->settings->verbosity > 1) {
        text_put_string(text, " (0x");
        text_put_hex_padded(text, flags, 4);
        text_put_char(text, ')');
    }
    return true;
}

static bool put_addresses(struct line *line, struct span message) {
    static const char *const titles[] = {"\n\t  Client-IP ", "\n\t  Your-IP ", "\n\t  Server-IP ",
                                         "\n\t  Gateway-IP "};

    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        size_t at = CLIENT_IP + 4 * i;
        uint32_t address;

        if (!span_be32(message, at, &address)) {
            return false;
        }
        if (address != 0) {
            text_put_string(line->text, titles[i]);
            address_put(line, 4, message.data + at);
        }
    }
    if (has_mac(message)) {
        if (!span_has(message, HARDWARE_ADDRESS, MAC_LENGTH)) {
            return false;
        }
        text_put_string(line->text, "\n\t  Client-Ethernet-Address ");
        address_put_mac(line, message.data + HARDWARE_ADDRESS);
    }
    return true;
}

/* A name that ends with a zero; nothing of an empty one. LINE_END where the zero is missing. */
static enum line_status put_name(struct line *line, const char *title, struct span message,
                                 size_t at, size_t size) {
    struct span name = span_first(span_from(message, at), size);
    size_t length = 0;
    uint8_t first;

    if (!span_u8(name, 0, &first)) {
        return LINE_CUT;
    }
    if (first == '\0') {
        return LINE_NEXT;
    }
    text_put_string(line->text, title);
    while (length < name.length && name.data[length] != '\0') {
        text_put_escaped(line->text, name.data[length++]);
    }
    text_put_char(line->text, '"');
    return length < name.length ? LINE_NEXT : LINE_END;
}

static enum line_status put_cmu(struct line *line, struct span addresses) {
    static const struct {
        const char *title;
        size_t at;
    } fields[] = {
        {" DG:", 8},    {" SM:", 4},    {" NS1:", 12}, {" NS2:", 16},
        {" IEN1:", 20}, {" IEN2:", 24}, {" TS1:", 28}, {" TS2:", 32},
    };

    bool has_mask = addresses.length > 0 && (addresses.data[0] & 1) != 0;

    text_put_string(line->text, " vend-cmu");
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!span_has(addresses, fields[i].at, 4)) {
            return LINE_CUT;
        }
        if (load_be32(addresses.data + fields[i].at) != 0) {
            text_put_string(line->text, fields[i].at == 4 && !has_mask ? " SM*:" : fields[i].title);
            address_put(line, 4, addresses.data + fields[i].at);
        }
    }
    return LINE_END;
}

static enum line_status put_vendor(struct line *line, struct span vendor) {
    uint32_t cookie;

    if (!span_be32(vendor, 0, &cookie)) {
        return LINE_CUT;
    }
    switch (cookie) {
    case DHCP_COOKIE:
        return dhcp_options_put(line, span_from(vendor, COOKIE_SIZE));
    case COOKIE_CMU:
        return put_cmu(line, span_from(vendor, COOKIE_SIZE));
    case 0:
        return LINE_END;
    default:
        text_put_string(line->text, "\n\t  Vendor-#0x");
        text_put_hex(line->text, cookie);
        return LINE_END;
    }
}

enum line_status print_bootp(struct line *line, struct span payload, uint32_t length) {
    enum line_status status;

    line->protocol = "bootp";
    payload = span_first(payload, length);
    if (!put_first_words(line, payload)) {
        return LINE_CUT;
    }
    line_put_number(line->text, ", length ", length);
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    if (!put_fields(line, payload) || !put_addresses(line, payload)) {
        return LINE_CUT;
    }
    status = put_name(line, "\n\t  sname \"", payload, SERVER_NAME, SERVER_NAME_SIZE);
    if (status == LINE_NEXT) {
        status = put_name(line, "\n\t  file \"", payload, FILE_NAME, FILE_NAME_SIZE);
    }
    if (status == LINE_END) {
        line_put_cut(line);
    }
    return status == LINE_NEXT ? put_vendor(line, span_from(payload, VENDOR)) : status;
}
