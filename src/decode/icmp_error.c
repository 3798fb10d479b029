#include "tcpgloss/decode/icmp_error.h"

#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/ip.h"

/* What every ICMP error has before the datagram that it quotes. */
enum { ERROR_HEADER = 8 };

enum { TYPE = 0, CODE = 1, MTU_V4 = 6, MTU_V6 = 4 };

/* Those of which the type says all, by the numbers of the version. */
static bool read_simple(uint8_t type, uint8_t time_exceeded, uint8_t parameter_problem,
                        struct icmp_error *error) {
    if (type != time_exceeded && type != parameter_problem) {
        return false;
    }
    error->kind = type == time_exceeded ? ICMP_ERROR_TIME_EXCEEDED : ICMP_ERROR_PARAMETER_PROBLEM;
    return true;
}

/* RFC 792, with RFC 1191's code, and RFC 1122 §3.2.2.1's codes from 6 on. */
static bool read_v4(const uint8_t *message, struct icmp_error *error) {
    enum { UNREACHABLE = 3, TIME_EXCEEDED = 11, PARAMETER_PROBLEM = 12 };
    enum {
        PROTOCOL_UNREACHABLE = 2,
        PORT_UNREACHABLE = 3,
        FRAGMENTATION_NEEDED = 4,
        NETWORK_PROHIBITED = 9,
        HOST_PROHIBITED = 10,
        COMMUNICATION_PROHIBITED = 13, /* RFC 1812 §5.2.7.1 */
    };
    const uint8_t code = message[CODE];

    switch (message[TYPE]) {
    case UNREACHABLE:
        error->kind = code == FRAGMENTATION_NEEDED ? ICMP_ERROR_TOO_BIG : ICMP_ERROR_UNREACHABLE;
        error->hard = code == PROTOCOL_UNREACHABLE || code == PORT_UNREACHABLE;
        error->prohibited = code == NETWORK_PROHIBITED || code == HOST_PROHIBITED ||
                            code == COMMUNICATION_PROHIBITED;
        error->mtu = code == FRAGMENTATION_NEEDED ? load_be16(message + MTU_V4) : 0;
        return true;
    default:
        return read_simple(message[TYPE], TIME_EXCEEDED, PARAMETER_PROBLEM, error);
    }
}

/* RFC 4443 §3. */
static bool read_v6(const uint8_t *message, struct icmp_error *error) {
    enum { UNREACHABLE = 1, TOO_BIG = 2, TIME_EXCEEDED = 3, PARAMETER_PROBLEM = 4 };
    enum { PROHIBITED = 1, PORT_UNREACHABLE = 4, POLICY_FAILED = 5, ROUTE_REJECTED = 6 };
    const uint8_t code = message[CODE];

    switch (message[TYPE]) {
    case UNREACHABLE:
        error->kind = ICMP_ERROR_UNREACHABLE;
        error->hard = code == PROHIBITED || code == PORT_UNREACHABLE; /* RFC 5461 §2 */
        error->prohibited = code == PROHIBITED || code == POLICY_FAILED || code == ROUTE_REJECTED;
        return true;
    case TOO_BIG:
        error->kind = ICMP_ERROR_TOO_BIG;
        error->mtu = load_be32(message + MTU_V6);
        return true;
    default:
        return read_simple(message[TYPE], TIME_EXCEEDED, PARAMETER_PROBLEM, error);
    }
}

/* The ports and the sequence number, where no more of the segment is quoted. */
static bool read_segment(struct packet *quoted) {
    const struct layer *last = &quoted->layers[quoted->layer_count - 1];

    if (quoted->has_tcp) {
        return true;
    }
    if (quoted->ip.version == 0 || last->kind != LAYER_TCP || last->captured < 8) {
        return false;
    }
    quoted->tcp = (struct tcp_view){
        .source_port = load_be16(last->data),
        .destination_port = load_be16(last->data + 2),
        .seq = load_be32(last->data + 4),
    };
    return true;
}

bool icmp_error_read(const struct packet *packet, struct icmp_error *error, struct packet *quoted) {
    const struct layer *icmp = &packet->layers[packet->layer_count - 1];
    bool v4 = icmp->kind == LAYER_ICMP;

    if ((!v4 && icmp->kind != LAYER_ICMPV6) || layer_least(icmp) <= ERROR_HEADER) {
        return false;
    }
    *error = (struct icmp_error){
        .version = v4 ? 4 : 6,
        .type = icmp->data[TYPE],
        .code = icmp->data[CODE],
    };
    if (!(v4 ? read_v4(icmp->data, error) : read_v6(icmp->data, error))) {
        return false;
    }
    decode_from(v4 ? LAYER_IPV4 : LAYER_IPV6, icmp->data + ERROR_HEADER,
                icmp->captured - ERROR_HEADER, icmp->length - ERROR_HEADER, quoted);
    return read_segment(quoted);
}
