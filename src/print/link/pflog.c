/* pflog(4). */
#include "print/changes.h"
#include "print/layer_printers.h"
#include "print/line.h"
#include "print/value_names.h"

/* Where the fields are. */
enum {
    ACTION = 2,
    REASON = 3,
    INTERFACE = 4,
    RULE_SET = 20,
    RULE = 36,
    SUB_RULE = 40,
    DIRECTION = 60,
    NAME_LENGTH = 16,
};

/* A header with identities and direction; with what fills it up to whole words; and one of old,
 * which lacks them. */
enum { WHOLE_HEADER = 61, WHOLE_HEADER_ALIGNED = 64, SHORT_HEADER_ALIGNED = 48 };

static const struct value_name actions[] = {
    {0, "pass"},  {1, "block"},          {2, "scrub"},   {4, "nat"},
    {5, "nonat"}, {6, "binat"},          {7, "nobinat"}, {8, "rdr"},
    {9, "nordr"}, {10, "synproxy-drop"}, {0, NULL},
};

enum { REASON_SHORT = 3, REASON_NORMALIZE = 4 };

static const struct value_name reasons[] = {
    {0, "match"},
    {1, "bad-offset"},
    {2, "fragment"},
    {REASON_SHORT, "short"},
    {REASON_NORMALIZE, "normalize"},
    {5, "memory"},
    {6, "bad-timestamp"},
    {7, "congestion"},
    {8, "ip-option"},
    {9, "proto-cksum"},
    {10, "state-mismatch"},
    {11, "state-insert"},
    {12, "state-limit"},
    {13, "src-limit"},
    {14, "synproxy"},
    {0, NULL},
};

static const struct value_name directions[] = {
    {0, "in/out"},
    {1, "in"},
    {2, "out"},
    {0, NULL},
};

static void put_value(struct text *text, const char *name, uint8_t value) {
    if (name != NULL) {
        text_put_string(text, name);
    } else {
        text_printf(text, "unkn(%u)", value);
    }
}

/* Before 4.99.5, 3 had no name, and 4 was said to be 3. */
static void put_reason(struct line *line, uint8_t reason) {
    bool is_mended = changes_made(line->settings, CHANGE_PFLOG_REASONS);
    uint8_t said = reason == REASON_NORMALIZE && !is_mended ? REASON_SHORT : reason;
    const char *name = value_names_find(reasons, said);

    if (name == NULL || (reason == REASON_SHORT && !is_mended)) {
        text_printf(line->text, "unkn(%u)", reason);
    } else {
        text_printf(line->text, "%u(%s)", said, name);
    }
}

static void put_name(struct text *text, const uint8_t *name) {
    for (unsigned i = 0; i < NAME_LENGTH && name[i] != 0; i++) {
        text_put_escaped(text, name[i]);
    }
}

static void put_header(struct line *line, const struct layer *layer) {
    const uint8_t *header = layer->data;
    struct text *text = line->text;
    uint32_t sub_rule = load_be32(header + SUB_RULE);
    const char *action = header[ACTION] == 3 && changes_made(line->settings, CHANGE_PFLOG_NOSCRUB)
                             ? "noscrub"
                             : value_names_find(actions, header[ACTION]);

    line_put_number(text, "rule ", load_be32(header + RULE));
    if (sub_rule != UINT32_MAX) {
        text_put_char(text, '.');
        put_name(text, header + RULE_SET);
        line_put_number(text, ".", sub_rule);
    }
    text_put_char(text, '/');
    put_reason(line, header[REASON]);
    text_put_string(text, ": ");
    put_value(text, action, header[ACTION]);
    text_put_char(text, ' ');
    put_value(text, value_names_find(directions, header[DIRECTION]), header[DIRECTION]);
    text_put_string(text, " on ");
    put_name(text, header + INTERFACE);
    text_put_string(text, ": ");
}

/* What is short of a header, by its own length or by what was captured, ends the line. */
static enum line_status end_short(struct line *line, const struct layer *layer, bool is_invalid) {
    if (is_invalid) {
        text_put_string(line->text, "[pflog: invalid header length!]");
        line_count_link(line, layer->data[0]);
    } else {
        line_put_cut(line);
        line_count_link(line, layer->captured);
    }
    return LINE_END;
}

enum line_status print_pflog(struct line *line, const struct layer *layer) {
    const struct layer *next = line_next_layer(line, layer);
    bool is_whole = changes_made(line->settings, CHANGE_PFLOG_WHOLE);
    uint32_t least = is_whole ? (uint32_t)WHOLE_HEADER : (uint32_t)PFLOG_HEADER;
    uint32_t header;

    line->protocol = "pflog";
    if (!is_whole && layer->captured < SHORT_HEADER_ALIGNED) {
        return end_short(line, layer, false);
    }
    if (layer->data[0] < least) {
        return end_short(line, layer, true);
    }
    if (next == NULL) {
        return end_short(line, layer, false);
    }
    header = (uint32_t)(next->data - layer->data);
    line->link = layer;
    line_count_link(line, header);
    if (layer->captured < WHOLE_HEADER_ALIGNED) {
        line_put_cut(line);
        return LINE_END;
    }
    if (line->settings->link_header || next->kind == LAYER_RAW) {
        put_header(line, layer);
    }
    return LINE_NEXT;
}
