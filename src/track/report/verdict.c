#include "track/report/verdict.h"

#include <string.h>

struct finding *verdict_add(struct verdict *verdict, enum finding_kind kind, enum endpoint who) {
    if (verdict->finding_count < VERDICT_FINDINGS_MAX) {
        verdict->finding_count++;
    }

    struct finding *finding = &verdict->findings[verdict->finding_count - 1];

    memset(finding, 0, sizeof *finding);
    finding->kind = kind;
    finding->who = who;
    return finding;
}
