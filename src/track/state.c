#include "tcpgloss/track/state.h"

const struct bilingual endpoint_words[2] = {
    [ENDPOINT_CLIENT] = {"客户端", "client"},
    [ENDPOINT_SERVER] = {"服务器", "server"},
};

const char *tcp_state_name(enum tcp_state state) {
    static const char *const names[] = {
        [STATE_UNKNOWN] = "UNKNOWN",
        [STATE_CLOSED] = "CLOSED",
        [STATE_LISTEN] = "LISTEN",
        [STATE_SYN_SENT] = "SYN-SENT",
        [STATE_SYN_RECEIVED] = "SYN-RECEIVED",
        [STATE_ESTABLISHED] = "ESTABLISHED",
        [STATE_FIN_WAIT_1] = "FIN-WAIT-1",
        [STATE_FIN_WAIT_2] = "FIN-WAIT-2",
        [STATE_CLOSE_WAIT] = "CLOSE-WAIT",
        [STATE_CLOSING] = "CLOSING",
        [STATE_LAST_ACK] = "LAST-ACK",
        [STATE_TIME_WAIT] = "TIME-WAIT",
    };

    return names[state];
}
