/* What tcpdump prints of the payload, which it knows by the port alone. */
#include "print/transport/tcp_ports.h"

#include "print/application/payload.h"
#include "print/line.h"

/* In tcpdump's order, which decides where two ports of a segment are both known. */
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

/* Not inlined: two copies of the switch would grow into each other. */
__attribute__((noinline)) static enum application application_on(uint16_t port) {
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
    case 554:
    case 8554:
        return RTSP;
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

static enum application application_of(const struct tcp_view *tcp) {
    enum application source = application_on(tcp->source_port);
    enum application destination = application_on(tcp->destination_port);

    return source < destination ? source : destination;
}

bool tcp_ports_prints(const struct tcp_view *tcp) {
    return applications[application_of(tcp)].put != NULL;
}

enum line_status tcp_ports_print(struct line *line, const struct tcp_view *tcp) {
    enum application application = application_of(tcp);

    if (applications[application].put == NULL) {
        return LINE_END;
    }
    text_put_string(line->text, applications[application].separator);
    return applications[application].put(line, tcp->payload, tcp->payload_length);
}
