#include "views/summary/summary_totals.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "views/display.h"
#include "views/human_numbers.h"

static void count_conn_state(struct summary_totals *totals, const char *word) {
    size_t i = 0;

    while (totals->conn_states[i].word != NULL && strcmp(totals->conn_states[i].word, word) != 0) {
        i++;
        assert(i < CONN_STATES_MAX);
    }
    totals->conn_states[i].word = word;
    totals->conn_states[i].count++;
}

void summary_totals_add(struct summary_totals *totals, const struct flow_report *flow) {
    totals->flows++;
    totals->handshakes[flow->handshake]++;
    totals->teardowns[flow->teardown]++;
    count_conn_state(totals, flow->conn_state);
    for (unsigned i = 0; i < 2; i++) {
        const struct endpoint_report *end = &flow->endpoints[i];

        totals->packets += end->packets;
        totals->bytes += end->bytes;
        totals->retransmissions += end->has_retransmissions ? end->retransmissions : 0;
        totals->retransmitted_bytes += end->has_retransmitted_bytes ? end->retransmitted_bytes : 0;
    }
}

/* Items go on a new line where the terminal ends, which has room for a mark behind the last. */
struct item_writer {
    struct text *text;
    struct text item;
    size_t columns;
    size_t at;
};

static void put_item(struct item_writer *writer, char mark) {
    const size_t width = display_width(writer->item.data, writer->item.length);

    if (writer->at != 0) {
        text_put_char(writer->text, mark);
        writer->at++;
        if (writer->columns != 0 && writer->at + 1 + width + 1 > writer->columns) {
            text_put_string(writer->text, "\n ");
            writer->at = 1;
        }
        text_put_char(writer->text, ' ');
        writer->at++;
    }
    text_put(writer->text, writer->item.data, writer->item.length);
    writer->at += width;
    text_clear(&writer->item);
}

static void put_counted(struct item_writer *writer, char mark, struct bilingual words,
                        enum language language, uint64_t count) {
    if (count != 0) {
        words_put(&writer->item, words, language);
        text_put_char(&writer->item, ' ');
        human_put_grouped(&writer->item, count);
        put_item(writer, mark);
    }
}

/* Of 1 000, 14 are "1.4 %". */
static void put_rate(struct text *text, uint64_t part, uint64_t whole) {
    const uint64_t thousandths = whole / 1000 != 0 ? part / (whole / 1000)
                                 : whole != 0      ? part * 1000 / whole
                                                   : 0;

    text_put_u64(text, thousandths / 10);
    text_put_char(text, '.');
    text_put_u64(text, thousandths % 10);
    text_put_string(text, " %");
}

static void put_retransmissions(struct item_writer *writer, const struct summary_totals *totals,
                                enum language language) {
    static const struct bilingual again = {"重传", "retransmitted"};
    static const struct bilingual of_bytes = {"字节", "of bytes"};

    words_put(&writer->item, again, language);
    text_put_char(&writer->item, ' ');
    human_put_grouped(&writer->item, totals->retransmissions);
    text_put_string(&writer->item, " (");
    put_rate(&writer->item, totals->retransmitted_bytes, totals->bytes);
    text_put_char(&writer->item, ' ');
    words_put(&writer->item, of_bytes, language);
    text_put_char(&writer->item, ')');
    put_item(writer, ';');
}

void summary_totals_write(const struct summary_totals *totals, enum language language,
                          unsigned columns, struct text *text) {
    static const struct bilingual flows = {"流", "flows"};
    static const struct bilingual packets = {"包", "packets"};
    static const struct bilingual bytes = {"字节", "bytes"};
    struct item_writer writer = {.text = text, .columns = columns};

    text_init(&writer.item);
    put_counted(&writer, ',', flows, language, totals->flows);
    put_counted(&writer, ',', packets, language, totals->packets);
    put_counted(&writer, ',', bytes, language, totals->bytes);
    put_retransmissions(&writer, totals, language);
    for (size_t i = 0, first = 1; i < HANDSHAKE_KIND_COUNT; i++) {
        put_counted(&writer, first ? ';' : ',', handshake_words[i], language,
                    totals->handshakes[i]);
        first = first && totals->handshakes[i] == 0;
    }
    for (size_t i = 0, first = 1; i < TEARDOWN_KIND_COUNT; i++) {
        put_counted(&writer, first ? ';' : ',', teardown_words[i], language, totals->teardowns[i]);
        first = first && totals->teardowns[i] == 0;
    }
    for (size_t i = 0; i < CONN_STATES_MAX && totals->conn_states[i].word != NULL; i++) {
        const char *word = totals->conn_states[i].word;

        put_counted(&writer, i == 0 ? ';' : ',', (struct bilingual){word, word}, language,
                    totals->conn_states[i].count);
    }
    text_put_char(text, '\n');
    text_free_part(&writer.item, text);
}
