#include "print/line.h"

void line_put_cut(struct line *line) {
    text_put_string(line->text, " [|");
    text_put_string(line->text, line->protocol);
    text_put_char(line->text, ']');
}

enum line_status line_put_layers(struct line *line, const struct packet *packet, unsigned first) {
    const struct packet *outer = line->packet;
    enum line_status status = LINE_NEXT;

    line->packet = packet;
    for (unsigned i = first; i < packet->layer_count && status == LINE_NEXT; i++) {
        status = line->printers[packet->layers[i].kind](line, &packet->layers[i]);
    }
    line->packet = outer;
    return status;
}

enum line_status line_put_carried(struct line *line, const struct layer *next) {
    uint32_t link_length = line->link_length;
    uint32_t link_length_whole = line->link_length_whole;
    enum line_status status =
        line_put_layers(line, line->packet, (unsigned)(next - line->packet->layers));

    line->link_length = link_length;
    line->link_length_whole = link_length_whole;
    return status == LINE_CUT ? LINE_CUT : LINE_END;
}

enum line_status line_end_check(struct line *line, const char *what, uint64_t is, const char *than,
                                uint64_t bound) {
    line_put_number(line->text, what, is);
    line_put_number(line->text, than, bound);
    text_put_string(line->text, "] (invalid)");
    return LINE_END;
}
