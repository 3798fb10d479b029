/*
 * Attempts from inside what the sandbox forbids: behind_the_door ATTEMPT.
 *
 * Enters the door of a role as the program does, as root and as another user, with and without
 * Landlock, and attempts one thing; and once more outside of the doors, where it succeeds. Each
 * time in a process of its own, all of them in a network namespace of their own.
 *
 * behind_the_door --without-landlock PROGRAM ARGUMENT… runs a program as on a kernel that has none.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tcpgloss/capture/privileges.h"
#include "tcpgloss/capture/sandbox.h"

#include "scene.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif

enum { SKIPPED = 77, NOBODY = 65534, COULD_NOT_BEGIN = 126 };

enum outcome { ALLOWED, REFUSED, KILLED, ELSE, REFUSED_BY_4, REFUSED_BY_6 };

static const char *const outcome_names[] = {"allowed", "refused", "killed", "something else"};

static int result(long returned) {
    return returned < 0 ? errno : 0;
}

static void *end_at_once(void *context) {
    return context;
}

static int start_thread(void) {
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, end_at_once, NULL);

    return failure != 0 ? failure : pthread_join(thread, NULL);
}

static int take_memory(void) {
    volatile char *memory = malloc(8 << 20);

    if (memory == NULL) {
        return errno;
    }
    memory[0] = 1;
    free((void *)(uintptr_t)memory);
    return 0;
}

static int map_file(int descriptor, int protection) {
    int flags = descriptor < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_PRIVATE;

    return mmap(NULL, 4096, protection, flags, descriptor, 0) == MAP_FAILED ? errno : 0;
}

static int map_memory(int protection) {
    return map_file(-1, protection);
}

static int protect_memory(int protection) {
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return memory == MAP_FAILED ? ELSE : result(mprotect(memory, 4096, protection));
}

static int send_datagram(void) {
    const struct sockaddr_in address = scene_loopback(53);
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    return descriptor < 0
               ? errno
               : result(sendto(descriptor, "x", 1, 0,
                               (const struct sockaddr *)(const void *)&address, sizeof address));
}

/* Nobody listens: a connection that is refused by the peer was allowed. */
static int connect_to_port(uint16_t port) {
    const struct sockaddr_in address = scene_loopback(port);
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    int failure = descriptor < 0
                      ? errno
                      : result(connect(descriptor, (const struct sockaddr *)(const void *)&address,
                                       sizeof address));

    return failure == ECONNREFUSED ? 0 : failure;
}

static int connect_to_abstract(struct scene *scene) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

    return descriptor < 0
               ? errno
               : result(connect(descriptor, scene_abstract(scene), sizeof scene->abstract));
}

/* The attempts, by name. */

#define ATTEMPT(role, name, with, without, what)                                                   \
    static int attempt_##role##_##name(struct scene *scene) {                                      \
        (void)scene;                                                                               \
        return what;                                                                               \
    }
#include "attempts.def"
#undef ATTEMPT

struct attempt {
    enum sandbox_role role;
    const char *name;
    enum outcome with, without; /* Landlock */
    int (*run)(struct scene *scene);
};

static const struct attempt attempts[] = {
#define ATTEMPT(role, name, with, without, what)                                                   \
    {ROLE_##role, #role "_" #name, with, without, attempt_##role##_##name},
#include "attempts.def"
#undef ATTEMPT
};

static bool raise_loopback(void) {
    struct ifreq request = {.ifr_name = "lo"};
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    bool raised;

    request.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
    raised = descriptor >= 0 && ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    (void)close(descriptor);
    return raised;
}

/* As on a kernel without Landlock. */
static bool hide_landlock(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool hidden =
        filter != NULL &&
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SYS_landlock_create_ruleset, 0) == 0 &&
        seccomp_load(filter) == 0;

    seccomp_release(filter);
    return hidden;
}

