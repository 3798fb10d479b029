/*
 * A payload on a port whose protocol the line printer knows.
 *
 * Input: index of the port, verbosity (and, from 4 on, the dump that telnet looks at), how much the
 * wire had more than was captured; then the payload. What must hold: nothing is read outside the
 * frame, the text is printable ASCII, and none of its lines starts with '#'.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/print/printer.h"

#include "fuzz.h"

enum { PREFIX = 3, TCP = 6, UDP = 17, TCP_HEADERS = 40, UDP_HEADERS = 28, PAYLOAD_MAX = 60000 };

static const struct {
    uint8_t protocol;
    uint16_t port;
} ports[] = {
    {TCP, 80},    {TCP, 21},   {TCP, 22},  {TCP, 23},   {TCP, 25},   {TCP, 43},   {TCP, 53},
    {TCP, 554},   {TCP, 6379}, {UDP, 53},  {UDP, 5353}, {UDP, 5060}, {TCP, 1723}, {TCP, 6653},
    {TCP, 10288}, {UDP, 69},   {UDP, 123}, {UDP, 514},  {UDP, 67},   {UDP, 547},
};

static void put_be16(uint8_t *to, size_t value) {
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

/* Both transports have their ports at the same place. */
static void put_headers(uint8_t *to, uint8_t protocol, uint16_t port, size_t length) {
    memset(to, 0, protocol == TCP ? TCP_HEADERS : UDP_HEADERS);
    to[0] = 0x45;
    put_be16(to + 2, length);
    to[9] = protocol;
    put_be16(to + 20, 40000);
    put_be16(to + 22, port);
    if (protocol == TCP) {
        to[32] = 0x50;
        to[33] = 0x10;
    } else {
        put_be16(to + 24, length - 20);
    }
}

static void check_text(const struct text *text) {
    for (size_t i = 0; i < text->length; i++) {
        char c = text->data[i];

        assert((c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t');
        assert(c != '#' || (i > 0 && text->data[i - 1] != '\n'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct printer_settings settings = {.numeric = 2, .time = TIME_NONE};
    struct printer *printer;
    struct packet packet;
    struct text text;
    struct error error;
    size_t which;
    size_t headers;
    size_t payload;
    uint8_t *bytes;

    if (size < PREFIX || size - PREFIX > PAYLOAD_MAX) {
        return 0;
    }
    which = data[0] % (sizeof ports / sizeof ports[0]);
    headers = ports[which].protocol == TCP ? TCP_HEADERS : UDP_HEADERS;
    payload = size - PREFIX;
    settings.verbosity = data[1] & 3;
    settings.dump = (data[1] & 4) != 0 ? DUMP_HEX_ASCII : DUMP_NONE;
    bytes = malloc(headers + payload);
    printer = printer_create(&settings, &error);
    if (bytes == NULL || printer == NULL) {
        abort();
    }
    put_headers(bytes, ports[which].protocol, ports[which].port, headers + payload + data[2]);
    memcpy(bytes + headers, data + PREFIX, payload);
    text_init(&text);
    decode_frame(&(struct frame){.data = bytes,
                                 .captured = (uint32_t)(headers + payload),
                                 .length = (uint32_t)(headers + payload + data[2]),
                                 .number = 1,
                                 .link_type = LINK_RAW},
                 &packet);
    printer_print(printer, &packet, &text);
    check_text(&text);
    text_free(&text);
    printer_destroy(printer);
    free(bytes);
    return 0;
}
