/* The spanning tree's messages: IEEE 802.1D, rapid, multiple and of shortest-path bridging. */
#include "print/link/stp.h"

#include "print/line.h"
#include "print/value_names.h"

enum { MINIMUM = 4, CONFIG = 35, RAPID = 36, MULTIPLE = 102 };

enum stp_version {
    STP_REGULAR = 0,
    STP_RAPID = 2,
    STP_MULTIPLE = 3,
    STP_SHORTEST_PATH = 4,
};

enum bpdu_type { BPDU_CONFIG = 0x00, BPDU_RAPID = 0x02, BPDU_TOPOLOGY_CHANGE = 0x80 };

/* Offsets; the later ones count from the length field of version 4. */
enum {
    FLAGS = 4,
    ROOT = 5,
    ROOT_COST = 13,
    BRIDGE = 17,
    PORT = 25,
    TIMES = 27,
    VERSION_1_LENGTH = 35,
    VERSION_3_LENGTH = 36,
    REGION = 39,
    REGION_REVISION = 71,
    REGION_DIGEST = 73,
    REGION_COST = 89,
    REGION_BRIDGE = 93,
    REGION_HOPS = 101,
    INSTANCES = 102,
    AUXILIARY_NAME = 3,
    AUXILIARY_REVISION = 35,
    AUXILIARY_DIGEST = 37,
    AGREEMENT = 53,
    AGREEMENT_FORMAT = 55,
    AGREEMENT_CONVENTION = 56,
    AGREEMENT_EDGES = 57,
    AGREEMENT_DIGEST = 67,
    AGREEMENT_END = 87,
};

enum { NAME = 32, INSTANCE = 16, CONFIGURATION = 64, SHORTEST_PATH_MIN = 87 };

static const struct value_name version_names[] = {
    {STP_REGULAR, "802.1d"},
    {STP_RAPID, "802.1w"},
    {STP_MULTIPLE, "802.1s"},
    {STP_SHORTEST_PATH, "802.1aq"},
    {0, NULL},
};

static const struct value_name type_names[] = {
    {BPDU_CONFIG, "Config"},
    {BPDU_RAPID, "Rapid STP"},
    {BPDU_TOPOLOGY_CHANGE, "Topology Change"},
    {0, NULL},
};

static const struct value_name flag_names[] = {
    {0x01, "Topology change"},
    {0x02, "Proposal"},
    {0x10, "Learn"},
    {0x20, "Forward"},
    {0x40, "Agreement"},
    {0x80, "Topology change ACK"},
    {0, NULL},
};

static const char *port_role(uint8_t flags) {
    static const char *const names[] = {"Unknown", "Alternate", "Root", "Designated"};

    return names[flags >> 2 & 3];
}

/* "8000.00:11:22:33:44:55": the priority and the address of a bridge. */
static void put_bridge(struct text *text, const uint8_t *id) {
    text_put_hex_padded(text, load_be16(id), 4);
    text_put_char(text, '.');
    text_put_mac(text, id + 2);
}

/* Four times in units of 1/256 of a second. */
static void put_times(struct text *text, const uint8_t *times) {
    text_printf(text,
                "\n\tmessage-age %.2fs, max-age %.2fs, hello-time %.2fs, forwarding-delay %.2fs",
                load_be16(times) / 256.0, load_be16(times + 2) / 256.0,
                load_be16(times + 4) / 256.0, load_be16(times + 6) / 256.0);
}

static void put_digest(struct text *text, const uint8_t *digest, unsigned size) {
    for (unsigned i = 0; i < size; i++) {
        text_put_hex_padded(text, digest[i], 2);
    }
}

/* A name that ends before its field does where a zero is. */
static enum line_status put_name(struct line *line, struct span bpdu, size_t at) {
    for (size_t i = 0; i < NAME; i++) {
        uint8_t c;

        if (!span_u8(bpdu, at + i, &c)) {
            return LINE_CUT;
        }
        if (c == 0) {
            break;
        }
        text_put_escaped(line->text, c);
    }
    return LINE_NEXT;
}

static enum line_status put_config(struct line *line, struct span bpdu, uint32_t length) {
    struct text *text = line->text;
    const uint8_t *data = bpdu.data;

    if (bpdu.length <= FLAGS) {
        return LINE_CUT;
    }
    text_put_string(text, ", Flags [");
    value_names_put_flags(text, flag_names, data[FLAGS], "none");
    text_put_char(text, ']');
    if (bpdu.length < TIMES) {
        return LINE_CUT;
    }
    text_put_string(text, ", bridge-id ");
    put_bridge(text, data + BRIDGE);
    text_printf(text, ".%04x, length %u", load_be16(data + PORT), length);
    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    if (bpdu.length < CONFIG) {
        return LINE_CUT;
    }
    put_times(text, data + TIMES);
    text_put_string(text, "\n\troot-id ");
    put_bridge(text, data + ROOT);
    text_printf(text, ", root-pathcost %u", load_be32(data + ROOT_COST));
    if (data[2] == STP_RAPID) {
        text_put_string(text, ", port-role ");
        text_put_string(text, port_role(data[FLAGS]));
    }
    return LINE_END;
}

