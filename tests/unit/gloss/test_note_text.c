/*
 * Words that are kept are those that are written anew: each note is written here, by a thread that
 * keeps more and more, and by one that has just begun.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/gloss/note_text.h"

/* Notes of one packet. */
struct told {
    struct packet packet;
    struct verdict verdict;
    struct notes notes;
    enum language language;
    struct text text; /* the line */
};

static uint32_t random_state;

/* Below `bound`. */
static unsigned draw(unsigned bound) {
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % bound;
}

static void *write_line(void *argument) {
    struct told *told = argument;

    text_clear(&told->text);
    (void)notes_write_line(&told->notes, 0, told->language, &told->text);
    return NULL;
}

static void assert_kept_is_as_anew(struct told *told) {
    struct told anew = *told;
    pthread_t thread;

    text_init(&anew.text);
    assert_int_equal(pthread_create(&thread, NULL, write_line, &anew), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    for (int time = 0; time < 2; time++) {
        write_line(told);
        assert_int_equal(told->text.length, anew.text.length);
        assert_memory_equal(told->text.data, anew.text.data, anew.text.length);
    }
    text_free(&anew.text);
}

static struct argument draw_argument(void) {
    static const char words[] = "a name | of 31 bytes of a packet";
    struct argument argument = {.name = (enum argument_name)draw(ARGUMENT_NAME_COUNT)};

    switch (argument_type(argument.name)) {
    case ARGUMENT_IS_WHO:
        argument.value.who = (enum endpoint)draw(2);
        break;
    case ARGUMENT_IS_STATE:
        argument.value.state = (enum tcp_state)draw(STATE_TIME_WAIT + 1);
        break;
    case ARGUMENT_IS_TEXT:
    case ARGUMENT_IS_LIST:
        argument.value.text = (struct span){(const uint8_t *)words, draw(sizeof words)};
        break;
    default:
        argument.value.number = draw(3) == 0 ? 1 : draw(1 << 20);
        break;
    }
    return argument;
}

static void draw_note(struct note *note, enum note_id id, enum phrase phrase) {
    *note =
        (struct note){.id = id, .phrase = phrase, .argument_count = draw(NOTE_ARGUMENTS_MAX + 1)};
    note->kind = note_kind_of((enum note_level)catalogue_wording(id, phrase)->level);
    for (unsigned i = 0; i < note->argument_count; i++) {
        note->arguments[i] = draw_argument();
    }
}

static void draw_segment(struct told *told) {
    static const uint8_t addresses[8] = {192, 0, 2, 1, 198, 51, 100, 2};

    told->packet.ip =
        (struct ip_view){.version = 4, .source = addresses, .destination = addresses + 4};
    told->packet.tcp.source_port = (uint16_t)draw(3);
    told->packet.tcp.flags = (uint16_t)draw(64);
    told->verdict.change_count = draw(7);
    for (unsigned i = 0; i < told->verdict.change_count; i++) {
        told->verdict.changes[i] = (struct change){
            .endpoint = (enum endpoint)draw(2),
            .from = (enum tcp_state)draw(STATE_TIME_WAIT + 1),
            .to = (enum tcp_state)draw(STATE_TIME_WAIT + 1),
            .assumed = draw(2) != 0,
            .retracted = draw(4) == 0,
        };
    }
    told->notes.packet = draw(8) != 0 ? &told->packet : NULL;
    told->notes.verdict = &told->verdict;
    told->notes.mark_assumed = draw(2) != 0;
}

/* A line of one note, or of one with the packet's next behind it. */
static void assert_drawn(struct told *told, enum note_id id, enum phrase phrase) {
    draw_segment(told);
    draw_note(&told->notes.items[0], id, phrase);
    draw_note(&told->notes.items[1], (enum note_id)draw(NOTE_ID_COUNT), PHRASE_USUAL);
    told->notes.count = 1 + draw(2);
    told->language = (enum language)draw(LANGUAGE_BOTH + 1);
    assert_kept_is_as_anew(told);
}

static void test_note_text_any_note_kept_is_as_anew(void **state) {
    static struct told told;

    (void)state;
    random_state = 1;
    text_init(&told.text);
    for (unsigned round = 0; round < 20; round++) {
        for (enum note_id id = 0; id < NOTE_ID_COUNT; id++) {
            assert_drawn(&told, id, PHRASE_USUAL);
        }
        for (enum phrase phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
            assert_drawn(&told, catalogue_phrase_id(phrase), phrase);
        }
    }
    text_free(&told.text);
}

/* The same note again and again, but for one thing that its words depend on. */
static void test_note_text_one_thing_changed_is_not_mistaken(void **state) {
    static struct told told;

    (void)state;
    random_state = 2;
    text_init(&told.text);
    told.language = LANGUAGE_BOTH;
    for (unsigned round = 0; round < 300; round++) {
        draw_segment(&told);
        draw_note(&told.notes.items[0], (enum note_id)draw(NOTE_ID_COUNT), PHRASE_USUAL);
        told.notes.count = 1;
        assert_kept_is_as_anew(&told);
        told.packet.tcp.flags ^= (uint16_t)(1u << draw(5));
        assert_kept_is_as_anew(&told);
        told.notes.mark_assumed = !told.notes.mark_assumed;
        assert_kept_is_as_anew(&told);
        told.verdict.changes[0].to = (enum tcp_state)draw(STATE_TIME_WAIT + 1);
        assert_kept_is_as_anew(&told);
        told.verdict.changes[0].retracted = !told.verdict.changes[0].retracted;
        assert_kept_is_as_anew(&told);
        told.notes.items[0].arguments[0] = draw_argument();
        assert_kept_is_as_anew(&told);
        told.packet.tcp.flags = 0;
        told.notes.packet = &told.packet;
        assert_kept_is_as_anew(&told);
        told.notes.packet = NULL;
        assert_kept_is_as_anew(&told);
        told.language = (enum language)draw(LANGUAGE_BOTH + 1);
        assert_kept_is_as_anew(&told);
    }
    text_free(&told.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_note_text_any_note_kept_is_as_anew),
        cmocka_unit_test(test_note_text_one_thing_changed_is_not_mistaken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
