/* Messages of the system's log (RFC 3164 §4.1): their priority, and with -v their text. */
#include "print/application/payload.h"
#include "print/hex_dump.h"
#include "print/line.h"

enum { DIGITS_MAX = 3 };

static const char *const severities[] = {
    "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug",
};

static const char *const facilities[] = {
    "kernel", "user",   "mail",     "daemon", "auth",   "syslog",   "lpr",     "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "security", "console", "cron",
    "local0", "local1", "local2",   "local3", "local4", "local5",   "local6",  "local7",
};

static void put_facility(struct text *text, unsigned facility) {
    if (facility < sizeof facilities / sizeof facilities[0]) {
        text_put_string(text, facilities[facility]);
    } else {
        text_printf(text, "unknown (%u)", facility);
    }
}

/* "<34>". LINE_END: it is something else. */
static enum line_status read_priority(struct span payload, unsigned *priority, size_t *end) {
    uint8_t byte;

    if (!span_u8(payload, 0, &byte)) {
        return LINE_CUT;
    }
    if (byte != '<') {
        return LINE_END;
    }
    *priority = 0;
    for (*end = 1;; (*end)++) {
        if (!span_u8(payload, *end, &byte)) {
            return LINE_CUT;
        }
        if (*end > DIGITS_MAX || byte < '0' || byte > '9') {
            break;
        }
        *priority = *priority * 10 + (byte - '0');
    }
    *end += 1;
    return byte == '>' ? LINE_NEXT : LINE_END;
}

static enum line_status put_text(struct line *line, struct span payload, size_t at,
                                 uint32_t length) {
    for (; at < length; at++) {
        uint8_t byte;

        if (!span_u8(payload, at, &byte)) {
            return LINE_CUT;
        }
        text_put_escaped(line->text, byte);
    }
    return LINE_NEXT;
}

enum line_status print_syslog(struct line *line, struct span payload, uint32_t length) {
    struct text *text = line->text;
    enum line_status status;
    unsigned priority;
    size_t end;

    line->protocol = "syslog";
    status = read_priority(payload, &priority, &end);
    if (status != LINE_NEXT) {
        text_put_string(text, status == LINE_END ? " (invalid)" : "");
        return status;
    }
    if (line->settings->verbosity == 0) {
        text_put_string(text, "SYSLOG ");
        put_facility(text, priority >> 3);
        text_printf(text, ".%s, length: %u", severities[priority & 7], length);
        return LINE_END;
    }
    text_printf(text, "SYSLOG, length: %u\n\tFacility ", length);
    put_facility(text, priority >> 3);
    text_printf(text, " (%u), Severity %s (%u)\n\tMsg: ", priority >> 3, severities[priority & 7],
                priority & 7);
    if (put_text(line, payload, end, length) != LINE_NEXT) {
        return LINE_CUT;
    }
    if (line->settings->verbosity > 1) {
        payload = span_first(payload, length);
        hex_dump_put(line, "\n\t", payload.data, (uint32_t)payload.length);
    }
    return LINE_END;
}
