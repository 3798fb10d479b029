/*
 * Annotated text: tcpdump's lines, and before each of them what its packet is about.
 *
 *     # [1] a phase      ## [1] a step      #! [1] a warning      #? an explanation
 *     #= [1] a fact: what the kernel says
 *
 * The number is the flow's; a note about the capture itself has none. Without the notes the text is
 * tcpdump's, byte for byte.
 */
#ifndef TCPGLOSS_VIEWS_TEXT_SINK_H
#define TCPGLOSS_VIEWS_TEXT_SINK_H

#include <stdbool.h>

#include "tcpgloss/base/error.h"
#include "tcpgloss/base/export.h"
#include "tcpgloss/base/language.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/views/sink.h"

struct text_sink_settings {
    struct printer_settings line;
    enum language language;
    bool color;        /* of notes */
    bool packet_color; /* of packet lines, by flow and direction; otherwise they are tcpdump's bytes
                        */
    bool explain;      /* the explanation of each id, once, below the first note that has it */
    unsigned columns;  /* of the terminal, for explanations; 0: not known, 80 */
};

/*
 * The streams are borrowed. `notes` may be the same as `packets`, another (--notes-to), or null:
 * with -A and -AA, whose payload may begin lines, notes must not stand between the packets, and a
 * null one leaves them out. Null, with `error` filled, if there is no memory.
 */
TCPGLOSS_API struct sink *text_sink_create(const struct text_sink_settings *settings,
                                           struct stream *packets, struct stream *notes,
                                           struct error *error);

#endif
