#include "views/graph/graph_draw.h"

#include <string.h>

#include "views/display.h"
#include "views/graph/graph_panel.h"
#include "views/human_numbers.h"
#include "views/svg/svg_element.h"

/* In pixels. */
enum {
    MARGIN = 24,
    LINE = 20,
    LEFT = 104,
    SEQUENCE_HEIGHT = 320,
    SEQUENCE_LOW = 120, /* of a direction of few segments */
    FLIGHT_HEIGHT = 110,
    TRIP_HEIGHT = 90,
    GAP = 14,
    FEW = 4, /* segments */
    LEGEND_TENTHS = 76,
    BAR = 20,  /* the least height of a segment, in tenths of a pixel, */
    MARK = 80, /* and of one sent again, which is to be seen among thousands */
};

/* One graph on its way. */
struct plot {
    const struct graph *graph;
    enum language language;
    struct text *text;
    unsigned y;
};

/* What a line or a mark means. */
struct legend {
    const struct series *series;
    const char *style;
    bool filled;
    struct bilingual words;
};

static int64_t span_of(const struct graph *graph) {
    return graph->last - graph->start;
}

static void put_end(struct text *text, const struct graph *graph, enum endpoint end) {
    if (graph->ip_version == 6) {
        text_put_ipv6(text, graph->addresses[end]);
    } else {
        text_put_ipv4(text, graph->addresses[end]);
    }
    text_put_char(text, '.');
    text_put_u32(text, graph->ports[end]);
}

static void put_heading(struct plot *plot, enum endpoint sender) {
    const enum endpoint to = endpoint_peer(sender);
    struct text line;

    text_init(&line);
    text_printf(&line, "[%u] ", plot->graph->flow);
    words_put(&line, endpoint_words[sender], plot->language);
    text_put_char(&line, ' ');
    put_end(&line, plot->graph, sender);
    text_put_string(&line, " → ");
    words_put(&line, endpoint_words[to], plot->language);
    text_put_char(&line, ' ');
    put_end(&line, plot->graph, to);
    svg_put_text(plot->text, "phase", ANCHOR_START, MARGIN, plot->y + LINE, line.data, line.length);
    plot->y += LINE;
    text_free_part(&line, plot->text);
}

static void put_counts(struct plot *plot, const struct graph_direction *direction) {
    static const struct bilingual bytes = {"字节", "bytes"}, segments = {"个报文段", "segments"},
                                  again = {"个重传", "retransmitted"};
    struct text line;

    text_init(&line);
    human_put_grouped(&line, direction->bytes);
    text_put_char(&line, ' ');
    words_put(&line, bytes, plot->language);
    text_put_string(&line, ", ");
    human_put_grouped(&line, direction->segments);
    text_put_char(&line, ' ');
    words_put(&line, segments, plot->language);
    text_put_string(&line, ", ");
    human_put_grouped(&line, direction->retransmissions);
    text_put_char(&line, ' ');
    words_put(&line, again, plot->language);
    svg_put_text(plot->text, "faint", ANCHOR_START, MARGIN, plot->y + LINE, line.data, line.length);
    plot->y += LINE;
    text_free_part(&line, plot->text);
}

/* A row of what the colours mean, of series that hold something; more rows if one is too short. */
static void put_legend(struct plot *plot, const struct legend *legends, size_t count) {
    unsigned x = LEFT;
    struct text word;

    text_init(&word);
    plot->y += LINE;
    for (size_t i = 0; i < count; i++) {
        unsigned width;

        if (legends[i].series->count == 0) {
            continue;
        }
        text_clear(&word);
        words_put(&word, legends[i].words, plot->language);
        width = (unsigned)display_width(word.data, word.length) * LEGEND_TENTHS / 10;
        if (x + 28 + width > GRAPH_WIDTH - MARGIN && x > LEFT) {
            x = LEFT;
            plot->y += LINE;
        }
        if (legends[i].filled) {
            svg_put_box(plot->text, legends[i].style, x + 6, plot->y - 8, 8, 8, 1);
        } else {
            svg_put_line(plot->text, legends[i].style, x, plot->y - 4, x + 20, plot->y - 4);
        }
        svg_put_text(plot->text, "note", ANCHOR_START, x + 28, plot->y, word.data, word.length);
        x += 28 + width + 20;
    }
    plot->y += 8;
    text_free_part(&word, plot->text);
}

