/* The Multipoint Control Protocol of Ethernet in passive optical networks (IEEE 802.3 §64.3.6); its
 * first message is MAC control's Pause. */
#include "print/link/mpcp.h"

#include "print/hex_dump.h"
#include "print/line.h"
#include "print/value_names.h"

enum mpcp_opcode {
    MPCP_PAUSE = 1,
    MPCP_GATE = 2,
    MPCP_REPORT = 3,
    MPCP_REGISTER_REQUEST = 4,
    MPCP_REGISTER = 5,
    MPCP_REGISTER_ACK = 6,
};

enum { HEADER = 6, GRANT = 6, GRANT_COUNT = 0x07 };

static const struct value_name opcode_names[] = {
    {MPCP_PAUSE, "Pause"},
    {MPCP_GATE, "Gate"},
    {MPCP_REPORT, "Report"},
    {MPCP_REGISTER_REQUEST, "Register Request"},
    {MPCP_REGISTER, "Register"},
    {MPCP_REGISTER_ACK, "Register ACK"},
    {0, NULL},
};

static enum line_status put_gate(struct line *line, struct span body) {
    static const struct value_name flags[] = {
        {0x08, "Discovery"},      {0x10, "Force Grant #1"}, {0x20, "Force Grant #2"},
        {0x40, "Force Grant #3"}, {0x80, "Force Grant #4"}, {0, NULL},
    };
    uint8_t head;
    uint16_t synchronisation;

    if (!span_u8(body, 0, &head)) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tGrant Numbers %u, Flags [ ", head & GRANT_COUNT);
    value_names_put_flags(line->text, flags, head & ~(unsigned)GRANT_COUNT, "?");
    text_put_string(line->text, " ]");
    body = span_from(body, 1);
    for (unsigned i = 1; i <= (head & GRANT_COUNT); i++) {
        if (body.length < GRANT) {
            return LINE_CUT;
        }
        text_printf(line->text, "\n\tGrant #%u, Start-Time %u ticks, duration %u ticks", i,
                    load_be32(body.data), load_be16(body.data + 4));
        body = span_from(body, GRANT);
    }
    if (!span_be16(body, 0, &synchronisation)) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tSync-Time %u ticks", synchronisation);
    return LINE_END;
}

/* As in tcpdump, one set less than there are is printed, each with the number of the last. */
static enum line_status put_report(struct line *line, struct span body) {
    static const struct value_name queues[] = {
        {0x01, "Q0"}, {0x02, "Q1"}, {0x04, "Q2"}, {0x08, "Q3"}, {0x10, "Q4"},
        {0x20, "Q5"}, {0x40, "Q6"}, {0x80, "Q7"}, {0, NULL},
    };
    uint8_t sets;

    if (!span_u8(body, 0, &sets)) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tTotal Queue-Sets %u", sets);
    body = span_from(body, 1);
    for (unsigned set = 1; set < sets; set++) {
        uint8_t bitmap;

        if (!span_u8(body, 0, &bitmap)) {
            return LINE_CUT;
        }
        text_printf(line->text, "\n\t  Queue-Set #%u, Report-Bitmap [ ", sets);
        value_names_put_flags(line->text, queues, bitmap, "Unknown");
        text_put_string(line->text, " ]");
        body = span_from(body, 1);
        for (unsigned queue = 0; queue < 8; queue++) {
            uint16_t duration;

            if ((bitmap >> queue & 1) == 0) {
                continue;
            }
            if (!span_be16(body, 0, &duration)) {
                return LINE_CUT;
            }
            text_printf(line->text, "\n\t    Q%u Report, Duration %u ticks", queue + 1, duration);
            body = span_from(body, 2);
        }
    }
    return LINE_END;
}

static enum line_status put_register_request(struct line *line, struct span body) {
    static const struct value_name flags[] = {{1, "Register"}, {3, "De-Register"}, {0, NULL}};

    if (body.length < 2) {
        return LINE_CUT;
    }
    text_put_string(line->text, "\n\tFlags [ ");
    value_names_put_flags(line->text, flags, body.data[0], "Reserved");
    text_printf(line->text, " ], Pending-Grants %u", body.data[1]);
    return LINE_END;
}

static enum line_status put_register(struct line *line, struct span body) {
    static const struct value_name flags[] = {
        {1, "Re-Register"}, {2, "De-Register"}, {3, "ACK"}, {4, "NACK"}, {0, NULL},
    };

    if (body.length < 6) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tAssigned-Port %u, Flags [ ", load_be16(body.data));
    value_names_put_flags(line->text, flags, body.data[2], "Reserved");
    text_printf(line->text, " ]\n\tSync-Time %u ticks, Echoed-Pending-Grants %u",
                load_be16(body.data + 3), body.data[5]);
    return LINE_END;
}

static enum line_status put_register_ack(struct line *line, struct span body) {
    static const struct value_name flags[] = {{1, "ACK"}, {0, NULL}};

    if (body.length < 5) {
        return LINE_CUT;
    }
    text_printf(line->text, "\n\tEchoed-Assigned-Port %u, Flags [ ", load_be16(body.data + 1));
    value_names_put_flags(line->text, flags, body.data[0], "Reserved");
    text_printf(line->text, " ]\n\tEchoed-Sync-Time %u ticks", load_be16(body.data + 3));
    return LINE_END;
}

static enum line_status put_body(struct line *line, const struct layer *layer, uint16_t opcode) {
    struct span body = span_from(layer_span(layer), HEADER);

    switch (opcode) {
    case MPCP_PAUSE:
        return LINE_END;
    case MPCP_GATE:
        return put_gate(line, body);
    case MPCP_REPORT:
        return put_report(line, body);
    case MPCP_REGISTER_REQUEST:
        return put_register_request(line, body);
    case MPCP_REGISTER:
        return put_register(line, body);
    case MPCP_REGISTER_ACK:
        return put_register_ack(line, body);
    default:
        hex_dump_put(line, "\n\t", layer->data, layer_least(layer));
        return LINE_END;
    }
}

enum line_status print_mpcp(struct line *line, const struct layer *layer) {
    struct text *text = line->text;
    const char *name;
    uint16_t opcode;

    line->protocol = "mpcp";
    if (layer->captured < HEADER) {
        return LINE_CUT;
    }
    opcode = load_be16(layer->data);
    name = value_names_find(opcode_names, opcode);
    if (name != NULL) {
        text_printf(text, "MPCP, Opcode %s", name);
    } else {
        text_printf(text, "MPCP, Opcode Unknown (%u)", opcode);
    }
    if (opcode != MPCP_PAUSE) {
        text_printf(text, ", Timestamp %u ticks", load_be32(layer->data + 2));
    }
    text_printf(text, ", length %u", layer->length);
    return line->settings->verbosity > 0 ? put_body(line, layer, opcode) : LINE_END;
}
