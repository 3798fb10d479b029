/* The releases of tcpdump whose text can be printed. */
#ifndef TCPGLOSS_PRINT_TCPDUMP_RELEASE_H
#define TCPGLOSS_PRINT_TCPDUMP_RELEASE_H

#include "tcpgloss/base/export.h"

/* In order of time: what a release changed is in all that follow it. */
enum tcpdump_release {
    TCPDUMP_DEFAULT, /* the one that was chosen when the library was built */
    TCPDUMP_4_99_3,  /* Debian 12 */
    TCPDUMP_4_99_4,  /* Ubuntu 24.04 */
    TCPDUMP_4_99_5,  /* Debian 13 */
    TCPDUMP_4_99_6,
    TCPDUMP_RELEASE_COUNT
};

/* "4.99.3"; that of the default is the release that it stands for. */
TCPGLOSS_API const char *tcpdump_release_name(enum tcpdump_release release);

/* The release itself, also where the default is meant. */
TCPGLOSS_API enum tcpdump_release tcpdump_release_chosen(enum tcpdump_release release);

#endif
