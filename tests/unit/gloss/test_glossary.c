#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/gloss/glossary.h"

static void assert_found(const char *word, const char *name) {
    const struct term *term = glossary_find(word);

    if (term == NULL) {
        fail_msg("no term is spelled %s", word);
    }
    assert_string_equal(term->name, name);
}

/* What a student would type who has a capture, a program or an exam before them. */
static void test_glossary_find_words_of_students_are_known(void **state) {
    static const char *const words[][2] = {
        {"SYN", "SYN"},
        {"[S.]", "SYN-ACK"},
        {"[.]", "ACK"},
        {"ack", "ACK"},
        {"FIN", "FIN"},
        {"[F.]", "FIN"},
        {"psh", "PSH"},
        {"[P.]", "PSH"},
        {"rst", "RST"},
        {"[R]", "RST"},
        {"SYN_SENT", "SYN-SENT"},
        {"SYN_RECV", "SYN-RECEIVED"},
        {"SYN-RCVD", "SYN-RECEIVED"},
        {"syn_rcv", "SYN-RECEIVED"},
        {"ESTAB", "ESTABLISHED"},
        {"fin-wait-2", "FIN-WAIT-2"},
        {"FIN_WAIT2", "FIN-WAIT-2"},
        {"TCP_CLOSE_WAIT", "CLOSE-WAIT"},
        {"LAST_ACK", "LAST-ACK"},
        {"TIME_WAIT", "TIME-WAIT"},
        {"timewait", "TIME-WAIT"},
        {"TCP_TIME_WAIT", "TIME-WAIT"},
        {"seq", "seq"},
        {"win", "win"},
        {"length", "length"},
        {"mss", "mss"},
        {"wscale", "wscale"},
        {"sackOK", "sackOK"},
        {"TS val", "TS val"},
        {"ecr", "ecr"},
        {"nop", "nop"},
        {"eol", "eol"},
        {"backlog", "backlog"},
        {"accept queue", "backlog"},
        {"全连接队列", "backlog"},
        {"半连接", "backlog"},
        {"four-tuple", "four-tuple"},
        {"四元组", "four-tuple"},
        {"MSL", "MSL"},
        {"2MSL", "MSL"},
        {"why-three", "why-three"},
        {"三次握手", "why-three"},
        {"四次挥手", "why-four"},
        {"bind", "bind"},
        {"address already in use", "bind"},
        {"syn-flood", "syn-flood"},
        {"keep-alive", "keep-alive"},
        {"重传", "RTO"},
        {"慢启动", "slow-start"},
        {"Nagle", "Nagle"},
        {"粘包", "stream"},
        {"half-open", "half-open"},
        {"connection refused", "connection refused"},
        {"tcp.analysis.zero_window", "tcp.analysis.zero_window"},
        {"TCP Dup ACK", "tcp.analysis.duplicate_ack"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_found(words[i][0], words[i][1]);
    }
}

static void test_glossary_find_other_words_are_not_found(void **state) {
    (void)state;
    assert_null(glossary_find(""));
    assert_null(glossary_find("[]"));
    assert_null(glossary_find("xyzzy"));
    assert_null(glossary_find("TCP_"));
}

/* Every spelling leads to its own term, so no two terms share one. */
static void test_glossary_every_spelling_finds_its_term(void **state) {
    (void)state;
    for (size_t i = 0; i < glossary_length(); i++) {
        const struct term *term = glossary_term(i);
        char list[512];

        assert_found(term->name, term->name);
        assert_true(strlen(term->spellings) < sizeof list);
        strcpy(list, term->spellings);
        for (char *at = list, *next; *at != '\0'; at = next) {
            char *end = strstr(at, ", ");

            next = end != NULL ? end + 2 : at + strlen(at);
            at[end != NULL ? end - at : (ptrdiff_t)strlen(at)] = '\0';
            assert_found(at, term->name);
        }
    }
}

static void test_glossary_every_note_it_names_exists(void **state) {
    (void)state;
    for (size_t i = 0; i < glossary_length(); i++) {
        const char *at = glossary_term(i)->notes;

        while (*at != '\0') {
            const size_t length = strcspn(at, ",");
            char name[64];
            enum note_id id;

            assert_true(length < sizeof name);
            memcpy(name, at, length);
            name[length] = '\0';
            if (!catalogue_find(name, &id)) {
                fail_msg("%s names the note %s", glossary_term(i)->name, name);
            }
            at += length;
            at += strspn(at, ", ");
        }
    }
}

static void test_glossary_every_term_is_explained_in_both_languages(void **state) {
    (void)state;
    for (size_t i = 0; i < glossary_length(); i++) {
        const struct term *term = glossary_term(i);

        assert_non_null(strstr(term->explain_zh, "。"));
        assert_non_null(strchr(term->explain_en, '.'));
        assert_true(strncmp(term->source, "RFC ", 4) == 0);
    }
}

static void test_glossary_describe_one_language_says_no_other(void **state) {
    struct text text;

    (void)state;
    text_init(&text);
    glossary_describe(glossary_find("CLOSE_WAIT"), LANGUAGE_EN, &text);
    text_put_char(&text, '\0');
    assert_non_null(strstr(text.data, "CLOSE-WAIT — state — RFC 9293 §3.3.2, §3.6\n"));
    assert_non_null(strstr(text.data, "notes: teardown.fin, teardown.half-closed\n"));
    assert_null(strstr(text.data, "状态"));
    text_free(&text);
}

static void test_glossary_suggest_typing_error_finds_the_term(void **state) {
    struct nearest nearest;

    (void)state;
    nearest_begin(&nearest, "TIME_WIAT", 9);
    glossary_suggest(&nearest);
    assert_string_equal(nearest.found, "TIME-WAIT");
    nearest_begin(&nearest, "tcp.analysis", 12);
    glossary_suggest(&nearest);
    assert_non_null(nearest.found);
}

static void test_glossary_describe_both_languages_says_both(void **state) {
    const struct term *term = glossary_find("TIME-WAIT");
    struct text text;

    (void)state;
    assert_non_null(term);
    text_init(&text);
    glossary_describe(term, LANGUAGE_BOTH, &text);
    assert_non_null(strstr(text_string(&text), "时"));
    assert_non_null(strstr(text_string(&text), " the "));
    text_clear(&text);
    glossary_describe(term, LANGUAGE_EN, &text);
    assert_non_null(strstr(text_string(&text), " the "));
    text_clear(&text);
    glossary_describe(term, LANGUAGE_ZH, &text);
    assert_non_null(strstr(text_string(&text), "时"));
    text_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_glossary_find_words_of_students_are_known),
        cmocka_unit_test(test_glossary_find_other_words_are_not_found),
        cmocka_unit_test(test_glossary_every_spelling_finds_its_term),
        cmocka_unit_test(test_glossary_every_note_it_names_exists),
        cmocka_unit_test(test_glossary_every_term_is_explained_in_both_languages),
        cmocka_unit_test(test_glossary_describe_one_language_says_no_other),
        cmocka_unit_test(test_glossary_suggest_typing_error_finds_the_term),
        cmocka_unit_test(test_glossary_describe_both_languages_says_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
