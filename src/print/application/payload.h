/*
 * Printers of what a TCP segment or a UDP datagram carries.
 *
 * A printer gets the bytes that were captured and the payload's `length` on the wire, which can be
 * more than that, and in UDP also less. It reads a byte only where a span has it; where one that
 * had to be printed is missing, it returns LINE_CUT.
 */
#ifndef TCPGLOSS_SRC_PRINT_APPLICATION_PAYLOAD_H
#define TCPGLOSS_SRC_PRINT_APPLICATION_PAYLOAD_H

#include "print/line.h"

typedef enum line_status payload_printer(struct line *line, struct span payload, uint32_t length);

/* On UDP: print_dns(), … */
#define UDP_PRINTED(name, port, printer) payload_printer printer;
#define UDP_PLAIN(name, port)
#define UDP_TUNNEL(name, port, layer)
#include "tcpgloss/decode/udp_ports.def"

/* On TCP. Of binary protocols, what a segment that is none of theirs shows, too. */
payload_printer print_beep;
payload_printer print_dns_on_tcp;
payload_printer print_ftp;
payload_printer print_http;
payload_printer print_openflow;
payload_printer print_pptp;
payload_printer print_resp;
payload_printer print_rtsp;
payload_printer print_smtp;
payload_printer print_ssh;
payload_printer print_telnet;
payload_printer print_whois;

#endif
