/* Node information, or who-are-you: a host's names and addresses (RFC 4620). */
#include "print/network/node_information.h"

#include "print/address.h"
#include "print/changes.h"
#include "print/line.h"
#include "print/network/icmpv6_type.h"
#include "print/value_names.h"

enum { HEADER = 16, WHO_ARE_YOU = 12, TTL = 4 };

enum question { NOOP = 0, SUPPORTED = 1, NAME = 2, ADDRESSES = 3, IPV4_ADDRESSES = 4 };

enum subject { SUBJECT_IPV6 = 0, SUBJECT_NAME = 1, SUBJECT_IPV4 = 2 };

enum reply { SUCCESS = 0, REFUSED = 1, UNKNOWN = 2 };

enum { FLAG_COMPRESSED = 1, FLAG_TTL = 1, FLAG_TRUNCATED = 1 };

/* Those of the drafts, and those of the RFC. */
static const struct value_name draft_names[] = {
    {NOOP, "noop"},     {SUPPORTED, "supported qtypes"},
    {NAME, "DNS name"}, {ADDRESSES, "node addresses"},
    {0, NULL},
};
static const struct value_name question_names[] = {
    {NOOP, "noop"},
    {NAME, "node name"},
    {ADDRESSES, "node addresses"},
    {IPV4_ADDRESSES, "ipv4 addresses"},
    {0, NULL},
};

/* What there is of a message, of a type whose header is there. */
struct node_information {
    struct span message;
    uint16_t question;
    uint16_t flags;
};

/* Whether the message is read as the drafts had it. */
static bool is_draft(const struct line *line) {
    return !changes_made(line->settings, CHANGE_NODE_INFORMATION);
}

static void put_question(struct line *line, uint16_t question) {
    text_put_string(line->text, value_names_find_or(is_draft(line) ? draft_names : question_names,
                                                    question, "unknown"));
}

static void put_supported_flags(struct text *text, uint16_t flags) {
    if (flags != 0) {
        text_put_string(text, (flags & FLAG_COMPRESSED) != 0 ? " [C]" : " []");
    }
}

/* Which addresses; the last of the letters, for an incomplete list, only in a reply. */
static void put_draft_flags(struct text *text, uint16_t flags, bool reply) {
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

/* The same, from the lowest bit; bits that the question does not have are "none". */
static void put_flags(struct text *text, uint16_t flags, uint16_t meant) {
    static const char letters[] = "TACLSG";

    if (flags == 0) {
        return;
    }
    text_put_string(text, " [");
    if ((flags & meant) == 0) {
        text_put_string(text, "none");
    }
    for (unsigned bit = 0; letters[bit] != '\0'; bit++) {
        if ((flags & meant & 1u << bit) != 0) {
            text_put_char(text, letters[bit]);
        }
    }
    text_put_char(text, ']');
}

static void put_query_flags(struct text *text, const struct node_information *node) {
    if (node->question != ADDRESSES && node->question != IPV4_ADDRESSES) {
        return;
    }
    put_flags(text, node->flags, node->question == IPV4_ADDRESSES ? 0x03 : 0x3f);
    if ((node->flags & FLAG_TRUNCATED) != 0) {
        text_put_string(text, " [invalid flag Truncate present]");
    }
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
    if (!is_draft(line) || name.data[0] != name.length - 1) {
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

    put_question(line, node->question);
    if (!is_draft(line)) {
        put_query_flags(text, node);
    } else if (node->question == SUPPORTED) {
        put_supported_flags(text, node->flags);
    } else if (node->question == ADDRESSES) {
        put_draft_flags(text, node->flags, false);
    }
    if (node->question == NOOP || (is_draft(line) && node->question == SUPPORTED)) {
        if (subject.length > 0 && line->settings->verbosity > 0) {
            text_put_string(text, ", invalid len");
        }
    } else if (is_draft(line) && subject.length == 0) {
        text_put_string(text, ", 03 draft");
    } else {
        put_subject(line, node->message.data[1], subject);
    }
}

/* Each behind the seconds for which it may be kept. Returns what is left of the list. */
static struct span put_addresses(struct line *line, struct span list, unsigned version) {
    size_t entry = TTL + (version == 4 ? 4 : 16);

    for (; list.length >= entry; list = span_from(list, entry)) {
        text_put_char(line->text, ' ');
        address_put(line, version, list.data + TTL);
        text_put_char(line->text, '(');
        text_put_u32(line->text, load_be32(list.data));
        text_put_char(line->text, ')');
    }
    return list;
}

static void put_invalid_length(struct line *line, struct span data) {
    if (data.length > 0 && line->settings->verbosity > 0) {
        text_put_string(line->text, ", invalid length");
    }
}

static void put_ttl(struct text *text, uint32_t seconds) {
    text_put_string(text, " [TTL=");
    text_put_u32(text, seconds);
    text_put_char(text, ']');
}

static enum line_status put_draft_answer(struct line *line, const struct node_information *node) {
    struct span data = span_from(node->message, HEADER);
    struct text *text = line->text;

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
        put_name(line, span_from(data, TTL));
        if ((node->flags & FLAG_TTL) != 0) {
            put_ttl(text, load_be32(data.data));
        }
        break;
    case ADDRESSES:
        (void)put_addresses(line, data, 6);
        put_draft_flags(text, node->flags, true);
        break;
    default:
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_answer(struct line *line, const struct node_information *node) {
    struct span data = span_from(node->message, HEADER);

    switch (node->question) {
    case NOOP:
        put_invalid_length(line, data);
        break;
    case NAME:
        put_name(line, span_from(data, TTL));
        if ((node->flags & FLAG_TTL) != 0) {
            if (data.length < TTL) {
                return LINE_CUT;
            }
            put_ttl(line->text, load_be32(data.data));
        }
        break;
    case ADDRESSES:
        put_flags(line->text, node->flags, 0x3f);
        (void)put_addresses(line, data, 6);
        break;
    case IPV4_ADDRESSES:
        put_flags(line->text, node->flags, 0x3f);
        if (put_addresses(line, data, 4).length > 0) {
            return LINE_CUT;
        }
        break;
    default:
        break;
    }
    return LINE_NEXT;
}

static enum line_status put_reply(struct line *line, const struct node_information *node) {
    switch (node->message.data[1]) {
    case SUCCESS:
        text_put_string(line->text, line->settings->verbosity > 0 ? "success, " : "");
        put_question(line, node->question);
        return is_draft(line) ? put_draft_answer(line, node) : put_answer(line, node);
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
    if (query && is_draft(line)) {
        text_put_string(text, " node information query");
    }
    if (icmp->captured < HEADER || (!query && icmp->captured < icmp->length)) {
        line_put_cut(line);
        return LINE_NEXT;
    }
    node.question = load_be16(icmp->data + 4);
    node.flags = load_be16(icmp->data + 6);
    text_put_string(text, query || !is_draft(line) ? " (" : " node information reply (");
    if (query) {
        put_query(line, &node);
    } else if (put_reply(line, &node) != LINE_NEXT) {
        return LINE_CUT;
    }
    text_put_char(text, ')');
    return LINE_NEXT;
}
