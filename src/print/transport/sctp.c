/* SCTP (RFC 9260): the header and its chunks. */
#include "print/address.h"
#include "print/hex_dump.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum { CHUNK_HEADER = 4 };

enum sctp_chunk {
    CHUNK_DATA = 0,
    CHUNK_INIT = 1,
    CHUNK_INIT_ACK = 2,
    CHUNK_SACK = 3,
};

enum data_flag { DATA_LAST = 1, DATA_FIRST = 2, DATA_UNORDERED = 4 };

static const char *chunk_name(uint8_t type) {
    static const char *const names[] = {
        "DATA",        "INIT",       "INIT ACK", "SACK",         "HB REQ",
        "HB ACK",      "ABORT",      "SHUTDOWN", "SHUTDOWN ACK", "OP ERR",
        "COOKIE ECHO", "COOKIE ACK", "ECN ECHO", "ECN CWR",      "SHUTDOWN COMPLETE",
    };

    switch (type) {
    case 0xc0:
        return "FOR CUM TSN";
    case 0xc1:
        return "REL CTRL";
    case 0xc2:
        return "REL CTRL ACK";
    default:
        return type < sizeof names / sizeof names[0] ? names[type] : NULL;
    }
}

static const char *payload_protocol_name(uint32_t protocol) {
    static const char *const names[] = {
        NULL,        "ISDN Q.921", "M2UA",      "M3UA",   "SUA",  "M2PA", "V5.2",
        "H.248",     "BICC",       "TALI",      "DUA",    "ASAP", "ENRP", "H.323",
        "Q.IPC",     "SIMCO",      "DDPSC",     "DDPSSC", "S1AP", "RUA",  "HNBAP",
        "ForCES HP", "ForCES MP",  "ForCES LP", "SBc-AP", "NBAP", NULL,   "X2AP",
    };

    return protocol < sizeof names / sizeof names[0] ? names[protocol] : NULL;
}

static void put_bracketed(struct text *text, const char *name, uint32_t value) {
    text_put_char(text, '[');
    text_put_string(text, name);
    text_put_u32(text, value);
    text_put_string(text, "] ");
}

static enum line_status put_bad_length(struct line *line, struct span body) {
    text_put_string(line->text, "bogus chunk length ");
    text_put_u32(line->text, (uint32_t)body.length + CHUNK_HEADER);
    text_put_char(line->text, ']');
    return LINE_END;
}

/* `body` is what follows the chunk's header. */
static enum line_status put_data(struct line *line, uint8_t flags, struct span body) {
    enum { PART = 12 };
    struct text *text = line->text;
    const char *name;
    uint32_t protocol;

    text_put_string(text, (flags & DATA_UNORDERED) != 0 ? "(U)" : "");
    text_put_string(text, (flags & DATA_FIRST) != 0 ? "(B)" : "");
    text_put_string(text, (flags & DATA_LAST) != 0 ? "(E)" : "");
    text_put_string(text, (flags & 7) != 0 ? " " : "");
    if (body.length < PART) {
        return put_bad_length(line, body);
    }
    put_bracketed(text, "TSN: ", load_be32(body.data));
    put_bracketed(text, "SID: ", load_be16(body.data + 4));
    put_bracketed(text, "SSEQ ", load_be16(body.data + 6));
    protocol = load_be32(body.data + 8);
    name = payload_protocol_name(protocol);
    text_put_string(text, "[PPID ");
    if (name != NULL) {
        text_put_string(text, name);
    } else {
        text_put_string(text, "0x");
        text_put_hex(text, protocol);
    }
    text_put_string(text, "] ");
    if (body.length == PART) {
        return put_bad_length(line, body);
    }
    if (line->settings->verbosity > 1) {
        text_put_string(text, "[Payload:");
        hex_dump_put_with_ascii(line, body.data + PART, (uint32_t)body.length - PART);
        text_put_char(text, ']');
    }
    return LINE_NEXT;
}

static enum line_status put_init(struct line *line, struct span body) {
    enum { PART = 16 };

    if (body.length < PART) {
        return put_bad_length(line, body);
    }
    put_bracketed(line->text, "init tag: ", load_be32(body.data));
    put_bracketed(line->text, "rwnd: ", load_be32(body.data + 4));
    put_bracketed(line->text, "OS: ", load_be16(body.data + 8));
    put_bracketed(line->text, "MIS: ", load_be16(body.data + 10));
    put_bracketed(line->text, "init TSN: ", load_be32(body.data + 12));
    return LINE_NEXT;
}

static enum line_status put_sack(struct line *line, struct span body) {
    enum { PART = 12, ENTRY = 4 };
    struct text *text = line->text;
    uint32_t cumulative;
    uint16_t gaps;
    uint16_t duplicates;

