#define _GNU_SOURCE /* CLONE_THREAD */

#include "capture/confinement/syscall_filter.h"

#include <errno.h>

#ifdef HAVE_SECCOMP

#include <net/if.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>

/* What reading, writing, waiting, memory, time and an orderly end need. */
static const int allowed[] = {
    SCMP_SYS(read),         SCMP_SYS(pread64),       SCMP_SYS(write),
    SCMP_SYS(writev),       SCMP_SYS(lseek),         SCMP_SYS(close),
    SCMP_SYS(fstat),        SCMP_SYS(newfstatat),    SCMP_SYS(ftruncate),
    SCMP_SYS(poll),         SCMP_SYS(ppoll),         SCMP_SYS(restart_syscall),
    SCMP_SYS(recvfrom),     SCMP_SYS(recvmsg),       SCMP_SYS(sendto),
    SCMP_SYS(getsockopt),   SCMP_SYS(brk),           SCMP_SYS(munmap),
    SCMP_SYS(mremap),       SCMP_SYS(madvise),       SCMP_SYS(futex),
    SCMP_SYS(getrandom),    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(time),         SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction), SCMP_SYS(getpid),        SCMP_SYS(gettid),
    SCMP_SYS(tgkill),       SCMP_SYS(exit),          SCMP_SYS(exit_group),
};

/* What starting a thread needs besides. */
static const int threading[] = {SCMP_SYS(rseq), SCMP_SYS(set_robust_list)};

/* What only someone who has taken the program over would call. */
static const int deadly[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(socket),
};

/* Memory, but none that can be run. */
static const int memory[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

/* Asking about a terminal, and libpcap asking whether a device that went down is still there. */
static const unsigned long requests[] = {TCGETS, TIOCGWINSZ, SIOCGIFNAME, SIOCGIFFLAGS,
                                         SIOCGIFINDEX};

/* Allows a call if its argument compares so. */
static int allow_if(scmp_filter_ctx filter, int call, struct scmp_arg_cmp comparison) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &comparison);
}

static int add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count) {
    int result = 0;

    for (size_t i = 0; i < count && result == 0; i++) {
        result = seccomp_rule_add(filter, action, calls[i], 0);
    }
    return result;
}

static int add_rules(scmp_filter_ctx filter, bool creates_files) {
    int result = add_all(filter, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof allowed[0]);

    if (result == 0) {
        result = add_all(filter, SCMP_ACT_ALLOW, threading, sizeof threading / sizeof threading[0]);
    }
    if (result == 0) {
        result = add_all(filter, SCMP_ACT_KILL_PROCESS, deadly, sizeof deadly / sizeof deadly[0]);
    }
    for (size_t i = 0; i < sizeof requests / sizeof requests[0] && result == 0; i++) {
        result =
            allow_if(filter, SCMP_SYS(ioctl),
                     (struct scmp_arg_cmp){.arg = 1, .op = SCMP_CMP_EQ, .datum_a = requests[i]});
    }
    for (size_t i = 0; i < sizeof memory / sizeof memory[0] && result == 0; i++) {
        result =
            allow_if(filter, memory[i],
                     (struct scmp_arg_cmp){
                         .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0});
    }
    if (result == 0) { /* a thread, but no process */
        result = allow_if(filter, SCMP_SYS(clone),
                          (struct scmp_arg_cmp){.arg = 0,
                                                .op = SCMP_CMP_MASKED_EQ,
                                                .datum_a = CLONE_THREAD,
                                                .datum_b = CLONE_THREAD});
    }
    if (result == 0) { /* its flags are in memory, out of a filter's sight: libc then takes clone */
        result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    }
    if (result == 0 && creates_files) {
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 0);
    }
    return result;
}

bool syscall_filter_enter(bool creates_files) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int result = -ENOMEM;

    if (filter != NULL) {
        result = add_rules(filter, creates_files);
        if (result == 0) {
            result = seccomp_load(filter);
        }
        seccomp_release(filter);
    }
    errno = -result;
    return result == 0;
}

#else

bool syscall_filter_enter(bool creates_files) {
    (void)creates_files;
    errno = ENOSYS;
    return false;
}

#endif
