/* completions bash|zsh|fish: prints what the shell completes a command line of tcpgloss by. */
#include <stdio.h>
#include <string.h>

#include "generate/completion_bash.h"
#include "generate/completion_fish.h"
#include "generate/completion_zsh.h"

static const struct {
    const char *shell;
    void (*put)(void);
} shells[] = {
    {"bash", completion_put_bash}, {"zsh", completion_put_zsh}, {"fish", completion_put_fish}};

int main(int argc, char **argv) {
    for (size_t i = 0; argc == 2 && i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(argv[1], shells[i].shell) == 0) {
            shells[i].put();
            return fflush(stdout) != 0;
        }
    }
    (void)fprintf(stderr, "usage: completions bash|zsh|fish\n");
    return 2;
}
