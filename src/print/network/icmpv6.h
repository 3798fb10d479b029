/* Inside the ICMPv6 printers. They return LINE_NEXT where the line goes on, LINE_END where it
 * ends. */
#ifndef TCPGLOSS_SRC_PRINT_NETWORK_ICMPV6_H
#define TCPGLOSS_SRC_PRINT_NETWORK_ICMPV6_H

#include "print/line.h"

/* Neighbour discovery (RFC 4861): messages, and the options that follow them with -v. */
enum line_status line_put_neighbor_discovery(struct line *line, const struct layer *icmp);
enum line_status line_put_neighbor_options(struct line *line, const struct layer *icmp,
                                           uint32_t offset);

/* Multicast listener discovery (RFC 2710, RFC 3810). */
enum line_status line_put_mld(struct line *line, const struct layer *icmp);
enum line_status line_put_mld_query(struct line *line, const struct layer *icmp);
enum line_status line_put_mld_report_v2(struct line *line, const struct layer *icmp);

/* Node information (RFC 4620). */
enum line_status line_put_node_information(struct line *line, const struct layer *icmp);

enum icmpv6_type {
    ICMPV6_UNREACHABLE = 1,
    ICMPV6_TOO_BIG = 2,
    ICMPV6_TIME_EXCEEDED = 3,
    ICMPV6_PARAMETER_PROBLEM = 4,
    ICMPV6_ECHO_REQUEST = 128,
    ICMPV6_ECHO_REPLY = 129,
    ICMPV6_LISTENER_QUERY = 130,
    ICMPV6_LISTENER_REPORT = 131,
    ICMPV6_LISTENER_DONE = 132,
    ICMPV6_ROUTER_SOLICITATION = 133,
    ICMPV6_ROUTER_ADVERTISEMENT = 134,
    ICMPV6_NEIGHBOR_SOLICITATION = 135,
    ICMPV6_NEIGHBOR_ADVERTISEMENT = 136,
    ICMPV6_REDIRECT = 137,
    ICMPV6_RENUMBERING = 138,
    ICMPV6_NODE_QUERY = 139,
    ICMPV6_NODE_REPLY = 140,
    ICMPV6_INVERSE_SOLICITATION = 141,
    ICMPV6_INVERSE_ADVERTISEMENT = 142,
    ICMPV6_LISTENER_REPORT_V2 = 143,
    ICMPV6_HOME_AGENT_REQUEST = 144,
    ICMPV6_HOME_AGENT_REPLY = 145,
    ICMPV6_MOBILE_PREFIX_SOLICITATION = 146,
    ICMPV6_MOBILE_PREFIX_ADVERTISEMENT = 147,
    ICMPV6_RPL = 155,
    ICMPV6_MTRACE_RESPONSE = 200,
    ICMPV6_MTRACE = 201,
};

#endif
