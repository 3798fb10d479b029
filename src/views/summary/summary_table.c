#include "views/summary/summary_table.h"

#include <assert.h>
#include <string.h>

#include "tcpgloss/track/flow_fields.h"

#include "views/display.h"
#include "views/human_numbers.h"
#include "views/kernel_line.h"

enum {
    GAP = 2,
    ONE_LINE_FROM = 100, /* columns of a terminal from which on a flow takes one line */
    COLUMNS_MAX = 2 * FLOW_FIELD_COUNT, /* an address has two */
};

/* A fact of the flow, for one end or for both. */
struct column {
    const struct flow_field *field;
    bool one_end;
    enum endpoint end;
    size_t width;
};

struct flow_table {
    const struct summary_settings *settings;
    enum language language;
    const struct summary_entry *entries;
    size_t count;
    size_t column_count;
    struct column columns[COLUMNS_MAX];
};

static void add_column(struct flow_table *table, const struct column *column) {
    assert(table->column_count < COLUMNS_MAX);
    table->columns[table->column_count++] = *column;
}

/* An address has a column for each end; what else belongs to the ends stands in one. */
static void add_field(struct flow_table *table, const struct flow_field *field) {
    if (field->type == FIELD_IS_ADDRESS) {
        add_column(table, &(struct column){field, true, ENDPOINT_CLIENT, 0});
        add_column(table, &(struct column){field, true, ENDPOINT_SERVER, 0});
    } else {
        add_column(table, &(struct column){field, !field->of_end, ENDPOINT_CLIENT, 0});
    }
}

/* Whether the value tells more than that all went as it should, or that nothing is known. */
static bool value_is_news(const struct flow_field *field, const struct flow_report *flow,
                          enum endpoint end) {
    const void *value = flow_field_at(field, flow, end);
    const bool known = flow_field_is_known(field, flow, end);

    switch (field->type) {
    case FIELD_IS_HANDSHAKE:
        return *(const enum handshake_kind *)value != HANDSHAKE_THREE_WAY;
    case FIELD_IS_TEARDOWN:
        return *(const enum teardown_kind *)value != TEARDOWN_NONE;
    case FIELD_IS_OPTIONAL:
        return !known || *(const uint32_t *)value != 0;
    case FIELD_IS_OPTIONAL_COUNT:
        return !known || *(const uint64_t *)value != 0;
    default:
        return known;
    }
}

static bool field_has_news(const struct flow_table *table, const struct flow_field *field) {
    for (size_t n = 0; n < table->count; n++) {
        const struct flow_report *flow = &table->entries[n].report;

        if (value_is_news(field, flow, ENDPOINT_CLIENT) ||
            (field->of_end && value_is_news(field, flow, ENDPOINT_SERVER))) {
            return true;
        }
    }
    return table->count == 0;
}

static void add_columns(struct flow_table *table) {
    const struct summary_settings *settings = table->settings;

    for (size_t i = 0; i < settings->chosen_count; i++) {
        add_field(table, settings->chosen[i]);
    }
    for (size_t i = 0; i < FLOW_FIELD_COUNT && settings->chosen_count == 0; i++) {
        if (flow_fields[i].column >= 0 && field_has_news(table, &flow_fields[i])) {
            add_field(table, &flow_fields[i]);
        }
    }
}

