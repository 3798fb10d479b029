/* The mobility header of IPv6 (RFC 6275 §6.1). */
#include "print/address.h"
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"

enum message {
    BINDING_REFRESH_REQUEST,
    HOME_TEST_INIT,
    CARE_OF_TEST_INIT,
    HOME_TEST,
    CARE_OF_TEST,
    BINDING_UPDATE,
    BINDING_ACKNOWLEDGEMENT,
    BINDING_ERROR,
    MESSAGES,
};

/* Names and the shortest header of each. */
static const struct {
    const char *name;
    uint32_t size;
} messages[MESSAGES] = {
    [BINDING_REFRESH_REQUEST] = {"BRR", 8}, [HOME_TEST_INIT] = {"HoTI", 16},
    [CARE_OF_TEST_INIT] = {"CoTI", 16},     [HOME_TEST] = {"HoT", 24},
    [CARE_OF_TEST] = {"CoT", 24},           [BINDING_UPDATE] = {"BU", 12},
    [BINDING_ACKNOWLEDGEMENT] = {"BA", 12}, [BINDING_ERROR] = {"BE", 24},
};

enum option_kind {
    OPTION_PAD1,
    OPTION_PADN,
    OPTION_REFRESH,
    OPTION_ALTERNATE_ADDRESS,
    OPTION_NONCES,
    OPTION_AUTHENTICATION,
};

/* An option of a known kind: what is printed of it goes before what is said of its length, or the
 * other way round. */
static enum line_status begin_option(struct line *line, const char *title, const char *name,
                                     struct span captured, uint32_t left, uint32_t size) {
    bool checks = changes_made(line->settings, CHANGE_EXTENSION_CHECKS);

    text_put_string(line->text, checks ? title : "");
    if (left < size) {
        if (checks) {
            return line_end_check(line, " [remaining length ", left, " < ", size);
        }
        text_put_char(line->text, '(');
        text_put_string(line->text, name);
        text_put_string(line->text, ": trunc)");
        return LINE_END;
    }
    if (captured.length < size) {
        return LINE_CUT;
    }
    text_put_string(line->text, checks ? "" : title);
    return LINE_NEXT;
}

/* LINE_END if it does not fit into what the header has left. */
static enum line_status put_option(struct line *line, struct span captured, uint32_t left) {
    bool checks = changes_made(line->settings, CHANGE_EXTENSION_CHECKS);
    struct text *text = line->text;
    const uint8_t *data = captured.data;
    enum line_status status = LINE_NEXT;

    switch (data[0]) {
    case OPTION_PAD1:
        text_put_string(text, "(pad1)");
        break;
    case OPTION_PADN:
        text_put_string(text, "(padn)");
        break;
    case OPTION_REFRESH:
        status = begin_option(line, "(refresh: ", "refresh", captured, left, 4);
        if (status == LINE_NEXT) {
            text_put_u32(text, load_be16(data + 2) * 4u);
            text_put_char(text, ')');
        }
        break;
    case OPTION_ALTERNATE_ADDRESS:
        status = begin_option(line, "(alt-CoA: ", "altcoa", captured, left, 18);
        if (status == LINE_NEXT) {
            address_put(line, 6, data + 2);
            text_put_char(text, ')');
        }
        break;
    case OPTION_NONCES:
        status = begin_option(line, "(ni: ", "ni", captured, left, 6);
        if (status == LINE_NEXT) {
            text_put_string(text, "ho=0x");
            text_put_hex_padded(text, load_be16(data + 2), 4);
            text_put_string(text, " co=0x");
            text_put_hex_padded(text, load_be16(data + 4), 4);
            text_put_char(text, ')');
        }
        break;
    case OPTION_AUTHENTICATION:
        /* Its contents are not printed, so it may be cut. */
        status = begin_option(line, "(auth)", "auth", (struct span){data, left}, left, 12);
        break;
    default:
        if (checks) {
            line_put_number(text, "(unknown: type-#", data[0]);
            line_put_number(text, " len=", data[1]);
        } else {
            text_put_string(text, "(type-0x");
            text_put_hex_padded(text, data[0], 2);
            line_put_number(text, ": len=", data[1]);
        }
        text_put_char(text, ')');
        break;
    }
    return status;
}

