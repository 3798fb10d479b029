/*
 * One packet's line while it is made, and what every printer of it shares.
 *
 * printer_print() walks packet->layers and hands each layer to the printer of its kind (layers.h).
 * A printer reads its own header only, from layer->data within layer->captured, and says in its
 * result whether the line goes on. Decoding has already decided what follows what.
 */
#ifndef TCPGLOSS_SRC_PRINT_LINE_H
#define TCPGLOSS_SRC_PRINT_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcpgloss/base/bytes.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/decode/ip.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/print/printer_settings.h"

/*
 * How a printer leaves the line.
 *
 * Where a byte that had to be printed was not captured, tcpdump does one of two things, and each
 * printer must do the same. It gives the packet up at once, as all of its reads with a check of
 * their own do: LINE_CUT, " [|name]" is added, and the header does not count as printed for -x. Or
 * the printer has looked at the length itself, says so and returns as usual: line_put_cut(), then
 * LINE_END or LINE_NEXT.
 */
enum line_status {
    LINE_NEXT, /* the header is printed; the next layer, if there is one, follows */
    LINE_END,  /* nothing more of this packet is printed, except for a dump */
    LINE_CUT,  /* the packet is given up: " [|name]" ends the line, the name in line->protocol */
};

struct line;
typedef enum line_status layer_printer(struct line *line, const struct layer *layer);

struct line {
    const struct printer_settings *settings;
    layer_printer *const *printers; /* by enum layer_kind (layers.h) */
    const struct interfaces *interfaces;
    const struct frame *frame;
    const struct packet *packet; /* whose layers are printed: the frame's, or one quoted in it */
    struct text *text;
    const char *protocol;     /* what stands between "[|" and "]"; each printer sets it first */
    const struct layer *link; /* the last link header printed, or null */
    const struct layer *ip;   /* the last IP header printed, or null */
    bool fragmented;          /* that IP packet is a first fragment: no checksum of its whole */
    uint32_t jumbo;           /* that IPv6 packet's payload length, by RFC 2675's option, or 0 */
    bool hop_by_hop_seen;     /* behind that IPv6 header */
    bool segment_reached;     /* of the packet, with its numbers: the printers before TCP went on */
    uint8_t quotes;           /* packets quoted inside each other, whose innermost this is */
    uint32_t link_length;     /* bytes of link headers, which -x, -X and -A leave out */
    uint32_t link_length_whole; /* more of them, that count only if the line was not cut */
};

/* Prints the layers from `first` on. Also for a packet quoted inside another (decode_from()). */
enum line_status line_put_layers(struct line *line, const struct packet *packet, unsigned first);

/* Prints the layers from `next` on, which end the line, and leaves no header of theirs out of a
 * dump. */
enum line_status line_put_carried(struct line *line, const struct layer *next);

/* " [|name]" where the line does not end with it (or ends without LINE_CUT). */
void line_put_cut(struct line *line);

/* A number behind what says which it is: ", seq 5". */
static inline void line_put_number(struct text *text, const char *before, uint64_t value) {
    text_put_string(text, before);
    text_put_u64(text, value);
}

/* " [length 3 < 8] (invalid)", and LINE_END, since a header that says so is followed no further:
 * `what` and `than` say what the numbers are. */
enum line_status line_end_check(struct line *line, const char *what, uint64_t is, const char *than,
                                uint64_t bound);

/* Whether the byte can stand in a line as it is. */
static inline bool line_is_printable(uint8_t byte) {
    return byte >= 0x20 && byte < 0x7f;
}

/* What numbers segments, or null: with -S, and with -q, which shows no numbers. */
static inline struct relative_seq *line_numbering(const struct printer_settings *settings) {
    return settings->quiet == 0 ? settings->relative : NULL;
}

/* The layer behind this one of the packet, or null. */
static inline const struct layer *line_next_layer(const struct line *line,
                                                  const struct layer *layer) {
    const struct layer *end = line->packet->layers + line->packet->layer_count;

    return layer + 1 < end ? layer + 1 : NULL;
}

/* Whether the frame begins with the link header that is about to be printed. */
static inline bool line_is_outermost(const struct line *line) {
    return line->link == NULL && line->ip == NULL;
}

/* Whether the last IP header itself names this protocol: no other header is between. */
static inline bool line_is_right_behind_ip(const struct line *line, uint8_t protocol) {
    return ip_next_protocol(line->ip) == protocol;
}

/* Adds to what a dump leaves out, if the line is not cut; nothing if the header is in a tunnel. */
static inline void line_count_link(struct line *line, uint32_t length) {
    if (line->ip == NULL) {
        line->link_length_whole += length;
    }
}

#endif
