#include "tcpgloss/print/tcpdump_release.h"

#include <string.h>

/* The release of a build that was told none: the newest. */
#ifndef TCPGLOSS_TCPDUMP
#define TCPGLOSS_TCPDUMP "4.99.6"
#endif

static const char *const names[TCPDUMP_RELEASE_COUNT] = {
    [TCPDUMP_4_99_3] = "4.99.3",
    [TCPDUMP_4_99_4] = "4.99.4",
    [TCPDUMP_4_99_5] = "4.99.5",
    [TCPDUMP_4_99_6] = "4.99.6",
};

enum tcpdump_release tcpdump_release_chosen(enum tcpdump_release release) {
    enum tcpdump_release chosen = TCPDUMP_RELEASE_COUNT - 1;

    if (release != TCPDUMP_DEFAULT) {
        return release;
    }
    while (chosen > TCPDUMP_4_99_3 && strcmp(names[chosen], TCPGLOSS_TCPDUMP) != 0) {
        chosen--;
    }
    return chosen;
}

const char *tcpdump_release_name(enum tcpdump_release release) {
    return names[tcpdump_release_chosen(release)];
}
