#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/gloss/note.h"

static bool is_placeholder(const char *name, size_t length) {
    static const char *const context[] = {"flags",       "changes", "source",
                                          "destination", "client",  "server"};

    for (unsigned i = 0; i < ARGUMENT_NAME_COUNT; i++) {
        const char *key = argument_key((enum argument_name)i);

        if (strlen(key) == length && memcmp(key, name, length) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof context / sizeof *context; i++) {
        if (strlen(context[i]) == length && memcmp(context[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_number(const char *name, size_t length) {
    for (unsigned i = 0; i < ARGUMENT_NAME_COUNT; i++) {
        const char *key = argument_key((enum argument_name)i);

        if (strlen(key) == length && memcmp(key, name, length) == 0) {
            return argument_type((enum argument_name)i) == ARGUMENT_IS_NUMBER;
        }
    }
    return false;
}

/* Every {one|many} stands in the field of a number, behind it. */
static void check_placeholders(const char *words) {
    const char *open = words;
    bool counted = false;

    while ((open = strpbrk(open, "{|")) != NULL) {
        const char *close = strchr(open, '}');
        size_t length = (size_t)(close - open - 1);

        if (*open == '|') {
            counted = false;
            open++;
            continue;
        }
        assert_non_null(close);
        if (memchr(open, '|', length) != NULL) {
            assert_true(counted);
        } else if (is_placeholder(open + 1, length)) {
            counted = is_number(open + 1, length);
        } else {
            fail_msg("unknown placeholder in: %s", words);
        }
        open = close;
    }
}

static unsigned count_fields(const char *words) {
    unsigned count = 1;

    while ((words = strstr(words, " | ")) != NULL) {
        count++;
        words += 3;
    }
    return count;
}

static void check_wording(const struct wording *wording) {
    assert_true(strlen(wording->zh) > 0);
    assert_true(strlen(wording->en) > 0);
    assert_int_equal(count_fields(wording->zh), count_fields(wording->en));
    check_placeholders(wording->zh);
    check_placeholders(wording->en);
}

static void test_catalogue_every_wording_has_known_placeholders_and_paired_fields(void **state) {
    (void)state;
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        check_wording(catalogue_wording((enum note_id)id, PHRASE_USUAL));
    }
    for (unsigned phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
        check_wording(
            catalogue_wording(catalogue_phrase_id((enum phrase)phrase), (enum phrase)phrase));
    }
}

/* Full stops that end an English sentence: before a space or the end, not inside "RFC 9293 §3.5".
 */
static unsigned count_english_sentences(const char *text) {
    unsigned count = 0;

    for (const char *c = text; *c != '\0'; c++) {
        count += *c == '.' && (c[1] == '\0' || c[1] == ' ');
    }
    return count;
}

static unsigned count_chinese_sentences(const char *text) {
    unsigned count = 0;

    for (const char *c = text; (c = strstr(c, "。")) != NULL; c += strlen("。")) {
        count++;
    }
    return count;
}

/* In JSON, words are strings as they are (views/json/json_notes.c). */
static void assert_needs_no_escape(const char *words) {
    const size_t length = strlen(words);

    for (size_t at = 0; at < length;) {
        uint32_t character;
        const size_t count = unicode_decode(words + at, length - at, &character);

        assert_true(count > 0);
        assert_true(unicode_is_harmless(character));
        assert_true(character != '"' && character != '\\');
        at += count;
    }
}

static void test_catalogue_no_wording_needs_an_escape(void **state) {
    (void)state;
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        const struct wording *wording = catalogue_wording((enum note_id)id, PHRASE_USUAL);

        assert_needs_no_escape(wording->zh);
        assert_needs_no_escape(wording->en);
    }
    for (unsigned phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
        const struct wording *wording =
            catalogue_wording(catalogue_phrase_id((enum phrase)phrase), (enum phrase)phrase);

        assert_needs_no_escape(wording->zh);
        assert_needs_no_escape(wording->en);
    }
}

static void test_catalogue_every_explanation_is_one_to_six_sentences_with_source(void **state) {
    (void)state;
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        const struct catalogue_entry *entry = catalogue_entry((enum note_id)id);

        assert_in_range(count_chinese_sentences(entry->explain_zh), 1, 6);
        assert_in_range(count_english_sentences(entry->explain_en), 1, 6);
        assert_true(strlen(entry->source) > 0);
    }
}

static void test_catalogue_names_are_unique(void **state) {
    (void)state;
    for (unsigned a = 0; a < NOTE_ID_COUNT; a++) {
        for (unsigned b = 0; b < a; b++) {
            assert_string_not_equal(catalogue_entry((enum note_id)a)->name,
                                    catalogue_entry((enum note_id)b)->name);
        }
    }
}

static void test_catalogue_select_family_takes_all_of_it_and_no_more(void **state) {
    bool selected[NOTE_ID_COUNT] = {false};

    (void)state;
    assert_true(catalogue_select("loss", 4, selected));
    assert_true(selected[NOTE_LOSS_GAP]);
    assert_true(selected[NOTE_LOSS_RETRANSMISSION]);
    assert_false(selected[NOTE_WINDOW_ZERO]);
    assert_true(catalogue_select("teardown", 8, selected));
    assert_true(selected[NOTE_TEARDOWN]);
    assert_true(selected[NOTE_TEARDOWN_FIN]);
}

static void test_catalogue_select_exact_id_takes_only_it(void **state) {
    bool selected[NOTE_ID_COUNT] = {false};

    (void)state;
    assert_true(catalogue_select("handshake.syn,x", 13, selected));
    assert_true(selected[NOTE_HANDSHAKE_SYN]);
    assert_false(selected[NOTE_HANDSHAKE_SYN_ACK]);
    assert_false(selected[NOTE_HANDSHAKE]);
}

static void test_catalogue_select_unknown_or_half_a_word_is_refused(void **state) {
    bool selected[NOTE_ID_COUNT] = {false};

    (void)state;
    assert_false(catalogue_select("los", 3, selected));
    assert_false(catalogue_select("", 0, selected));
    assert_false(catalogue_select("loss.", 5, selected));
}

static void test_catalogue_find_takes_whole_names_only(void **state) {
    enum note_id id;

    (void)state;
    assert_true(catalogue_find("time-wait", &id));
    assert_int_equal(id, NOTE_TIME_WAIT);
    assert_false(catalogue_find("time", &id));
    assert_false(catalogue_find("loss", &id));
}

static const char *suggestion(const char *word) {
    struct nearest nearest;

    nearest_begin(&nearest, word, strlen(word));
    catalogue_suggest(&nearest);
    return nearest.found;
}

static void test_catalogue_suggest_typing_error_finds_the_id(void **state) {
    (void)state;
    assert_string_equal(suggestion("handshake.synack"), "handshake.syn-ack");
    assert_string_equal(suggestion("keepalive.prob"), "keepalive.probe");
    assert_string_equal(suggestion("timewait"), "time-wait");
    assert_string_equal(suggestion("reste"), "reset");
}

static void test_catalogue_suggest_another_word_finds_nothing(void **state) {
    (void)state;
    assert_null(suggestion("SYN"));
    assert_null(suggestion("backlog"));
    assert_null(suggestion("xyzzy"));
}

static void test_catalogue_describe_says_both_languages(void **state) {
    struct text text;

    (void)state;
    text_init(&text);
    catalogue_describe(NOTE_HANDSHAKE, LANGUAGE_BOTH, &text);
    text_put_char(&text, '\0');
    assert_non_null(strstr(text.data, "三次握手"));
    assert_non_null(strstr(text.data, "Three-way handshake"));
    assert_non_null(strstr(text.data, "RFC 9293 §3.5"));
    text_clear(&text);
    catalogue_describe(NOTE_HANDSHAKE, LANGUAGE_EN, &text);
    text_put_char(&text, '\0');
    assert_null(strstr(text.data, "握手"));
    text_free(&text);
}

static void test_catalogue_describe_says_each_wording(void **state) {
    struct text text;

    (void)state;
    text_init(&text);
    catalogue_describe(NOTE_RESET_HALF_OPEN, LANGUAGE_EN, &text);
    assert_non_null(strstr(text_string(&text), "in the {who}'s name: no such connection there"));
    assert_non_null(strstr(text_string(&text), "has closed this connection already"));
    assert_non_null(strstr(text_string(&text), "answers the SYN-ACK with RST"));
    text_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_every_wording_has_known_placeholders_and_paired_fields),
        cmocka_unit_test(test_catalogue_no_wording_needs_an_escape),
        cmocka_unit_test(test_catalogue_every_explanation_is_one_to_six_sentences_with_source),
        cmocka_unit_test(test_catalogue_names_are_unique),
        cmocka_unit_test(test_catalogue_select_family_takes_all_of_it_and_no_more),
        cmocka_unit_test(test_catalogue_select_exact_id_takes_only_it),
        cmocka_unit_test(test_catalogue_select_unknown_or_half_a_word_is_refused),
        cmocka_unit_test(test_catalogue_find_takes_whole_names_only),
        cmocka_unit_test(test_catalogue_suggest_typing_error_finds_the_id),
        cmocka_unit_test(test_catalogue_suggest_another_word_finds_nothing),
        cmocka_unit_test(test_catalogue_describe_says_both_languages),
        cmocka_unit_test(test_catalogue_describe_says_each_wording),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
