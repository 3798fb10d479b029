#include "views/json/json_record.h"

#include <stddef.h>
#include <string.h>

#include "views/json/json_flow.h"
#include "views/json/json_kernel.h"
#include "views/json/json_packet.h"
#include "views/json/json_writer.h"

enum { SCHEMA_VERSION = 1 };

static void capture_record(struct json_writer *json, const struct record *record) {
    const char *source = record->as.capture.source;

    json_key(json, "schema");
    json_number(json, SCHEMA_VERSION);
    json_key(json, "program");
    json_plain(json, "tcpgloss");
    json_key(json, "version");
    json_plain(json, TCPGLOSS_VERSION);
    json_key(json, "source");
    if (source == NULL) {
        json_null(json);
    } else {
        json_string(json, source, strlen(source));
    }
    json_key(json, "link_type");
    json_plain(json, record->as.capture.link_name);
}

static void summary_record(struct json_writer *json, const struct record *record) {
    json_key(json, "packets");
    json_number(json, record->as.summary.packets);
    json_key(json, "tcp_packets");
    json_number(json, record->as.summary.tcp_packets);
    json_key(json, "flows");
    json_number(json, record->as.summary.flows);
    json_key(json, "capture_dropped");
    json_number(json, record->as.summary.capture_dropped);
    json_key(json, "evicted_flows");
    json_number(json, record->as.summary.evicted_flows);
    json_key(json, "uncounted_flows");
    json_number(json, record->as.summary.uncounted_flows);
    json_key(json, "unmeasured_flows");
    json_number(json, record->as.summary.unmeasured_flows);
}

static void kernel_count_record(struct json_writer *json, const struct record *record) {
    json_key(json, "id");
    json_plain(json, "kernel.count");
    json_key(json, "compared");
    json_number(json, record->as.kernel_count.compared);
    json_key(json, "agreed");
    json_number(json, record->as.kernel_count.agreed);
}

void json_record(struct text *text, const struct record *record, struct printer *line,
                 struct text *scratch) {
    static const struct {
        char words[31]; /* copied as a whole */
        uint8_t length;
    } begins[] = {
#define BEGINS(type) {"{\"type\":\"" type "\"", sizeof "{\"type\":\"" type "\"" - 1}
        [RECORD_CAPTURE] = BEGINS("capture"),
        [RECORD_PACKET] = BEGINS("packet"),
        [RECORD_TIMER] = BEGINS("timer"),
        [RECORD_FLOW] = BEGINS("flow"),
        [RECORD_SUMMARY] = BEGINS("summary"),
        [RECORD_KERNEL] = BEGINS("kernel"),
        [RECORD_KERNEL_COUNT] = BEGINS("kernel_count"),
#undef BEGINS
    };
    struct json_writer json = {.text = text, .separate = true};
    char *to = text_begin(text, sizeof begins->words);

    if (to != NULL) {
        memcpy(to, begins[record->kind].words, sizeof begins->words);
        text_end(text, to + begins[record->kind].length);
    }
    switch (record->kind) {
    case RECORD_CAPTURE:
        capture_record(&json, record);
        break;
    case RECORD_PACKET:
        json_packet_record(&json, record, line, scratch);
        break;
    case RECORD_TIMER:
        json_timer_record(&json, record, scratch);
        break;
    case RECORD_KERNEL:
        json_kernel_record(&json, record->as.kernel, scratch);
        break;
    case RECORD_KERNEL_COUNT:
        kernel_count_record(&json, record);
        break;
    case RECORD_FLOW:
        json_flow_record(&json, record->as.flow);
        break;
    case RECORD_SUMMARY:
        summary_record(&json, record);
        break;
    }
    text_put_string(text, "}\n");
    if (scratch->failed) {
        text_fail(text);
    }
}
