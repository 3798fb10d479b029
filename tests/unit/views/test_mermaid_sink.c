#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/mermaid_sink.h"

#include "scene.h"
#include "story.h"

/* The story; NUL-terminated, the caller frees it. */
static char *draw(bool symbolic) {
    const struct mermaid_settings settings = {.language = LANGUAGE_EN, .symbolic = symbolic};
    struct stream stream;
    struct error error;

    stream_init(&stream, -1);
    return story_tell(mermaid_sink_create(&settings, &stream, &error), &stream);
}

static void test_flow_is_a_block_of_markdown(void **state) {
    char *drawn = draw(false);

    (void)state;
    assert_int_equal(strncmp(drawn, "## [1] 192.0.2.1.40000", 22), 0);
    assert_non_null(strstr(drawn, "\n\n```mermaid\nsequenceDiagram\n    participant C as client"));
    assert_string_equal(drawn + strlen(drawn) - 5, "```\n\n");
    free(drawn);
}

static void test_segments_are_arrows_and_states_notes_beside_them(void **state) {
    char *drawn = draw(true);

    (void)state;
    assert_non_null(
        strstr(drawn, "    Note left of C: SYN-SENT\n    C->>S: 0.000000 SYN<br/>seq = x, "));
    assert_non_null(strstr(drawn, "    S-xC: "));
    assert_non_null(strstr(drawn, "    S-->>C: "));
    free(drawn);
}

static void test_time_wait_is_active_until_it_ends(void **state) {
    char *drawn = draw(false);
    const char *begin = strstr(drawn, "    activate C\n");

    (void)state;
    assert_non_null(begin);
    assert_non_null(strstr(begin, "    Note over C,S: TIME-WAIT 60.001 s\n"));
    assert_non_null(strstr(begin, "    deactivate C\n"));
    free(drawn);
}

/* A name that would end the line, or be a directive of mermaid's. */
static void test_owner_stands_below_its_participant(void **state) {
    const struct mermaid_settings settings = {.language = LANGUAGE_EN};
    const struct kernel_fact fact = {
        .flow = 1,
        .who = ENDPOINT_SERVER,
        .owner = true,
        .socket.owner = {true, true, 33, 811, "%%{a};`b"},
    };
    const struct record kernel = {.kind = RECORD_KERNEL, .as.kernel = &fact};
    struct flow_report report;
    const struct record flow = {.kind = RECORD_FLOW, .as.flow = &report};
    struct stream stream;
    struct error error;
    struct scene scene;
    struct sink *sink;

    (void)state;
    stream_init(&stream, -1);
    sink = mermaid_sink_create(&settings, &stream, &error);
    assert_non_null(sink);
    scene_begin(&scene);
    scene_segment(&scene, 0, &(struct segment){.flags = TCP_SYN});
    scene.verdict.opens = true;
    sink_write(sink, &scene.record);
    sink_write(sink, &kernel);
    scene_report(&scene, &report);
    sink_write(sink, &flow);
    assert_non_null(strstr(text_string(&stream.text),
                           "    participant C as client<br/>192.0.2.1.40000\n"
                           "    participant S as server<br/>198.51.100.2.80<br/>"
                           "#37;#37;{a}#59;#96;b[811], user 33\n"));
    sink_destroy(sink);
    stream_free(&stream);
    scene_end(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow_is_a_block_of_markdown),
        cmocka_unit_test(test_segments_are_arrows_and_states_notes_beside_them),
        cmocka_unit_test(test_time_wait_is_active_until_it_ends),
        cmocka_unit_test(test_owner_stands_below_its_participant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
