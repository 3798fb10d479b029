#include "tcpgloss/track/state.h"

#include <stdint.h>
#include <string.h>

const struct bilingual endpoint_words[2] = {
    [ENDPOINT_CLIENT] = {"客户端", "client"},
    [ENDPOINT_SERVER] = {"服务器", "server"},
};

/* As large as what is copied of it at once. */
struct state_name {
    char name[TCP_STATE_ROOM - 1];
    uint8_t length;
};

#define NAME(string)                                                                               \
    { string, sizeof(string) - 1 }

static const struct state_name names[] = {
    [STATE_UNKNOWN] = NAME("UNKNOWN"),
    [STATE_CLOSED] = NAME("CLOSED"),
    [STATE_LISTEN] = NAME("LISTEN"),
    [STATE_SYN_SENT] = NAME("SYN-SENT"),
    [STATE_SYN_RECEIVED] = NAME("SYN-RECEIVED"),
    [STATE_ESTABLISHED] = NAME("ESTABLISHED"),
    [STATE_FIN_WAIT_1] = NAME("FIN-WAIT-1"),
    [STATE_FIN_WAIT_2] = NAME("FIN-WAIT-2"),
    [STATE_CLOSE_WAIT] = NAME("CLOSE-WAIT"),
    [STATE_CLOSING] = NAME("CLOSING"),
    [STATE_LAST_ACK] = NAME("LAST-ACK"),
    [STATE_TIME_WAIT] = NAME("TIME-WAIT"),
};

#undef NAME

const char *tcp_state_name(enum tcp_state state) {
    return names[state].name;
}

char *tcp_state_format(char *to, enum tcp_state state) {
    memcpy(to, &names[state], sizeof names[state]);
    return to + names[state].length;
}
