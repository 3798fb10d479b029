#ifdef __linux__

#define _GNU_SOURCE /* CLONE_THREAD */

#include "capture/confinement/linux/syscall_filter.h"

#include <errno.h>

#ifdef HAVE_SECCOMP

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

/* A filter that is being made; after a failure nothing is added any more. */
struct filter {
    scmp_filter_ctx context;
    int failure; /* a negative number of errno.h; 0: none */
};

/* Waiting, memory, time and an orderly end. */
static const int common_calls[] = {
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(lseek),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(getpid),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(gettid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
};

/* What only someone who has taken the process over would call. */
static const int deadly_calls[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace)};

/* Asking about a terminal, and libpcap asking whether a device that went down is still there. */
static const unsigned long reader_requests[] = {TCGETS, TIOCGWINSZ, SIOCGIFNAME, SIOCGIFFLAGS,
                                                SIOCGIFINDEX};

static const int output_calls[] = {SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(ftruncate)};

/* What glibc's look-ups and the modules of nsswitch.conf(5) call; files are opened apart. */
static const int resolver_calls[] = {
    SCMP_SYS(read),        SCMP_SYS(pread64),
    SCMP_SYS(write),       SCMP_SYS(fcntl),
    SCMP_SYS(newfstatat),  SCMP_SYS(stat),
    SCMP_SYS(statx),       SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),     SCMP_SYS(access),
    SCMP_SYS(faccessat),   SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),  SCMP_SYS(uname),
    SCMP_SYS(getuid),      SCMP_SYS(geteuid),
    SCMP_SYS(getgid),      SCMP_SYS(getegid),
    SCMP_SYS(connect),     SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),     SCMP_SYS(sendmmsg),
    SCMP_SYS(setsockopt),  SCMP_SYS(getsockopt),
    SCMP_SYS(getsockname), SCMP_SYS(getpeername),
    SCMP_SYS(epoll_wait),  SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_create1),
    SCMP_SYS(nanosleep),   SCMP_SYS(clock_nanosleep),
};

/* What listing /proc takes; fdopendir() looks at what it is given. */
static const int kernel_calls[] = {SCMP_SYS(pread64), SCMP_SYS(getdents64), SCMP_SYS(readlinkat),
                                   SCMP_SYS(fcntl), SCMP_SYS(newfstatat)};

static const int resolver_families[] = {AF_INET, AF_INET6, AF_UNIX};

static void add(struct filter *filter, uint32_t action, int call, unsigned count,
                const struct scmp_arg_cmp *compared) {
    if (filter->failure == 0) {
        filter->failure = seccomp_rule_add_array(filter->context, action, call, count, compared);
    }
}

static void allow_all(struct filter *filter, const int *calls, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add(filter, SCMP_ACT_ALLOW, calls[i], 0, NULL);
    }
}

static void allow_if(struct filter *filter, int call, struct scmp_arg_cmp comparison) {
    add(filter, SCMP_ACT_ALLOW, call, 1, &comparison);
}

static void allow_if_equal(struct filter *filter, int call, unsigned argument, uint64_t value) {
    allow_if(filter, call,
             (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value});
}

static void allow_if_masked(struct filter *filter, int call, unsigned argument, uint64_t mask,
                            uint64_t value) {
    allow_if(filter, call,
             (struct scmp_arg_cmp){
                 .arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value});
}

/* The kernel looks at the lower half of the argument only: each bit that makes a number larger than
 * standard error's is tried, and the number 3. */
static void allow_beyond_standard_streams(struct filter *filter, int call) {
    allow_if_masked(filter, call, 0, UINT32_MAX, STDERR_FILENO + 1);
    for (uint64_t bit = 4; bit <= INT32_MAX; bit <<= 1) {
        allow_if_masked(filter, call, 0, bit, bit);
    }
}

