/* The Network Time Protocol (RFC 5905 §7.3), and the header of its control messages (RFC 9327). */
#include <time.h>

#include "print/address.h"
#include "print/application/payload.h"
#include "print/changes.h"
#include "print/line.h"

enum { MODE_CONTROL = 6, MODE_RESERVED = 7 };

/* Offsets */
enum {
    STRATUM = 1,
    POLL = 2,
    PRECISION = 3,
    ROOT_DELAY = 4,
    ROOT_DISPERSION = 8,
    REFERENCE_ID = 12,
    REFERENCE_TIME = 16,
    ORIGINATOR_TIME = 24,
    RECEIVE_TIME = 32,
    TRANSMIT_TIME = 40,
    TIME_MESSAGE = 48,
    DIGEST = 52,
    STATUS = 4, /* of a control message */
    CONTROL_MESSAGE = 12,
};

enum { STRATUM_PRIMARY = 1, STRATUM_INFO_QUERY = 62, STRATUM_INFO_REPLY = 63 };

/* From the beginning of NTP's era in 1900 to that of Unix's. */
#define SECONDS_1900_TO_1970 INT64_C(2208988800)

static enum line_status end_cut(struct line *line) {
    line_put_cut(line);
    return LINE_END;
}

/* Tcpdump computes with a double, whose rounding shows in the last digit. */
static uint32_t nanoseconds(uint32_t fraction) {
    return (uint32_t)(fraction / 4294967296.0 * 1000000000.0);
}

/* 16 bits of seconds and 16 of a fraction. */
static void put_short(struct text *text, const uint8_t *value) {
    text_printf(text, "%u.%06d", load_be16(value),
                (int)(load_be16(value + 2) / 65536.0 * 1000000.0));
}

static void put_time(struct line *line, const uint8_t *value) {
    struct text *text = line->text;
    uint32_t seconds = load_be32(value);
    /* A second era began in 2036 (RFC 4330 §3). */
    bool second_era = seconds >> 31 == 0 && changes_made(line->settings, CHANGE_NTP_ERA);
    time_t unix_time =
        (time_t)((int64_t)seconds - SECONDS_1900_TO_1970 + (second_era ? INT64_C(1) << 32 : 0));
    char formatted[32];
    struct tm tm;

    text_printf(text, "%u.%09u", seconds, nanoseconds(load_be32(value + 4)));
    if (seconds != 0 && gmtime_r(&unix_time, &tm) != NULL &&
        strftime(formatted, sizeof formatted, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0) {
        text_printf(text, " (%s)", formatted);
    }
}

/* How much later than `from`; without that, the time itself. */
static void put_difference(struct line *line, const uint8_t *from, const uint8_t *to) {
    struct text *text = line->text;
    uint64_t earlier = load_be64(from);
    uint64_t later = load_be64(to);
    bool forward = later > earlier;
    uint64_t difference = forward ? later - earlier : earlier - later;

    if (earlier == 0) {
        put_time(line, to);
        return;
    }
    text_printf(text, "%c%u.%09u", forward ? '+' : '-', (uint32_t)(difference >> 32),
                nanoseconds((uint32_t)difference));
}

static void put_poll(struct text *text, int8_t poll) {
    text_printf(text, ", poll %d", poll);
    if (poll >= 0 && poll < 32) {
        text_printf(text, " (%us)", 1u << poll);
    } else if (poll > -32 && poll < 0) {
        text_printf(text, " (1/%us)", 1u << -poll);
    }
}

/* LINE_END behind the messages in which it is the last thing to be said. */
static enum line_status put_reference(struct line *line, const uint8_t *id, uint8_t stratum) {
    switch (stratum) {
    case 0:
        text_put_string(line->text, "(unspec)");
        return LINE_NEXT;
    case STRATUM_PRIMARY:
        for (unsigned i = 0; i < 4; i++) {
            text_put_escaped(line->text, id[i]);
        }
        return LINE_NEXT;
    case STRATUM_INFO_QUERY:
    case STRATUM_INFO_REPLY:
        address_put(line, 4, id);
        text_put_string(line->text, stratum == STRATUM_INFO_QUERY ? " INFO_QUERY" : " INFO_REPLY");
        return LINE_END;
    default:
        text_printf(line->text, "0x%08x", load_be32(id));
        return LINE_NEXT;
    }
}

/* What authenticates the message: a key's number alone, or with a digest of 16 or 20 bytes. */
static enum line_status put_authentication(struct line *line, struct span message,
                                           uint32_t length) {
    uint32_t digest = length - DIGEST;
    uint32_t key;

    if (length == TIME_MESSAGE) {
        return LINE_END;
    }
    if (length != DIGEST && length != DIGEST + 16 && length != DIGEST + 20) {
        text_printf(line->text, "\n\t(%u more bytes after the header)", length - TIME_MESSAGE);
        return LINE_END;
    }
    if (!span_be32(message, TIME_MESSAGE, &key)) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tKey id: %u", key);
    if (digest > 0) {
        if (!span_has(message, DIGEST, digest)) {
            return end_cut(line);
        }
        text_put_string(line->text, "\n\tAuthentication: ");
        for (uint32_t i = 0; i < digest; i++) {
            text_put_hex_padded(line->text, message.data[DIGEST + i], 2);
        }
    }
    return LINE_END;
}

static enum line_status put_times(struct line *line, struct span message) {
    static const struct {
        size_t at;
        const char *name;
    } times[] = {
        {REFERENCE_TIME, "\n\t  Reference Timestamp:  "},
        {ORIGINATOR_TIME, "\n\t  Originator Timestamp: "},
        {RECEIVE_TIME, "\n\t  Receive Timestamp:    "},
        {TRANSMIT_TIME, "\n\t  Transmit Timestamp:   "},
    };
    const uint8_t *data = message.data;

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        if (!span_has(message, times[i].at, 8)) {
            return end_cut(line);
        }
        text_put_string(line->text, times[i].at == ORIGINATOR_TIME &&
                                            changes_made(line->settings, CHANGE_NTP_ORIGIN)
                                        ? "\n\t  Origin Timestamp:     "
                                        : times[i].name);
        put_time(line, data + times[i].at);
    }
    text_put_string(line->text, "\n\t    Originator - Receive Timestamp:  ");
    put_difference(line, data + ORIGINATOR_TIME, data + RECEIVE_TIME);
    text_put_string(line->text, "\n\t    Originator - Transmit Timestamp: ");
    put_difference(line, data + ORIGINATOR_TIME, data + TRANSMIT_TIME);
    return LINE_NEXT;
}

