#include "gloss/kept_words.h"

#include <assert.h>
#include <string.h>

enum {
    PLACE_BITS = 7,
    NAME_BITS = 6,
    NAMES_MAX = 64 / NAME_BITS,
    CHANGES_MAX = 4, /* of 11 bits each, with 9 more beside them in 64 */
};

/* Five bits: the flags that notes show, and whether there is a packet. */
enum { SHOWN_FLAGS = TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK, HAS_PACKET = TCP_PSH };

static_assert(ARGUMENT_NAME_COUNT < 1 << NAME_BITS, "a name, and none, in so many bits");

static uint64_t names_of(const struct note *note) {
    uint64_t names = 0;

    for (unsigned i = 0; i < note->argument_count; i++) {
        names = names << NAME_BITS | ((uint64_t)note->arguments[i].name + 1);
    }
    return names;
}

static uint64_t changes_of(const struct notes *notes, const struct verdict *verdict) {
    uint64_t changes = 0;

    for (unsigned i = 0; i < verdict->change_count; i++) {
        const struct change *change = &verdict->changes[i];
        const bool marked = notes->mark_assumed && change->assumed;

        changes = changes << 11 | (uint64_t)change->from << 7 | (uint64_t)change->to << 3 |
                  (uint64_t)change->endpoint << 2 | (uint64_t)marked << 1 | change->retracted;
    }
    return changes << 3 | verdict->change_count;
}

bool words_key_make(struct words_key *key, const struct notes *notes, const struct note *note,
                    const struct template *template, uint64_t said, bool begins_line) {
    const struct packet *packet = notes->packet;
    const struct verdict *verdict = notes->verdict;

    if (note->argument_count > NAMES_MAX ||
        (verdict != NULL && verdict->change_count > CHANGES_MAX)) {
        return false;
    }
    key->template = template;
    key->arguments = names_of(note);
    key->said = said;
    key->shown = verdict != NULL ? changes_of(notes, verdict) : 0;
    key->shown =
        key->shown << 5 | (packet != NULL ? HAS_PACKET | (packet->tcp.flags & SHOWN_FLAGS) : 0);
    key->shown = key->shown << 1 | begins_line;
    return true;
}

static _Thread_local struct kept_words places[1 << PLACE_BITS];

struct kept_words *kept_words_place(const struct words_key *key) {
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio */
    const uint64_t shown = key->shown << 32 | key->shown >> 32;

    return &places[(((key->arguments ^ shown) + key->template->number) * golden) >>
                   (64 - PLACE_BITS)];
}

void kept_words_begin(struct kept_words *kept) {
    kept->key.template = NULL;
    kept->gap_count = 0;
    kept->length = 0;
}

void kept_words_add(struct kept_words *kept, const char *from, const char *to) {
    const size_t length = (size_t)(to - from);

    if (kept->length <= KEPT_WORDS_MAX && length <= KEPT_WORDS_MAX - kept->length) {
        memcpy(kept->words + kept->length, from, length);
        kept->length += (unsigned)length;
    } else {
        kept->length = KEPT_WORDS_MAX + 1;
    }
}

void kept_words_add_gap(struct kept_words *kept, const struct piece *piece, unsigned argument) {
    if (kept->gap_count < KEPT_GAPS_MAX) {
        kept->gaps[kept->gap_count++] = (struct words_gap){piece, argument, kept->length};
    } else {
        kept->length = KEPT_WORDS_MAX + 1;
    }
}

void kept_words_finish(struct kept_words *kept, const struct words_key *key) {
    if (kept->length <= KEPT_WORDS_MAX) {
        kept->key = *key;
    }
}
