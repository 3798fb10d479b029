/* SSH: the line with which both ends begin (RFC 4253 §4.2); the rest is encrypted. */
#include "print/application/payload.h"
#include "print/line.h"

static const char banner[] = "SSH-";

enum line_status print_ssh(struct line *line, struct span payload, uint32_t length) {
    uint32_t end = 0;
    uint8_t byte;

    line->protocol = "ssh";
    for (; end < sizeof banner - 1; end++) {
        if (!span_u8(payload, end, &byte)) {
            return LINE_CUT;
        }
        if (byte != (uint8_t)banner[end]) {
            return LINE_END;
        }
    }
    for (;; end++) {
        if (end >= length) {
            return LINE_END;
        }
        if (!span_u8(payload, end, &byte)) {
            return LINE_CUT;
        }
        if (byte == '\n') {
            break;
        }
        if (byte == '\r' && end + 1 < length) {
            if (!span_u8(payload, end + 1, &byte)) {
                return LINE_CUT;
            }
            if (byte == '\n') {
                break;
            }
            return LINE_END;
        }
        if (byte < 0x20 || byte >= 0x7f) {
            return LINE_END;
        }
    }
    text_put_string(line->text, ": SSH: ");
    text_put(line->text, (const char *)payload.data, end);
    return LINE_END;
}
