/* What tcpdump prints of the payload, which it knows by the port alone. */
#include "print/transport/tcp_ports.h"

#include "print/application/payload.h"
#include "print/changes.h"
#include "print/line.h"

/* In the order of tcpdump until 4.99.4, which decides where two ports of a segment are both known.
 */
enum application {
    TELNET,
    SMTP,
    WHOIS,
    BGP,
    PPTP,
    RESP,
    SSH,
    BEEP,
    OPENFLOW,
    FTP,
    HTTP,
    RTSP,
    DNS,
    MSDP,
    RPKI_ROUTER,
    LDP,
    UNKNOWN,
};

/* Null: tcpdump knows nothing of it, or a binary protocol that it prints and we do not. */
static const struct {
    const char *separator;
    payload_printer *put;
} applications[] = {
    [TELNET] = {"", print_telnet},
    [SMTP] = {": ", print_smtp},
    [WHOIS] = {": ", print_whois},
    [RESP] = {"", print_resp},
    [PPTP] = {"", print_pptp},
    [BEEP] = {"", print_beep},
    [OPENFLOW] = {"", print_openflow},
    [SSH] = {"", print_ssh},
    [FTP] = {": ", print_ftp},
    [HTTP] = {": ", print_http},
    [RTSP] = {": ", print_rtsp},
    [DNS] = {"", print_dns_on_tcp},
    [UNKNOWN] = {"", NULL},
};

static inline enum application application_on(uint16_t port) {
    switch (port) {
    case 21:
        return FTP;
    case 22:
        return SSH;
    case 23:
        return TELNET;
    case 25:
        return SMTP;
    case 43:
        return WHOIS;
    case 53:
        return DNS;
    case 80:
    case 8080:
        return HTTP;
    case 179:
        return BGP;
    case 323:
        return RPKI_ROUTER;
    case 554:
    case 8554:
        return RTSP;
    case 639:
        return MSDP;
    case 646:
        return LDP;
    case 1723:
        return PPTP;
    case 6379:
        return RESP;
    case 6633:
    case 6653:
        return OPENFLOW;
    case 10288:
        return BEEP;
    default:
        return UNKNOWN;
    }
}

/* Which of two known ports decides since 4.99.5: the lower one, but for a few. */
static bool comes_first(uint16_t port, uint16_t other) {
    static const uint16_t last[] = {10288, 6633, 6653, 8080, 8554};
    size_t rank = 0; /* in `last`, from 1 */
    size_t other_rank = 0;

    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
        rank = last[i] == port ? i + 1 : rank;
        other_rank = last[i] == other ? i + 1 : other_rank;
    }
    return rank != other_rank ? rank < other_rank : port < other;
}

static inline enum application application_of(const struct printer_settings *settings,
                                              const struct tcp_view *tcp) {
    enum application source = application_on(tcp->source_port);
    enum application destination = application_on(tcp->destination_port);

    if (source != UNKNOWN && destination != UNKNOWN &&
        changes_made(settings, CHANGE_PORTS_ASCEND)) {
        return comes_first(tcp->source_port, tcp->destination_port) ? source : destination;
    }
    return source < destination ? source : destination;
}

bool tcp_ports_prints(const struct printer_settings *settings, const struct tcp_view *tcp) {
    return applications[application_of(settings, tcp)].put != NULL;
}

enum line_status tcp_ports_print(struct line *line, const struct tcp_view *tcp) {
    enum application application = application_of(line->settings, tcp);

    if (applications[application].put == NULL) {
        return LINE_END;
    }
    text_put_string(line->text, applications[application].separator);
    return applications[application].put(line, tcp->payload, tcp->payload_length);
}
