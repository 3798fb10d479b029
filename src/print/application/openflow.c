/* The headers of OpenFlow's messages; what follows them in versions 1.0 and 1.3 is not decoded. */
#include "print/application/payload.h"
#include "print/line.h"

enum { HEADER = 8, VERSION_1_0 = 1, VERSION_1_3 = 4 };

/* Types to which both versions give the same name; null: each has its own. */
static const char *const common_types[] = {
    "HELLO",
    "ERROR",
    "ECHO_REQUEST",
    "ECHO_REPLY",
    NULL,
    "FEATURES_REQUEST",
    "FEATURES_REPLY",
    "GET_CONFIG_REQUEST",
    "GET_CONFIG_REPLY",
    "SET_CONFIG",
    "PACKET_IN",
    "FLOW_REMOVED",
    "PORT_STATUS",
    "PACKET_OUT",
    "FLOW_MOD",
};

enum { COMMON = sizeof common_types / sizeof common_types[0], TYPES_MAX = 30 };

static const char *const types_1_0[TYPES_MAX] = {
    [4] = "VENDOR",
    [COMMON] = "PORT_MOD",
    "STATS_REQUEST",
    "STATS_REPLY",
    "BARRIER_REQUEST",
    "BARRIER_REPLY",
    "QUEUE_GET_CONFIG_REQUEST",
    "QUEUE_GET_CONFIG_REPLY",
};

static const char *const types_1_3[TYPES_MAX] = {
    [4] = "EXPERIMENTER",       [COMMON] = "GROUP_MOD",   "PORT_MOD",        "TABLE_MOD",
    "MULTIPART_REQUEST",        "MULTIPART_REPLY",        "BARRIER_REQUEST", "BARRIER_REPLY",
    "QUEUE_GET_CONFIG_REQUEST", "QUEUE_GET_CONFIG_REPLY", "ROLE_REQUEST",    "ROLE_REPLY",
    "GET_ASYNC_REQUEST",        "GET_ASYNC_REPLY",        "SET_ASYNC",       "METER_MOD",
};

/* Null: there is no such type, or the version's types are not known. */
static const char *type_name(uint8_t version, uint8_t type) {
    if ((version != VERSION_1_0 && version != VERSION_1_3) || type >= TYPES_MAX) {
        return NULL;
    }
    if (type < COMMON && common_types[type] != NULL) {
        return common_types[type];
    }
    return version == VERSION_1_0 ? types_1_0[type] : types_1_3[type];
}

/* What is left of a segment: the bytes, and how many there were of them on the wire. */
struct openflow {
    struct span bytes;
    uint32_t length;
};

static void put_named(struct text *text, const char *what, const char *name, uint8_t number) {
    text_put_string(text, what);
    if (name != NULL) {
        text_put_string(text, name);
    } else {
        text_put_string(text, "unknown (0x");
        text_put_hex_padded(text, number, 2);
        text_put_char(text, ')');
    }
}

static void put_version(struct text *text, uint8_t version) {
    static const char *const names[] = {NULL, "1.0", "1.1", "1.2", "1.3", "1.4", "1.5"};

    put_named(text, "\n\tversion ",
              version < sizeof names / sizeof names[0] ? names[version] : NULL, version);
}

/* Says why nothing more of the segment is printed, and whether it was captured as a whole. */
static enum line_status end_segment(struct line *line, const struct openflow *segment,
                                    const char *why) {
    text_put_string(line->text, why);
    return segment->bytes.length < segment->length ? LINE_CUT : LINE_END;
}

static enum line_status end_within_header(struct line *line, const struct openflow *segment) {
    return end_segment(line, segment, " (end of TCP payload)");
}

/* One header, from what the segment has of it. LINE_NEXT: all of it is printed. */
static enum line_status put_header(struct line *line, const struct openflow *segment,
                                   uint16_t *size) {
    struct text *text = line->text;
    uint8_t version;
    uint8_t type;
    uint32_t transaction;

    if (!span_u8(segment->bytes, 0, &version)) {
        return LINE_CUT;
    }
    put_version(text, version);
    if (segment->length < 2) {
        return end_within_header(line, segment);
    }
    if (!span_u8(segment->bytes, 1, &type)) {
        return LINE_CUT;
    }
    put_named(text, ", type ", type_name(version, type), type);
    if (segment->length < 4) {
        return end_within_header(line, segment);
    }
    if (!span_be16(segment->bytes, 2, size)) {
        return LINE_CUT;
    }
    text_put_string(text, ", length ");
    text_put_u32(text, *size);
    text_put_string(text, *size < HEADER ? " (too short!)" : "");
    if (segment->length < HEADER) {
        return end_within_header(line, segment);
    }
    if (!span_be32(segment->bytes, 4, &transaction)) {
        return LINE_CUT;
    }
    text_put_string(text, ", xid 0x");
    text_put_hex_padded(text, transaction, 8);
    return LINE_NEXT;
}

enum line_status print_openflow(struct line *line, struct span payload, uint32_t length) {
    struct openflow segment = {.bytes = payload, .length = length};

    line->protocol = "openflow";
    text_put_string(line->text, ": OpenFlow");
    while (segment.length > 0) {
        uint16_t size;
        enum line_status status = put_header(line, &segment, &size);

        if (status != LINE_NEXT) {
            return status;
        }
        if (size < HEADER) {
            return end_segment(line, &segment, " (invalid)");
        }
        if (size > HEADER &&
            (segment.bytes.data[0] == VERSION_1_0 || segment.bytes.data[0] == VERSION_1_3)) {
            return LINE_END;
        }
        if (segment.bytes.length < size) {
            return LINE_CUT;
        }
        segment.bytes = span_from(segment.bytes, size);
        segment.length -= size;
    }
    return LINE_END;
}
