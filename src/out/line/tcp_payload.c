/* What tcpdump prints of the payload, which it knows by the port alone. */
#include "payload.h"

/*
 * In tcpdump's order, which decides where two ports of a segment are both known. Null: a binary
 * protocol that tcpdump prints and we do not.
 */
static const struct {
    uint16_t port;
    const char *separator;
    line_payload_printer *put;
} applications[] = {
    {23, "", line_put_telnet},
    {25, ": ", line_put_smtp},
    {43, ": ", line_put_whois},
    {179, "", NULL},
    {1723, "", NULL},
    {6379, "", line_put_resp},
    {22, "", line_put_ssh},
    {10288, "", NULL},
    {6633, "", NULL},
    {6653, "", NULL},
    {21, ": ", line_put_ftp},
    {80, ": ", line_put_http},
    {8080, ": ", line_put_http},
    {554, ": ", line_put_rtsp},
    {8554, ": ", line_put_rtsp},
    {53, "", line_put_dns_on_tcp},
};

enum line_status line_put_tcp_payload(struct line *line, const struct tcp_view *tcp) {
    for (size_t i = 0; i < sizeof applications / sizeof applications[0]; i++) {
        if (applications[i].port == tcp->source_port ||
            applications[i].port == tcp->destination_port) {
            if (applications[i].put == NULL) {
                return LINE_END;
            }
            text_put_string(line->text, applications[i].separator);
            return applications[i].put(line, tcp->payload, tcp->payload_length);
        }
    }
    return LINE_END;
}
