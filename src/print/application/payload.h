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

typedef enum line_status line_payload_printer(struct line *line, struct span payload,
                                              uint32_t length);

/* Lines of text (text_protocol.c). */
line_payload_printer line_put_ftp;
line_payload_printer line_put_http;
line_payload_printer line_put_rtsp;
line_payload_printer line_put_sip;
line_payload_printer line_put_smtp;
line_payload_printer line_put_whois;

/* DNS (dns.c), multicast DNS, and DNS with a length before each message. */
line_payload_printer line_put_dns;
line_payload_printer line_put_mdns;
line_payload_printer line_put_dns_on_tcp;

/* Services on UDP. */
line_payload_printer line_put_ntp;
line_payload_printer line_put_syslog;
line_payload_printer line_put_tftp;

line_payload_printer line_put_ssh;
line_payload_printer line_put_telnet;
line_payload_printer line_put_resp;

/* Of binary protocols on TCP, what a segment that is none of theirs shows, too. */
line_payload_printer line_put_beep;
line_payload_printer line_put_openflow;
line_payload_printer line_put_pptp;

/* IPsec (ipsec.c). */
line_payload_printer line_put_esp;
line_payload_printer line_put_ipcomp;
line_payload_printer line_put_esp_in_udp;

#endif