/* Some air above the highest value. */
static int64_t headroom(int64_t low, int64_t high) {
    return high + (high - low) / 12 + 1;
}

/* A line that lies above the panel altogether is not explained either. */
static const struct series *visible(const struct series *series, int64_t limit) {
    static const struct series none;
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;

    series_range(series, &low, &high);
    return low <= limit ? series : &none;
}

/* The window's edge is shown as far as it is near the data. */
static void find_range(const struct graph_direction *direction, int64_t *low, int64_t *high) {
    const struct series *const all[] = {
        &direction->series[GRAPH_DATA], &direction->series[GRAPH_AGAIN],
        &direction->series[GRAPH_ACKS], &direction->series[GRAPH_SACKS]};
    int64_t edge_low = INT64_MAX;
    int64_t edge = INT64_MIN;
    int64_t most;

    *low = INT64_MAX;
    *high = INT64_MIN;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        series_range(all[i], low, high);
    }
    if (*low > *high) {
        *low = *high = 0;
    }
    most = *high + (*high - *low) * 3 / 10;
    series_range(&direction->series[GRAPH_EDGE], &edge_low, &edge);
    if (edge > *high) {
        *high = edge < most ? edge : most;
    }
    *low = *low > 0 ? *low : 0;
}

static void draw_sequence(struct plot *plot, enum endpoint sender, unsigned height) {
    const struct graph_direction *direction = &plot->graph->directions[sender];
    const char *data = svg_line_class(plot->graph->flow, sender);
    const char *acks = svg_line_class(plot->graph->flow, endpoint_peer(sender));
    struct panel panel;
    int64_t low;
    int64_t high;

    find_range(direction, &low, &high);
    put_legend(plot,
               (const struct legend[]){
                   {&direction->series[GRAPH_DATA],
                    data,
                    false,
                    {"数据（序号）", "data (sequence numbers)"}},
                   {&direction->series[GRAPH_AGAIN], "again", false, {"重传", "retransmitted"}},
                   {&direction->series[GRAPH_ACKS], acks, false, {"已确认到", "acknowledged"}},
                   {visible(&direction->series[GRAPH_EDGE], high),
                    "edge",
                    false,
                    {"窗口允许到", "window allows"}},
                   {&direction->series[GRAPH_SACKS], "sack", false, {"SACK", "SACK"}},
                   {&direction->series[GRAPH_CLOSED], "warn-head", true, {"零窗口", "zero window"}},
               },
               6);
    panel = panel_make(plot->text, plot->graph->start, span_of(plot->graph), plot->y, height, low,
                       headroom(low, high));
    panel_put_grid(&panel, false);
    panel_put_line(&panel, &direction->series[GRAPH_EDGE], "edge");
    panel_put_line(&panel, &direction->series[GRAPH_ACKS], acks);
    panel_put_bars(&panel, &direction->series[GRAPH_SACKS], "sack", BAR);
    panel_put_bars(&panel, &direction->series[GRAPH_DATA], data, BAR);
    panel_put_bars(&panel, &direction->series[GRAPH_AGAIN], "again", MARK);
    panel_put_dots(&panel, &direction->series[GRAPH_CLOSED], "warn-head");
    panel_put_word(&panel, &direction->series[GRAPH_FINS], "note", "FIN");
    panel_put_word(&panel, &direction->series[GRAPH_RESETS], "warning", "RST");
    plot->y += height;
}

