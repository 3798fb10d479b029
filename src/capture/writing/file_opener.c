#include "capture/writing/file_opener.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tcpgloss/base/words.h"

#include "capture/confinement/helper_process.h"

#ifndef MSG_CMSG_CLOEXEC /* macOS: the program starts no other */
#define MSG_CMSG_CLOEXEC 0
#endif

/* What comes with a descriptor. */
struct opener_answer {
    int error_number; /* 0: a descriptor comes along */
    time_t slice_start;
    char name[FILE_NAME_SIZE];
};

union descriptor_message {
    struct cmsghdr header; /* aligns */
    char bytes[CMSG_SPACE(sizeof(int))];
};

static void advance(struct file_sequence *sequence, unsigned char request) {
    if (request == FILE_NEXT_NUMBER) {
        file_sequence_next_number(sequence);
    } else if (request == FILE_NEXT_SLICE) {
        file_sequence_next_slice(sequence, time(NULL));
    }
}

static bool is_avoided(const struct file_opener_settings *settings, const char *name) {
    for (unsigned i = 0; i < FILES_AVOIDED_MAX && settings->avoided[i] != NULL; i++) {
        if (strcmp(settings->avoided[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static int open_file(const struct file_opener_settings *settings,
                     const struct file_sequence *sequence, struct opener_answer *answer) {
    int descriptor;

    answer->slice_start = sequence->slice_start;
    if (!file_sequence_name(sequence, answer->name)) {
        answer->error_number = EINVAL;
        return -1;
    }
    if (is_avoided(settings, answer->name)) {
        answer->error_number = EEXIST;
        return -1;
    }
    descriptor = openat(HELPER_FIRST, answer->name,
                        O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0644);
    answer->error_number = descriptor >= 0 ? 0 : errno;
    return descriptor;
}

static bool send_answer(struct opener_answer *answer, int descriptor) {
    struct iovec part = {.iov_base = answer, .iov_len = sizeof *answer};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union descriptor_message control;

    if (descriptor >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof descriptor);
        memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    }
    return sendmsg(HELPER_SOCKET, &message, MSG_NOSIGNAL) >= 0;
}

/* The process: opens one file a question, and holds none. */
static void serve(void *context) {
    const struct file_opener_settings *settings = context;
    struct file_sequence sequence = settings->sequence;
    unsigned char request;
    bool sent = true;

    while (sent && recv(HELPER_SOCKET, &request, sizeof request, 0) == (ssize_t)sizeof request) {
        struct opener_answer answer = {0};
        int descriptor;

        advance(&sequence, request);
        descriptor = open_file(settings, &sequence, &answer);
        sent = send_answer(&answer, descriptor);
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
    }
}

int file_opener_start(const struct file_opener_settings *settings, struct error *error) {
    struct file_opener_settings copy = *settings;
    const struct helper_settings helper = {
        .task = MESSAGE("打开文件", "opening files"),
        .identity = settings->identity,
        .confined = settings->confined,
        .role = ROLE_FILE_OPENER,
        .kept = {settings->directory},
        .kept_count = 1,
        .serve = serve,
        .context = &copy,
    };

    return helper_process_start(&helper, error);
}

static int received_descriptor(struct msghdr *message) {
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    int descriptor = -1;

    if (header != NULL && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof descriptor)) {
        memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    }
    return descriptor;
}

/* A file may be long in coming (a FIFO that nobody reads): signals do not end the wait. */
static bool receive(int socket, struct msghdr *message, const struct opener_answer *answer) {
    ssize_t length;

    do {
        length = recvmsg(socket, message, MSG_CMSG_CLOEXEC);
    } while (length < 0 && errno == EINTR);
    return length == (ssize_t)sizeof *answer;
}

struct opened_file file_opener_ask(int socket, enum file_request request) {
    const unsigned char asked = (unsigned char)request;
    struct opened_file file = {.descriptor = -1, .error_number = EPIPE};
    struct opener_answer answer = {0};
    union descriptor_message control;
    struct iovec part = {.iov_base = &answer, .iov_len = sizeof answer};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };

    if (send(socket, &asked, sizeof asked, MSG_NOSIGNAL) < 0 ||
        !receive(socket, &message, &answer)) {
        return file;
    }
    file.descriptor = received_descriptor(&message);
    file.error_number = answer.error_number;
    file.slice_start = answer.slice_start;
    memcpy(file.name, answer.name, sizeof file.name);
    file.name[FILE_NAME_SIZE - 1] = '\0';
    return file;
}
