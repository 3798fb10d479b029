/* Node information, or who-are-you: a host's names and addresses (RFC 4620). */
#include "print/network/node_information.h"

#include "print/address.h"
#include "print/line.h"
#include "print/network/icmpv6_type.h"
#include "print/value_names.h"

enum { HEADER = 16, WHO_ARE_YOU = 12, ADDRESS_ENTRY = 20 };

enum question { NOOP = 0, SUPPORTED = 1, NAME = 2, ADDRESSES = 3 };

enum subject { SUBJECT_IPV6 = 0, SUBJECT_NAME = 1, SUBJECT_IPV4 = 2 };

enum reply { SUCCESS = 0, REFUSED = 1, UNKNOWN = 2 };

enum { FLAG_COMPRESSED = 1, FLAG_TTL = 1 };

static const struct value_name question_names[] = {
    {NOOP, "noop"},     {SUPPORTED, "supported qtypes"},
    {NAME, "DNS name"}, {ADDRESSES, "node addresses"},
    {0, NULL},
};

/* What there is of a message, of a type whose header is there. */
struct node_information {
    struct span message;
    uint16_t question;
    uint16_t flags;
};

static void put_question(struct text *text, uint16_t question) {
    text_put_string(text, value_names_find_or(question_names, question, "unknown"));
}

static void put_supported_flags(struct text *text, uint16_t flags) {
    if (flags != 0) {
        text_put_string(text, (flags & FLAG_COMPRESSED) != 0 ? " [C]" : " []");
    }
}

/* Which addresses; the last of the letters, for an incomplete list, only in a reply. */
static void put_address_flags(struct text *text, uint16_t flags, bool reply) {
    static const struct {
        uint16_t bit;
        char letter;
    } letters[] = {
        {0x40, 'a'}, {0x20, 'G'}, {0x10, 'S'}, {0x08, 'L'}, {0x04, 'C'}, {0x02, 'A'}, {0x01, 'T'},
    };
    size_t count = sizeof letters / sizeof letters[0] - (reply ? 0 : 1);

    if (flags == 0) {
        return;
    }
    text_put_string(text, " [");
    for (size_t i = 0; i < count; i++) {
        if ((flags & letters[i].bit) != 0) {
            text_put_char(text, letters[i].letter);
        }
    }
    text_put_char(text, ']');
}

static void put_escaped(struct text *text, struct span bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        text_put_escaped(text, bytes.data[i]);
    }
}

/* Labels without compression, that should end where the bytes do: behind a dot if there is one
 * empty label, behind none, as a part of a name, if there are two. */
static void put_labels(struct text *text, struct span bytes) {
    while (bytes.length > 0) {
        uint8_t length = bytes.data[0];

        bytes = span_from(bytes, 1);
        if (length == 0) {
            if (bytes.length == 0) {
                text_put_char(text, '.');
            } else if (bytes.length > 1 || bytes.data[0] != 0) {
                text_put_string(text, "???");
            }
            return;
        }
        if (length > bytes.length) {
            text_put_string(text, "???");
            return;
        }
        put_escaped(text, span_first(bytes, length));
        bytes = span_from(bytes, length);
        if (bytes.length > 1 && bytes.data[0] != 0) {
            text_put_char(text, '.');
        }
    }
}

/* An early draft had one string with its length instead. */
static void put_name(struct line *line, struct span name) {
    if (name.data[0] != name.length - 1) {
        text_put_string(line->text, ", \"");
        put_labels(line->text, name);
    } else {
        text_put_string(line->text, line->settings->verbosity > 0 ? ", 03 draft, \"" : ", \"");
        put_escaped(line->text, span_from(name, 1));
    }
    text_put_char(line->text, '"');
}

static void put_subject_address(struct line *line, struct span address, unsigned version) {
    size_t size = version == 4 ? 4 : 16;

    if (address.length == size) {
        text_put_string(line->text, ", subject=");
        address_put(line, version, address.data);
    } else if (address.length > size && line->settings->verbosity > 0) {
        text_put_string(line->text, ", invalid subject len");
    }
}

