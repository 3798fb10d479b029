/* The header of PPTP's control messages (RFC 2637 §1.4 and §2); their contents are not decoded. */
#include "print/application/payload.h"
#include "print/line.h"

enum { MESSAGE_CONTROL = 1, MESSAGE_MANAGEMENT = 2 };

#define MAGIC_COOKIE UINT32_C(0x1a2b3c4d)

static const char *message_name(uint16_t message) {
    switch (message) {
    case MESSAGE_CONTROL:
        return " CTRL-MSG";
    case MESSAGE_MANAGEMENT:
        return " MGMT-MSG";
    default:
        return " UNKNOWN-MSG-TYPE";
    }
}

static void put_cookie(struct line *line, uint32_t cookie) {
    if (cookie != MAGIC_COOKIE) {
        text_put_string(line->text, " UNEXPECTED Magic-Cookie!!(");
        text_put_hex_padded(line->text, cookie, 8);
        text_put_char(line->text, ')');
    }
    if (cookie != MAGIC_COOKIE || line->settings->verbosity > 0) {
        text_put_string(line->text, " Magic-Cookie=");
        text_put_hex_padded(line->text, cookie, 8);
    }
}

static void put_control_type(struct text *text, uint16_t type) {
    static const char *const names[] = {
        "NOT_DEFINED", "SCCRQ", "SCCRP", "StopCCRQ", "StopCCRP", "ECHORQ", "ECHORP", "OCRQ",
        "OCRP",        "ICRQ",  "ICRP",  "ICCN",     "CCRQ",     "CDN",    "WEN",    "SLI",
    };

    if (type < sizeof names / sizeof names[0]) {
        text_put_string(text, " CTRL_MSGTYPE=");
        text_put_string(text, names[type]);
    } else {
        text_put_string(text, " UNKNOWN_CTRL_MSGTYPE(");
        text_put_u32(text, type);
        text_put_char(text, ')');
    }
}

enum line_status print_pptp(struct line *line, struct span payload, uint32_t length) {
    struct text *text = line->text;
    uint32_t cookie;
    uint16_t field;

    (void)length;
    line->protocol = "pptp";
    text_put_string(text, ": pptp");
    if (line->settings->verbosity > 0) {
        if (!span_be16(payload, 0, &field)) {
            return LINE_CUT;
        }
        text_put_string(text, " Length=");
        text_put_u32(text, field);
        if (!span_be16(payload, 2, &field)) {
            return LINE_CUT;
        }
        text_put_string(text, message_name(field));
    }
    if (!span_be32(payload, 4, &cookie)) {
        return LINE_CUT;
    }
    put_cookie(line, cookie);
    if (!span_be16(payload, 8, &field)) {
        return LINE_CUT;
    }
    put_control_type(text, field);
    if (!span_be16(payload, 10, &field)) {
        return LINE_CUT;
    }
    if (field != 0) {
        text_put_string(text, " [ERROR: reserved=");
        text_put_u32(text, field);
        text_put_string(text, " must be zero]");
    }
    return LINE_END;
}
