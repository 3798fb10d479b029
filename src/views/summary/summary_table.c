#include "views/summary/summary_table.h"

#include <string.h>

#include "views/display.h"
#include "views/human_numbers.h"

/* A word in every language, by enum language. */
struct word {
    const char *in[3];
};

#define WORD(zh, en)                                                                               \
    {                                                                                              \
        { zh, en, zh " " en }                                                                      \
    }

static const struct word handshakes[] = {
    [HANDSHAKE_UNSEEN] = WORD("未见", "unseen"),
    [HANDSHAKE_THREE_WAY] = WORD("三次握手", "three-way"),
    [HANDSHAKE_SIMULTANEOUS] = WORD("同时打开", "simultaneous"),
    [HANDSHAKE_FAST_OPEN] = WORD("快速打开", "fast-open"),
    [HANDSHAKE_REFUSED] = WORD("被拒绝", "refused"),
    [HANDSHAKE_UNANSWERED] = WORD("无应答", "unanswered"),
};

static const struct word teardowns[] = {
    [TEARDOWN_NONE] = WORD("未关闭", "none"),
    [TEARDOWN_FOUR_WAY] = WORD("四次挥手", "four-way"),
    [TEARDOWN_MERGED] = WORD("三次挥手", "merged"),
    [TEARDOWN_SIMULTANEOUS] = WORD("同时关闭", "simultaneous"),
    [TEARDOWN_HALF_CLOSED] = WORD("半关闭", "half-closed"),
    [TEARDOWN_RESET] = WORD("重置", "reset"),
};

struct table {
    const struct summary_settings *settings;
    enum language language;
};

static void put_word(const struct table *table, const struct word *word, struct text *text) {
    text_put_string(text, word->in[table->language]);
}

static void put_flow(const struct table *table, const struct flow_report *flow, struct text *text) {
    (void)table;
    text_put_u32(text, flow->flow);
}

static void put_end(const struct flow_report *flow, enum endpoint which, struct text *text) {
    const struct endpoint_report *end = &flow->endpoints[which];

    if (flow->ip_version == 6) {
        text_put_ipv6(text, end->address);
    } else {
        text_put_ipv4(text, end->address);
    }
    text_put_char(text, '.');
    text_put_u32(text, end->port);
}

static void put_client(const struct table *table, const struct flow_report *flow,
                       struct text *text) {
    (void)table;
    put_end(flow, ENDPOINT_CLIENT, text);
}

static void put_server(const struct table *table, const struct flow_report *flow,
                       struct text *text) {
    (void)table;
    put_end(flow, ENDPOINT_SERVER, text);
}

static void put_opened(const struct table *table, const struct flow_report *flow,
                       struct text *text) {
    put_word(table, &handshakes[flow->handshake], text);
}

static void put_closed(const struct table *table, const struct flow_report *flow,
                       struct text *text) {
    put_word(table, &teardowns[flow->teardown], text);
}

static void put_states(const struct table *table, const struct flow_report *flow,
                       struct text *text) {
    (void)table;
    text_put_string(text, tcp_state_name(flow->endpoints[ENDPOINT_CLIENT].state));
    text_put_char(text, '/');
    text_put_string(text, tcp_state_name(flow->endpoints[ENDPOINT_SERVER].state));
}

static void put_duration(const struct table *table, const struct flow_report *flow,
                         struct text *text) {
    (void)table;
    quantity_put_duration(text, flow->end - flow->start);
}

static void put_rtt(const struct table *table, const struct flow_report *flow, struct text *text) {
    (void)table;
    if (flow->rtt < 0) {
        text_put_char(text, '-');
    } else {
        quantity_put_duration(text, flow->rtt);
    }
}

/* Client's and server's, in this order. */
static void put_pair(uint64_t client, uint64_t server, struct text *text) {
    quantity_put_grouped(text, client);
    text_put_char(text, '/');
    quantity_put_grouped(text, server);
}

