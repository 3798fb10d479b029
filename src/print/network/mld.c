/* Multicast listener discovery. */
#include "print/network/mld.h"

#include "print/address.h"
#include "print/line.h"
#include "print/network/igmp_mld.h"

enum { V1_LENGTH = 24, V2_QUERY_MIN = 28, V2_REPORT_MIN = 8, RECORD_HEADER = 20 };

static enum line_status put_group(struct line *line, struct span message, size_t at) {
    if (!span_has(message, at, 16)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " [gaddr ");
    address_put(line, 6, message.data + at);
    return LINE_NEXT;
}

static enum line_status put_sources(struct line *line, struct span message, size_t at,
                                    uint16_t count) {
    text_put_string(line->text, " {");
    for (size_t i = 0; i < count; i++) {
        if (!span_has(message, at + 16 * i, 16)) {
            return LINE_CUT;
        }
        text_put_char(line->text, ' ');
        address_put(line, 6, message.data + at + 16 * i);
    }
    text_put_string(line->text, " }");
    return LINE_NEXT;
}

static void put_source_count(struct text *text, uint16_t count) {
    text_put_string(text, ", ");
    text_put_u32(text, count);
    text_put_string(text, " source(s)");
}

enum line_status mld_put(struct line *line, const struct layer *icmp) {
    if (icmp->captured < V1_LENGTH) {
        return LINE_NEXT;
    }
    text_put_string(line->text, "max resp delay: ");
    text_put_u32(line->text, load_be16(icmp->data + 4));
    text_put_string(line->text, " addr: ");
    address_put(line, 6, icmp->data + 8);
    return LINE_NEXT;
}

/* Milliseconds; from 32768 on, a floating-point number (RFC 3810 §5.1.3). */
static uint32_t response_delay(uint16_t code) {
    return code < 32768 ? code : ((code & 0xfffu) | 0x1000u) << ((code >> 12 & 7) + 3);
}

/* Seconds, likewise from 128 on (RFC 3810 §5.1.9). */
static uint32_t query_interval(uint8_t code) {
    return code < 128 ? code : ((code & 0xfu) | 0x10u) << ((code >> 4 & 7) + 3);
}

static enum line_status put_query_flags(struct text *text, struct span message) {
    uint8_t flags;
    uint8_t interval;

    if (!span_u8(message, 24, &flags)) {
        return LINE_CUT;
    }
    if ((flags & 8) != 0) {
        text_put_string(text, " sflag");
    }
    if ((flags & 7) != 0) {
        text_put_string(text, " robustness=");
        text_put_u32(text, flags & 7u);
    }
    if (!span_u8(message, 25, &interval)) {
        return LINE_CUT;
    }
    text_put_string(text, " qqi=");
    text_put_u32(text, query_interval(interval));
    return LINE_NEXT;
}

static enum line_status put_query_v2(struct line *line, const struct layer *icmp) {
    struct span message = layer_span(icmp);
    struct text *text = line->text;
    bool verbose = line->settings->verbosity > 0;
    uint16_t code;
    uint16_t sources;

    if (!span_be16(message, 4, &code)) {
        return LINE_CUT;
    }
    if (verbose) {
        igmp_mld_put_bracketed(text, "max resp delay=", response_delay(code));
    }
    if (put_group(line, message, 8) != LINE_NEXT ||
        (verbose && put_query_flags(text, message) != LINE_NEXT) ||
        !span_be16(message, 26, &sources)) {
        return LINE_CUT;
    }
    if (sources > 0) {
        if (icmp->length < V2_QUERY_MIN + (size_t)16 * sources) {
            text_put_string(text, " [invalid number of sources]");
        } else if (line->settings->verbosity < 2) {
            put_source_count(text, sources);
        } else if (put_sources(line, message, V2_QUERY_MIN, sources) != LINE_NEXT) {
            return LINE_CUT;
        }
    }
    text_put_char(text, ']');
    return LINE_NEXT;
}

enum line_status mld_put_query(struct line *line, const struct layer *icmp) {
    if (icmp->length == V1_LENGTH) {
        return mld_put(line, icmp);
    }
    if (icmp->length >= V2_QUERY_MIN) {
        text_put_string(line->text, " v2");
        return put_query_v2(line, icmp);
    }
    text_put_string(line->text, " unknown-version (len ");
    text_put_u32(line->text, icmp->length);
    text_put_string(line->text, ") ");
    return LINE_NEXT;
}

/* LINE_END: there are no more records, though there should be. */
static enum line_status put_record(struct line *line, const struct layer *icmp, size_t *at) {
    struct span message = layer_span(icmp);
    struct text *text = line->text;
    uint16_t sources;

    if (icmp->length < *at + RECORD_HEADER) {
        text_put_string(text, " [invalid number of groups]");
        return LINE_END;
    }
    if (put_group(line, message, *at + 4) != LINE_NEXT) {
        return LINE_CUT;
    }
    igmp_mld_put_record_type(text, message.data[*at], "v2-report-#");
    sources = load_be16(message.data + *at + 2);
    if (icmp->length < *at + RECORD_HEADER + (size_t)16 * sources) {
        igmp_mld_put_bracketed(text, "invalid number of sources ", sources);
        return LINE_END;
    }
    if (line->settings->verbosity == 1) {
        put_source_count(text, sources);
    } else if (put_sources(line, message, *at + RECORD_HEADER, sources) != LINE_NEXT) {
        return LINE_CUT;
    }
    text_put_char(text, ']');
    *at += RECORD_HEADER + (size_t)16 * sources;
    return LINE_NEXT;
}

enum line_status mld_put_report_v2(struct line *line, const struct layer *icmp) {
    uint16_t groups;
    size_t at = V2_REPORT_MIN;

    if (icmp->length < V2_REPORT_MIN) {
        igmp_mld_put_bracketed(line->text, "invalid len ", icmp->length);
        return LINE_NEXT;
    }
    if (!span_be16(layer_span(icmp), 6, &groups)) {
        return LINE_CUT;
    }
    text_put_string(line->text, ", ");
    text_put_u32(line->text, groups);
    text_put_string(line->text, " group record(s)");
    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    for (uint32_t i = 0; i < groups; i++) {
        enum line_status status = put_record(line, icmp, &at);

        if (status != LINE_NEXT) {
            return status == LINE_END ? LINE_NEXT : status;
        }
    }
    return LINE_NEXT;
}
