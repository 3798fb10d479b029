#include "views/json/json_kernel.h"

#include <string.h>

#include "views/kernel_line.h"

static void put(struct json_writer *json, const char *key, bool known, uint64_t number) {
    json_key(json, key);
    json_number_if(json, known, number);
}

static void put_string(struct json_writer *json, const char *key, bool known, const char *string) {
    json_key(json, key);
    if (known) {
        json_string(json, string, strlen(string));
    } else {
        json_null(json);
    }
}

void json_kernel_owner(struct json_writer *json, const struct kernel_owner *owner) {
    put(json, "uid", true, owner->user);
    put(json, "pid", owner->has_process, owner->process);
    put_string(json, "process", owner->has_process, owner->program);
}

static void put_state(struct json_writer *json, const struct kernel_fact *fact) {
    json_key(json, "state");
    json_plain(json, tcp_state_name(fact->state));
    json_key(json, "inferred");
    json_plain(json, fact->compared ? tcp_state_name(fact->inferred) : NULL);
    json_key(json, "agrees");
    if (fact->compared) {
        json_boolean(json, !fact->differs);
    } else {
        json_null(json);
    }
}

/* A listener's queues count connections. */
static void put_queues(struct json_writer *json, const struct kernel_socket *socket) {
    const bool listens = socket->state == KERNEL_LISTEN;
    const bool none = socket->state == KERNEL_NO_SOCKET;

    put(json, "recv_queue", !listens && !none, socket->receive_queue);
    put(json, "send_queue", !listens && !none, socket->send_queue);
    put(json, "accept_queue", listens, socket->receive_queue);
    put(json, "accept_queue_limit", listens, socket->send_queue);
    put(json, "syn_queue", socket->has_syn_queue, socket->syn_queue);
}

static void put_info(struct json_writer *json, const struct kernel_socket *socket) {
    const bool known = socket->has_info;

    put(json, "unsent", known, socket->unsent);
    put(json, "cwnd", known, socket->congestion_window);
    put(json, "ssthresh", known && socket->ssthresh != KERNEL_SSTHRESH_INFINITE, socket->ssthresh);
    put(json, "rtt_us", known, socket->rtt);
    put(json, "rtt_variation_us", known, socket->rtt_variation);
    put(json, "rto_us", known, socket->rto);
    put(json, "backoff", known, socket->backoff);
    put(json, "retransmissions", known, socket->retransmissions);
    put(json, "pacing_rate", known && socket->pacing_rate != UINT64_MAX, socket->pacing_rate);
    put_string(json, "congestion_control", known && socket->congestion_control[0] != '\0',
               socket->congestion_control);
    json_key(json, "mptcp");
    if (known) {
        json_boolean(json, socket->multipath);
    } else {
        json_null(json);
    }
}

static void put_words(struct json_writer *json, const char *key, const struct kernel_fact *fact,
                      enum language language, struct text *scratch) {
    text_clear(scratch);
    kernel_put_fact(fact, language, scratch);
    json_key(json, key);
    json_string(json, scratch->data, scratch->length);
}

void json_kernel_record(struct json_writer *json, const struct kernel_fact *fact,
                        struct text *scratch) {
    const struct kernel_socket *socket = &fact->socket;

    json_key(json, "time");
    json_time(json, fact->time);
    json_key(json, "id");
    json_plain(json, fact->owner ? "kernel.owner" : "kernel.state");
    put_words(json, "zh", fact, LANGUAGE_ZH, scratch);
    put_words(json, "en", fact, LANGUAGE_EN, scratch);
    json_key(json, "flow");
    json_number(json, fact->flow);
    json_key(json, "end");
    json_plain(json, endpoint_words[fact->who].en);
    if (fact->owner) {
        json_kernel_owner(json, &socket->owner);
        return;
    }
    put_state(json, fact);
    put(json, "time_left_ms", socket->time_left != 0, socket->time_left);
    put_queues(json, socket);
    put_info(json, socket);
}
