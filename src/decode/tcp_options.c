#include "tcpgloss/decode/tcp_options.h"

/* Experimental fast open (RFC 6994 §3, draft before RFC 7413). */
enum { FAST_OPEN_EXPERIMENT_ID = 0xf989 };

bool tcp_option_next(struct span *options, struct tcp_option *option) {
    uint8_t kind;
    uint8_t length;

    if (!span_u8(*options, 0, &kind) || kind == TCP_OPTION_END) {
        *options = span_from(*options, options->length);
        return false;
    }
    if (kind == TCP_OPTION_NOP) {
        *option = (struct tcp_option){.kind = kind, .value = span_first(*options, 0)};
        *options = span_from(*options, 1);
        return true;
    }
    if (!span_u8(*options, 1, &length) || length < 2 || length > options->length) {
        *options = span_from(*options, options->length);
        return false;
    }
    *option = (struct tcp_option){
        .kind = kind,
        .value = {.data = options->data + 2, .length = length - 2u},
    };
    *options = span_from(*options, length);
    return true;
}

static void read_sack(struct span value, struct tcp_options *result) {
    result->sack_count = 0;
    for (size_t at = 0; span_has(value, at, 8) && result->sack_count < 4; at += 8) {
        result->sack[result->sack_count].left = load_be32(value.data + at);
        result->sack[result->sack_count].right = load_be32(value.data + at + 4);
        result->sack_count++;
    }
}

void tcp_options_read(struct span options, struct tcp_options *result) {
    struct tcp_option option;

    *result = (struct tcp_options){0};
    if (options.length == TCP_TIMESTAMPS_LENGTH &&
        load_be32(options.data) == TCP_TIMESTAMPS_ALONE) {
        result->has_timestamps = true;
        result->ts_value = load_be32(options.data + 4);
        result->ts_echo = load_be32(options.data + 8);
        return;
    }
    while (tcp_option_next(&options, &option)) {
        struct span value = option.value;

        switch (option.kind) {
        case TCP_OPTION_MSS:
            result->has_mss |= value.length == 2 && span_be16(value, 0, &result->mss);
            break;
        case TCP_OPTION_WINDOW_SCALE:
            result->has_window_scale |=
                value.length == 1 && span_u8(value, 0, &result->window_scale);
            break;
        case TCP_OPTION_SACK_PERMITTED:
            result->sack_permitted |= value.length == 0;
            break;
        case TCP_OPTION_SACK:
            if (value.length % 8 == 0) {
                read_sack(value, result);
            }
            break;
        case TCP_OPTION_TIMESTAMPS:
            result->has_timestamps |= value.length == 8 && span_be32(value, 0, &result->ts_value) &&
                                      span_be32(value, 4, &result->ts_echo);
            break;
        case TCP_OPTION_FAST_OPEN:
            result->has_fast_open = true;
            result->fast_open_cookie = value;
            break;
        case TCP_OPTION_EXPERIMENT_1:
        case TCP_OPTION_EXPERIMENT_2:
            if (value.length >= 2 && load_be16(value.data) == FAST_OPEN_EXPERIMENT_ID) {
                result->has_fast_open = true;
                result->fast_open_cookie = span_from(value, 2);
            }
            break;
        default:
            break;
        }
    }
}