static void draw_flight(struct plot *plot, enum endpoint sender) {
    static const struct bilingual in_flight = {"在途数据（已发送、未确认）",
                                               "in flight (sent, not acknowledged)"};
    const struct graph_direction *direction = &plot->graph->directions[sender];
    const char *data = svg_line_class(plot->graph->flow, sender);
    struct panel panel;
    int64_t low = 0;
    int64_t high = 0;
    int64_t window = 0;

    series_range(&direction->series[GRAPH_IN_FLIGHT], &low, &high);
    series_range(&direction->series[GRAPH_LIMIT], &low, &window);
    high = window > high ? (window < 2 * high ? window : 2 * high) : high;
    plot->y += GAP;
    put_legend(
        plot,
        (const struct legend[]){
            {&direction->series[GRAPH_IN_FLIGHT], data, false, in_flight},
            {visible(&direction->series[GRAPH_LIMIT], high), "edge", false, {"窗口", "window"}},
        },
        2);
    panel = panel_make(plot->text, plot->graph->start, span_of(plot->graph), plot->y, FLIGHT_HEIGHT,
                       0, headroom(0, high));
    panel_put_grid(&panel, false);
    panel_put_line(&panel, &direction->series[GRAPH_LIMIT], "edge");
    panel_put_line(&panel, &direction->series[GRAPH_IN_FLIGHT], data);
    plot->y += FLIGHT_HEIGHT;
}

static void draw_trips(struct plot *plot, enum endpoint sender) {
    static const struct bilingual round_trips = {"往返时间（在抓包处）",
                                                 "round-trip time (at the capture point)"};
    const struct graph_direction *direction = &plot->graph->directions[sender];
    const char *style = svg_fill_class(plot->graph->flow, sender);
    struct panel panel;
    int64_t low = 0;
    int64_t high = 0;

    plot->y += GAP;
    put_legend(
        plot,
        &(const struct legend){&direction->series[GRAPH_ROUND_TRIPS], style, true, round_trips}, 1);
    series_range(&direction->series[GRAPH_ROUND_TRIPS], &low, &high);
    panel = panel_make(plot->text, plot->graph->start, span_of(plot->graph), plot->y, TRIP_HEIGHT,
                       0, headroom(0, high));
    panel_put_grid(&panel, true);
    panel_put_dots(&panel, &direction->series[GRAPH_ROUND_TRIPS], style);
    plot->y += TRIP_HEIGHT;
}

static void draw_direction(struct plot *plot, enum endpoint sender) {
    const struct graph_direction *direction = &plot->graph->directions[sender];
    const bool few = direction->segments <= FEW;
    const struct panel times =
        panel_make(plot->text, plot->graph->start, span_of(plot->graph), 0, 0, 0, 1);
    struct panel below = times;

    put_heading(plot, sender);
    put_counts(plot, direction);
    draw_sequence(plot, sender, few ? SEQUENCE_LOW : SEQUENCE_HEIGHT);
    if (!few && direction->series[GRAPH_IN_FLIGHT].count > 1) {
        draw_flight(plot, sender);
    }
    if (!few && direction->series[GRAPH_ROUND_TRIPS].count > 0) {
        draw_trips(plot, sender);
    }
    below.y.origin = (int64_t)10 * plot->y;
    panel_put_times(&below);
    plot->y += MARGIN + LINE;
}

unsigned graph_draw(const struct graph *graph, enum language language, struct text *text) {
    struct plot plot = {graph, language, text, 0};
    const bool any = graph->directions[0].bytes + graph->directions[1].bytes > 0;

    for (enum endpoint sender = ENDPOINT_CLIENT; sender <= ENDPOINT_SERVER; sender++) {
        const struct graph_direction *direction = &graph->directions[sender];

        if (direction->bytes > 0 || (!any && direction->segments > 0)) {
            draw_direction(&plot, sender);
        }
    }
    return plot.y;
}
