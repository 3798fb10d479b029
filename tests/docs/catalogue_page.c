/*
 * Prints docs/notes.md, the catalogue of notes for readers, from the catalogue's data.
 */
#include <stdio.h>
#include <string.h>

#include "tcpgloss/gloss/note.h"

static const char head[] =
    "# The catalogue of notes\n"
    "\n"
    "This page is made from `include/tcpgloss/gloss/catalogue.def` (`cmake --build … --target "
    "docs`);\n"
    "a test holds the two together. Ids are stable and public, wording may be polished.\n"
    "\n"
    "| line starts with | kind | what it is |\n"
    "|---|---|---|\n"
    "| `# [N] ` | phase | a heading, before the first packet of a phase of flow N |\n"
    "| `## [N] ` | step | what the next packet does: flags, arithmetic, state changes |\n"
    "| `#! [N] ` | warning | something outside the normal course, on the next packet |\n"
    "| `#? ` | explanation | the why, once a run for each id; only with `--explain` |\n"
    "| `#= [N] ` | fact | read from this machine's kernel, not inferred; only with "
    "[`--kernel`](views.md#what-the-kernel-says) |\n"
    "\n"
    "`{…}` stands for a value. A field, between two ` | `, whose value is not known is left out.\n"
    "In a value that comes from a packet, `|` and `\\` have a `\\` before them, and in a list `,` "
    "too: it cannot\n"
    "pretend to be several.\n";

static void put_words(const struct wording *wording) {
    (void)printf("    %s\n", wording->zh);
    if (strcmp(wording->zh, wording->en) != 0) {
        (void)printf("    %s\n", wording->en);
    }
}

static const char *kind_of(enum note_level level) {
    static const char *const kinds[] = {
        [NOTE_PHASE] = "phase", [NOTE_WARNING] = "warning", [NOTE_STEP] = "step"};

    return level == NOTES_ALL ? "step, with `--notes all`" : kinds[note_kind_of(level)];
}

static void put_entry(enum note_id id) {
    const struct catalogue_entry *entry = catalogue_entry(id);

    (void)printf("\n## %s\n\n%s · %s\n\n", entry->name, kind_of(entry->usual.level), entry->source);
    put_words(&entry->usual);
    for (unsigned phrase = PHRASE_USUAL + 1; phrase < PHRASE_COUNT; phrase++) {
        if (catalogue_phrase_id((enum phrase)phrase) == id) {
            put_words(catalogue_wording(id, (enum phrase)phrase));
        }
    }
    (void)printf("\n%s\n\n%s\n", entry->explain_zh, entry->explain_en);
}

int main(void) {
    (void)fputs(head, stdout);
    for (unsigned id = 0; id < NOTE_ID_COUNT; id++) {
        put_entry((enum note_id)id);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
