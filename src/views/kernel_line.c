#include "views/kernel_line.h"

#include <string.h>

#include "tcpgloss/base/unicode.h"
#include "tcpgloss/base/words.h"

#include "views/human_numbers.h"

enum { MICROSECOND = 1000, MILLISECOND = 1000000 };

/* Between what is said. */
static void divide(struct text *text) {
    text_put(text, " | ", 3);
}

static void put_number(struct text *text, const char *name, uint64_t number) {
    divide(text);
    text_put_string(text, name);
    text_put_char(text, ' ');
    text_put_u64(text, number);
}

static void put_words(struct text *text, struct bilingual words, enum language language) {
    words_put(text, words, language);
    text_put_char(text, ' ');
}

/* A program's name can be anything, the divider too. */
static void put_name(struct text *text, const char *name) {
    const char *bar;

    while ((bar = strchr(name, '|')) != NULL) {
        unicode_put(text, name, (size_t)(bar - name));
        text_put(text, "\\|", 2);
        name = bar + 1;
    }
    unicode_put_string(text, name);
}

void kernel_put_owner(const struct kernel_owner *owner, enum language language, struct text *text) {
    static const struct bilingual user = {"用户", "user"};

    if (owner->has_process) {
        put_name(text, owner->program);
        text_put_char(text, '[');
        text_put_u32(text, owner->process);
        text_put(text, "], ", 3);
    }
    put_words(text, user, language);
    text_put_u32(text, owner->user);
}

static void put_queues(const struct kernel_socket *socket, enum language language,
                       struct text *text) {
    static const struct bilingual accept_queue = {"全连接队列", "accept queue"};
    static const struct bilingual syn_queue = {"半连接队列", "SYN queue"};

    if (socket->has_syn_queue) {
        divide(text);
        put_words(text, syn_queue, language);
        text_put_u32(text, socket->syn_queue);
    }
    if (socket->state == KERNEL_LISTEN) {
        divide(text);
        put_words(text, accept_queue, language);
        text_put_u32(text, socket->receive_queue);
        text_put_char(text, '/');
        text_put_u32(text, socket->send_queue);
        return;
    }
    if (socket->receive_queue != 0) {
        put_number(text, "Recv-Q", socket->receive_queue);
    }
    if (socket->send_queue != 0) {
        put_number(text, "Send-Q", socket->send_queue);
    }
}

static void put_info(const struct kernel_socket *socket, struct text *text) {
    put_number(text, "cwnd", socket->congestion_window);
    if (socket->ssthresh != KERNEL_SSTHRESH_INFINITE) {
        put_number(text, "ssthresh", socket->ssthresh);
    }
    if (socket->rtt != 0) {
        divide(text);
        text_put_string(text, "rtt ");
        human_put_duration(text, (int64_t)socket->rtt * MICROSECOND);
        text_put_string(text, " ± ");
        human_put_duration(text, (int64_t)socket->rtt_variation * MICROSECOND);
    }
    divide(text);
    text_put_string(text, "rto ");
    human_put_duration(text, (int64_t)socket->rto * MICROSECOND);
    if (socket->backoff != 0) {
        put_number(text, "backoff", socket->backoff);
    }
    if (socket->retransmissions != 0) {
        put_number(text, "retrans", socket->retransmissions);
    }
    if (socket->unsent != 0) {
        put_number(text, "unsent", socket->unsent);
    }
    if (socket->congestion_control[0] != '\0') {
        divide(text);
        put_name(text, socket->congestion_control);
    }
    if (socket->multipath) {
        divide(text);
        text_put_string(text, "MPTCP");
    }
}

static void put_state(const struct kernel_fact *fact, enum language language, struct text *text) {
    static const struct bilingual left = {"还剩", "left"};
    static const struct bilingual inferred = {"推断为", "inferred"};
    const struct kernel_socket *socket = &fact->socket;

    text_put_string(text, tcp_state_name(fact->state));
    if (fact->differs) {
        text_put_string(text, " ≠ ");
        put_words(text, inferred, language);
        text_put_string(text, tcp_state_name(fact->inferred));
    }
    if (socket->state == KERNEL_TIME_WAIT && socket->time_left != 0) {
        divide(text);
        put_words(text, left, language);
        human_put_duration(text, (int64_t)socket->time_left * MILLISECOND);
    }
    put_queues(socket, language, text);
    if (socket->has_info) {
        put_info(socket, text);
    }
}

void kernel_put_fact(const struct kernel_fact *fact, enum language language, struct text *text) {
    static const struct bilingual unknown = {"进程不可见", "process not visible"};

    words_put(text, endpoint_words[fact->who], language);
    text_put_string(text, ": ");
    if (!fact->owner) {
        put_state(fact, language, text);
        return;
    }
    kernel_put_owner(&fact->socket.owner, language, text);
    if (!fact->socket.owner.has_process) {
        divide(text);
        words_put(text, unknown, language);
    }
}

void kernel_line_fact(const struct kernel_fact *fact, enum language language, struct text *text) {
    text_put_string(text, "#= [");
    text_put_u32(text, fact->flow);
    text_put_string(text, "] ");
    kernel_put_fact(fact, language, text);
}

void kernel_line_count(uint64_t compared, uint64_t agreed, enum language language,
                       struct text *text) {
    static const struct bilingual words = {"内核的状态与推断一致",
                                           "states of the kernel as inferred"};

    text_put_string(text, "#= ");
    words_put(text, words, language);
    text_put_string(text, ": ");
    text_put_u64(text, agreed);
    text_put_char(text, '/');
    text_put_u64(text, compared);
}
