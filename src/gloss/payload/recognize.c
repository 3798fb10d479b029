#include "gloss/payload/recognize.h"

#include <stdbool.h>
#include <string.h>

#include "gloss/payload/tls.h"

/* A request line is looked for this far; a longer one is cut by the snapshot or hostile. */
enum { LINE_MAX_LENGTH = 8192, METHOD_MAX_LENGTH = 17 };

static bool starts_with(struct span data, const char *prefix) {
    const size_t length = strlen(prefix);

    return data.length >= length && memcmp(data.data, prefix, length) == 0;
}

/* The first line without its end; all there is if no end was captured. */
static struct span first_line(struct span data, bool *whole) {
    const struct span searched = span_first(data, LINE_MAX_LENGTH);
    const uint8_t *end = memchr(searched.data, '\n', searched.length);

    *whole = end != NULL;
    if (end == NULL) {
        return searched;
    }
    if (end > data.data && end[-1] == '\r') {
        end--;
    }
    return span_first(data, (size_t)(end - data.data));
}

/* The methods in use: RFC 9110 §9, PATCH (RFC 5789), and WebDAV's (RFC 4918, RFC 3253, RFC 5323).
 */
static bool is_method(struct span token) {
    static const char *const methods[] = {
        "GET",  "POST", "HEAD", "PUT",    "DELETE", "CONNECT", "OPTIONS", "TRACE",    "PATCH",
        "COPY", "LOCK", "MOVE", "UNLOCK", "MKCOL",  "REPORT",  "SEARCH",  "PROPFIND", "PROPPATCH"};

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (token.length == strlen(methods[i]) && starts_with(token, methods[i])) {
            return true;
        }
    }
    return false;
}

/* method SP target SP "HTTP/" version; a line that was cut short need only begin like that. */
static bool recognise_request(struct span data, struct content *content) {
    static const char version[] = " HTTP/";
    const uint8_t *space =
        memchr(data.data, ' ', data.length < METHOD_MAX_LENGTH ? data.length : METHOD_MAX_LENGTH);
    struct span line;
    bool whole;

    if (space == NULL) {
        return false;
    }
    content->text = span_first(data, (size_t)(space - data.data));
    if (!is_method(content->text)) {
        return false;
    }
    line = first_line(data, &whole);
    if (whole) {
        const size_t tail = sizeof version - 1 + sizeof "1.1" - 1;

        if (line.length <= content->text.length + 1 + tail ||
            !starts_with(span_from(line, line.length - tail), version)) {
            return false;
        }
        line = span_first(line, line.length - tail);
    }
    content->kind = CONTENT_HTTP_REQUEST;
    content->target = span_from(line, content->text.length + 1);
    return true;
}

static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

/* "HTTP/1.1 200 OK" */
static bool recognise_response(struct span data, struct content *content) {
    bool whole;

    if (!starts_with(data, "HTTP/1.") || !span_has(data, 0, 12) || !is_digit(data.data[7]) ||
        data.data[8] != ' ' || !is_digit(data.data[9]) || !is_digit(data.data[10]) ||
        !is_digit(data.data[11])) {
        return false;
    }
    content->kind = data.data[9] == '1' ? CONTENT_HTTP_INTERIM : CONTENT_HTTP_RESPONSE;
    content->text = first_line(data, &whole);
    return true;
}

static bool recognise_ssh(struct span data, struct content *content) {
    bool whole;

    if (!starts_with(data, "SSH-2.0-") && !starts_with(data, "SSH-1.")) {
        return false;
    }
    content->kind = CONTENT_SSH_BANNER;
    content->text = first_line(data, &whole);
    return true;
}

void content_recognise(struct span data, struct content *content) {
    *content = (struct content){.kind = CONTENT_OTHER};
    if (data.length == 0) {
        return;
    }
    if (data.data[0] == TLS_RECORD_HANDSHAKE || data.data[0] == TLS_RECORD_ALERT) {
        tls_recognise(data, content);
    } else if (data.data[0] >= 'A' && data.data[0] <= 'Z' && !recognise_response(data, content) &&
               !recognise_ssh(data, content) && !recognise_request(data, content)) {
        *content = (struct content){.kind = CONTENT_OTHER};
    }
}
