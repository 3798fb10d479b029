#include "views/diagram/picture_flows.h"

#include "views/diagram/finish.h"
#include "views/diagram/open_diagrams.h"

static void add_event(struct picture_flows *flows, const struct record *record) {
    const struct verdict *verdict = record->as.event.verdict;

    if (verdict != NULL && verdict->opens) {
        if (flows->begun == PICTURE_FLOWS_MAX) {
            flows->refused++;
            return;
        }
        flows->begun++;
    }
    (void)open_diagrams_add(&flows->open, &flows->settings, record);
}

void picture_flows_add(struct picture_flows *flows, const struct record *record) {
    if (record->kind == RECORD_PACKET || record->kind == RECORD_TIMER) {
        add_event(flows, record);
    } else if (record->kind == RECORD_KERNEL) {
        (void)open_diagrams_note(&flows->open, record->as.kernel);
    }
}

bool picture_flows_take(struct picture_flows *flows, const struct flow_report *flow,
                        struct diagram *diagram) {
    if (!open_diagrams_take(&flows->open, flow->flow, diagram)) {
        return false;
    }
    diagram_finish(diagram, flow->teardown, flows->settings.language);
    flows->open.failed |= diagram->failed;
    return true;
}

uint64_t picture_flows_left_out(const struct picture_flows *flows) {
    return flows->refused + flows->open.refused;
}