    if (body.length < PART) {
        return put_bad_length(line, body);
    }
    cumulative = load_be32(body.data);
    gaps = load_be16(body.data + 8);
    duplicates = load_be16(body.data + 10);
    put_bracketed(text, "cum ack ", cumulative);
    put_bracketed(text, "a_rwnd ", load_be32(body.data + 4));
    put_bracketed(text, "#gap acks ", gaps);
    put_bracketed(text, "#dup tsns ", duplicates);
    for (uint32_t i = 0; i < (uint32_t)gaps + duplicates; i++) {
        struct span rest = span_from(body, PART + (size_t)ENTRY * i);
        const uint8_t *entry = rest.data;

        if (rest.length == 0) {
            break;
        }
        if (rest.length < ENTRY) {
            return put_bad_length(line, body);
        }
        if (i < gaps) {
            text_printf(text, "\n\t\t[gap ack block #%u: start = %u, end = %u] ", i + 1,
                        cumulative + load_be16(entry), cumulative + load_be16(entry + 2));
        } else {
            text_printf(text, "\n\t\t[dup TSN #%u: %u] ", i - gaps + 1, load_be32(entry));
        }
    }
    return LINE_NEXT;
}

static enum line_status put_chunk(struct line *line, const uint8_t *chunk, struct span body) {
    struct text *text = line->text;

    text_put_char(text, '[');
    if (chunk_name(chunk[0]) != NULL) {
        text_put_string(text, chunk_name(chunk[0]));
    } else {
        text_put_string(text, "Unknown chunk type: 0x");
        text_put_hex(text, chunk[0]);
    }
    text_put_string(text, "] ");
    switch (chunk[0]) {
    case CHUNK_DATA:
        return put_data(line, chunk[1], body);
    case CHUNK_INIT:
    case CHUNK_INIT_ACK:
        return put_init(line, body);
    case CHUNK_SACK:
        return put_sack(line, body);
    default:
        return LINE_NEXT;
    }
}

/* Chunks fill up words of 32 bits. */
static uint32_t padding(uint32_t length) {
    return (4 - length % 4) % 4;
}

static enum line_status put_chunks(struct line *line, const struct layer *layer) {
    struct span packet = layer_span(layer);
    struct text *text = line->text;
    bool lines = line->settings->verbosity > 1;
    uint32_t at = SCTP_HEADER;

    for (unsigned number = 1; at < layer->length; number++) {
        const uint8_t *chunk = packet.data + at;
        uint32_t left = layer->length - at;
        uint32_t length;
        enum line_status status;

        if (left >= CHUNK_HEADER && !span_has(packet, at, CHUNK_HEADER)) {
            line_put_cut(line);
            return LINE_END;
        }
        length = left < CHUNK_HEADER ? 0 : load_be16(chunk + 2);
        if (length >= CHUNK_HEADER && left >= padding(length) && !span_has(packet, at, length)) {
            line_put_cut(line);
            return LINE_END;
        }
        text_put_string(text, lines ? "\n\t" : number == 1 ? " (" : ", (");
        text_put_u32(text, number);
        text_put_string(text, ") ");
        if (left < CHUNK_HEADER) {
            text_put_string(text, "[chunk descriptor cut off at end of packet]");
            return LINE_END;
        }
        if (length < CHUNK_HEADER) {
            text_printf(text, "[Bad chunk length %u, < size of chunk descriptor]", length);
            return LINE_END;
        }
        if (left < padding(length)) {
            text_printf(text, "[Bad chunk length %u, > remaining data in packet]", length);
            return LINE_END;
        }
        status =
            put_chunk(line, chunk,
                      (struct span){.data = chunk + CHUNK_HEADER, .length = length - CHUNK_HEADER});
        if (status != LINE_NEXT) {
            return status;
        }
        if (!span_has(packet, at + length, padding(length))) {
            line_put_cut(line);
            return LINE_END;
        }
        at += length + padding(length);
    }
    return LINE_END;
}

static void put_end(struct line *line, unsigned version, const uint8_t *address, uint16_t port) {
    address_put(line, version, address);
    text_put_char(line->text, '.');
    text_put_u32(line->text, port);
}

enum line_status print_sctp(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    const struct ip_ends ends = ip_ends(line->ip);

    line->protocol = "sctp";
    if (layer->length < SCTP_HEADER) {
        text_put_string(line->text, "truncated-sctp - ");
        text_put_u32(line->text, SCTP_HEADER - layer->length);
        text_put_string(line->text, " bytes missing!");
        return LINE_END;
    }
    if (layer->captured < SCTP_HEADER) {
        line_put_cut(line);
        return LINE_END;
    }
    put_end(line, ends.version, ends.source, load_be16(header));
    text_put_string(line->text, " > ");
    put_end(line, ends.version, ends.destination, load_be16(header + 2));
    text_put_string(line->text, ": sctp");
    return put_chunks(line, layer);
}
