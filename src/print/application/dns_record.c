/* Questions and records. */
#include "print/application/dns_record.h"

#include "print/application/dns_name.h"
#include "print/application/dns_options.h"
#include "print/application/dns_type.h"
#include "print/changes.h"
#include "print/line.h"

enum line_status dns_record_put_question(const struct dns *dns, uint32_t *at) {
    uint32_t end = *at;
    uint16_t class;
    enum line_status status;

    if (!dns_name_skip(dns, &end) || !span_has(dns->message, end, 4)) {
        return LINE_END;
    }
    dns_type_put(dns, load_be16(dns->message.data + end));
    class = load_be16(dns->message.data + end + 2);
    if (dns->multicast) {
        dns_type_put_class(dns->text, class & (uint16_t)~CLASS_FLAG);
        text_put_string(dns->text, (class & CLASS_FLAG) != 0 ? " (QU)" : " (QM)");
    } else {
        dns_type_put_class(dns->text, class);
    }
    text_put_string(dns->text, "? ");
    status = dns_name_put(dns, at);
    *at += 4;
    return status;
}

/* "1y2w3d4h5m6s", without what is zero. */
static void put_duration(struct text *text, uint32_t seconds) {
    static const struct {
        uint32_t seconds;
        char unit;
    } units[] = {{31536000, 'y'}, {604800, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};

    if (seconds == 0) {
        text_put_string(text, "0s");
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (seconds >= units[i].seconds) {
            text_put_u32(text, seconds / units[i].seconds);
            text_put_char(text, units[i].unit);
            seconds %= units[i].seconds;
        }
    }
}

static void put_field(struct text *text, const char *name, uint32_t value) {
    text_put_string(text, name);
    text_put_u32(text, value);
}

static enum line_status put_soa(const struct dns *dns, uint32_t at) {
    if (dns->line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    for (int i = 0; i < 2; i++) {
        enum line_status status;

        text_put_char(dns->text, ' ');
        status = dns_name_put(dns, &at);
        if (status != LINE_NEXT) {
            return status;
        }
    }
    if (!span_has(dns->message, at, 20)) {
        return LINE_END;
    }
    for (uint32_t i = 0; i < 20; i += 4) {
        put_field(dns->text, " ", load_be32(dns->message.data + at + i));
    }
    return LINE_NEXT;
}

/* Preference and name. */
static enum line_status put_mx(const struct dns *dns, uint32_t at) {
    uint32_t name = at + 2;
    uint16_t preference;
    enum line_status status;

    text_put_char(dns->text, ' ');
    if (!span_be16(dns->message, at, &preference)) {
        return LINE_END;
    }
    status = dns_name_put(dns, &name);
    if (status == LINE_NEXT) {
        put_field(dns->text, " ", preference);
    }
    return status;
}

/* Priority, weight, port and name. */
static enum line_status put_srv(const struct dns *dns, uint32_t at) {
    const uint8_t *data = dns->message.data + at;
    uint32_t name = at + 6;
    enum line_status status;

    text_put_char(dns->text, ' ');
    if (!span_has(dns->message, at, 6)) {
        return LINE_END;
    }
    status = dns_name_put(dns, &name);
    if (status == LINE_NEXT) {
        put_field(dns->text, ":", load_be16(data + 4));
        put_field(dns->text, " ", load_be16(data));
        put_field(dns->text, " ", load_be16(data + 2));
    }
    return status;
}

static bool put_characters(const struct dns *dns, uint32_t at, uint32_t length) {
    struct span characters = span_first(span_from(dns->message, at), length);

    for (size_t i = 0; i < characters.length; i++) {
        text_put_escaped(dns->text, characters.data[i]);
    }
    return characters.length == length;
}

static enum line_status put_txt(const struct dns *dns, uint32_t at, uint32_t end) {
    uint8_t length;

    while (at < end) {
        text_put_string(dns->text, " \"");
        if (!span_u8(dns->message, at, &length) || !put_characters(dns, at + 1, length)) {
            return LINE_END;
        }
        text_put_char(dns->text, '"');
        at += 1u + length;
    }
    return LINE_NEXT;
}

/* RFC 7553: priority, weight and the URI. Data too short for the numbers made its length wrap, in
 * tcpdump too: the rest of the message was printed and then said to be cut. */
static enum line_status put_uri(const struct dns *dns, uint32_t at, uint32_t end) {
    if (end - at < 4 && changes_made(dns->line->settings, CHANGE_DNS_URI_CHECKED)) {
        put_field(dns->text, " len ", end - at);
        text_put_string(dns->text, " is too short (< 4)");
        return LINE_NEXT;
    }
    if (!span_has(dns->message, at, 4)) {
        return LINE_CUT;
    }
    put_field(dns->text, " ", load_be16(dns->message.data + at));
    put_field(dns->text, " ", load_be16(dns->message.data + at + 2));
    text_put_char(dns->text, ' ');
    return put_characters(dns, at + 4, end - at - 4) ? LINE_NEXT : LINE_END;
}

/* RFC 2874: the low bits of an address, and a name for the rest. */
static enum line_status put_a6(const struct dns *dns, uint32_t at) {
    uint8_t address[16] = {0};
    uint8_t prefix;
    uint32_t skipped;

    if (!span_u8(dns->message, at, &prefix)) {
        return LINE_END;
    }
    if (prefix > 128) {
        put_field(dns->text, " ", prefix);
        text_put_string(dns->text, "(bad plen)");
        return LINE_NEXT;
    }
    at++;
    skipped = prefix / 8;
    if (prefix < 128) {
        if (!span_has(dns->message, at, 16 - skipped)) {
            return LINE_CUT;
        }
        memcpy(address + skipped, dns->message.data + at, 16 - skipped);
        put_field(dns->text, " ", prefix);
        text_put_char(dns->text, ' ');
        text_put_ipv6(dns->text, address);
    }
    if (prefix == 0) {
        return LINE_NEXT;
    }
    text_put_char(dns->text, ' ');
    at += 16 - skipped;
    return dns_name_put(dns, &at);
}

/* RFC 8945: behind the name of the algorithm and the time. */
static enum line_status put_tsig(const struct dns *dns, uint32_t at) {
    static const char *const fields[] = {
        " fudge=", " maclen=", " origid=", " error=", " otherlen=",
    };
    enum line_status status;

    if (dns->line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    text_put_char(dns->text, ' ');
    status = dns_name_put(dns, &at);
    if (status != LINE_NEXT) {
        return status;
    }
    at += 6;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        uint16_t value;

        if (!span_be16(dns->message, at, &value)) {
            return LINE_END;
        }
        put_field(dns->text, fields[i], value);
        at += 2u + (i == 1 ? value : 0u);
    }
    return LINE_NEXT;
}

/* A record's fixed part, and where its data is. */
struct dns_record {
    uint16_t type;
    uint16_t class;
    uint16_t flags; /* of an OPT record */
    uint32_t data;
    uint32_t end;
};

static enum line_status put_data(const struct dns *dns, const struct dns_record *record) {
    uint32_t at = record->data;

    switch (record->type) {
    case TYPE_A:
        if (!span_has(dns->message, at, 4)) {
            return LINE_END;
        }
        text_put_char(dns->text, ' ');
        text_put_ipv4(dns->text, dns->message.data + at);
        return LINE_NEXT;
    case TYPE_AAAA:
        if (!span_has(dns->message, at, 16)) {
            return LINE_END;
        }
        text_put_char(dns->text, ' ');
        text_put_ipv6(dns->text, dns->message.data + at);
        return LINE_NEXT;
    case TYPE_NS:
    case TYPE_CNAME:
    case TYPE_PTR:
    case TYPE_DNAME:
        text_put_char(dns->text, ' ');
        return dns_name_put(dns, &at);
    case TYPE_SOA:
        return put_soa(dns, at);
    case TYPE_MX:
        return put_mx(dns, at);
    case TYPE_TXT:
        return put_txt(dns, at, record->end);
    case TYPE_SRV:
        return put_srv(dns, at);
    case TYPE_A6:
        return put_a6(dns, at);
    case TYPE_OPT:
        put_field(dns->text, " UDPsize=", record->class);
        if ((record->flags & 0x8000) != 0) {
            text_put_string(dns->text, " DO");
        }
        return dns_options_put(dns, at, record->end);
    case TYPE_UNSPECA:
        return put_characters(dns, at, record->end - at) ? LINE_NEXT : LINE_END;
    case TYPE_TSIG:
        return put_tsig(dns, at);
    case TYPE_URI:
        return put_uri(dns, at, record->end);
    default:
        return LINE_NEXT;
    }
}

/* With -v the name first. True where the fixed part follows. */
static enum line_status put_owner(const struct dns *dns, uint32_t *at) {
    if (dns->line->settings->verbosity == 0) {
        if (!dns_name_skip(dns, at)) {
            *at = (uint32_t)dns->message.length;
        }
        return LINE_NEXT;
    }
    text_put_char(dns->text, ' ');
    return dns_name_put(dns, at);
}

enum line_status dns_record_put(const struct dns *dns, uint32_t *at) {
    struct dns_record record;
    const uint8_t *fixed;
    enum line_status status = put_owner(dns, at);

    if (status != LINE_NEXT) {
        return status;
    }
    if (!span_has(dns->message, *at, 10)) {
        *at = (uint32_t)dns->message.length;
        return LINE_NEXT;
    }
    fixed = dns->message.data + *at;
    record = (struct dns_record){
        .type = load_be16(fixed),
        .class = load_be16(fixed + 2),
        .flags = load_be16(fixed + 6),
        .data = *at + 10,
        .end = *at + 10 + load_be16(fixed + 8),
    };
    if (dns->multicast) {
        bool flush = (record.class & CLASS_FLAG) != 0;

        record.class &= (uint16_t)~CLASS_FLAG;
        if (record.type != TYPE_OPT) {
            dns_type_put_class(dns->text, record.class);
        }
        if (flush) {
            text_put_string(dns->text, " (Cache flush)");
        }
    } else if (record.type != TYPE_OPT) {
        dns_type_put_class(dns->text, record.class);
    }
    if (record.type != TYPE_OPT && dns->line->settings->verbosity > 2) {
        text_put_string(dns->text, " [");
        put_duration(dns->text, load_be32(fixed + 4));
        text_put_char(dns->text, ']');
    }
    dns_type_put(dns, record.type);
    if (record.end > dns->message.length) {
        return LINE_END;
    }
    *at = record.end;
    return put_data(dns, &record);
}
