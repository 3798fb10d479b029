#include "tcpgloss/capture/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "tcpgloss/base/system_message.h"

static volatile sig_atomic_t stop_signal;
static volatile sig_atomic_t report_wanted;
static int wake_pipe[2] = {-1, -1};

void signals_wake(void) {
    int saved = errno;

    if (write(wake_pipe[1], "", 1) < 0) {
        /* Full: whoever waits is woken already. */
    }
    errno = saved;
}

static void ask_stop(int number) {
    stop_signal = number;
    signals_wake();
}

static void ask_report(int number) {
    (void)number;
    report_wanted = 1;
    signals_wake();
}

static void catch_signal(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

/* nohup ignores it for us. A script's background job ignores SIGINT too, but there `kill -INT` is
 * how a capture is ended: that one is caught all the same. */
static bool hangup_is_ignored(void) {
    struct sigaction before;

    return sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == SIG_IGN;
}

bool signals_install(struct error *error) {
    if (pipe(wake_pipe) != 0 || fcntl(wake_pipe[0], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(wake_pipe[1], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(wake_pipe[0], F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(wake_pipe[1], F_SETFD, FD_CLOEXEC) != 0) {
        return error_set_system(error, STATUS_RUNTIME, "pipe", errno);
    }
    catch_signal(SIGINT, ask_stop);
    catch_signal(SIGTERM, ask_stop);
    if (!hangup_is_ignored()) {
        catch_signal(SIGHUP, ask_stop);
    }
    catch_signal(SIGUSR1, ask_report);
#ifdef SIGINFO
    catch_signal(SIGINFO, ask_report);
#endif
    catch_signal(SIGPIPE, SIG_DFL);
    return true;
}

int signals_stop(void) {
    return stop_signal;
}

bool signals_take_report(void) {
    bool wanted = report_wanted != 0;

    report_wanted = 0;
    return wanted;
}

int signals_descriptor(void) {
    return wake_pipe[0];
}

int signals_wake_descriptor(void) {
    return wake_pipe[1];
}

void signals_drain(void) {
    char bytes[64];

    while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {
    }
}

void signals_die(int number) {
    sigset_t all;

    (void)signal(number, SIG_DFL);
    (void)sigemptyset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    (void)raise(number);
    _Exit(128 + number);
}
