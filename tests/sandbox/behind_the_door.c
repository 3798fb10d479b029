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

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
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

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif

enum { SKIPPED = 77, NOBODY = 65534, COULD_NOT_BEGIN = 126 };

enum outcome { ALLOWED, REFUSED, KILLED, ELSE, REFUSED_BY_4, REFUSED_BY_6 };

static const char *const outcome_names[] = {"allowed", "refused", "killed", "something else"};

static const unsigned char frame[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                        0,    0,    0,    0,    1,    0x88, 0xb5};

/* What is open, or at hand, when the door closes. */
struct scene {
    int packet;    /* a packet socket, bound to lo */
    int output;    /* may be written to */
    int helper;    /* may be sent to */
    int datagram;  /* a socket of UDP that may be sent to, but to no address */
    int connected; /* and one that may not, though it is connected */
    int unbound;   /* and one without an address */
    int file;      /* open to read and write, no output: "file" in `directory` */
    int source;    /* a file to read from */
    int directory;
    int listener; /* at the abstract address `abstract` */
    int module;   /* code in /etc, /lib or the like */
    pid_t other;  /* a process of the same user */
    int pair[2];
    char path[64]; /* above `directory` */
    char bytes[4096];
    char *arguments[2];
    const struct sockaddr *link;
    socklen_t link_size;
    const struct sockaddr *loopback;
    socklen_t loopback_size;
    struct iovec part;
    struct msghdr message;
    struct mmsghdr messages;
    struct stat status;
    struct statx statx;
    uint64_t how[3];
    uint64_t clone[8];
    struct sockaddr_ll link_address;
    struct sockaddr_in loopback_address;
    struct sockaddr_un abstract;
};

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

static struct sockaddr_in loopback(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int send_datagram(void) {
    const struct sockaddr_in address = loopback(53);
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    return descriptor < 0
               ? errno
               : result(sendto(descriptor, "x", 1, 0,
                               (const struct sockaddr *)(const void *)&address, sizeof address));
}

/* Nobody listens: a connection that is refused by the peer was allowed. */
static int connect_to_port(uint16_t port) {
    const struct sockaddr_in address = loopback(port);
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    int failure = descriptor < 0
                      ? errno
                      : result(connect(descriptor, (const struct sockaddr *)(const void *)&address,
                                       sizeof address));

    return failure == ECONNREFUSED ? 0 : failure;
}

static const struct sockaddr *abstract(struct scene *scene) {
    scene->abstract.sun_family = AF_UNIX;
    (void)snprintf(scene->abstract.sun_path + 1, sizeof scene->abstract.sun_path - 1, "%s",
                   scene->path);
    return (const struct sockaddr *)(const void *)&scene->abstract;
}

static int connect_to_abstract(struct scene *scene) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

    return descriptor < 0 ? errno
                          : result(connect(descriptor, abstract(scene), sizeof scene->abstract));
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

/* The scene. */

static bool raise_loopback(void) {
    struct ifreq request = {.ifr_name = "lo"};
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    bool raised;

    request.ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING;
    raised = descriptor >= 0 && ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    (void)close(descriptor);
    return raised;
}

static int open_packet_socket(struct scene *scene) {
    int descriptor = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));

    scene->link_address = (struct sockaddr_ll){.sll_family = AF_PACKET,
                                               .sll_protocol = htons(ETH_P_ALL),
                                               .sll_ifindex = (int)if_nametoindex("lo"),
                                               .sll_halen = 6};
    scene->link = (const struct sockaddr *)(const void *)&scene->link_address;
    scene->link_size = sizeof scene->link_address;
    return descriptor >= 0 && bind(descriptor, scene->link, scene->link_size) == 0 ? descriptor
                                                                                   : -1;
}

static int open_datagram_socket(const struct scene *scene, bool connected) {
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    return descriptor >= 0 &&
                   (!connected || connect(descriptor, scene->loopback, scene->loopback_size) == 0)
               ? descriptor
               : -1;
}

static bool open_files(struct scene *scene) {
    char inside[80];
    static const char text[] = "text";

    (void)snprintf(scene->path, sizeof scene->path, "/tmp/behind_the_door.XXXXXX");
    if (mkdtemp(scene->path) == NULL || chmod(scene->path, 0777) != 0) {
        return false;
    }
    (void)snprintf(inside, sizeof inside, "%s/in", scene->path);
    if (mkdir(inside, 0777) != 0 || chmod(inside, 0777) != 0) {
        return false;
    }
    scene->directory = open(inside, O_RDONLY | O_DIRECTORY);
    scene->output = openat(scene->directory, "output", O_RDWR | O_CREAT, 0666);
    scene->file = openat(scene->directory, "file", O_RDWR | O_CREAT, 0666);
    scene->source = open("/etc/passwd", O_RDONLY);
    scene->module = open("/proc/self/exe", O_RDONLY);
    return scene->output >= 0 && scene->file >= 0 && fchmod(scene->file, 0666) == 0 &&
           write(scene->file, text, sizeof text) == (ssize_t)sizeof text &&
           lseek(scene->file, 0, SEEK_SET) == 0 && scene->source >= 0 && scene->module >= 0;
}

/* Something to be read on standard input. */
static bool fill_standard_input(void) {
    int ends[2];

    return pipe(ends) == 0 && write(ends[1], "secret", 6) == 6 && dup2(ends[0], 0) == 0;
}

static pid_t start_another(void) {
    pid_t process = fork();

    if (process == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        for (;;) {
            (void)pause();
        }
    }
    return process;
}

static bool set_scene(struct scene *scene) {
    int pair[2];

    scene->loopback_address = loopback(9);
    scene->loopback = (const struct sockaddr *)(const void *)&scene->loopback_address;
    scene->loopback_size = sizeof scene->loopback_address;
    scene->packet = open_packet_socket(scene);
    scene->datagram = open_datagram_socket(scene, false);
    scene->connected = open_datagram_socket(scene, true);
    scene->unbound = open_datagram_socket(scene, false);
    if (!open_files(scene) || !fill_standard_input() ||
        socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0) {
        return false;
    }
    scene->helper = pair[0];
    scene->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (scene->listener < 0 ||
        bind(scene->listener, abstract(scene), sizeof scene->abstract) != 0 ||
        listen(scene->listener, 1) != 0) {
        return false;
    }
    scene->arguments[0] = "true";
    scene->part = (struct iovec){.iov_base = scene->bytes, .iov_len = sizeof frame};
    scene->message = (struct msghdr){.msg_iov = &scene->part, .msg_iovlen = 1};
    scene->messages = (struct mmsghdr){.msg_hdr = scene->message};
    scene->clone[4] = SIGCHLD;
    memcpy(scene->bytes, frame, sizeof frame);
    scene->other = start_another();
    return scene->other > 0;
}

/* The doors. */

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

static void clear_scene(const struct scene *scene) {
    char command[128];

    (void)kill(scene->other, SIGKILL);
    (void)waitpid(scene->other, NULL, 0);
    (void)snprintf(command, sizeof command, "rm -rf %s", scene->path);
    (void)!system(command);
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

    if (scene == NULL || !set_scene(scene)) {
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
    clear_scene(scene);
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