static void put_packets(const struct table *table, const struct flow_report *flow,
                        struct text *text) {
    (void)table;
    put_pair(flow->endpoints[0].packets, flow->endpoints[1].packets, text);
}

static void put_bytes(const struct table *table, const struct flow_report *flow,
                      struct text *text) {
    (void)table;
    put_pair(flow->endpoints[0].bytes, flow->endpoints[1].bytes, text);
}

static void put_retransmissions(const struct table *table, const struct flow_report *flow,
                                struct text *text) {
    (void)table;
    put_pair(flow->endpoints[0].retransmissions, flow->endpoints[1].retransmissions, text);
}

static void put_zero_windows(const struct table *table, const struct flow_report *flow,
                             struct text *text) {
    (void)table;
    put_pair(flow->endpoints[0].zero_windows, flow->endpoints[1].zero_windows, text);
}

static const struct column {
    struct word name;
    bool right; /* numbers stand to the right */
    void (*put)(const struct table *table, const struct flow_report *flow, struct text *text);
} columns[] = {
    {WORD("流", "flow"), true, put_flow},
    {WORD("客户端", "client"), false, put_client},
    {WORD("服务器", "server"), false, put_server},
    {WORD("打开", "opened"), false, put_opened},
    {WORD("关闭", "closed"), false, put_closed},
    {WORD("最后状态", "final states"), false, put_states},
    {WORD("时长", "duration"), true, put_duration},
    {{{"RTT", "RTT", "RTT"}}, true, put_rtt},
    {WORD("包", "packets"), true, put_packets},
    {WORD("字节", "bytes"), true, put_bytes},
    {WORD("重传", "retransmitted"), true, put_retransmissions},
    {WORD("零窗口", "zero windows"), true, put_zero_windows},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0], GAP = 2 };

static void put_cell(const struct table *table, const struct column *column,
                     const struct flow_report *flow, struct text *cell) {
    text_clear(cell);
    if (flow == NULL) {
        put_word(table, &column->name, cell);
    } else {
        column->put(table, flow, cell);
    }
}

/* One flow, or the heads of the columns if `flow` is null. */
static void put_line(const struct table *table, const size_t widths[COLUMN_COUNT],
                     const struct flow_report *flow, struct text *cell, struct text *text) {
    size_t limit = table->settings->columns;
    size_t indent = widths[0] + GAP;
    size_t at = 0;

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        size_t spaces;

        put_cell(table, &columns[i], flow, cell);
        spaces = widths[i] - display_width(cell->data, cell->length);
        if (i > 0 && limit != 0 && at + GAP + widths[i] > limit) {
            text_put_char(text, '\n');
            text_put_spaces(text, indent);
            at = indent;
        } else if (i > 0) {
            text_put_spaces(text, GAP);
            at += GAP;
        }
        text_put_spaces(text, columns[i].right ? spaces : 0);
        text_put(text, cell->data, cell->length);
        text_put_spaces(text, columns[i].right ? 0 : spaces);
        at += widths[i];
    }
    text_put_char(text, '\n');
}

void summary_table_write(const struct summary_settings *settings,
                         const struct summary_entry *entries, size_t count, struct text *text) {
    const struct table table = {settings, settings->unicode ? settings->language : LANGUAGE_EN};
    size_t widths[COLUMN_COUNT] = {0};
    struct text cell;

    text_init(&cell);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        for (size_t n = 0; n <= count; n++) {
            size_t width;

            put_cell(&table, &columns[i], n == 0 ? NULL : &entries[n - 1].report, &cell);
            width = display_width(cell.data, cell.length);
            widths[i] = width > widths[i] ? width : widths[i];
        }
    }
    for (size_t n = 0; n <= count; n++) {
        put_line(&table, widths, n == 0 ? NULL : &entries[n - 1].report, &cell, text);
    }
    text_free(&cell);
}
