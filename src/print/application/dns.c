/* DNS messages. */
#include "print/application/dns_name.h"
#include "print/application/dns_record.h"
#include "print/application/payload.h"
#include "print/line.h"

enum { HEADER = 12, PREFIX = 2, TYPE_OPT = 41 };

enum dns_flag { QR = 0x8000, AA = 0x400, TC = 0x200, RD = 0x100, RA = 0x80, AD = 0x20, CD = 0x10 };

enum { OPCODE_IQUERY = 1 };

/* The bits that a question has no use for: AA, TC, Z and the response code. */
enum { ODD_IN_QUESTION = 0x6cf };

struct counts {
    uint32_t questions;
    uint32_t answers;
    uint32_t authorities;
    uint32_t additional;
};

static const char *opcode_name(uint16_t flags) {
    static const char *const names[16] = {
        "",         " inv_q",    " stat",     " op3",     " notify",  " update",
        " op6",     " op7",      " op8",      " updateA", " updateD", " updateDA",
        " updateM", " updateMA", " zoneInit", " zoneRef",
    };

    return names[flags >> 11 & 0xf];
}

/* Names of response codes, with tcpdump's own irregularities. */
static void put_response_code(struct text *text, uint32_t code) {
    static const char *const names[] = {
        [0] = "",          [1] = " FormErr", [2] = " ServFail", [3] = " NXDomain",
        [4] = " NotImp",   [5] = " Refused", [6] = " YXDomain", [7] = " YXRRSet",
        [8] = " NXRRSet",  [9] = " NotAuth", [10] = " NotZone", [15] = " NoChange",
        [16] = " BadVers", [17] = "Resp17",  [21] = "Resp21",   [23] = " BadCookie",
    };

    if (code < sizeof names / sizeof names[0] && names[code] != NULL) {
        text_put_string(text, names[code]);
    } else {
        text_put_string(text, " Resp");
        text_put_u32(text, code);
    }
}

static void put_count(struct text *text, uint32_t count, const char *unit) {
    text_put_string(text, " [");
    text_put_u32(text, count);
    text_put_string(text, unit);
    text_put_char(text, ']');
}

/* Behind questions, answers and authorities; false where that cannot be found. */
static bool skip_to_additional(const struct dns *dns, const struct counts *counts, uint32_t *at) {
    for (uint32_t i = 0; i < counts->questions; i++) {
        if (!dns_name_skip(dns, at)) {
            return false;
        }
        *at += 4;
        if (*at >= dns->message.length) {
            return false;
        }
    }
    for (uint32_t i = 0; i < counts->answers + counts->authorities; i++) {
        uint16_t length;

        if (!dns_name_skip(dns, at) || !span_be16(dns->message, *at + 8, &length)) {
            return false;
        }
        *at += 10u + length;
        if (*at >= dns->message.length) {
            return false;
        }
    }
    return true;
}

/* The upper bits of the response code are in an OPT record (RFC 6891 §6.1.3). */
static uint32_t extended_code(const struct dns *dns, const struct counts *counts) {
    uint32_t at = HEADER;

    if (!skip_to_additional(dns, counts, &at)) {
        return 0;
    }
    for (uint32_t i = 0; i < counts->additional; i++) {
        uint16_t type;
        uint16_t length;
        uint8_t code;

        if (!dns_name_skip(dns, &at) || !span_be16(dns->message, at, &type) ||
            !span_u8(dns->message, at + 4, &code)) {
            return 0;
        }
        if (type == TYPE_OPT) {
            return (uint32_t)code << 4;
        }
        if (!span_be16(dns->message, at + 8, &length)) {
            return 0;
        }
        at += 10u + length;
    }
    return 0;
}

/* Records, as many as were captured; LINE_END if some are missing. */
static enum line_status put_records(const struct dns *dns, uint32_t count, uint32_t *at) {
    while (count > 0) {
        enum line_status status = dns_record_put(dns, at);

        if (status != LINE_NEXT) {
            return status;
        }
        count--;
        if (count > 0) {
            if (*at >= dns->message.length) {
                return LINE_END;
            }
            text_put_char(dns->text, ',');
        }
    }
    return LINE_NEXT;
}

static enum line_status put_section(const struct dns *dns, const char *title, uint32_t count,
                                    uint32_t *at) {
    if (count == 0) {
        return LINE_NEXT;
    }
    if (*at >= dns->message.length) {
        return LINE_END;
    }
    text_put_string(dns->text, title);
    return put_records(dns, count, at);
}

/* With -vv, what is behind the answers. */
static enum line_status put_rest(const struct dns *dns, const struct counts *counts, uint32_t *at) {
    enum line_status status = put_section(dns, " ns:", counts->authorities, at);

    return status == LINE_NEXT ? put_section(dns, " ar:", counts->additional, at) : status;
}