/* Numbers stand to the right. */
static bool is_number(const struct flow_field *field) {
    return field->type == FIELD_IS_NUMBER || field->type == FIELD_IS_COUNT ||
           field->type == FIELD_IS_DURATION || field->type == FIELD_IS_OPTIONAL ||
           field->type == FIELD_IS_OPTIONAL_COUNT || field->type == FIELD_IS_SHARE;
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

static void put_value(const struct flow_table *table, const struct flow_field *field,
                      const struct flow_report *flow, enum endpoint end, struct text *text) {
    const void *value = flow_field_at(field, flow, end);

    if (!flow_field_is_known(field, flow, end)) {
        text_put_char(text, '-');
        return;
    }
    switch (field->type) {
    case FIELD_IS_NUMBER:
        text_put_u32(text, *(const uint32_t *)value);
        break;
    case FIELD_IS_OPTIONAL:
        human_put_short_count(text, *(const uint32_t *)value);
        break;
    case FIELD_IS_COUNT:
    case FIELD_IS_OPTIONAL_COUNT:
        human_put_short_count(text, *(const uint64_t *)value);
        break;
    case FIELD_IS_FLAG:
        text_put_char(text, *(const bool *)value ? '+' : '-');
        break;
    case FIELD_IS_TIME:
        human_put_seconds(text, *(const int64_t *)value);
        break;
    case FIELD_IS_DURATION:
        human_put_short_duration(text, *(const int64_t *)value);
        break;
    case FIELD_IS_ADDRESS:
        put_end(flow, end, text);
        break;
    case FIELD_IS_STATE:
        text_put_string(text, tcp_state_name(*(const enum tcp_state *)value));
        break;
    case FIELD_IS_HANDSHAKE:
        words_put(text, handshake_words[*(const enum handshake_kind *)value], table->language);
        break;
    case FIELD_IS_TEARDOWN:
        words_put(text, teardown_words[*(const enum teardown_kind *)value], table->language);
        break;
    case FIELD_IS_ENDPOINT:
        words_put(text, endpoint_words[*(const int8_t *)value], table->language);
        break;
    case FIELD_IS_LIMIT:
        words_put(text, limit_words[*(const int8_t *)value], table->language);
        break;
    case FIELD_IS_SHARE:
        human_put_percent(text, *(const int16_t *)value);
        break;
    case FIELD_IS_WORD:
        text_put_string(text, *(const char *const *)value);
        break;
    case FIELD_IS_HISTORY:
        text_put_string(text, value);
        break;
    case FIELD_IS_OWNER:
        kernel_put_owner(value, table->language, text);
        break;
    }
}

/* The head of the column if `flow` is null. */
static void put_cell(const struct flow_table *table, const struct column *column,
                     const struct flow_report *flow, struct text *cell) {
    const struct flow_field *field = column->field;

    text_clear(cell);
    if (flow == NULL) {
        words_put(cell,
                  field->type == FIELD_IS_ADDRESS ? endpoint_words[column->end] : field->words,
                  table->language);
        return;
    }
    put_value(table, field, flow, column->end, cell);
    if (!column->one_end) {
        text_put_char(cell, '/');
        put_value(table, field, flow, ENDPOINT_SERVER, cell);
    }
}

/* Where the column at `index` goes if the line has come to `at`: on the same line, or on a new one
 * below the second column. */
static bool breaks_before(const struct flow_table *table, size_t index, size_t at) {
    const size_t limit = table->settings->columns;

    return index > 0 && limit != 0 && at + GAP + table->columns[index].width > limit;
}

/* How many lines a flow takes. */
static size_t line_count(const struct flow_table *table) {
    size_t lines = 1;
    size_t at = table->columns[0].width;

    for (size_t i = 1; i < table->column_count; i++) {
        if (breaks_before(table, i, at)) {
            lines++;
            at = table->columns[0].width;
        }
        at += GAP + table->columns[i].width;
    }
    return lines;
}

/* Long addresses, as those of IPv6 are, leave no room for more on their line. */
static size_t lines_allowed(const struct flow_table *table) {
    const size_t columns = table->settings->columns;
    size_t taken = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].field->column == 0) {
            taken += table->columns[i].width + GAP;
        }
    }
    return columns >= ONE_LINE_FROM && 5 * taken < 3 * columns ? 1 : 2;
}

/* Leaves out what does not fit, unless it was asked for. */
static void drop_columns(struct flow_table *table) {
    const size_t allowed = lines_allowed(table);

    while (table->settings->chosen_count == 0 && line_count(table) > allowed) {
        size_t last = 0;

        for (size_t i = 0; i < table->column_count; i++) {
            if (table->columns[i].field->column >= table->columns[last].field->column) {
                last = i;
            }
        }
        if (table->columns[last].field->column == 0) {
            return;
        }
        table->column_count--;
        memmove(&table->columns[last], &table->columns[last + 1],
                (table->column_count - last) * sizeof table->columns[0]);
    }
}

/* One flow, or the heads of the columns if `flow` is null. */
static void put_line(const struct flow_table *table, const struct flow_report *flow,
                     struct text *cell, struct text *text) {
    const size_t indent = table->columns[0].width;
    size_t at = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        const bool right = is_number(column->field);
        size_t spaces;

        put_cell(table, column, flow, cell);
        spaces = display_width(cell->data, cell->length);
        spaces = spaces < column->width ? column->width - spaces : 0;
        if (breaks_before(table, i, at)) {
            text_put_char(text, '\n');
            text_put_spaces(text, indent);
            at = indent;
        }
        if (i > 0) {
            text_put_spaces(text, GAP);
            at += GAP;
        }
        text_put_spaces(text, right ? spaces : 0);
        text_put(text, cell->data, cell->length);
        at += column->width;
        if (!right && i + 1 < table->column_count && !breaks_before(table, i + 1, at)) {
            text_put_spaces(text, spaces);
        }
    }
    text_put_char(text, '\n');
}

static void measure_columns(struct flow_table *table, struct text *cell) {
    for (size_t i = 0; i < table->column_count; i++) {
        for (size_t n = 0; n <= table->count; n++) {
            struct column *column = &table->columns[i];
            size_t width;

            put_cell(table, column, n == 0 ? NULL : &table->entries[n - 1].report, cell);
            width = display_width(cell->data, cell->length);
            column->width = width > column->width ? width : column->width;
        }
    }
}

void summary_table_write(const struct summary_settings *settings,
                         const struct summary_entry *entries, size_t count, enum language language,
                         struct text *text) {
    struct flow_table table = {
        .settings = settings, .language = language, .entries = entries, .count = count};
    struct text cell;
    size_t lines;
    size_t screen;

    text_init(&cell);
    add_columns(&table);
    measure_columns(&table, &cell);
    drop_columns(&table);
    lines = line_count(&table);
    /* As many flows as leave room for the heads. */
    screen = settings->rows > 2 * lines ? settings->rows / lines - 1 : SIZE_MAX;
    for (size_t n = 0; n < count; n++) {
        if (n % screen == 0) {
            put_line(&table, NULL, &cell, text);
        }
        put_line(&table, &entries[n].report, &cell, text);
        text_relieve(text);
    }
    text_free_part(&cell, text);
}
