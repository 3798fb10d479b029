#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/views/json_sink.h"

#include "scene.h"

struct fixture {
    struct scene scene;
    struct stream stream;
    struct sink *sink;
};

static int set_up(void **state) {
    static const struct json_sink_settings settings = {.line = {.numeric = 2}};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error error;

    scene_begin(&fixture->scene);
    stream_init(&fixture->stream, -1);
    fixture->sink = json_sink_create(&settings, &fixture->stream, &error);
    *state = fixture;
    return fixture->sink == NULL;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    sink_destroy(fixture->sink);
    stream_free(&fixture->stream);
    scene_end(&fixture->scene);
    free(fixture);
    return 0;
}

/* Writes one record and parses the line that comes out; the caller releases the object. */
static json_t *write_record(struct fixture *fixture, const struct record *record) {
    struct text *text = &fixture->stream.text;
    json_error_t error;
    json_t *object;

    text_clear(text);
    sink_write(fixture->sink, record);
    assert_true(text->length > 0);
    assert_int_equal(text->data[text->length - 1], '\n');
    assert_null(memchr(text->data, '\n', text->length - 1));
    object = json_loadb(text->data, text->length, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(object);
    return object;
}

static const char *string_at(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static json_int_t number_at(const json_t *object, const char *key) {
    assert_true(json_is_integer(json_object_get(object, key)));
    return json_integer_value(json_object_get(object, key));
}

static void test_capture_named_in_bytes_that_are_not_utf8_is_valid(void **state) {
    struct record record = {
        .kind = RECORD_CAPTURE,
        .as.capture = {.source = "a\"\\\x01\xff\xe4\xb8\xad.pcap", .link_name = "EN10MB"},
    };
    json_t *object = write_record(*state, &record);

    assert_string_equal(string_at(object, "type"), "capture");
    assert_int_equal(number_at(object, "schema"), 1);
    assert_string_equal(string_at(object, "source"), "a\"\\\x01\xef\xbf\xbd\xe4\xb8\xad.pcap");
    assert_string_equal(string_at(object, "link_type"), "EN10MB");
    json_decref(object);
}

static void test_capture_with_a_harmful_name_is_escaped_and_the_same(void **state) {
    static const char name[] = "\u202ea\xc2\x9b\u2028\U000e0041~\x7f~234567\x7f\u202c.pcap";
    struct record record = {
        .kind = RECORD_CAPTURE,
        .as.capture = {.source = name, .link_name = "EN10MB"},
    };
    struct fixture *fixture = *state;
    json_t *object = write_record(fixture, &record);

    assert_string_equal(string_at(object, "source"), name);
    for (size_t i = 0; i < fixture->stream.text.length; i++) {
        assert_in_range(fixture->stream.text.data[i], 0, 0x7e);
    }
    json_decref(object);
}

/* Strings are looked at eight or sixteen bytes at a time: each byte that is escaped at each place.
 */
static void test_string_with_a_special_byte_at_any_place_is_the_same(void **state) {
    static const char *const specials[] = {"\"", "\\", "\x7f", "\x1f", "\t", "\xc3\xa9"};

    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        for (size_t length = 1; length <= 40; length++) {
            for (size_t place = 0; place <= length; place++) {
                char name[48] = "";
                struct record record = {.kind = RECORD_CAPTURE,
                                        .as.capture = {.source = name, .link_name = "EN10MB"}};
                json_t *object;

                memset(name, 'x', length);
                memcpy(name + place, specials[i], strlen(specials[i]));
                object = write_record(*state, &record);
                assert_string_equal(string_at(object, "source"), name);
                json_decref(object);
            }
        }
    }
}

static void test_packet_syn_has_options_and_no_ack(void **state) {
    static const uint8_t options[] = {2, 4, 5, 180, 4, 2, 8, 10, 0, 0,
                                      0, 7, 0, 0,   0, 0, 1, 3,  3, 7};
    struct fixture *fixture = *state;
    json_t *object, *change, *value;

    scene_segment(&fixture->scene, 0,
                  &(struct segment){.from = ENDPOINT_CLIENT,
                                    .flags = TCP_SYN,
                                    .options = options,
                                    .options_length = sizeof options});
    scene_change(&fixture->scene, ENDPOINT_CLIENT, STATE_CLOSED, STATE_SYN_SENT);
    object = write_record(fixture, &fixture->scene.record);

    assert_string_equal(string_at(object, "type"), "packet");
    assert_string_equal(string_at(object, "time"), "1673827144.224062000");
    assert_string_equal(string_at(object, "from"), "client");
    assert_string_equal(string_at(object, "src"), "192.0.2.1");
    assert_int_equal(number_at(object, "dst_port"), 80);
    assert_int_equal(number_at(object, "seq"), SCENE_CLIENT_ISN);
    assert_int_equal(number_at(object, "relative_seq"), 0);
    assert_true(json_is_null(json_object_get(object, "ack")));
    assert_true(json_is_null(json_object_get(object, "relative_ack")));
    value = json_object_get(object, "options");
    assert_int_equal(number_at(value, "mss"), 1460);
    assert_int_equal(number_at(value, "window_scale"), 7);
    assert_true(json_is_true(json_object_get(value, "sack_ok")));
    assert_int_equal(json_integer_value(json_array_get(json_object_get(value, "timestamp"), 0)), 7);
    change = json_array_get(json_object_get(object, "changes"), 0);
    assert_string_equal(string_at(change, "to"), "SYN-SENT");
    assert_true(json_is_false(json_object_get(change, "assumed")));
    assert_null(json_object_get(change, "retracted"));
    value = json_object_get(object, "states");
    assert_string_equal(string_at(value, "client"), "SYN-SENT");
    assert_true(json_is_null(json_object_get(value, "server")));
    assert_string_equal(json_string_value(json_array_get(json_object_get(object, "flags"), 0)),
                        "SYN");
    assert_non_null(string_at(object, "text"));
    json_decref(object);
}

static void test_packet_mid_stream_has_no_relative_numbers(void **state) {
    struct fixture *fixture = *state;
    json_t *object;

    scene_segment(&fixture->scene, 0,
                  &(struct segment){.from = ENDPOINT_SERVER,
                                    .flags = TCP_ACK | TCP_PSH,
                                    .seq = 100,
                                    .ack = 200,
                                    .length = 5});
    fixture->scene.verdict.client_known = false;
    fixture->scene.verdict.isn_known[ENDPOINT_CLIENT] = false;
    fixture->scene.verdict.isn_known[ENDPOINT_SERVER] = false;
    object = write_record(fixture, &fixture->scene.record);

    assert_true(json_is_false(json_object_get(object, "client_known")));
    assert_true(json_is_null(json_object_get(object, "relative_seq")));
    assert_true(json_is_null(json_object_get(object, "relative_ack")));
    assert_int_equal(number_at(object, "ack"), SCENE_CLIENT_ISN + 200);
    assert_int_equal(number_at(object, "length"), 5);
    assert_int_equal(number_at(object, "scaled_window"), 64256);
    json_decref(object);
}

static void test_packet_not_tcp_has_no_changes(void **state) {
    static const uint8_t bytes[14] = {[12] = 0x88, [13] = 0xb5};
    struct fixture *fixture = *state;
    struct frame frame = {.data = bytes, .captured = 14, .length = 14, .number = 9, .link_type = 1};
    struct record record = fixture->scene.record;
    struct packet packet;
    json_t *object;

    decode_frame(&frame, &packet);
    record.kind = RECORD_PACKET;
    record.as.event.packet = &packet;
    record.as.event.verdict = NULL;
    object = write_record(fixture, &record);

    assert_true(json_is_null(json_object_get(object, "flow")));
    assert_true(json_is_null(json_object_get(object, "src")));
    assert_null(json_object_get(object, "changes"));
    assert_string_equal(string_at(object, "time"), "0.000000000");
    assert_non_null(string_at(object, "text"));
    json_decref(object);
}

static void test_note_arguments_are_members(void **state) {
    struct fixture *fixture = *state;
    struct note *note;
    json_t *object, *value;

    scene_segment(&fixture->scene, 0,
                  &(struct segment){.from = ENDPOINT_CLIENT, .flags = TCP_ACK, .seq = 1, .ack = 1});
    note = scene_note(&fixture->scene, NOTE_HANDSHAKE_ACK, NOTE_STEP);
    note->arguments[note->argument_count++] =
        (struct argument){.name = ARGUMENT_RTT, .value.duration = 1211000};
    note->arguments[note->argument_count++] =
        (struct argument){.name = ARGUMENT_WHO, .value.who = ENDPOINT_SERVER};
    note->arguments[note->argument_count++] = (struct argument){
        .name = ARGUMENT_TEXT,
        .value.text = {.data = (const uint8_t *)"GET \xff\"\n", .length = 7},
    };
    object = write_record(fixture, &fixture->scene.record);

    value = json_array_get(json_object_get(object, "notes"), 0);
    assert_string_equal(string_at(value, "id"), "handshake.ack");
    assert_string_equal(string_at(value, "kind"), "step");
    assert_non_null(string_at(value, "zh"));
    assert_non_null(string_at(value, "en"));
    assert_true(json_real_value(json_object_get(value, "rtt_ms")) == 1.211);
    assert_string_equal(string_at(value, "who"), "server");
    assert_string_equal(string_at(value, "text"), "GET M-^?\"^J");
    json_decref(object);
}

static void test_timer_taking_back_an_assumption_says_so(void **state) {
    struct fixture *fixture = *state;
    json_t *object, *change;

    scene_timer(&fixture->scene, 60000000000LL);
    scene_change(&fixture->scene, ENDPOINT_SERVER, STATE_ESTABLISHED, STATE_SYN_RECEIVED);
    fixture->scene.verdict.changes[0].retracted = true;
    object = write_record(fixture, &fixture->scene.record);

    assert_string_equal(string_at(object, "type"), "timer");
    assert_string_equal(string_at(object, "time"), "1673827204.224062000");
    change = json_array_get(json_object_get(object, "changes"), 0);
    assert_true(json_is_true(json_object_get(change, "retracted")));
    json_decref(object);
}

static void test_flow_without_rtt_and_options_has_nulls(void **state) {
    struct fixture *fixture = *state;
    struct flow_report report;
    struct record record = {.kind = RECORD_FLOW, .as.flow = &report};
    json_t *object, *value;

    scene_report(&fixture->scene, &report);
    report.rtt = -1;
    report.endpoints[ENDPOINT_SERVER].has_mss = false;
    report.endpoints[ENDPOINT_SERVER].rtt_data = -1;
    object = write_record(fixture, &record);

    assert_string_equal(string_at(object, "handshake"), "three-way");
    assert_string_equal(string_at(object, "teardown"), "merged");
    assert_string_equal(string_at(object, "history"), "ShADadFf");
    assert_true(json_is_null(json_object_get(object, "rtt_ms")));
    value = json_object_get(object, "client");
    assert_int_equal(number_at(value, "bytes"), 78);
    assert_int_equal(number_at(value, "mss"), 1460);
    assert_true(json_real_value(json_object_get(value, "rtt_data_ms")) == 1.056);
    value = json_object_get(object, "server");
    assert_true(json_is_null(json_object_get(value, "mss")));
    assert_true(json_is_null(json_object_get(value, "rtt_data_ms")));
    json_decref(object);
}

static void test_flow_with_owners_and_long_values_is_whole(void **state) {
    struct fixture *fixture = *state;
    struct flow_report report;
    struct endpoint_report *client = &report.endpoints[ENDPOINT_CLIENT];
    struct record record = {.kind = RECORD_FLOW, .as.flow = &report};
    json_t *object, *value;

    scene_report(&fixture->scene, &report);
    report.ip_version = 6;
    report.start = INT64_MIN;
    report.duration = INT64_MAX;
    memset(report.history, 'D', FLOW_HISTORY_MAX);
    report.history[FLOW_HISTORY_MAX] = '\0';
    memset(client->address, 0xfe, sizeof client->address);
    client->owner = (struct kernel_owner){true, true, UINT32_MAX, UINT32_MAX, "\x01\x02\"\\curl\n"};
    client->state = STATE_SYN_RECEIVED;
    client->bytes = INT64_MAX;
    client->limited_time = INT64_MAX;
    client->limited_loss = 999;
    object = write_record(fixture, &record);

    assert_string_equal(string_at(object, "start"), "-9223372036.854775808");
    assert_int_equal(strlen(string_at(object, "history")), FLOW_HISTORY_MAX);
    assert_true(json_real_value(json_object_get(object, "duration_ms")) > 9223372036854.0);
    value = json_object_get(object, "client");
    assert_string_equal(string_at(value, "address"), "fefe:fefe:fefe:fefe:fefe:fefe:fefe:fefe");
    assert_string_equal(string_at(value, "state"), "SYN-RECEIVED");
    assert_int_equal(number_at(value, "bytes"), INT64_MAX);
    assert_true(json_real_value(json_object_get(json_object_get(value, "limited"), "loss")) ==
                0.999);
    assert_string_equal(string_at(json_object_get(value, "owner"), "process"),
                        "\x01\x02\"\\curl\n");
    assert_int_equal(number_at(json_object_get(value, "owner"), "pid"), UINT32_MAX);
    assert_true(json_is_null(json_object_get(json_object_get(object, "server"), "owner")));
    json_decref(object);
}

static void test_summary_counts_beyond_32_bits(void **state) {
    struct record record = {.kind = RECORD_SUMMARY, .as.summary = {.packets = 5000000000}};
    json_t *object = write_record(*state, &record);

    assert_int_equal(number_at(object, "packets"), 5000000000);
    assert_int_equal(number_at(object, "flows"), 0);
    json_decref(object);
}

static void test_flows_only_leaves_all_but_capture_flows_and_totals(void **state) {
    const struct json_sink_settings settings = {.flows_only = true};
    struct fixture *fixture = *state;
    struct error error;
    struct sink *sink = json_sink_create(&settings, &fixture->stream, &error);
    struct record record = {.kind = RECORD_KERNEL_COUNT};

    assert_true(sink->ignores_events);
    sink_write(sink, &record);
    assert_int_equal(fixture->stream.text.length, 0);
    record.kind = RECORD_SUMMARY;
    sink_write(sink, &record);
    assert_true(fixture->stream.text.length > 0);
    sink_destroy(sink);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_capture_named_in_bytes_that_are_not_utf8_is_valid),
        TEST(test_capture_with_a_harmful_name_is_escaped_and_the_same),
        TEST(test_string_with_a_special_byte_at_any_place_is_the_same),
        TEST(test_packet_syn_has_options_and_no_ack),
        TEST(test_packet_mid_stream_has_no_relative_numbers),
        TEST(test_packet_not_tcp_has_no_changes),
        TEST(test_note_arguments_are_members),
        TEST(test_timer_taking_back_an_assumption_says_so),
        TEST(test_flow_without_rtt_and_options_has_nulls),
        TEST(test_flow_with_owners_and_long_values_is_whole),
        TEST(test_summary_counts_beyond_32_bits),
        TEST(test_flows_only_leaves_all_but_capture_flows_and_totals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