/* What a multiple spanning tree says of the tree that contains all regions. */
static enum line_status put_common_tree(struct line *line, struct span bpdu) {
    struct text *text = line->text;
    const uint8_t *data = bpdu.data;

    text_printf(text, "\n\tport-role %s, ", port_role(data[FLAGS]));
    if (bpdu.length < BRIDGE) {
        return LINE_CUT;
    }
    text_put_string(text, "CIST root-id ");
    put_bridge(text, data + ROOT);
    text_printf(text, ", CIST ext-pathcost %u", load_be32(data + ROOT_COST));
    if (bpdu.length < PORT) {
        return LINE_CUT;
    }
    text_put_string(text, "\n\tCIST regional-root-id ");
    put_bridge(text, data + BRIDGE);
    text_put_string(text, ", ");
    if (bpdu.length < TIMES) {
        return LINE_CUT;
    }
    text_printf(text, "CIST port-id %04x,", load_be16(data + PORT));
    if (bpdu.length < CONFIG) {
        return LINE_CUT;
    }
    put_times(text, data + TIMES);
    return LINE_NEXT;
}

static enum line_status put_region(struct line *line, struct span bpdu) {
    struct text *text = line->text;
    const uint8_t *data = bpdu.data;

    if (bpdu.length < VERSION_3_LENGTH + 2) {
        return LINE_CUT;
    }
    text_printf(text, "\n\tv3len %u, MCID Name ", load_be16(data + VERSION_3_LENGTH));
    if (put_name(line, bpdu, REGION) != LINE_NEXT || bpdu.length < REGION_COST) {
        return LINE_CUT;
    }
    text_printf(text, ", rev %u,\n\t\tdigest ", load_be16(data + REGION_REVISION));
    put_digest(text, data + REGION_DIGEST, 16);
    text_put_string(text, ", ");
    if (bpdu.length < REGION_BRIDGE) {
        return LINE_CUT;
    }
    text_printf(text, "CIST int-root-pathcost %u,", load_be32(data + REGION_COST));
    if (bpdu.length < REGION_HOPS) {
        return LINE_CUT;
    }
    text_put_string(text, "\n\tCIST bridge-id ");
    put_bridge(text, data + REGION_BRIDGE);
    text_put_string(text, ", ");
    if (bpdu.length < INSTANCES) {
        return LINE_CUT;
    }
    text_printf(text, "CIST remaining-hops %u", data[REGION_HOPS]);
    return LINE_NEXT;
}

static enum line_status put_instance(struct line *line, struct span instance) {
    struct text *text = line->text;
    const uint8_t *data = instance.data;

    if (instance.length < 3) {
        return LINE_CUT;
    }
    text_printf(text, "\n\tMSTI %u, Flags [", load_be16(data + 1) & 0xfffu);
    value_names_put_flags(text, flag_names, data[0], "none");
    text_printf(text, "], port-role %s", port_role(data[0]));
    if (instance.length < 13) {
        return LINE_CUT;
    }
    text_put_string(text, "\n\t\tMSTI regional-root-id ");
    put_bridge(text, data + 1);
    text_printf(text, ", pathcost %u", load_be32(data + 9));
    if (instance.length < INSTANCE) {
        return LINE_CUT;
    }
    text_printf(text, "\n\t\tMSTI bridge-prio %u, port-prio %u, hops %u", data[13] >> 4,
                data[14] >> 4, data[15]);
    return LINE_NEXT;
}

static enum line_status put_multiple(struct line *line, struct span bpdu, uint32_t length) {
    uint32_t left;

    text_put_string(line->text, ", CIST Flags [");
    value_names_put_flags(line->text, flag_names, bpdu.data[FLAGS], "none");
    text_printf(line->text, "], length %u", length);
    if (line->settings->verbosity == 0) {
        return LINE_NEXT;
    }
    if (put_common_tree(line, bpdu) != LINE_NEXT || put_region(line, bpdu) != LINE_NEXT) {
        return LINE_CUT;
    }
    left = load_be16(bpdu.data + VERSION_3_LENGTH);
    left = left > CONFIGURATION ? left - CONFIGURATION : 0;
    for (size_t at = INSTANCES; left >= INSTANCE; left -= INSTANCE, at += INSTANCE) {
        if (put_instance(line, span_from(bpdu, at)) != LINE_NEXT) {
            return LINE_CUT;
        }
    }
    return LINE_NEXT;
}