static enum line_status put_options(struct line *line, struct span header, uint32_t at,
                                    uint32_t size) {
    bool checks = changes_made(line->settings, CHANGE_EXTENSION_CHECKS);

    while (at < size) {
        uint8_t kind;
        uint8_t length;
        uint32_t option = 1;
        enum line_status status;

        if (!span_u8(header, at, &kind)) {
            return LINE_CUT;
        }
        if (kind != OPTION_PAD1) {
            if (at + 1 >= size) {
                return checks ? line_end_check(line, " [remaining length ", 1, " < ", 2) : LINE_END;
            }
            if (!span_u8(header, at + 1, &length)) {
                return LINE_CUT;
            }
            option = length + 2u;
        }
        if (checks && option > size - at) {
            return line_end_check(line, " [remaining length ", size - at, " < ", option);
        }
        if (checks && !span_has(header, at, option)) {
            return LINE_CUT;
        }
        /* tcpdump used to want the byte behind the option, too. */
        if (!checks && (option > size - at || !span_has(header, at + option, 1))) {
            return LINE_END;
        }
        status = put_option(line, span_from(header, at), size - at);
        if (status != LINE_NEXT) {
            return status;
        }
        at += option;
    }
    return LINE_NEXT;
}

static enum line_status put_cookie(struct line *line, struct span header, uint32_t at,
                                   const char *whose, const char *what) {
    uint32_t high;
    uint32_t low;

    if (!span_be32(header, at, &high) || !span_be32(header, at + 4, &low)) {
        return LINE_CUT;
    }
    text_put_string(line->text, whose);
    text_put_string(line->text, what);
    text_put_hex_padded(line->text, high, 8);
    text_put_char(line->text, ':');
    text_put_hex_padded(line->text, low, 8);
    return LINE_NEXT;
}

static enum line_status put_test(struct line *line, struct span header, uint8_t type) {
    bool is_reply = type == HOME_TEST || type == CARE_OF_TEST;
    const char *whose = type == HOME_TEST_INIT || type == HOME_TEST ? " Home" : " Care-of";
    enum line_status status = LINE_NEXT;
    uint16_t nonce;

    if (is_reply) {
        if (!span_be16(header, 6, &nonce)) {
            return LINE_CUT;
        }
        text_put_string(line->text, " nonce id=0x");
        text_put_hex(line->text, nonce);
    }
    if (line->settings->verbosity > 0) {
        status = put_cookie(line, header, 8, whose, " Init Cookie=");
        if (status == LINE_NEXT && is_reply) {
            status = put_cookie(line, header, 16, whose, " Keygen Token=");
        }
    }
    return status;
}

static enum line_status put_lifetime(struct line *line, struct span header) {
    uint16_t lifetime;

    if (!span_be16(header, 10, &lifetime)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " lifetime=");
    text_put_u32(line->text, lifetime * 4u);
    return LINE_NEXT;
}

static enum line_status put_update(struct line *line, struct span header) {
    static const char letters[] = "KLHA";
    uint16_t sequence;

    if (!span_be16(header, 6, &sequence)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " seq#=");
    text_put_u32(line->text, sequence);
    if (!span_has(header, 8, 2)) {
        return changes_made(line->settings, CHANGE_EXTENSION_CHECKS) ? LINE_CUT : LINE_END;
    }
    if (header.data[8] >> 4 != 0) {
        text_put_char(line->text, ' ');
        for (unsigned bit = 4; bit-- > 0;) {
            if ((header.data[8] >> (4 + bit) & 1) != 0) {
                text_put_char(line->text, letters[bit]);
            }
        }
    }
    return put_lifetime(line, header);
}

