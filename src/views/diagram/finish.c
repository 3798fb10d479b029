#include "views/diagram/finish.h"

#include <stdlib.h>
#include <string.h>

#include "tcpgloss/base/serial.h"

static bool is_sentence(const struct diagram_row *row) {
    return row->kind == ROW_PHASE || row->kind == ROW_WARNING;
}

/* Takes the row at `from` to the place of the one at `to`, before it. */
static void move_up(struct diagram *diagram, size_t from, size_t to) {
    const struct diagram_row row = diagram->rows[from];

    memmove(&diagram->rows[to + 1], &diagram->rows[to], (from - to) * sizeof row);
    diagram->rows[to] = row;
}

static void remove_row(struct diagram *diagram, size_t at) {
    free(diagram->rows[at].words);
    diagram->count--;
    memmove(&diagram->rows[at], &diagram->rows[at + 1],
            (diagram->count - at) * sizeof diagram->rows[at]);
}

/* The sentence with a note's words; `count` if there is none. */
static size_t find_sentence(const struct diagram *diagram, enum note_id note, size_t count) {
    for (size_t i = 0; i < diagram->count; i++) {
        if (is_sentence(&diagram->rows[i]) && diagram->rows[i].note == note) {
            return i;
        }
    }
    return count;
}

/* "Four-way teardown | client closes first"; the languages apart as in a note. */
static void set_heading(struct diagram *diagram, struct diagram_row *row, struct bilingual name,
                        enum language language) {
    static const struct bilingual closes[2] = {
        [ENDPOINT_CLIENT] = {"客户端主动关闭", "client closes first"},
        [ENDPOINT_SERVER] = {"服务器主动关闭", "server closes first"},
    };
    const struct bilingual parts[2] = {name, closes[row->from]};
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < 2; i++) {
        text_put_string(&text, i > 0 ? " | " : "");
        text_put_string(&text, language_has_zh(language) ? parts[i].zh : "");
        text_put_string(&text, language == LANGUAGE_BOTH ? " / " : "");
        text_put_string(&text, language_has_en(language) ? parts[i].en : "");
    }
    free(row->words);
    row->words = strndup(text.data, text.length);
    diagram->failed |= row->words == NULL || text.failed;
    text_free(&text);
}

/* Takes out the sentence that says what the heading says now. */
static void remove_sentence(struct diagram *diagram, enum note_id note) {
    const size_t at = find_sentence(diagram, note, diagram->count);

    if (at < diagram->count) {
        remove_row(diagram, at);
    }
}

/* When the first FIN was drawn nobody knew what the close would become. */
static void name_teardown(struct diagram *diagram, enum teardown_kind teardown,
                          enum language language) {
    static const struct bilingual four = {"四次挥手", "Four-way teardown"};
    static const struct bilingual merged = {"三次挥手", "Three-segment teardown"};
    const size_t none = diagram->count;
    const size_t heading = find_sentence(diagram, NOTE_TEARDOWN, none);
    const size_t simultaneous = find_sentence(diagram, NOTE_TEARDOWN_SIMULTANEOUS, none);

    if (heading == none) {
        return;
    }
    if (teardown == TEARDOWN_FOUR_WAY) {
        set_heading(diagram, &diagram->rows[heading], four, language);
        remove_sentence(diagram, NOTE_TEARDOWN_FOUR_WAY);
    } else if (teardown == TEARDOWN_MERGED) {
        set_heading(diagram, &diagram->rows[heading], merged, language);
        remove_sentence(diagram, NOTE_TEARDOWN_MERGED);
    } else if (teardown == TEARDOWN_SIMULTANEOUS && simultaneous != none &&
               simultaneous > heading) {
        remove_row(diagram, heading);
        move_up(diagram, simultaneous - 1, heading);
    }
}

/* The segment that comes next, only sentences between; `count` if there is none. */
static size_t next_segment(const struct diagram *diagram, size_t at) {
    for (size_t i = at + 1; i < diagram->count; i++) {
        if (diagram_row_is_segment(&diagram->rows[i])) {
            return i;
        }
        if (!is_sentence(&diagram->rows[i])) {
            break;
        }
    }
    return diagram->count;
}

/*
 * Whether `second`, captured after `first`, left before that arrived: an end acknowledges what it
 * has with every segment that it sends (RFC 9293 §3.10.7.4), and this one does not.
 */
static bool crosses(const struct diagram_row *first, const struct diagram_row *second) {
    return first->from != second->from && (first->control || second->control) &&
           first->end != first->seq && second->end != second->seq && !first->lost &&
           !second->lost && !first->pending &&
           (!second->has_ack || seq_lt(second->ack, first->end));
}

/* Whether an end enters the state by sending a segment; it enters the others when one arrives. */
static bool is_entered_by_sending(enum tcp_state state) {
    return state == STATE_SYN_SENT || state == STATE_FIN_WAIT_1 || state == STATE_LAST_ACK;
}

/* What the sender of `second` became when `first` arrived belongs there. */
static void move_changes(struct diagram_row *first, struct diagram_row *second) {
    struct row_changes *from = &second->changes[second->from];
    struct row_changes *to = &first->changes[second->from];
    unsigned kept = 0;

    for (unsigned i = 0; i < from->count; i++) {
        if (is_entered_by_sending(from->states[i])) {
            kept = i + 1;
        }
    }
    if (kept == 0) {
        return;
    }
    to->count = 0;
    for (unsigned i = kept; i < from->count; i++) {
        to->states[to->count++] = from->states[i];
    }
    from->count = kept;
}

/* An end becomes SYN-RECEIVED when the peer's SYN arrives; its own answer only proves it. */
static void receive_syn(struct diagram *diagram, size_t arrival, size_t next, enum endpoint end) {
    struct row_changes *there = &diagram->rows[arrival].changes[end];

    for (size_t i = next; i < diagram->count && there->count == 0; i++) {
        struct row_changes *changes = &diagram->rows[i].changes[end];

        if (changes->count > 0 && changes->states[0] != STATE_SYN_RECEIVED) {
            return;
        }
        if (changes->count > 0) {
            there->states[there->count++] = STATE_SYN_RECEIVED;
            changes->count--;
            memmove(changes->states, changes->states + 1,
                    changes->count * sizeof changes->states[0]);
        }
    }
}

static void cross_arrows(struct diagram *diagram) {
    for (size_t i = 0; i < diagram->count; i++) {
        size_t second = next_segment(diagram, i);

        if (!diagram_row_is_segment(&diagram->rows[i]) || second == diagram->count ||
            !crosses(&diagram->rows[i], &diagram->rows[second])) {
            continue;
        }
        for (; second > i + 1; i++) {
            move_up(diagram, i + 1, i);
        }
        diagram->rows[i].crosses = true;
        move_changes(&diagram->rows[i], &diagram->rows[second]);
        receive_syn(diagram, i, second + 1, diagram->rows[second].from);
        receive_syn(diagram, second, second + 1, diagram->rows[i].from);
        i = second;
    }
}

void diagram_finish(struct diagram *diagram, enum teardown_kind teardown, enum language language) {
    name_teardown(diagram, teardown, language);
    cross_arrows(diagram);
}
