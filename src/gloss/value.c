#include "gloss/value.h"

enum { TEXT_SHOWN_MAX = 120 };

void value_put_endpoint(enum endpoint endpoint, enum language language, struct text *text) {
    words_put(text, endpoint_words[endpoint], language);
}

void value_put_address(const struct ip_view *ip, const uint8_t *address, uint16_t port,
                       struct text *text) {
    if (ip->version == 6) {
        text_put_ipv6(text, address);
    } else if (ip->version == 4) {
        text_put_ipv4(text, address);
    }
    text_put_char(text, '.');
    text_put_u32(text, port);
}

/* `value` / `unit`, with three decimals unless they are all zero. */
static void put_decimal(uint64_t value, uint64_t unit, const char *name, struct text *text) {
    const uint64_t thousandths = (value + unit / 2000) / (unit / 1000);

    text_put_u64(text, thousandths / 1000);
    if (thousandths % 1000 != 0) {
        text_put_char(text, '.');
        text_put_padded(text, thousandths % 1000, 3);
    }
    text_put_string(text, name);
}

static void put_duration(int64_t nanoseconds, struct text *text) {
    const uint64_t magnitude =
        nanoseconds < 0 ? (uint64_t)0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds;

    if (nanoseconds < 0) {
        text_put_char(text, '-');
    }
    if (magnitude < 1000000000) {
        put_decimal(magnitude, 1000000, " ms", text);
    } else {
        put_decimal(magnitude, 1000000000, " s", text);
    }
}

/* Bytes of a packet. What a note or a list is divided by has a backslash before it, so that a value
 * cannot pretend to be several. */
static void put_bytes(struct span bytes, char divider, struct text *text) {
    const struct span shown = span_first(bytes, TEXT_SHOWN_MAX);

    for (size_t i = 0; i < shown.length; i++) {
        if (shown.data[i] == '|' || shown.data[i] == '\\' || shown.data[i] == (uint8_t)divider) {
            text_put_char(text, '\\');
        }
        text_put_escaped(text, shown.data[i]);
    }
    if (shown.length < bytes.length) {
        text_put(text, "...", 3);
    }
}

/* A byte with its length before each string; a length that lies ends the list. */
static void put_list(struct span list, struct text *text) {
    const size_t start = text->length;
    uint8_t length;

    while (span_u8(list, 0, &length) && span_has(list, 1, length) &&
           text->length - start < TEXT_SHOWN_MAX) {
        if (text->length > start) {
            text_put(text, ", ", 2);
        }
        put_bytes(span_first(span_from(list, 1), length), ',', text);
        list = span_from(list, (size_t)length + 1);
    }
}

void value_put(const struct argument *argument, enum language language, struct text *text) {
    switch (argument_type(argument->name)) {
    case ARGUMENT_IS_NUMBER:
        text_put_u64(text, argument->value.number);
        break;
    case ARGUMENT_IS_DURATION:
        put_duration(argument->value.duration, text);
        break;
    case ARGUMENT_IS_WHO:
        value_put_endpoint(argument->value.who, language, text);
        break;
    case ARGUMENT_IS_STATE:
        text_put_string(text, tcp_state_name(argument->value.state));
        break;
    case ARGUMENT_IS_TEXT:
        put_bytes(argument->value.text, '|', text);
        break;
    case ARGUMENT_IS_LIST:
        put_list(argument->value.text, text);
        break;
    case ARGUMENT_IS_TRUE:
        break;
    }
}
