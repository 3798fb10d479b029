#include "gloss/payload/tls.h"

#include <string.h>

enum {
    RECORD_HEADER = 5, /* type, version, length */
    RECORD_MAX = (1 << 14) + 256,
    HANDSHAKE_HEADER = 4, /* type, length */
    HANDSHAKE_CLIENT_HELLO = 1,
    HANDSHAKE_SERVER_HELLO = 2,
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_ALPN = 16,
    NAME_TYPE_HOST = 0,
};

static struct span constant(const char *string) {
    return (struct span){.data = (const uint8_t *)string, .length = strlen(string)};
}

/* What is behind a vector's length field, at most what was captured of it; `*next` is what follows
 * the vector. False if the length field itself is missing. */
static bool take_vector16(struct span data, struct span *vector, struct span *next) {
    uint16_t length;

    if (!span_be16(data, 0, &length)) {
        return false;
    }
    *vector = span_first(span_from(data, 2), length);
    *next = span_from(data, 2 + (size_t)length);
    return true;
}

static bool skip_vector8(struct span *data) {
    uint8_t length;

    if (!span_u8(*data, 0, &length)) {
        return false;
    }
    *data = span_from(*data, 1 + (size_t)length);
    return true;
}

/* ServerNameList (RFC 6066 §3): the first host name. */
static struct span read_server_name(struct span extension) {
    struct span list;
    struct span name;
    struct span rest;
    uint8_t type;

    if (take_vector16(extension, &list, &rest) && span_u8(list, 0, &type) &&
        type == NAME_TYPE_HOST && take_vector16(span_from(list, 1), &name, &rest)) {
        return name;
    }
    return (struct span){.data = extension.data};
}

static void read_extensions(struct span extensions, struct content *content) {
    uint16_t type;
    struct span extension;
    struct span rest;

    while (span_be16(extensions, 0, &type) &&
           take_vector16(span_from(extensions, 2), &extension, &extensions)) {
        if (type == EXTENSION_SERVER_NAME) {
            content->server_name = read_server_name(extension);
        } else if (type == EXTENSION_ALPN) {
            (void)take_vector16(extension, &content->alpn, &rest);
        }
    }
}

/* legacy_version, random, session id, cipher suites, compression methods, extensions */
static void read_client_hello(struct span hello, struct content *content) {
    struct span suites;
    struct span extensions;
    struct span rest = span_from(hello, 2 + 32);

    if (skip_vector8(&rest) && take_vector16(rest, &suites, &rest) && skip_vector8(&rest) &&
        take_vector16(rest, &extensions, &rest)) {
        read_extensions(extensions, content);
    }
}

/* AlertDescription (RFC 8446 §6, RFC 5246 §7.2); the level that came before it says no more. */
static const char *alert_name(uint8_t description) {
    static const struct {
        uint8_t description;
        const char *name;
    } alerts[] = {
        {0, "close_notify"},
        {10, "unexpected_message"},
        {20, "bad_record_mac"},
        {22, "record_overflow"},
        {40, "handshake_failure"},
        {42, "bad_certificate"},
        {43, "unsupported_certificate"},
        {44, "certificate_revoked"},
        {45, "certificate_expired"},
        {46, "certificate_unknown"},
        {47, "illegal_parameter"},
        {48, "unknown_ca"},
        {49, "access_denied"},
        {50, "decode_error"},
        {51, "decrypt_error"},
        {70, "protocol_version"},
        {71, "insufficient_security"},
        {80, "internal_error"},
        {86, "inappropriate_fallback"},
        {90, "user_canceled"},
        {100, "no_renegotiation"},
        {109, "missing_extension"},
        {110, "unsupported_extension"},
        {112, "unrecognized_name"},
        {113, "bad_certificate_status_response"},
        {115, "unknown_psk_identity"},
        {116, "certificate_required"},
        {120, "no_application_protocol"},
    };

    for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++) {
        if (alerts[i].description == description) {
            return alerts[i].name;
        }
    }
    return NULL;
}

/* A clear alert is two bytes, level and description; an encrypted one is longer. */
static void recognise_alert(struct span data, uint16_t length, struct content *content) {
    const char *name;
    uint8_t level;
    uint8_t description;

    if (length > 2) {
        name = "encrypted";
    } else if (length == 2 && span_u8(data, RECORD_HEADER, &level) && (level == 1 || level == 2) &&
               span_u8(data, RECORD_HEADER + 1, &description)) {
        name = alert_name(description);
    } else {
        return;
    }
    if (name != NULL) {
        content->kind = CONTENT_TLS_ALERT;
        content->text = constant(name);
    }
}

void tls_recognise(struct span data, struct content *content) {
    uint8_t type;
    uint16_t version;
    uint16_t length;
    uint8_t message;
    uint8_t major;

    if (!span_u8(data, 0, &type) || !span_be16(data, 1, &version) || version < 0x0300 ||
        version > 0x0304 || !span_be16(data, 3, &length) || length > RECORD_MAX) {
        return;
    }
    if (type == TLS_RECORD_ALERT) {
        recognise_alert(data, length, content);
        return;
    }
    /* The legacy_version that begins both messages tells them from an encrypted one. */
    if (!span_u8(data, RECORD_HEADER, &message) ||
        !span_u8(data, RECORD_HEADER + HANDSHAKE_HEADER, &major) || major != 3) {
        return;
    }
    if (message == HANDSHAKE_CLIENT_HELLO) {
        content->kind = CONTENT_TLS_CLIENT_HELLO;
        read_client_hello(span_from(data, RECORD_HEADER + HANDSHAKE_HEADER), content);
    } else if (message == HANDSHAKE_SERVER_HELLO) {
        content->kind = CONTENT_TLS_SERVER_HELLO;
        content->text = constant("TLS ServerHello");
    }
}
