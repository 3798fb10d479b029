#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/views/mermaid_sink.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow_is_a_block_of_markdown),
        cmocka_unit_test(test_segments_are_arrows_and_states_notes_beside_them),
        cmocka_unit_test(test_time_wait_is_active_until_it_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
