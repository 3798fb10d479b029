#include "main/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "tcpgloss/base/words.h"

#define SECOND INT64_C(1000000000)

void progress_begin(struct progress *progress, bool live, int64_t now) {
    progress->wanted = !live && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    progress->shown = false;
    progress->began = now;
    progress->next = now + SECOND;
}

void progress_tell(struct progress *progress, int64_t now, uint64_t packets, double part) {
    if (!progress->wanted || now < progress->next) {
        return;
    }
    progress->next = now + SECOND / 2;
    progress->shown = true;
    (void)fprintf(stderr, MESSAGE("\r%" PRIu64 " 个包", "\r%" PRIu64 " packets"), packets);
    if (part > 0) {
        int64_t left = (int64_t)((double)(now - progress->began) * (1 - part) / part / SECOND);

        (void)fprintf(stderr, MESSAGE("，%d%%，还需 %" PRId64 " 秒", ", %d %%, %" PRId64 " s left"),
                      (int)(100 * part), left);
    }
    (void)fputs("\033[K", stderr);
    (void)fflush(stderr);
}

void progress_end(struct progress *progress) {
    if (progress->shown) {
        (void)fputs("\r\033[K", stderr);
        progress->shown = false;
    }
}
