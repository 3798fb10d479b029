#include "tcpgloss/print/printer.h"

#include <stdlib.h>
#include <time.h>

#include "tcpgloss/base/frame.h"
#include "tcpgloss/base/system_message.h"
#include "tcpgloss/print/relative_seq.h"

#include "print/fast_path.h"
#include "print/hex_dump.h"
#include "print/interfaces.h"
#include "print/layers.h"
#include "print/line.h"
#include "print/timestamp.h"

struct printer {
    struct printer_settings settings;
    bool has_fast_path; /* the settings leave a plain segment as it is (fast_path.h) */
    struct timestamp timestamp;
    struct ends_cache ends;
    struct interfaces interfaces;
};

struct printer *printer_create(const struct printer_settings *settings, struct error *error) {
    struct printer *printer = calloc(1, sizeof *printer);

    if (printer == NULL) {
        (void)error_set_no_memory(error);
        return NULL;
    }
    printer->settings = *settings;
    printer->settings.release = tcpdump_release_chosen(settings->release);
    if (settings->numeric != 0) {
        printer->settings.names = NULL;
    }
    printer->has_fast_path = fast_path_suits(&printer->settings);
    tzset(); /* reads the time zone now: later files may be out of reach */
    interfaces_init(&printer->interfaces);
    return printer;
}

void printer_destroy(struct printer *printer) {
    if (printer != NULL) {
        interfaces_free(&printer->interfaces);
        free(printer);
    }
}

static bool is_valid(const struct frame *frame) {
    return frame->captured != 0 && frame->captured <= frame->length &&
           frame->length <= FRAME_LENGTH_MAX;
}

/* A record whose lengths cannot be true gets no line of its own protocols. */
__attribute__((cold, noinline)) static void put_invalid_header(struct text *text,
                                                               const struct frame *frame) {
    const char *separator = "[Invalid header:";

    if (frame->captured == 0) {
        text_put_string(text, "[Invalid header: caplen==0");
        separator = ",";
    }
    if (frame->length == 0) {
        text_put_string(text, separator);
        text_put_string(text, " len==0");
        separator = ",";
    } else if (frame->length < frame->captured) {
        text_put_string(text, separator);
        text_printf(text, " len(%u) < caplen(%u)", frame->length, frame->captured);
        separator = ",";
    }
    if (frame->captured > FRAME_LENGTH_MAX) {
        text_put_string(text, separator);
        text_printf(text, " caplen(%u) > %u", frame->captured, FRAME_LENGTH_MAX);
        separator = ",";
    }
    if (frame->length > FRAME_LENGTH_MAX) {
        text_put_string(text, separator);
        text_printf(text, " len(%u) > %u", frame->length, FRAME_LENGTH_MAX);
    }
    text_put_string(text, "]\n");
}

static void put_dump(struct line *line) {
    const struct frame *frame = line->frame;
    enum dump_style style = line->settings->dump;
    bool with_link =
        style == DUMP_HEX_LINK || style == DUMP_HEX_ASCII_LINK || style == DUMP_ASCII_LINK;
    uint32_t skip = with_link ? 0 : line->link_length;

    if (frame->captured <= skip) {
        return;
    }
    if (style == DUMP_HEX || style == DUMP_HEX_LINK) {
        hex_dump_put(line, "\n\t", frame->data + skip, frame->captured - skip);
    } else if (style == DUMP_HEX_ASCII || style == DUMP_HEX_ASCII_LINK) {
        hex_dump_put_with_ascii(line, frame->data + skip, frame->captured - skip);
    } else {
        hex_dump_put_ascii(line, frame->data + skip, frame->captured - skip);
    }
}

static void put_time(struct printer *printer, const struct frame *frame, struct text *text) {
    char *to = text_begin(text, TIMESTAMP_ROOM);

    if (to != NULL) {
        text_end(text, timestamp_format(to, &printer->timestamp, &printer->settings, frame));
    }
}

/* Whether the packet's segment is printed with its numbers, if it has one. */
__attribute__((noinline)) static bool print_layers(struct printer *printer,
                                                   const struct packet *packet, struct text *text) {
    struct line line = {
        .settings = &printer->settings,
        .printers = layer_printers,
        .interfaces = &printer->interfaces,
        .frame = &packet->frame,
        .packet = packet,
        .text = text,
        .protocol = "",
    };

    put_time(printer, &packet->frame, text);
    if (line_put_layers(&line, packet, 0) == LINE_CUT) {
        line_put_cut(&line);
    } else {
        line.link_length += line.link_length_whole;
    }
    if (printer->settings.dump != DUMP_NONE) {
        put_dump(&line);
    }
    text_put_char(text, '\n');
    return line.segment_reached;
}

/* For a valid frame. */
static bool print_plain(struct printer *printer, const struct packet *packet, struct text *text) {
    return printer->has_fast_path &&
           fast_path_print(&printer->settings, &printer->timestamp, &printer->ends, packet, text);
}

bool printer_print_plain(struct printer *printer, const struct packet *packet, struct text *text) {
    return !printer->settings.number && is_valid(&packet->frame) &&
           print_plain(printer, packet, text);
}

void printer_print(struct printer *printer, const struct packet *packet, struct text *text) {
    bool numbered = false;

    if (printer->settings.number) {
        text_printf(text, "%5llu  ", (unsigned long long)packet->frame.number);
    }
    if (!is_valid(&packet->frame)) {
        put_invalid_header(text, &packet->frame);
    } else {
        numbered = print_plain(printer, packet, text) || print_layers(printer, packet, text);
    }
    if (!numbered && line_numbering(&printer->settings) != NULL) {
        relative_seq_take_back(printer->settings.relative, packet);
    }
}
