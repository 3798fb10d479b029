/*
 * A frame through decoding and the line printer, under any settings.
 *
 * Input: link type (index into the table), two bytes of settings, how much the wire had more than
 * was captured; then the frame. What must hold: nothing is read outside the frame, text is
 * printable ASCII, ends with a newline, and starts no line with '#'.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/print/relative_seq.h"

#include "fuzz.h"

enum { PREFIX = 4 };

static const int link_types[] = {
    LINK_EN10MB,     LINK_NULL,      LINK_LOOP,       LINK_RAW,   LINK_IPV4,        LINK_IPV6,
    LINK_SLL,        LINK_SLL2,      LINK_PPP,        LINK_FDDI,  LINK_NFLOG,       LINK_CHDLC,
    LINK_PPP_SERIAL, LINK_PPP_ETHER, LINK_RAW_BSD,    LINK_PKTAP, LINK_ATM_RFC1483, LINK_FRELAY,
    LINK_ENC,        LINK_PFLOG,     LINK_IP_OVER_FC, LINK_USER0,
};

static struct printer_settings settings_of(const uint8_t *bytes) {
    return (struct printer_settings){
        .numeric = 2,
        .verbosity = bytes[0] & 3,
        .quiet = (bytes[0] & 4) != 0,
        .link_header = (bytes[0] & 8) != 0,
        .number = (bytes[0] & 16) != 0,
        .skip_checksums = (bytes[0] & 64) != 0,
        .nanoseconds = (bytes[0] & 128) != 0,
        .time = (enum time_style)((bytes[1] & 7) % 6),
        .dump = (enum dump_style)((bytes[1] >> 3 & 7) % 7),
    };
}

static void check_text(const struct text *text, bool is_ascii_dump) {
    assert(!text->failed);
    assert(text->length > 0 && text->data[text->length - 1] == '\n');
    for (size_t i = 0; i < text->length; i++) {
        char c = text->data[i];

        assert((c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t');
        assert(is_ascii_dump || c != '#' || (i > 0 && text->data[i - 1] != '\n'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct printer_settings settings;
    struct printer *printer;
    struct frame frame;
    struct packet packet;
    struct text text;
    struct error error;
    struct relative_seq *relative;
    uint8_t *bytes;

    if (size < PREFIX) {
        return 0;
    }
    settings = settings_of(data + 1);
    /* A block of its own, so that a byte too many is seen. */
    bytes = malloc(size - PREFIX + 1);
    relative = relative_seq_create((const uint64_t[2]){1, 2}, 4, &error);
    settings.relative = (data[1] & 32) != 0 ? NULL : relative;
    printer = printer_create(&settings, &error);
    if (bytes == NULL || relative == NULL || printer == NULL) {
        abort();
    }
    memcpy(bytes + 1, data + PREFIX, size - PREFIX);
    frame = (struct frame){
        .data = bytes + 1,
        .captured = (uint32_t)(size - PREFIX),
        .length = (uint32_t)(size - PREFIX) + data[3],
        .seconds = 1700000000,
        .number = 1,
        .link_type = link_types[data[0] % (sizeof link_types / sizeof link_types[0])],
    };
    text_init(&text);
    for (int i = 0; i < 2; i++) {
        decode_frame(&frame, &packet);
        relative_seq_number(relative, &packet);
        printer_print(printer, &packet, &text);
    }
    check_text(&text, settings.dump == DUMP_ASCII || settings.dump == DUMP_ASCII_LINK);
    text_free(&text);
    printer_destroy(printer);
    relative_seq_destroy(relative);
    free(bytes);
    return 0;
}
