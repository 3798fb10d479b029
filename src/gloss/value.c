#include "gloss/value.h"

#include <assert.h>

enum {
    TEXT_SHOWN_MAX = 120,
    TEXT_ROOM = TEXT_SHOWN_MAX * (size_t)FORMAT_ESCAPED_ROOM + sizeof "..."
};

size_t value_room(enum argument_type type) {
    static const uint16_t rooms[] = {
        [ARGUMENT_IS_NUMBER] = FORMAT_U64_ROOM,
        [ARGUMENT_IS_DURATION] = 2 * (size_t)FORMAT_U64_ROOM + sizeof "-. ms",
        [ARGUMENT_IS_WHO] = VALUE_ENDPOINT_ROOM,
        [ARGUMENT_IS_STATE] = TCP_STATE_ROOM,
        [ARGUMENT_IS_TEXT] = TEXT_ROOM,
        [ARGUMENT_IS_LIST] = TEXT_SHOWN_MAX + 2 + TEXT_ROOM,
        [ARGUMENT_IS_TRUE] = 0,
    };

    return rooms[type];
}

/* Both ends in each language. Copied whole, since a copy of fixed size takes a few instructions. */
static struct {
    char words[VALUE_ENDPOINT_ROOM - 1];
    uint8_t length;
} endpoints[2][LANGUAGE_BOTH + 1];

void value_prepare(void) {
    for (enum endpoint end = ENDPOINT_CLIENT; end <= ENDPOINT_SERVER; end++) {
        const struct bilingual words = endpoint_words[end];

        assert(strlen(words.zh) + 1 + strlen(words.en) < VALUE_ENDPOINT_ROOM);
        for (enum language language = LANGUAGE_ZH; language <= LANGUAGE_BOTH; language++) {
            char *const start = endpoints[end][language].words;
            char *to = start;

            if (language_has_zh(language)) {
                to = format_string(to, words.zh);
            }
            if (language == LANGUAGE_BOTH) {
                *to++ = ' ';
            }
            if (language_has_en(language)) {
                to = format_string(to, words.en);
            }
            endpoints[end][language].length = (uint8_t)(to - start);
        }
    }
}

char *value_format_endpoint(char *to, enum endpoint endpoint, enum language language) {
    memcpy(to, &endpoints[endpoint][language], sizeof endpoints[endpoint][language]);
    return to + endpoints[endpoint][language].length;
}

char *value_format_address(char *to, const struct ip_view *ip, const uint8_t *address,
                           uint16_t port) {
    if (ip->version == 6) {
        to = format_ipv6(to, address);
    } else if (ip->version == 4) {
        to = format_ipv4(to, address);
    }
    *to++ = '.';
    return format_u32(to, port);
}

char *value_format_flags(char *to, unsigned flags) {
    static const struct {
        unsigned flag;
        char words[8];
    } named[] = {
        {TCP_SYN, "SYN = 1"}, {TCP_FIN, "FIN = 1"}, {TCP_RST, "RST = 1"}, {TCP_ACK, "ACK = 1"}};
    const char *const start = to;

    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if ((flags & named[i].flag) != 0) {
            if (to > start) {
                to = format_string(to, " | ");
            }
            memcpy(to, named[i].words, sizeof named[i].words);
            to += sizeof named[i].words - 1;
        }
    }
    return to;
}

/* Apart, since few changes are. */
__attribute__((noinline)) static char *format_corrected(char *to, enum language language) {
    static const char *const words[] = {[LANGUAGE_ZH] = "（更正先前的推断）",
                                        [LANGUAGE_EN] = " (an earlier inference corrected)",
                                        [LANGUAGE_BOTH] =
                                            "（更正先前的推断 / an earlier inference corrected）"};

    return format_string(to, words[language]);
}

static char *format_step(char *to, const struct notes *notes, const struct change *change) {
    to = notes->mark_assumed && change->assumed ? format_string(to, " ⇢ ")
                                                : format_string(to, " → ");
    return tcp_state_format(to, change->to);
}

/* One endpoint's changes from `first` on, as far as they lead on from one another. Adds to
 * `written` the bit of each that is shown behind the first. */
