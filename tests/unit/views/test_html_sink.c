#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tcpgloss/views/html_sink.h"

#include "scene.h"
#include "story.h"

static const char block_begin[] = "<script type=\"application/jsonl\" id=\"records\">\n";

/* A page goes to a file: it is larger than what a stream keeps. */
struct fixture {
    FILE *file;
    struct stream stream;
    struct sink *sink;
    char *page; /* NUL-terminated */
};

static int set_up(void **state) {
    static const struct printer_settings line = {.numeric = 2};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error error;

    fixture->file = tmpfile();
    stream_init(&fixture->stream, fileno(fixture->file));
    fixture->sink = html_sink_create(&line, LANGUAGE_BOTH, &fixture->stream, &error);
    *state = fixture;
    return fixture->sink == NULL;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;

    sink_destroy(fixture->sink);
    stream_free(&fixture->stream);
    (void)fclose(fixture->file);
    free(fixture->page);
    free(fixture);
    return 0;
}

/* What has been written, and then `rest`. */
static const char *read_page(struct fixture *fixture, const char *rest) {
    size_t length;

    assert_true(stream_flush(&fixture->stream));
    length = (size_t)lseek(fileno(fixture->file), 0, SEEK_CUR);
    fixture->page = malloc(length + strlen(rest) + 1);
    rewind(fixture->file);
    assert_int_equal(fread(fixture->page, 1, length, fixture->file), length);
    memcpy(fixture->page + length, rest, strlen(rest) + 1);
    return fixture->page;
}

static const char *tell_story(struct fixture *fixture) {
    char *rest = story_tell(fixture->sink, &fixture->stream);

    fixture->sink = NULL;
    read_page(fixture, rest);
    free(rest);
    return fixture->page;
}

static void begin(struct fixture *fixture, const char *source) {
    const struct record record = {.kind = RECORD_CAPTURE,
                                  .as.capture = {.source = source, .link_name = "EN10MB"}};

    sink_write(fixture->sink, &record);
}

static void finish(struct fixture *fixture) {
    const struct record record = {.kind = RECORD_SUMMARY};

    sink_write(fixture->sink, &record);
}

static unsigned count(const char *text, const char *part) {
    unsigned n = 0;

    for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part)) {
        n++;
    }
    return n;
}

/* How many records of a type the page's block holds; every line of it must be an object. The last
 * one is given to `last`, which may be null; the caller releases it. */
static unsigned count_records(const char *page, const char *type, json_t **last) {
    const char *line = strstr(page, block_begin);
    const char *end = strstr(line, "</script>");
    unsigned n = 0;

    line += strlen(block_begin);
    while (line < end) {
        size_t length = strcspn(line, "\n");
        json_error_t error;
        json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);

        assert_non_null(object);
        if (strcmp(json_string_value(json_object_get(object, "type")), type) == 0) {
            n++;
            if (last != NULL) {
                json_decref(*last);
                *last = json_incref(object);
            }
        }
        json_decref(object);
        line += length + 1;
    }
    return n;
}

static void test_page_of_a_story_holds_its_records(void **state) {
    const char *page = tell_story(*state);

    assert_int_equal(strncmp(page, "<!doctype html>", 15), 0);
    assert_string_equal(page + strlen(page) - 8, "</html>\n");
    assert_int_equal(count_records(page, "capture", NULL), 1);
    assert_int_equal(count_records(page, "packet", NULL), 21);
    assert_int_equal(count_records(page, "timer", NULL), 1);
    assert_int_equal(count_records(page, "flow", NULL), 1);
    assert_int_equal(count_records(page, "summary", NULL), 1);
    assert_int_equal(count_records(page, "cut", NULL), 0);
}

static void test_note_is_explained_once(void **state) {
    const char *page = tell_story(*state);

    assert_int_equal(count(page, "{\"type\":\"note\",\"id\":\"time-wait.expired\""), 1);
    assert_int_equal(count(page, "{\"type\":\"note\",\"id\":\"reset\""), 0);
    assert_int_equal(count(page, "{\"type\":\"term\",\"id\":\"TIME-WAIT\""), 1);
    assert_int_equal(count(page, "{\"type\":\"term\",\"id\":\"tcp.analysis"), 0);
}

static void test_markup_in_a_name_ends_no_element(void **state) {
    struct fixture *fixture = *state;
    const char *page;
    json_t *capture = NULL;

    begin(fixture, "</script><script>x</script><!--<b>&.pcap");
    finish(fixture);
    page = read_page(fixture, "");
    assert_int_equal(count(page, "</script>"), 2); /* the program, and the block of records */
    assert_int_equal(count(page, "<!--"), 0);
    assert_int_equal(count_records(page, "capture", &capture), 1);
    assert_string_equal(json_string_value(json_object_get(capture, "source")),
                        "</script><script>x</script><!--<b>&.pcap");
    json_decref(capture);
}

static void test_packets_beyond_the_bound_are_counted(void **state) {
    struct fixture *fixture = *state;
    struct scene scene;
    const char *page;
    json_t *cut = NULL;

    begin(fixture, "many.pcap");
    scene_begin(&scene);
    for (unsigned i = 0; i < HTML_PACKETS_MAX + 3; i++) {
        scene_segment(&scene, 1000, &(struct segment){.flags = TCP_ACK, .seq = i, .ack = 1});
        sink_write(fixture->sink, &scene.record);
    }
    scene_end(&scene);
    finish(fixture);
    page = read_page(fixture, "");
    assert_int_equal(count_records(page, "packet", NULL), HTML_PACKETS_MAX);
    assert_int_equal(count_records(page, "cut", &cut), 1);
    assert_int_equal(json_integer_value(json_object_get(cut, "packets")), 3);
    json_decref(cut);
}

static void test_flows_beyond_the_bound_are_counted(void **state) {
    struct fixture *fixture = *state;
    struct flow_report report = {0};
    const struct record flow = {.kind = RECORD_FLOW, .as.flow = &report};
    json_t *cut = NULL;
    const char *page;

    begin(fixture, "many.pcap");
    for (report.flow = 1; report.flow <= HTML_FLOWS_MAX + 2; report.flow++) {
        sink_write(fixture->sink, &flow);
    }
    finish(fixture);
    page = read_page(fixture, "");
    assert_int_equal(count_records(page, "flow", NULL), HTML_FLOWS_MAX);
    assert_int_equal(count_records(page, "cut", &cut), 1);
    assert_int_equal(json_integer_value(json_object_get(cut, "flows")), 2);
    json_decref(cut);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_page_of_a_story_holds_its_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_note_is_explained_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_markup_in_a_name_ends_no_element, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_packets_beyond_the_bound_are_counted, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_flows_beyond_the_bound_are_counted, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