static enum line_status put_response(const struct dns *dns, uint16_t flags,
                                     const struct counts *counts) {
    struct text *text = dns->text;
    bool all = dns->line->settings->verbosity > 1;
    uint32_t at = HEADER;
    enum line_status status = LINE_NEXT;

    put_response_code(text, (flags & 0xfu) | extended_code(dns, counts));
    text_put_string(text, (flags & AA) != 0 ? "*" : "");
    text_put_string(text, (flags & RA) != 0 ? "" : "-");
    text_put_string(text, (flags & TC) != 0 ? "|" : "");
    text_put_string(text, (flags & AD) != 0 ? "$" : "");
    if (counts->questions != 1) {
        put_count(text, counts->questions, "q");
    }
    for (uint32_t i = 0; i < counts->questions; i++) {
        text_put_string(text, i > 0 ? "," : "");
        if (all) {
            text_put_string(text, " q:");
            status = dns_record_put_question(dns, &at);
        } else {
            status = dns_name_skip(dns, &at) ? LINE_NEXT : LINE_END;
            at += 4;
        }
        if (status != LINE_NEXT) {
            return status;
        }
    }
    text_put_char(text, ' ');
    text_put_u32(text, counts->answers);
    text_put_char(text, '/');
    text_put_u32(text, counts->authorities);
    text_put_char(text, '/');
    text_put_u32(text, counts->additional);
    status = put_records(dns, counts->answers, &at);
    return status == LINE_NEXT && all ? put_rest(dns, counts, &at) : status;
}

static void put_question_counts(struct text *text, uint16_t flags, const struct counts *counts) {
    bool inverse = (flags >> 11 & 0xf) == OPCODE_IQUERY;

    if (inverse && counts->questions != 0) {
        put_count(text, counts->questions, "q");
    }
    if (counts->answers != (inverse ? 1 : 0)) {
        put_count(text, counts->answers, "a");
    }
    if (!inverse && counts->questions != 1) {
        put_count(text, counts->questions, "q");
    }
    if (counts->authorities != 0) {
        put_count(text, counts->authorities, "n");
    }
    if (counts->additional != 0) {
        put_count(text, counts->additional, "au");
    }
}

static enum line_status put_query(const struct dns *dns, uint16_t flags,
                                  const struct counts *counts) {
    struct text *text = dns->text;
    uint32_t at = HEADER;
    enum line_status status;

    text_put_string(text, (flags & RD) != 0 ? "+" : "");
    text_put_string(text, (flags & CD) != 0 ? "%" : "");
    if ((flags & ODD_IN_QUESTION) != 0) {
        text_put_string(text, " [b2&3=0x");
        text_put_hex(text, flags);
        text_put_char(text, ']');
    }
    put_question_counts(text, flags, counts);
    for (uint32_t i = 0; i < counts->questions; i++) {
        if (i > 0 && at >= dns->message.length) {
            return LINE_END;
        }
        status = dns_record_put_question(dns, &at);
        if (status != LINE_NEXT) {
            return status;
        }
    }
    if (dns->line->settings->verbosity < 2) {
        return LINE_NEXT;
    }
    status = put_records(dns, counts->answers, &at);
    return status == LINE_NEXT ? put_rest(dns, counts, &at) : status;
}

static enum line_status put_message(struct line *line, struct span message, uint32_t length,
                                    bool multicast) {
    const struct dns dns = {
        .line = line, .text = line->text, .message = message, .multicast = multicast};
    struct counts counts;
    uint16_t flags;
    enum line_status status;

    if (length < HEADER) {
        text_put_string(line->text, "domain [length ");
        text_put_u32(line->text, length);
        text_put_string(line->text, " < 12] (invalid)");
        return LINE_END;
    }
    if (message.length < HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    flags = load_be16(message.data + 2);
    counts = (struct counts){
        .questions = load_be16(message.data + 4),
        .answers = load_be16(message.data + 6),
        .authorities = load_be16(message.data + 8),
        .additional = load_be16(message.data + 10),
    };
    text_put_u32(line->text, load_be16(message.data));
    text_put_string(line->text, opcode_name(flags));
    status =
        (flags & QR) != 0 ? put_response(&dns, flags, &counts) : put_query(&dns, flags, &counts);
    if (status == LINE_NEXT) {
        text_put_string(line->text, " (");
        text_put_u32(line->text, length);
        text_put_char(line->text, ')');
        return LINE_END;
    }
    if (status == LINE_END) {
        line_put_cut(line);
    }
    return status;
}

enum line_status print_dns(struct line *line, struct span payload, uint32_t length) {
    line->protocol = "domain";
    return put_message(line, payload, length, false);
}

enum line_status print_mdns(struct line *line, struct span payload, uint32_t length) {
    line->protocol = "domain";
    return put_message(line, payload, length, true);
}

/* On TCP the message's length goes before it (RFC 1035 §4.2.2). */
enum line_status print_dns_on_tcp(struct line *line, struct span payload, uint32_t length) {
    uint16_t prefix;

    line->protocol = "domain";
    if (length < PREFIX) {
        text_put_string(line->text, " [DNS over TCP: length ");
        text_put_u32(line->text, length);
        text_put_string(line->text, " < 2] (invalid)");
        return LINE_END;
    }
    if (!span_be16(payload, 0, &prefix)) {
        return LINE_CUT;
    }
    if (prefix != length - PREFIX) {
        text_put_string(line->text, " [prefix length(");
        text_put_u32(line->text, prefix);
        text_put_string(line->text, ") != length(");
        text_put_u32(line->text, length - PREFIX);
        text_put_string(line->text, ")] (invalid)");
        return LINE_END;
    }
    text_put_char(line->text, ' ');
    return put_message(line, span_from(payload, PREFIX), length - PREFIX, false);
}
