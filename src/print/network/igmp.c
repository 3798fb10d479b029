/* IGMP (RFC 1112, RFC 2236, RFC 3376). */
#include "tcpgloss/base/checksum.h"

#include "print/address.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/network/igmp_mld.h"

enum igmp_type {
    IGMP_QUERY = 0x11,
    IGMP_V1_REPORT = 0x12,
    IGMP_DVMRP = 0x13,
    IGMP_V2_REPORT = 0x16,
    IGMP_LEAVE = 0x17,
    IGMP_V3_REPORT = 0x22,
};

enum { PLAIN_LENGTH = 8, V3_QUERY_MIN = 12, V3_REPORT_MIN = 16, DEFAULT_RESPONSE_TIME = 100 };

static enum line_status put_group(struct line *line, const char *before, struct span message,
                                  size_t at) {
    if (!span_has(message, at, 4)) {
        return LINE_CUT;
    }
    text_put_string(line->text, before);
    address_put(line, 4, message.data + at);
    return LINE_NEXT;
}

/* " { 10.0.0.1 10.0.0.2 }" with -vv, otherwise how many. */
static enum line_status put_sources(struct line *line, struct span message, size_t at,
                                    uint16_t count) {
    if (line->settings->verbosity < 2) {
        text_put_string(line->text, ", ");
        text_put_u32(line->text, count);
        text_put_string(line->text, " source(s)");
        return LINE_NEXT;
    }
    text_put_string(line->text, " {");
    for (size_t i = 0; i < count; i++) {
        if (!span_has(message, at + 4 * i, 4)) {
            return LINE_CUT;
        }
        text_put_char(line->text, ' ');
        address_put(line, 4, message.data + at + 4 * i);
    }
    text_put_string(line->text, " }");
    return LINE_NEXT;
}

/* In tenths of a second; from 128 on, a floating-point number (RFC 3376 §4.1.1). */
static uint32_t response_time(uint8_t code) {
    return code < 128 ? code : ((code & 0xfu) | 0x10u) << ((code >> 4 & 7) + 3);
}

static void put_response_time(struct text *text, uint32_t tenths) {
    text_put_string(text, " [max resp time ");
    if (tenths < 600) {
        text_put_u32(text, tenths / 10);
        text_put_char(text, '.');
        text_put_u32(text, tenths % 10);
        text_put_char(text, 's');
    } else {
        text_put_u32(text, tenths / 600);
        text_put_char(text, 'm');
        if (tenths % 600 != 0) {
            text_put_u32(text, tenths % 600 / 10);
            text_put_char(text, 's');
        }
    }
    text_put_char(text, ']');
}

static enum line_status put_v3_query(struct line *line, struct span message, uint32_t length) {
    struct text *text = line->text;
    enum line_status status = LINE_NEXT;
    uint8_t code;
    uint16_t sources;

    text_put_string(text, " v3");
    if (length % 4 != 0) {
        igmp_mld_put_bracketed(text, "invalid len ", length);
        return LINE_NEXT;
    }
    if (!span_u8(message, 1, &code)) {
        return LINE_CUT;
    }
    if (code != DEFAULT_RESPONSE_TIME) {
        put_response_time(text, response_time(code));
    }
    if (!span_has(message, 4, 4)) {
        return LINE_CUT;
    }
    if (load_be32(message.data + 4) == 0) {
        return LINE_NEXT;
    }
    text_put_string(text, " [gaddr ");
    address_put(line, 4, message.data + 4);
    if (!span_be16(message, 10, &sources)) {
        return LINE_CUT;
    }
    if (sources > 0) {
        if (length < V3_QUERY_MIN + (size_t)4 * sources) {
            text_put_string(text, " [invalid number of sources]");
        } else {
            status = put_sources(line, message, V3_QUERY_MIN, sources);
        }
    }
    if (status == LINE_NEXT) {
        text_put_char(text, ']');
    }
    return status;
}

static enum line_status put_query(struct line *line, struct span message, uint32_t length) {
    struct text *text = line->text;
    uint8_t code;
    uint32_t group;