static enum line_status put_acknowledgement(struct line *line, struct span header) {
    uint8_t status;
    uint8_t flags;
    uint16_t sequence;

    if (!span_u8(header, 6, &status)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " status=");
    text_put_u32(line->text, status);
    if (!span_u8(header, 7, &flags)) {
        return LINE_CUT;
    }
    text_put_string(line->text, (flags & 0x80) != 0 ? " K" : "");
    if (!span_be16(header, 8, &sequence)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " seq#=");
    text_put_u32(line->text, sequence);
    return put_lifetime(line, header);
}

static enum line_status put_error(struct line *line, struct span header) {
    uint8_t status;

    if (!span_u8(header, 6, &status)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " status=");
    text_put_u32(line->text, status);
    if (!span_has(header, 8, 16)) {
        return LINE_CUT;
    }
    text_put_string(line->text, " homeaddr ");
    address_put(line, 6, header.data + 8);
    return LINE_NEXT;
}

static enum line_status put_message(struct line *line, struct span header, uint8_t type) {
    switch (type) {
    case HOME_TEST_INIT:
    case CARE_OF_TEST_INIT:
    case HOME_TEST:
    case CARE_OF_TEST:
        return put_test(line, header, type);
    case BINDING_UPDATE:
        return put_update(line, header);
    case BINDING_ACKNOWLEDGEMENT:
        return put_acknowledgement(line, header);
    case BINDING_ERROR:
        return put_error(line, header);
    default:
        return LINE_NEXT;
    }
}

/* What stands before the message. LINE_NEXT: `type` is that of a message that is known. */
static enum line_status put_begin(struct line *line, struct span header, uint8_t *type) {
    bool checks = changes_made(line->settings, CHANGE_EXTENSION_CHECKS);
    struct text *text = line->text;
    uint32_t size;
    uint8_t next;
    uint8_t words;

    text_put_string(text, checks ? "mobility: " : "");
    if (checks && span_u8(header, 0, &next) && next != IP_NO_NEXT) {
        line_put_number(text, "(payload protocol ", next);
        line_put_number(text, " should be ", IP_NO_NEXT);
        text_put_string(text, ") ");
    }
    if (!span_u8(header, 1, &words)) {
        if (checks) {
            return LINE_CUT;
        }
        line_put_cut(line);
        return LINE_END;
    }
    size = (words + 1u) * 8;
    if (!span_u8(header, 2, type)) {
        return LINE_CUT;
    }
    if (!checks && *type < MESSAGES && size < messages[*type].size) {
        line_put_number(text, "(header length ", size);
        line_put_number(text, " is too small for type ", *type);
        text_put_char(text, ')');
        line_put_cut(line);
        return LINE_END;
    }
    text_put_string(text, checks ? "" : "mobility: ");
    if (*type >= MESSAGES) {
        line_put_number(text, "type-#", *type);
        line_put_number(text, " len=", words);
        return LINE_END;
    }
    text_put_string(text, messages[*type].name);
    if (size < messages[*type].size) {
        line_put_number(text, " (header length ", size);
        line_put_number(text, " < ", (messages[*type].size + UINT64_C(7)) / 8 * 8);
        text_put_string(text, ") (invalid)");
        return LINE_END;
    }
    return LINE_NEXT;
}

enum line_status print_ipv6_mobility(struct line *line, const struct layer *layer) {
    struct span header = layer_span(layer);
    enum line_status status;
    uint8_t type;

    line->protocol = "mobility";
    status = put_begin(line, header, &type);
    if (status != LINE_NEXT) {
        return status;
    }
    status = put_message(line, header, type);
    if (status == LINE_NEXT && line->settings->verbosity > 0) {
        status = put_options(line, header, messages[type].size, (header.data[1] + 1u) * 8);
    }
    if (status == LINE_END && !changes_made(line->settings, CHANGE_EXTENSION_CHECKS)) {
        line_put_cut(line);
    }
    return status == LINE_CUT ? LINE_CUT : LINE_END;
}
