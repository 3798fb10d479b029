/* Protocols of lines of text: the first line, or with -v all of them. */
#include "print/application/payload.h"
#include "print/changes.h"
#include "print/line.h"

enum { TOKEN_MAX = 127 };

struct text_protocol {
    const char *name;
    const char *title;
    /* Null: every packet is printed. Otherwise only what begins with one of these, or is a response
     * by its second word: the rest is the body of a message that began earlier. */
    const char *const *requests;
};

static const char *const http_requests[] = {
    "GET",
    "PUT",
    "COPY",
    "HEAD",
    "LOCK",
    "MOVE",
    "POLL",
    "POST",
    "BCOPY",
    "BMOVE",
    "MKCOL",
    "TRACE",
    "LABEL",
    "MERGE",
    "DELETE",
    "SEARCH",
    "UNLOCK",
    "REPORT",
    "UPDATE",
    "NOTIFY",
    "BDELETE",
    "CONNECT",
    "OPTIONS",
    "CHECKIN",
    "PROPFIND",
    "CHECKOUT",
    "CCM_POST",
    "SUBSCRIBE",
    "PROPPATCH",
    "BPROPFIND",
    "BPROPPATCH",
    "UNCHECKOUT",
    "MKACTIVITY",
    "MKWORKSPACE",
    "UNSUBSCRIBE",
    "RPC_CONNECT",
    "VERSION-CONTROL",
    "BASELINE-CONTROL",
    NULL,
};

static const char *const rtsp_requests[] = {
    "OPTIONS",  "DESCRIBE",      "ANNOUNCE",      "SETUP",    "PLAY",   "PAUSE",
    "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD", NULL,
};

static const char *const sip_requests[] = {
    "ACK",   "BYE",   "CANCEL", "DO",       "INFO",   "INVITE",    "MESSAGE", "NOTIFY",  "OPTIONS",
    "PRACK", "QAUTH", "REFER",  "REGISTER", "SPRACK", "SUBSCRIBE", "UPDATE",  "PUBLISH", NULL,
};

/* A payload as these protocols see it. */
struct text_payload {
    struct span bytes;
    uint32_t length; /* on the wire */
};

static bool is_token_end(uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The word at `at`, and where the next one begins. False if there is none, or it was cut, or is not
 * what a word of a request could be. */
static bool read_token(const struct text_payload *payload, uint32_t at, struct span *token,
                       uint32_t *next) {
    const uint8_t *bytes = payload->bytes.data;
    uint32_t end = at;
    uint8_t byte = 0;

    while (end < payload->length) {
        if (!span_u8(payload->bytes, end, &byte)) {
            return false;
        }
        if (is_token_end(byte)) {
            break;
        }
        if (!line_is_printable(byte) || end - at == TOKEN_MAX) {
            return false;
        }
        end++;
    }
    if (end == at) {
        return false;
    }
    *token = (struct span){.data = bytes + at, .length = end - at};
    while (end < payload->length && span_u8(payload->bytes, end, &byte) && byte == ' ') {
        end++;
    }
    *next = end;
    return true;
}

static uint8_t upper(uint8_t byte) {
    return byte >= 'a' && byte <= 'z' ? (uint8_t)(byte - 'a' + 'A') : byte;
}

static bool token_is(struct span token, const char *request) {
    if (strlen(request) != token.length) {
        return false;
    }
    for (size_t i = 0; i < token.length; i++) {
        if (upper(token.data[i]) != (uint8_t)request[i]) {
            return false;
        }
    }
    return true;
}

static bool is_request(struct span token, const char *const *requests) {
    for (; *requests != NULL; requests++) {
        if (token_is(token, *requests)) {
            return true;
        }
    }
    return false;
}

static bool is_status_code(struct span token) {
    for (size_t i = 0; i < token.length; i++) {
        if (token.data[i] < '0' || token.data[i] > '9') {
            return false;
        }
    }
    return token.length == 3;
}

static bool begins_message(const struct text_protocol *protocol,
                           const struct text_payload *payload) {
    struct span token;
    uint32_t next;

    if (protocol->requests == NULL) {
        return true;
    }
    if (!read_token(payload, 0, &token, &next)) {
        return false;
    }
    return is_request(token, protocol->requests) ||
           (read_token(payload, next, &token, &next) && is_status_code(token));
}

/* One line, if it is printable throughout; it ends in LF or CR LF, or is marked as cut by the end
 * of the payload. *next is where the next one begins, or 0 if none does. */
static enum line_status put_text_line(struct line *line, const char *prefix,
                                      const struct text_payload *payload, uint32_t at,
                                      uint32_t *next) {
    uint32_t end = at;

    *next = 0;
    for (; end < payload->length; end++) {
        uint8_t byte;

        if (!span_u8(payload->bytes, end, &byte)) {
            return LINE_CUT;
        }
        if (byte == '\n') {
            *next = end + 1;
            break;
        }
        if (byte == '\r') {
            if (end + 1 == payload->length) {
                return LINE_END;
            }
            if (!span_u8(payload->bytes, end + 1, &byte)) {
                return LINE_CUT;
            }
            if (byte != '\n') {
                return LINE_END;
            }
            *next = end + 2;
            break;
        }
        if (!line_is_printable(byte) && byte != '\t') {
            return LINE_END;
        }
    }
    text_put_string(line->text, prefix);
    text_put(line->text, (const char *)payload->bytes.data + at, end - at);
    if (*next == 0 && !changes_made(line->settings, CHANGE_TEXT_UNMARKED)) {
        line_put_cut(line);
    }
    return LINE_END;
}

static enum line_status put_text(struct line *line, const struct text_protocol *protocol,
                                 struct span bytes, uint32_t length) {
    const struct text_payload payload = {.bytes = bytes, .length = length};
    enum line_status status;
    uint32_t next = 0;

    line->protocol = protocol->name;
    text_put_string(line->text, protocol->title);
    if (!begins_message(protocol, &payload)) {
        return LINE_END;
    }
    if (line->settings->verbosity == 0) {
        return put_text_line(line, ": ", &payload, 0, &next);
    }
    text_put_string(line->text, ", length: ");
    text_put_u32(line->text, length);
    do {
        status = put_text_line(line, "\n\t", &payload, next, &next);
    } while (status == LINE_END && next != 0 && next < length);
    return status;
}

enum line_status print_ftp(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol ftp = {"ftp", "FTP", NULL};

    return put_text(line, &ftp, payload, length);
}

enum line_status print_http(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol http = {"http", "HTTP", http_requests};

    return put_text(line, &http, payload, length);
}

enum line_status print_rtsp(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol rtsp = {"rtsp", "RTSP", rtsp_requests};

    return put_text(line, &rtsp, payload, length);
}

enum line_status print_sip(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol sip = {"sip", "SIP", sip_requests};

    return put_text(line, &sip, payload, length);
}

enum line_status print_smtp(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol smtp = {"smtp", "SMTP", NULL};

    return put_text(line, &smtp, payload, length);
}

enum line_status print_whois(struct line *line, struct span payload, uint32_t length) {
    static const struct text_protocol whois = {"whois", "WHOIS", NULL};

    return put_text(line, &whois, payload, length);
}