static char *format_chain(char *to, const struct notes *notes, unsigned first,
                          enum language language, unsigned *written) {
    const struct verdict *verdict = notes->verdict;
    const struct change *last = &verdict->changes[first];

    to = value_format_endpoint(to, last->endpoint, language);
    *to++ = ' ';
    to = tcp_state_format(to, last->from);
    to = format_step(to, notes, last);
    for (unsigned i = first + 1; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];

        if (change->endpoint != last->endpoint) {
            continue;
        }
        if (change->retracted != last->retracted || change->from != last->to) {
            break;
        }
        to = format_step(to, notes, change);
        *written |= 1u << i;
        last = change;
    }
    return last->retracted ? format_corrected(to, language) : to;
}

/* Apart from the walk over a template, whose registers it would take. */
__attribute__((noinline)) char *value_format_changes(char *to, const struct notes *notes,
                                                     enum language language) {
    const char *const start = to;
    unsigned written = 0;

    static_assert(VERDICT_CHANGES_MAX <= 32, "a bit for each change");
    for (unsigned i = 0; i < notes->verdict->change_count; i++) {
        if ((written >> i & 1) == 0) {
            if (to > start) {
                to = format_string(to, " | ");
            }
            to = format_chain(to, notes, i, language, &written);
        }
    }
    return to;
}

/* `value` / `unit`, with three decimals unless they are all zero. */
static char *format_decimal(char *to, uint64_t value, uint64_t unit) {
    const uint64_t thousandths = (value + unit / 2000) / (unit / 1000);

    to = format_u64(to, thousandths / 1000);
    if (thousandths % 1000 != 0) {
        *to++ = '.';
        to = format_three(to, (uint32_t)(thousandths % 1000));
    }
    return to;
}

static char *format_duration(char *to, int64_t nanoseconds) {
    const uint64_t magnitude =
        nanoseconds < 0 ? (uint64_t)0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;

    if (nanoseconds < 0) {
        *to++ = '-';
    }
    if (magnitude < 1000000000) {
        return format_string(format_decimal(to, magnitude, 1000000), " ms");
    }
    return format_string(format_decimal(to, magnitude, 1000000000), " s");
}

/* Bytes of a packet. What a note or a list is divided by has a backslash before it, so that a value
 * cannot pretend to be several. */
static char *escape_bytes(char *to, struct span bytes, char divider) {
    const struct span shown = span_first(bytes, TEXT_SHOWN_MAX);

    for (size_t i = 0; i < shown.length; i++) {
        if (shown.data[i] == '|' || shown.data[i] == '\\' || shown.data[i] == (uint8_t)divider) {
            *to++ = '\\';
        }
        to = format_escaped(to, shown.data[i]);
    }
    return shown.length < bytes.length ? format_string(to, "...") : to;
}

/* A byte with its length before each string; a length that lies ends the list. */
static char *format_list(char *to, struct span list) {
    const char *const start = to;
    uint8_t length;

    while (span_u8(list, 0, &length) && span_has(list, 1, length) && to - start < TEXT_SHOWN_MAX) {
        if (to > start) {
            to = format_string(to, ", ");
        }
        to = escape_bytes(to, span_first(span_from(list, 1), length), ',');
        list = span_from(list, (size_t)length + 1);
    }
    return to;
}

char *value_format(char *to, const struct argument *argument, enum language language) {
    switch (argument_type(argument->name)) {
    case ARGUMENT_IS_NUMBER:
        return format_u64(to, argument->value.number);
    case ARGUMENT_IS_DURATION:
        return format_duration(to, argument->value.duration);
    case ARGUMENT_IS_WHO:
        return value_format_endpoint(to, argument->value.who, language);
    case ARGUMENT_IS_STATE:
        return tcp_state_format(to, argument->value.state);
    case ARGUMENT_IS_TEXT:
        return escape_bytes(to, argument->value.text, '|');
    case ARGUMENT_IS_LIST:
        return format_list(to, argument->value.text);
    case ARGUMENT_IS_TRUE:
        break;
    }
    return to;
}
