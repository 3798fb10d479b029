#include "track/report/verdict.h"

#include <stddef.h>
#include <string.h>

static const uint8_t traits[] = {
#define FINDING(id, traits, ...) [FINDING_##id] = (traits),
#include "tcpgloss/track/findings.def"
};

_Static_assert(sizeof traits == FINDING_COUNT, "each finding has its traits");

static bool has_trait(enum finding_kind kind, enum finding_trait trait) {
    return (traits[kind] & trait) != 0;
}

bool finding_is_opening(enum finding_kind kind) {
    return has_trait(kind, TRAIT_OPENS);
}

bool finding_is_closing(enum finding_kind kind) {
    return has_trait(kind, TRAIT_CLOSES);
}

bool finding_is_retransmission(enum finding_kind kind) {
    return has_trait(kind, TRAIT_RETRANSMITS);
}

bool finding_follows_loss(enum finding_kind kind) {
    return has_trait(kind, TRAIT_FOLLOWS_LOSS);
}

bool finding_repeats(enum finding_kind kind) {
    return has_trait(kind, TRAIT_REPEATS);
}

struct finding *verdict_add(struct verdict *verdict, enum finding_kind kind, enum endpoint who) {
    if (verdict->finding_count < VERDICT_FINDINGS_MAX) {
        verdict->finding_count++;
    }

    struct finding *finding = &verdict->findings[verdict->finding_count - 1];

    /* In two parts, each short enough for plain stores: as a whole a string instruction clears it,
     * which takes longer to begin than to do. */
    memset(finding, 0, offsetof(struct finding, duration));
    memset(&finding->duration, 0, sizeof *finding - offsetof(struct finding, duration));
    finding->kind = kind;
    finding->who = who;
    return finding;
}
