#include "print/changes.h"

bool changes_made(const struct printer_settings *settings, enum change change) {
    static const enum tcpdump_release since[CHANGE_COUNT] = {
#define CHANGE(name, release) [CHANGE_##name] = TCPDUMP_##release,
#include "print/changes.def"
    };

    return settings->release >= since[change];
}
