#include "views/summary/summary_table.h"

#include <assert.h>

#include "tcpgloss/track/flow_fields.h"

#include "views/display.h"
#include "views/human_numbers.h"
#include "views/kernel_line.h"

enum { GAP = 2 };

/* A fact of the flow, for one end or for both. */
struct column {
    const struct flow_field *field;
    bool one_end;
    enum endpoint end;
};

struct flow_table {
    enum language language;
    size_t limit; /* columns; 0: none */
    size_t column_count;
    struct column columns[FLOW_FIELD_COUNT + 1]; /* one more for the address, which has two */
    size_t widths[FLOW_FIELD_COUNT + 1];
};

static void add_column(struct flow_table *table, const struct column *column) {
    assert(table->column_count < sizeof table->columns / sizeof table->columns[0]);
    table->columns[table->column_count++] = *column;
}

/* An address has a column for each end; what else belongs to the ends stands in one. */
static void add_columns(struct flow_table *table, bool owners) {
    for (size_t i = 0; i < FLOW_FIELD_COUNT; i++) {
        const struct flow_field *field = &flow_fields[i];

        if (field->type == FIELD_IS_OWNER && !owners) {
            continue;
        }
        if (field->column && field->type == FIELD_IS_ADDRESS) {
            add_column(table, &(struct column){field, true, ENDPOINT_CLIENT});
            add_column(table, &(struct column){field, true, ENDPOINT_SERVER});
        } else if (field->column) {
            add_column(table, &(struct column){field, !field->of_end, ENDPOINT_CLIENT});
        }
    }
}

/* Numbers stand to the right. */
static bool is_number(const struct flow_field *field) {
    return field->type == FIELD_IS_NUMBER || field->type == FIELD_IS_COUNT ||
           field->type == FIELD_IS_DURATION || field->type == FIELD_IS_OPTIONAL;
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
        human_put_grouped(text, *(const uint32_t *)value);
        break;
    case FIELD_IS_COUNT:
    case FIELD_IS_OPTIONAL_COUNT:
        human_put_grouped(text, *(const uint64_t *)value);
        break;
    case FIELD_IS_FLAG:
        text_put_char(text, *(const bool *)value ? '+' : '-');
        break;
    case FIELD_IS_TIME:
        human_put_seconds(text, *(const int64_t *)value);
        break;
    case FIELD_IS_DURATION:
        human_put_duration(text, *(const int64_t *)value);
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

/* One flow, or the heads of the columns if `flow` is null. */
static void put_line(const struct flow_table *table, const struct flow_report *flow,
                     struct text *cell, struct text *text) {
    size_t limit = table->limit;
    size_t indent = table->widths[0] + GAP;
    size_t at = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        const size_t width = table->widths[i];
        const bool right = is_number(table->columns[i].field);
        size_t spaces;

        put_cell(table, &table->columns[i], flow, cell);
        spaces = display_width(cell->data, cell->length);
        spaces = spaces < width ? width - spaces : 0;
        if (i > 0 && limit != 0 && at + GAP + width > limit) {
            text_put_char(text, '\n');
            text_put_spaces(text, indent);
            at = indent;
        } else if (i > 0) {
            text_put_spaces(text, GAP);
            at += GAP;
        }
        text_put_spaces(text, right ? spaces : 0);
        text_put(text, cell->data, cell->length);
        text_put_spaces(text, right ? 0 : spaces);
        at += width;
    }
    text_put_char(text, '\n');
}

static bool any_owner(const struct summary_entry *entries, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct endpoint_report *ends = entries[i].report.endpoints;

        if (ends[ENDPOINT_CLIENT].owner.known || ends[ENDPOINT_SERVER].owner.known) {
            return true;
        }
    }
    return false;
}

void summary_table_write(const struct summary_entry *entries, size_t count, enum language language,
                         unsigned columns, struct text *text) {
    struct flow_table table = {.language = language, .limit = columns};
    struct text cell;

    text_init(&cell);
    add_columns(&table, any_owner(entries, count));
    for (size_t i = 0; i < table.column_count; i++) {
        for (size_t n = 0; n <= count; n++) {
            size_t width;

            put_cell(&table, &table.columns[i], n == 0 ? NULL : &entries[n - 1].report, &cell);
            width = display_width(cell.data, cell.length);
            table.widths[i] = width > table.widths[i] ? width : table.widths[i];
        }
    }
    for (size_t n = 0; n <= count; n++) {
        put_line(&table, n == 0 ? NULL : &entries[n - 1].report, &cell, text);
        text_relieve(text);
    }
    text_free_part(&cell, text);
}
