#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tcpgloss/decode/link.h"

#include "printed.h"

enum { HEADERS = 40, TCP_PROTOCOL = 6, UDP_PROTOCOL = 17 };

/* A payload on a port, of which `captured` bytes are there. */
struct message {
    uint8_t protocol;
    uint16_t port;
    const char *payload;
    size_t length;
    size_t captured;
    unsigned verbosity;
    bool quiet;
};

static void put_be16(uint8_t *to, size_t value) {
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

/* Prints it in a datagram of raw IPv4. */
static void print(const struct message *message) {
    const struct printer_settings settings = {
        .release = TCPDUMP_4_99_3,
        .numeric = 2,
        .verbosity = message->verbosity,
        .quiet = message->quiet,
        .skip_checksums = true,
        .time = TIME_NONE,
    };
    bool tcp = message->protocol == TCP_PROTOCOL;
    size_t headers = tcp ? HEADERS : HEADERS - 12;
    uint8_t header[HEADERS] = {0x45, 0, 0,  0, 0, 0, 0,  0, 64, message->protocol,
                               0,    0, 10, 0, 0, 1, 10, 0, 0,  2};
    uint8_t *bytes = malloc(headers + message->captured);

    assert_non_null(bytes);
    put_be16(header + 2, headers + message->length);
    put_be16(header + 20, 40000);
    put_be16(header + 22, message->port);
    if (tcp) {
        header[32] = 0x50;
        header[33] = 0x10;
    } else {
        put_be16(header + 24, 8 + message->length);
    }
    memcpy(bytes, header, headers);
    memcpy(bytes + headers, message->payload, message->captured);
    printed_frame(&settings, LINK_RAW, bytes, headers + message->captured,
                  headers + message->length);
    free(bytes);
}

/* Prints it and compares what follows the length, or on UDP the addresses. */
static void assert_payload(struct message message, const char *expected) {
    const char *begin;

    if (message.captured == 0) {
        message.captured = message.length;
    }
    print(&message);
    begin = strstr(printed.data, "Flags [");
    if (begin != NULL) {
        begin = strstr(begin, ", length ") + strlen(", length ");
        begin += strspn(begin, "0123456789");
    } else {
        begin = strchr(strstr(printed.data, " > "), ':') + 2;
    }
    printed.data[printed.length - 2] = '\0'; /* the newline */
    assert_string_equal(begin, expected);
}

/* A string literal, which may hold zeros. */
#define ON(number, literal)                                                                        \
    .protocol = TCP_PROTOCOL, .port = (number), .payload = (literal), .length = sizeof(literal) - 1
#define ON_UDP(number, literal)                                                                    \
    .protocol = UDP_PROTOCOL, .port = (number), .payload = (literal), .length = sizeof(literal) - 1

static void test_http_request_shows_first_line(void **state) {
    (void)state;
    assert_payload((struct message){ON(80, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")},
                   ": HTTP: GET / HTTP/1.1");
    assert_payload((struct message){ON(8080, "HTTP/1.1 404 No\r\n")}, ": HTTP: HTTP/1.1 404 No");
}

static void test_http_body_shows_name_only(void **state) {
    (void)state;
    assert_payload((struct message){ON(80, "<html>\r\n")}, ": HTTP");
    assert_payload((struct message){ON(80, "HTTP/1.1 20x\r\n")}, ": HTTP");
    assert_payload((struct message){ON(80, " GET / HTTP/1.1\r\n")}, ": HTTP");
}

static void test_http_verbose_shows_lines_up_to_what_is_not_text(void **state) {
    (void)state;
    assert_payload((struct message){ON(80, "GET /\r\nA: b\r\n\x01\r\n"), .verbosity = 1},
                   ": HTTP, length: 16\n\tGET /\n\tA: b");
}

static void test_text_line_without_end_is_marked_as_cut(void **state) {
    (void)state;
    assert_payload((struct message){ON(21, "USER a")}, ": FTP: USER a [|ftp]");
    assert_payload((struct message){ON(25, "EHLO host\r\n"), .captured = 6}, ": SMTP [|smtp]");
    assert_payload((struct message){ON(43, "a\rb\n")}, ": WHOIS");
}

static void test_escape_sequence_in_text_is_not_printed(void **state) {
    (void)state;
    assert_payload((struct message){ON(21, "USER \x1b[2J\r\n")}, ": FTP");
    assert_payload((struct message){ON(6379, "+\x1b[2J\x80\r\n")}, ": RESP \"^[[2JM-^@\"");
    assert_payload((struct message){ON(554, "PLAY #\r\n#x\r\n"), .verbosity = 1},
                   ": RTSP, length: 12\n\tPLAY #\n\t#x");
}

static void test_ssh_shows_banner_only(void **state) {
    (void)state;
    assert_payload((struct message){ON(22, "SSH-2.0-x\r\nmore")}, ": SSH: SSH-2.0-x");
    assert_payload((struct message){ON(22, "\x01\x02\x03")}, "");
}

static void test_telnet_shows_commands_until_data(void **state) {
    (void)state;
    assert_payload((struct message){ON(23, "\xff\xfb\x01\xff\xfa\x18\x00x\xff\xf0login")},
                   " [telnet WILL ECHO, SB TERMINAL TYPE IS 0x78 SE]");
    assert_payload((struct message){ON(23, "login: ")}, "");
    assert_payload((struct message){ON(23, "\xff\xfa\x18\x00x\xff")},
                   " [telnet SB TERMINAL TYPE IS 0x78 SE [|telnet]");
}

static void test_resp_array_shows_elements(void **state) {
    (void)state;
    assert_payload((struct message){ON(6379, "*2\r\n$3\r\nGET\r\n:7\r\n")}, ": RESP \"GET\" \"7\"");
    assert_payload((struct message){ON(6379, "*2\r\n$3\r\nGET\r\n")}, ": RESP \"GET\" [|resp]");
    assert_payload((struct message){ON(6379, "$-1\r\n*0\r\n$99999999999\r\n")},
                   ": RESP null empty length too large");
}

/* Arrays inside arrays are no reason to recurse. */
static void test_resp_deep_nesting_ends(void **state) {
    static char deep[60000];

    (void)state;
    for (size_t i = 0; i < sizeof deep; i += 4) {
        memcpy(deep + i, "*1\r\n", 4);
    }
    assert_payload(
        (struct message){
            .protocol = TCP_PROTOCOL, .port = 6379, .payload = deep, .length = sizeof deep},
        ": RESP [|resp]");
}

#define DNS_QUERY "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01\x61\x00\x00\x01\x00\x01"

static void test_dns_query_shows_type_and_name(void **state) {
    (void)state;
    assert_payload((struct message){ON_UDP(53, DNS_QUERY)}, "4660+ A? a. (19)");
    assert_payload((struct message){ON(53, "\x00\x13" DNS_QUERY)}, " 4660+ A? a. (19)");
    assert_payload((struct message){ON(53, "\x00\x14" DNS_QUERY)},
                   " [prefix length(20) != length(19)] (invalid)");
    assert_payload((struct message){ON_UDP(5353, DNS_QUERY)}, "4660+ A (QM)? a. (19)");
}

static void test_dns_name_escapes_and_refuses_forward_pointer(void **state) {
    (void)state;
    assert_payload((struct message){ON_UDP(53, "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
                                               "\x02\x1b\xff\x00\x00\x1c\x00\x01")},
                   "1 AAAA? ^[M-^?. (20)");
    assert_payload((struct message){ON_UDP(53, "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
                                               "\xc0\x0c\x00\x01\x00\x01")},
                   "1 A? <BAD PTR> [|domain]");
}

static void test_dns_response_shows_answers(void **state) {
    (void)state;
    assert_payload(
        (struct message){ON_UDP(53, "\x00\x01\x81\x83\x00\x01\x00\x01\x00\x00\x00\x00"
                                    "\x01\x61\x00\x00\x01\x00\x01"
                                    "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x0a\x00\x00"
                                    "\x07"),
                         .verbosity = 0},
        "1 NXDomain 1/0/0 A 10.0.0.7 (35)");
}

static void test_tftp_shows_request_with_options(void **state) {
    (void)state;
    assert_payload((struct message){ON_UDP(69, "\0\1a\x1b\0octet\0blksize\0"
                                               "512\0")},
                   "TFTP, length 23, RRQ \"a^[\" octet blksize 512");
    assert_payload((struct message){ON_UDP(69, "\0\3\0\7data")}, "TFTP, length 8, DATA block 7");
    assert_payload((struct message){ON_UDP(69, "\0\5\0\1no")},
                   "TFTP, length 6, ERROR ENOTFOUND \"no\" [|tftp]");
}

static void test_syslog_shows_priority(void **state) {
    (void)state;
    assert_payload((struct message){ON_UDP(514, "<34>su: x")}, "SYSLOG auth.critical, length: 9");
    assert_payload((struct message){ON_UDP(514, "<34 su: x")}, " (invalid)");
}

#define NTP_TIME "\xe0\0\0\0\x80\0\0\0"

static void test_ntp_shows_times_and_their_differences(void **state) {
    static const char message[] =
        "\x24\1\6\xec\0\0\0\0\0\1\x80\0GPS\0" NTP_TIME NTP_TIME NTP_TIME "\xe0\0\0\1\0\0\0\0";

    (void)state;
    assert_payload((struct message){ON_UDP(123, message)}, "NTPv4, Server, length 48");
    print(&(struct message){ON_UDP(123, message), .captured = 48, .verbosity = 1});
    assert_non_null(strstr(
        printed.data, "NTPv4, Server, length 48\n"
                      "\tLeap indicator:  (0), Stratum 1 (primary reference), poll 6 (64s), "
                      "precision -20\n"
                      "\tRoot Delay: 0.000000, Root dispersion: 1.500000, "
                      "Reference-ID: GPS^@\n"
                      "\t  Reference Timestamp:  3758096384.500000000 (2019-02-02T11:39:44Z)\n"));
    assert_non_null(strstr(printed.data, "\t    Originator - Receive Timestamp:  -0.000000000\n"
                                         "\t    Originator - Transmit Timestamp: +0.500000000\n"));
}

static void test_binary_or_quiet_ends_after_length(void **state) {
    (void)state;
    assert_payload((struct message){ON(179, "GET / HTTP/1.1\r\n")}, "");
    assert_payload((struct message){ON(80, "GET /\r\n"), .quiet = true}, "tcp 7");
}

static void test_frames_of_other_protocols_show_headers(void **state) {
    (void)state;
    assert_payload((struct message){ON(10288, "RPY 0 1 . 0 5\r\n")}, " BEEP RPY");
    assert_payload((struct message){ON(10288, "hello")}, " BEEP (payload or undecoded)");
    assert_payload((struct message){ON(1723, "\x00\x10\x00\x01\x1a\x2b\x3c\x4d\x00\x0c\x00\x07")},
                   ": pptp CTRL_MSGTYPE=CCRQ [ERROR: reserved=7 must be zero]");
    assert_payload((struct message){ON(1723, "GET / HTTP/1.1\r\n"), .verbosity = 1},
                   ": pptp Length=18245 UNKNOWN-MSG-TYPE UNEXPECTED Magic-Cookie!!(2f204854)"
                   " Magic-Cookie=2f204854 UNKNOWN_CTRL_MSGTYPE(21584)"
                   " [ERROR: reserved=12081 must be zero]");
    assert_payload((struct message){ON(6653, "\x05\x01\x00\x09\x00\x00\x00\x02!\x01")},
                   ": OpenFlow\n\tversion 1.4, type unknown (0x01), length 9, xid 0x00000002"
                   "\n\tversion 1.0 (end of TCP payload)");
}

static void test_every_cut_stays_inside_and_printable(void **state) {
    static const struct message messages[] = {
        {ON(80, "GET /a HTTP/1.1\r\nHost: b\r\n\r\n")},
        {ON(22, "SSH-2.0-OpenSSH\r\n")},
        {ON(23, "\xff\xfb\x01\xff\xfa\x26\x01\x02\x03\xff\xf0\xff\xf1")},
        {ON(6379, "*3\r\n$3\r\nSET\r\n+k\r\n$-1\r\nPING\r\n")},
        {ON(53, "\x00\x13" DNS_QUERY)},
        {ON_UDP(53,
                "\x00\x01\x81\x80\x00\x01\x00\x02\x00\x00\x00\x01\x01\x61\x00\x00\x01\x00\x01"
                "\xc0\x0c\x00\x06\x00\x01\x00\x00\x00\x3c\x00\x18\xc0\x0c\xc0\x0c"
                "aaaabbbbccccddddeeee\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x03\x02\x1b#"
                "\x00\x00\x29\x10\x00\x00\x00\x80\x00\x00\x08\x00\x08\x00\x04\x00\x01\x00\x00")},
        {ON_UDP(5060, "INVITE a SIP/2.0\r\nVia: b\r\n")},
        {ON(10288, "SEQ 0 1")},
        {ON_UDP(69, "\0\1a\0octet\0blksize\0"
                    "512\0")},
        {ON_UDP(123, "\x16\x8a"
                     "23456789\0\2xy")},
        {ON_UDP(514, "<34>su: \x1b")},
        {ON(1723, "\x00\x10\x00\x01\x1a\x2b\x3c\x4d\x00\x0c\x00\x00")},
        {ON(6633, "\x04\x02\x00\x08\x00\x00\x00\x02\x09\x02\x00\x08\x00\x00\x00\x02")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        for (size_t cut = 0; cut <= messages[i].length; cut++) {
            struct message message = messages[i];

            message.captured = cut;
            for (message.verbosity = 0; message.verbosity < 4; message.verbosity++) {
                print(&message);
                printed_assert_harmless();
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http_request_shows_first_line),
        cmocka_unit_test(test_http_body_shows_name_only),
        cmocka_unit_test(test_http_verbose_shows_lines_up_to_what_is_not_text),
        cmocka_unit_test(test_text_line_without_end_is_marked_as_cut),
        cmocka_unit_test(test_escape_sequence_in_text_is_not_printed),
        cmocka_unit_test(test_ssh_shows_banner_only),
        cmocka_unit_test(test_telnet_shows_commands_until_data),
        cmocka_unit_test(test_resp_array_shows_elements),
        cmocka_unit_test(test_resp_deep_nesting_ends),
        cmocka_unit_test(test_dns_query_shows_type_and_name),
        cmocka_unit_test(test_dns_name_escapes_and_refuses_forward_pointer),
        cmocka_unit_test(test_dns_response_shows_answers),
        cmocka_unit_test(test_tftp_shows_request_with_options),
        cmocka_unit_test(test_syslog_shows_priority),
        cmocka_unit_test(test_ntp_shows_times_and_their_differences),
        cmocka_unit_test(test_binary_or_quiet_ends_after_length),
        cmocka_unit_test(test_frames_of_other_protocols_show_headers),
        cmocka_unit_test(test_every_cut_stays_inside_and_printable),
    };

    return cmocka_run_group_tests(tests, printed_begin, printed_end);
}
