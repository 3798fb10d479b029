/* BEEP (RFC 3080): which kind of frame a segment begins with. */
#include "print/application/payload.h"
#include "print/line.h"

enum { KEYWORD = 4 };

/* As in tcpdump, MSG and END are known only where a zero follows, which no real frame has. */
enum line_status print_beep(struct line *line, struct span payload, uint32_t length) {
    static const char keywords[][KEYWORD + 1] = {
        "MSG", "RPY ", "ERR ", "ANS ", "NUL ", "SEQ ", "END",
    };

    (void)length;
    text_put_string(line->text, " BEEP ");
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0] && payload.length >= KEYWORD; i++) {
        if (memcmp(payload.data, keywords[i], KEYWORD) == 0) {
            text_put(line->text, keywords[i], 3);
            return LINE_END;
        }
    }
    text_put_string(line->text, "(payload or undecoded)");
    return LINE_END;
}