    text_put_string(text, "igmp query");
    if (length >= V3_QUERY_MIN) {
        return put_v3_query(line, message, length);
    }
    if (!span_u8(message, 1, &code)) {
        return LINE_CUT;
    }
    text_put_string(text, code == 0 ? " v1" : " v2");
    if (code != 0 && code != DEFAULT_RESPONSE_TIME) {
        igmp_mld_put_bracketed(text, "max resp time ", code);
    }
    if (!span_be32(message, 4, &group)) {
        return LINE_CUT;
    }
    if (group != 0) {
        (void)put_group(line, " [gaddr ", message, 4);
        text_put_char(text, ']');
    }
    if (length != PLAIN_LENGTH) {
        igmp_mld_put_bracketed(text, "len ", length);
    }
    return LINE_NEXT;
}

static enum line_status put_v3_report(struct line *line, struct span message, uint32_t length) {
    struct text *text = line->text;
    uint16_t groups;
    size_t at = 8;

    text_put_string(text, "igmp v3 report");
    if (length < V3_REPORT_MIN || length % 4 != 0) {
        igmp_mld_put_bracketed(text, "invalid len ", length);
        return LINE_NEXT;
    }
    if (!span_be16(message, 6, &groups)) {
        return LINE_CUT;
    }
    text_put_string(text, ", ");
    text_put_u32(text, groups);
    text_put_string(text, " group record(s)");
    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    for (uint32_t i = 0; i < groups; i++) {
        uint16_t sources;
        enum line_status status;

        if (length < at + 8) {
            text_put_string(text, " [invalid number of groups]");
            return LINE_NEXT;
        }
        if (put_group(line, " [gaddr ", message, at + 4) != LINE_NEXT) {
            return LINE_CUT;
        }
        igmp_mld_put_record_type(text, message.data[at], "v3-report-#");
        sources = load_be16(message.data + at + 2);
        if (length < at + 8 + (size_t)4 * sources) {
            igmp_mld_put_bracketed(text, "invalid number of sources ", sources);
            return LINE_NEXT;
        }
        status = put_sources(line, message, at + 8, sources);
        if (status != LINE_NEXT) {
            return status;
        }
        text_put_char(text, ']');
        at += 8 + (size_t)4 * sources;
    }
    return LINE_NEXT;
}

static enum line_status put_message(struct line *line, struct span message, uint32_t length) {
    enum line_status status;
    uint8_t type;

    if (!span_u8(message, 0, &type)) {
        return LINE_CUT;
    }
    switch (type) {
    case IGMP_QUERY:
        return put_query(line, message, length);
    case IGMP_V1_REPORT:
        status = put_group(line, "igmp v1 report ", message, 4);
        if (status == LINE_NEXT && length != PLAIN_LENGTH) {
            igmp_mld_put_bracketed(line->text, "len ", length);
        }
        return status;
    case IGMP_V2_REPORT:
        return put_group(line, "igmp v2 report ", message, 4);
    case IGMP_V3_REPORT:
        return put_v3_report(line, message, length);
    case IGMP_LEAVE:
        return put_group(line, "igmp leave ", message, 4);
    case IGMP_DVMRP:
        text_put_string(line->text, "igmp dvmrp");
        if (length < PLAIN_LENGTH) {
            igmp_mld_put_bracketed(line->text, "len ", length);
        }
        return LINE_NEXT;
    default:
        text_put_string(line->text, "igmp-");
        text_put_u32(line->text, type);
        return LINE_NEXT;
    }
}

enum line_status print_igmp(struct line *line, const struct layer *layer) {
    enum line_status status;

    line->protocol = "igmp";
    if (line->settings->quiet) {
        text_put_string(line->text, "igmp");
        return LINE_END;
    }
    status = put_message(line, layer_span(layer), layer->length);
    if (status != LINE_NEXT) {
        return status;
    }
    if (line->settings->verbosity > 0 && layer->length >= 4 && layer->captured >= layer->length &&
        checksum_finish(checksum_add(0, layer->data, layer->length)) != 0) {
        text_put_string(line->text, " bad igmp cksum ");
        text_put_hex(line->text, load_be16(layer->data + 2));
        text_put_char(line->text, '!');
    }
    return LINE_END;
}