static bool enter(const struct attempt *attempt, const struct scene *scene, uid_t user) {
    const struct identity identity = {.changes = user != getuid(), .user = user, .group = user};
    struct sandbox_settings settings = {.role = attempt->role, .directory = scene->directory};
    struct error error;

    descriptor_set_add(&settings.outputs, STDOUT_FILENO);
    descriptor_set_add(&settings.outputs, STDERR_FILENO);
    descriptor_set_add(&settings.outputs, scene->output);
    descriptor_set_add(&settings.sockets, scene->helper);
    descriptor_set_add(&settings.sockets, scene->datagram);
    if (!privileges_drop(&identity, &error)) {
        (void)fprintf(stderr, "%s\n", error.message);
        return false;
    }
    (void)sandbox_enter(&settings, &error);
    return true;
}

struct door {
    const char *name;
    bool entered;
    long landlock; /* its version; 0: hidden */
    uid_t user;
};

static enum outcome outcome_of(int status) {
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) == SIGSYS ? KILLED : ELSE;
    }
    switch (WEXITSTATUS(status)) {
    case 0:
        return ALLOWED;
    case EPERM:
    case EACCES:
    case ENOSYS:
        return REFUSED;
    default:
        return ELSE;
    }
}

_Noreturn static void attempt_behind(const struct attempt *attempt, const struct door *door,
                                     struct scene *scene) {
    (void)alarm(10);
    if (door->entered &&
        ((door->landlock == 0 && !hide_landlock()) || !enter(attempt, scene, door->user))) {
        _exit(COULD_NOT_BEGIN);
    }
    _exit(attempt->run(scene));
}

static enum outcome expected(const struct attempt *attempt, const struct door *door) {
    if (!door->entered) {
        return ALLOWED;
    }
    if (door->landlock == 0) {
        return attempt->without;
    }
    switch (attempt->with) {
    case REFUSED_BY_4:
        return door->landlock >= 4 ? REFUSED : ALLOWED;
    case REFUSED_BY_6:
        return door->landlock >= 6 ? REFUSED : ALLOWED;
    default:
        return attempt->with;
    }
}

/* False if what happened is not what was expected. */
static bool try_door(const struct attempt *attempt, const struct door *door) {
    struct scene *scene = calloc(1, sizeof *scene);
    enum outcome outcome = ELSE;
    int status = 0;
    pid_t process;

    if (scene == NULL || !scene_set(scene)) {
        (void)fprintf(stderr, "the scene cannot be set: %s\n", strerror(errno));
        free(scene);
        return false;
    }
    process = fork();
    if (process == 0) {
        attempt_behind(attempt, door, scene);
    }
    if (process > 0 && waitpid(process, &status, 0) == process) {
        outcome = outcome_of(status);
    }
    scene_clear(scene);
    free(scene);
    (void)printf("%s: %s (status %x)%s\n", door->name, outcome_names[outcome], (unsigned)status,
                 outcome == expected(attempt, door) ? "" : ", which was not expected");
    return outcome == expected(attempt, door);
}

static int skip(const char *why) {
    (void)printf("skipped: %s\n", why);
    return SKIPPED;
}

static int try_all(const struct attempt *attempt, bool with_landlock) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    const struct door doors[] = {
        {"outside", false, 0, 0},
        {"root", true, with_landlock ? version : 0, 0},
        {"nobody", true, with_landlock ? version : 0, NOBODY},
    };
    bool as_expected = true;

    if (geteuid() != 0) {
        return skip("needs root");
    }
    if (with_landlock && version < 1) {
        return skip("no Landlock in this kernel");
    }
    if (unshare(CLONE_NEWNET) != 0 || !raise_loopback()) {
        return skip("no network namespace here");
    }
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        as_expected = try_door(attempt, &doors[i]) && as_expected;
    }
    return as_expected ? 0 : 1;
}

static int run_without_landlock(char **command) {
    if (!hide_landlock()) {
        return skip("no filter of system calls");
    }
    (void)execvp(command[0], command);
    return 1;
}

int main(int argc, char **argv) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return skip("a sanitizer needs what the sandbox forbids");
#endif
    if (argc > 2 && strcmp(argv[1], "--without-landlock") == 0) {
        return run_without_landlock(argv + 2);
    }
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0] && argc == 3; i++) {
        if (strcmp(argv[1], attempts[i].name) == 0) {
            return try_all(&attempts[i], strcmp(argv[2], "landlock") == 0);
        }
    }
    (void)fprintf(stderr, "behind_the_door ATTEMPT landlock|seccomp: one of attempts.def\n");
    return 2;
}