static enum line_status put_shortest_path(struct line *line, struct span part) {
    struct text *text = line->text;
    const uint8_t *data = part.data;

    if (line->settings->verbosity == 0) {
        return LINE_END;
    }
    if (part.length < 2) {
        return LINE_CUT;
    }
    text_printf(text, "\n\tv4len %u, AUXMCID Name ", load_be16(data));
    if (put_name(line, part, AUXILIARY_NAME) != LINE_NEXT || part.length < AGREEMENT) {
        return LINE_CUT;
    }
    text_printf(text, ", Rev %u,\n\t\tdigest ", load_be16(data + AUXILIARY_REVISION));
    put_digest(text, data + AUXILIARY_DIGEST, 16);
    if (part.length < AGREEMENT_END) {
        return LINE_CUT;
    }
    text_printf(text,
                "\n\tAgreement num %u, Discarded Agreement num %u, Agreement valid-flag %u,"
                "\n\tRestricted role-flag: %u, Format id %u cap %u, Convention id %u cap %u,"
                "\n\tEdge count %u, Agreement digest ",
                data[AGREEMENT] >> 6, data[AGREEMENT] >> 4 & 3, data[AGREEMENT] >> 3 & 1,
                data[AGREEMENT] >> 2 & 1, data[AGREEMENT_FORMAT] >> 4, data[AGREEMENT_FORMAT],
                data[AGREEMENT_CONVENTION] >> 4, data[AGREEMENT_CONVENTION],
                load_be16(data + AGREEMENT_EDGES));
    put_digest(text, data + AGREEMENT_DIGEST, 20);
    return LINE_END;
}

static enum line_status put_invalid(struct line *line) {
    text_put_string(line->text, " (invalid)");
    return LINE_END;
}

/* Each part of a message says how long it is, and all must be there. */
static enum line_status put_multiple_or_shortest(struct line *line, struct span bpdu,
                                                 uint32_t length) {
    uint8_t version_1_length;
    uint16_t multiple;
    uint16_t shortest;

    if (length < MULTIPLE) {
        return put_invalid(line);
    }
    if (!span_u8(bpdu, VERSION_1_LENGTH, &version_1_length)) {
        return LINE_CUT;
    }
    if (version_1_length != 0) {
        return put_invalid(line);
    }
    if (!span_be16(bpdu, VERSION_3_LENGTH, &multiple)) {
        return LINE_CUT;
    }
    if (length < RAPID + 2u + multiple) {
        return put_invalid(line);
    }
    if (put_multiple(line, bpdu, length) != LINE_NEXT) {
        return LINE_CUT;
    }
    if (bpdu.data[2] != STP_SHORTEST_PATH) {
        return LINE_END;
    }
    if (!span_be16(bpdu, RAPID + 2u + multiple, &shortest)) {
        return LINE_CUT;
    }
    if (length < RAPID + 4u + multiple + shortest || shortest + 2u < SHORTEST_PATH_MIN) {
        return put_invalid(line);
    }
    return put_shortest_path(line, span_from(bpdu, RAPID + 2u + multiple));
}

static enum line_status put_message(struct line *line, struct span bpdu, uint32_t length,
                                    uint8_t version, uint8_t type) {
    if (type == BPDU_CONFIG) {
        return length < CONFIG ? put_invalid(line) : put_config(line, bpdu, length);
    }
    if (type != BPDU_RAPID || version == STP_REGULAR) {
        return LINE_END;
    }
    if (version == STP_RAPID) {
        return length < RAPID ? put_invalid(line) : put_config(line, bpdu, length);
    }
    return put_multiple_or_shortest(line, bpdu, length);
}

enum line_status print_stp(struct line *line, const struct layer *layer) {
    struct span bpdu = layer_span(layer);
    struct text *text = line->text;
    const char *name;
    uint16_t protocol;
    uint8_t version;
    uint8_t type;

    line->protocol = "stp";
    if (layer->length < MINIMUM) {
        return put_invalid(line);
    }
    if (!span_be16(bpdu, 0, &protocol)) {
        return LINE_CUT;
    }
    if (protocol != 0) {
        text_printf(text, "unknown STP version, length %u", layer->length);
        return LINE_END;
    }
    if (!span_u8(bpdu, 2, &version)) {
        return LINE_CUT;
    }
    name = value_names_find(version_names, version);
    if (name == NULL) {
        text_printf(text, "STP Unknown STP protocol (0x%02x)", version);
        return LINE_END;
    }
    text_printf(text, "STP %s", name);
    if (!span_u8(bpdu, 3, &type)) {
        return LINE_CUT;
    }
    name = value_names_find(type_names, type);
    if (name != NULL) {
        text_printf(text, ", %s", name);
    } else {
        text_printf(text, ", Unknown BPDU Type (0x%02x)", type);
    }
    return put_message(line, bpdu, layer->length, version, type);
}