static const char *stratum_name(uint8_t stratum) {
    if (stratum == 0) {
        return "unspecified";
    }
    if (stratum == STRATUM_PRIMARY) {
        return "primary reference";
    }
    return stratum <= 15 ? "secondary reference" : "reserved";
}

static enum line_status put_invalid(struct line *line, struct span message, uint32_t length) {
    text_put_string(line->text, " (invalid)");
    return message.length < length ? end_cut(line) : LINE_END;
}

static enum line_status put_time_message(struct line *line, struct span message, uint32_t length) {
    struct text *text = line->text;
    const uint8_t *data = message.data;
    enum line_status status;

    if (length < TIME_MESSAGE) {
        return put_invalid(line, message, length);
    }
    if (message.length <= STRATUM) {
        return LINE_CUT;
    }
    text_printf(text, ", Stratum %u (%s)", data[STRATUM], stratum_name(data[STRATUM]));
    if (message.length <= POLL) {
        return LINE_CUT;
    }
    put_poll(text, (int8_t)data[POLL]);
    if (message.length <= PRECISION) {
        return LINE_CUT;
    }
    text_printf(text, ", precision %d", (int8_t)data[PRECISION]);
    if (message.length < ROOT_DISPERSION) {
        return end_cut(line);
    }
    text_put_string(text, "\n\tRoot Delay: ");
    put_short(text, data + ROOT_DELAY);
    if (message.length < REFERENCE_ID) {
        return end_cut(line);
    }
    text_put_string(text, ", Root dispersion: ");
    put_short(text, data + ROOT_DISPERSION);
    if (message.length < REFERENCE_TIME) {
        return end_cut(line);
    }
    text_put_string(text, ", Reference-ID: ");
    status = put_reference(line, data + REFERENCE_ID, data[STRATUM]);
    if (status == LINE_NEXT) {
        status = put_times(line, message);
    }
    return status == LINE_NEXT ? put_authentication(line, message, length) : status;
}

static enum line_status put_control_message(struct line *line, struct span message,
                                            uint32_t length) {
    static const struct {
        const char *name;
        size_t at;
    } fields[] = {
        {"\tSequence=", 2}, {", Status=", STATUS}, {", Assoc.=", 6},
        {", Offset=", 8},   {", Count=", 10},
    };
    uint8_t control;
    uint16_t field = 0;

    if (length < CONTROL_MESSAGE) {
        return put_invalid(line, message, length);
    }
    if (!span_u8(message, 1, &control)) {
        return LINE_CUT;
    }
    text_printf(line->text, ", %s, %s, %s, OpCode=%u\n",
                (control & 0x80) != 0 ? "Response" : "Request",
                (control & 0x40) != 0 ? "Error" : "OK", (control & 0x20) != 0 ? "More" : "Last",
                control & 0x1fu);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!span_be16(message, fields[i].at, &field)) {
            return LINE_CUT;
        }
        text_put_string(line->text, fields[i].name);
        text_printf(line->text, fields[i].at == STATUS ? "%#x" : "%u", field);
    }
    if (length < CONTROL_MESSAGE + (uint32_t)field) {
        return put_invalid(line, message, length);
    }
    if (field > 0) {
        if (!span_has(message, CONTROL_MESSAGE, field)) {
            return end_cut(line);
        }
        text_put_string(line->text, "\n\tTO-BE-DONE: data not interpreted");
    }
    return LINE_END;
}

enum line_status print_ntp(struct line *line, struct span payload, uint32_t length) {
    static const char *const modes[] = {
        "unspecified", "symmetric active", "symmetric passive", "Client",
        "Server",      "Broadcast",        "Control Message",   "Reserved",
    };
    static const char *const leaps[] = {"", "+1s", "-1s", "clock unsynchronized"};
    uint8_t status;
    uint8_t mode;

    line->protocol = "ntp";
    if (!span_u8(payload, 0, &status)) {
        return LINE_CUT;
    }
    mode = status & 7;
    text_printf(line->text, "NTPv%u, %s, length %u", status >> 3 & 7u, modes[mode], length);
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    text_printf(line->text, "\n\tLeap indicator: %s (%u)", leaps[status >> 6], status & 0xc0u);
    switch (mode) {
    case MODE_CONTROL:
        return put_control_message(line, payload, length);
    case MODE_RESERVED:
        return LINE_END;
    default:
        return put_time_message(line, payload, length);
    }
}
