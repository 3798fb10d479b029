#include "main/version.h"

#include <pcap/pcap.h>

#include "tcpgloss/print/tcpdump_release.h"

#if defined(__linux__) && __has_include(<linux/landlock.h>)
#define HAVE_LANDLOCK
#endif

static const char *const built_in[] = {
#ifdef HAVE_SECCOMP
    "seccomp",
#endif
#ifdef HAVE_LANDLOCK
    "Landlock",
#endif
    "zlib",
    "zstd",
};

void version_write(struct text *text) {
    text_printf(text, "tcpgloss version %s\n%s\n", TCPGLOSS_VERSION, pcap_lib_version());
    text_printf(text, "text of tcpdump %s (--tcpdump: of another release)\nwith ",
                tcpdump_release_name(TCPDUMP_DEFAULT));
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++) {
        text_put_string(text, i > 0 ? ", " : "");
        text_put_string(text, built_in[i]);
    }
    text_put_char(text, '\n');
}