static void put_subject(struct line *line, uint8_t code, struct span subject) {
    switch (code) {
    case SUBJECT_IPV6:
        put_subject_address(line, subject, 6);
        break;
    case SUBJECT_NAME:
        text_put_string(line->text, ", subject=DNS name");
        put_name(line, subject);
        break;
    case SUBJECT_IPV4:
        put_subject_address(line, subject, 4);
        break;
    default:
        text_put_string(line->text, ", unknown subject");
        break;
    }
}

static void put_query(struct line *line, const struct node_information *node) {
    struct span subject = span_from(node->message, HEADER);
    struct text *text = line->text;

    put_question(text, node->question);
    if (node->question == SUPPORTED) {
        put_supported_flags(text, node->flags);
    } else if (node->question == ADDRESSES) {
        put_address_flags(text, node->flags, false);
    }
    if (node->question == NOOP || node->question == SUPPORTED) {
        if (subject.length > 0 && line->settings->verbosity > 0) {
            text_put_string(text, ", invalid len");
        }
    } else if (subject.length == 0) {
        text_put_string(text, ", 03 draft");
    } else {
        put_subject(line, node->message.data[1], subject);
    }
}

/* Each behind the seconds for which it may be kept. */
static void put_addresses(struct line *line, struct span list) {
    for (; list.length >= ADDRESS_ENTRY; list = span_from(list, ADDRESS_ENTRY)) {
        text_put_char(line->text, ' ');
        address_put(line, 6, list.data + 4);
        text_put_char(line->text, '(');
        text_put_u32(line->text, load_be32(list.data));
        text_put_char(line->text, ')');
    }
}

static void put_invalid_length(struct line *line, struct span data) {
    if (data.length > 0 && line->settings->verbosity > 0) {
        text_put_string(line->text, ", invalid length");
    }
}

static enum line_status put_answer(struct line *line, const struct node_information *node) {
    struct span data = span_from(node->message, HEADER);
    struct text *text = line->text;

    text_put_string(text, line->settings->verbosity > 0 ? "success, " : "");
    put_question(text, node->question);
    switch (node->question) {
    case NOOP:
        put_invalid_length(line, data);
        break;
    case SUPPORTED:
        put_supported_flags(text, node->flags);
        break;
    case NAME:
        if (data.length <= 4) {
            return LINE_CUT;
        }
        put_name(line, span_from(data, 4));
        if ((node->flags & FLAG_TTL) != 0) {
            text_put_string(text, " [TTL=");
            text_put_u32(text, load_be32(data.data));
            text_put_char(text, ']');
        }
        break;
    case ADDRESSES:
        put_addresses(line, data);
        put_address_flags(text, node->flags, true);
        break;
    default:
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_reply(struct line *line, const struct node_information *node) {
    switch (node->message.data[1]) {
    case SUCCESS:
        return put_answer(line, node);
    case REFUSED:
        text_put_string(line->text, "refused");
        put_invalid_length(line, span_from(node->message, HEADER));
        break;
    case UNKNOWN:
        text_put_string(line->text, "unknown");
        put_invalid_length(line, span_from(node->message, HEADER));
        break;
    default:
        break;
    }
    return LINE_NEXT;
}

enum line_status node_information_put(struct line *line, const struct layer *icmp) {
    struct node_information node = {.message = layer_span(icmp)};
    bool query = icmp->data[0] == ICMPV6_NODE_QUERY;
    struct text *text = line->text;

    if (query && icmp->captured == WHO_ARE_YOU) {
        text_put_string(text, " who-are-you request");
        return LINE_NEXT;
    }
    if (query) {
        text_put_string(text, " node information query");
    }
    if (icmp->captured < HEADER || (!query && icmp->captured < icmp->length)) {
        line_put_cut(line);
        return LINE_NEXT;
    }
    node.question = load_be16(icmp->data + 4);
    node.flags = load_be16(icmp->data + 6);
    text_put_string(text, query ? " (" : " node information reply (");
    if (query) {
        put_query(line, &node);
    } else if (put_reply(line, &node) != LINE_NEXT) {
        return LINE_CUT;
    }
    text_put_char(text, ')');
    return LINE_NEXT;
}
