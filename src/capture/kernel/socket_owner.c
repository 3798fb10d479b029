#include "capture/kernel/socket_owner.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROCESSES_MAX = 65536, REMEMBERED = 8, LINK_SIZE = 512 };

struct owner {
    uint32_t process; /* 0: this place is free */
    char program[16];
};

static struct owner remembered[REMEMBERED];
static unsigned next_remembered;
static unsigned *processes; /* room for PROCESSES_MAX, once it is needed */
static unsigned newest;     /* the number of the last process that was started */

/* Numbers are given in order and start anew: how many have been given since this one. */
static unsigned age(unsigned process) {
    return newest - process;
}

static int newer_first(const void *left, const void *right) {
    unsigned a = age(*(const unsigned *)left);
    unsigned b = age(*(const unsigned *)right);

    return (a > b) - (a < b);
}

/* The last word of /proc/loadavg is the number that was given last. */
static void read_newest(int load) {
    char line[64];
    ssize_t length = pread(load, line, sizeof line - 1, 0);
    const char *word;

    line[length > 0 ? length : 0] = '\0';
    word = strrchr(line, ' ');
    newest = word != NULL ? (unsigned)strtoul(word, NULL, 10) : UINT_MAX;
}

/* A directory's stream; null, with everything closed, if it cannot be listed. */
static DIR *list(int directory, const char *path) {
    int descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = descriptor >= 0 ? fdopendir(descriptor) : NULL;

    if (stream == NULL && descriptor >= 0) {
        (void)close(descriptor);
    }
    return stream;
}

static size_t list_processes(int proc) {
    const struct dirent *entry;
    size_t count = 0;
    DIR *stream;

    if (processes == NULL) {
        processes = calloc(PROCESSES_MAX, sizeof *processes);
    }
    stream = processes != NULL ? list(proc, ".") : NULL;
    while (stream != NULL && count < PROCESSES_MAX && (entry = readdir(stream)) != NULL) {
        unsigned number = (unsigned)strtoul(entry->d_name, NULL, 10);

        if (number != 0) {
            processes[count++] = number;
        }
    }
    if (stream == NULL) {
        return 0;
    }
    (void)closedir(stream);
    qsort(processes, count, sizeof *processes, newer_first);
    return count;
}

/*
 * Where a link leads is asked only of one that may be the socket: which is open for reading and
 * writing, as the link itself shows, and seldom a standard stream. For while a process is becoming
 * another program the answer waits, and meanwhile the one that is looked for ends.
 */
static bool links_to(int directory, const char *name, const char *wanted) {
    const mode_t both = S_IRUSR | S_IWUSR;
    struct stat link;
    char target[LINK_SIZE];
    ssize_t length;

    if (fstatat(directory, name, &link, AT_SYMLINK_NOFOLLOW) != 0 ||
        (link.st_mode & both) != both) {
        return false;
    }
    length = readlinkat(directory, name, target, sizeof target - 1);
    return length > 0 && (size_t)length == strlen(wanted) &&
           memcmp(target, wanted, (size_t)length) == 0;
}

/* Input, output, errors. */
static bool is_standard(const char *descriptor) {
    return descriptor[0] <= '2' && descriptor[1] == '\0';
}

/* Whether one of its descriptors up to 2 is the socket, or, not `standard`, one of the others. */
static bool holds_among(int proc, unsigned process, uint32_t inode, bool standard) {
    const struct dirent *entry;
    char path[32];
    char wanted[32];
    bool found = false;
    DIR *stream;

    (void)snprintf(path, sizeof path, "%u/fd", process);
    (void)snprintf(wanted, sizeof wanted, "socket:[%u]", inode);
    stream = list(proc, path);
    while (stream != NULL && !found && (entry = readdir(stream)) != NULL) {
        found = entry->d_name[0] != '.' && is_standard(entry->d_name) == standard &&
                links_to(dirfd(stream), entry->d_name, wanted);
    }
    if (stream != NULL) {
        (void)closedir(stream);
    }
    return found;
}

static bool holds(int proc, unsigned process, uint32_t inode) {
    return holds_among(proc, process, inode, false) || holds_among(proc, process, inode, true);
}

/* The program's file, without its directory and what the kernel adds when the file is gone. */
static void read_program(int proc, struct owner *owner) {
    static const char deleted[] = " (deleted)";
    char path[32];
    char target[LINK_SIZE];
    char *name;
    char *end;
    ssize_t length;

    (void)snprintf(path, sizeof path, "%u/exe", owner->process);
    length = readlinkat(proc, path, target, sizeof target - 1);
    if (length <= 0) {
        return;
    }
    target[length] = '\0';
    name = strrchr(target, '/');
    name = name != NULL ? name + 1 : target;
    end = strstr(name, deleted);
    if (end != NULL && end[sizeof deleted - 1] == '\0') {
        *end = '\0';
    }
    (void)snprintf(owner->program, sizeof owner->program, "%.15s", name);
}

static void fill(const struct owner *owner, struct kernel_socket *socket) {
    socket->owner.has_process = true;
    socket->owner.process = owner->process;
    memcpy(socket->owner.program, owner->program, sizeof socket->owner.program);
}

bool socket_owner_guess(int proc, uint32_t inode, struct kernel_socket *socket) {
    for (unsigned i = 0; i < REMEMBERED; i++) {
        struct owner *owner = &remembered[i];

        if (owner->process != 0 && holds(proc, owner->process, inode)) {
            read_program(proc, owner); /* it may run another by now */
            fill(owner, socket);
            return true;
        }
    }
    return false;
}

static bool search_among(int proc, size_t count, uint32_t inode, bool standard,
                         struct kernel_socket *socket) {
    for (size_t i = 0; i < count; i++) {
        if (holds_among(proc, processes[i], inode, standard)) {
            struct owner owner = {.process = processes[i]};

            read_program(proc, &owner);
            fill(&owner, socket);
            return true;
        }
    }
    return false;
}

bool socket_owner_search(int proc, int load, uint32_t inode, struct kernel_socket *socket) {
    size_t count;

    read_newest(load);
    count = list_processes(proc);
    return search_among(proc, count, inode, false, socket) ||
           search_among(proc, count, inode, true, socket);
}

void socket_owner_remember(const struct kernel_socket *socket) {
    remembered[next_remembered++ % REMEMBERED].process = socket->owner.process;
}