static void add_common(struct filter *filter) {
    allow_all(filter, common_calls, sizeof common_calls / sizeof common_calls[0]);
    for (size_t i = 0; i < sizeof deadly_calls / sizeof deadly_calls[0]; i++) {
        add(filter, SCMP_ACT_KILL_PROCESS, deadly_calls[i], 0, NULL);
    }
    allow_if_equal(filter, SCMP_SYS(tgkill), 0, (uint64_t)getpid());
    allow_if_masked(filter, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
    allow_if_masked(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
}

static void add_outputs(struct filter *filter, const struct descriptor_set *outputs) {
    for (unsigned i = 0; i < outputs->count; i++) {
        for (size_t j = 0; j < sizeof output_calls / sizeof output_calls[0]; j++) {
            allow_if_equal(filter, output_calls[j], 0, (uint64_t)outputs->numbers[i]);
        }
    }
}

/* send(): as sendto(), but to no address. */
static void add_sockets(struct filter *filter, const struct descriptor_set *sockets) {
    for (unsigned i = 0; i < sockets->count; i++) {
        const struct scmp_arg_cmp compared[] = {
            {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (uint64_t)sockets->numbers[i]},
            {.arg = 4, .op = SCMP_CMP_EQ, .datum_a = 0},
        };

        add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 2, compared);
    }
}

static void add_reader(struct filter *filter, const struct sandbox_settings *settings) {
    allow_beyond_standard_streams(filter, SCMP_SYS(read));
    allow_beyond_standard_streams(filter, SCMP_SYS(pread64));
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(getsockopt), 0, NULL);
    add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 0, NULL);
    add_outputs(filter, &settings->outputs);
    add_sockets(filter, &settings->sockets);
    for (size_t i = 0; i < sizeof reader_requests / sizeof reader_requests[0]; i++) {
        allow_if_equal(filter, SCMP_SYS(ioctl), 1, reader_requests[i]);
    }
    /* A thread, but no process. */
    allow_if_masked(filter, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);
    /* Its flags are in memory, out of a filter's sight: libc then takes clone(). */
    add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, NULL);
}

static void add_file_opener(struct filter *filter, const struct sandbox_settings *settings) {
    add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 0, NULL);
    allow_if_equal(filter, SCMP_SYS(openat), 0, (uint64_t)settings->directory);
    for (unsigned i = 0; i < settings->sockets.count; i++) {
        allow_if_equal(filter, SCMP_SYS(sendmsg), 0, (uint64_t)settings->sockets.numbers[i]);
    }
}

static void add_resolver(struct filter *filter) {
    const uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC;

    allow_all(filter, resolver_calls, sizeof resolver_calls / sizeof resolver_calls[0]);
    allow_if_masked(filter, SCMP_SYS(openat), 2, writing, O_RDONLY);
    allow_if_masked(filter, SCMP_SYS(open), 1, writing, O_RDONLY);
    allow_if_equal(filter, SCMP_SYS(ioctl), 1, FIONREAD);
    for (size_t i = 0; i < sizeof resolver_families / sizeof resolver_families[0]; i++) {
        allow_if_equal(filter, SCMP_SYS(socket), 0, (uint64_t)resolver_families[i]);
    }
    /* The modules are code, which is loaded but cannot be written. */
    allow_if_masked(filter, SCMP_SYS(mmap), 2, PROT_WRITE, 0);
}

/* Opens directories, not files; lists them, and reads where links lead. */
static void add_kernel(struct filter *filter, const struct sandbox_settings *settings) {
    const uint64_t opening = O_ACCMODE | O_CREAT | O_TRUNC | O_DIRECTORY;

    add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 0, NULL);
    allow_all(filter, kernel_calls, sizeof kernel_calls / sizeof kernel_calls[0]);
    allow_if_masked(filter, SCMP_SYS(openat), 2, opening, O_RDONLY | O_DIRECTORY);
    add_sockets(filter, &settings->sockets);
}

static void add_rules(struct filter *filter, const struct sandbox_settings *settings) {
    add_common(filter);
    switch (settings->role) {
    case ROLE_READER:
        add_reader(filter, settings);
        break;
    case ROLE_FILE_OPENER:
        add_file_opener(filter, settings);
        break;
    case ROLE_KERNEL:
        add_kernel(filter, settings);
        break;
    case ROLE_RESOLVER:
        add_resolver(filter);
        break;
    }
}

bool syscall_filter_enter(const struct sandbox_settings *settings) {
    struct filter filter = {.context = seccomp_init(SCMP_ACT_ERRNO(EPERM)), .failure = -ENOMEM};

    if (filter.context != NULL) {
        filter.failure = 0;
        add_rules(&filter, settings);
        if (filter.failure == 0) {
            filter.failure = seccomp_load(filter.context);
        }
        seccomp_release(filter.context);
    }
    errno = -filter.failure;
    return filter.failure == 0;
}

#else

bool syscall_filter_enter(const struct sandbox_settings *settings) {
    (void)settings;
    errno = ENOSYS;
    return false;
}

#endif

#endif
