"""Frames of protocols that the captures do not have: (link type, frame, which of its bytes may change).

conformance.py cuts them and changes those bytes. What says which protocol it is may not change, nor
what says that something follows that tcpgloss does not print.
"""
import struct

ETHERNET, ATM, RAW, FRAME_RELAY, ENC, PFLOG, FIBRE_CHANNEL, PRIVATE = 1, 11, 101, 107, 109, 117, 122, 147
MACS = bytes.fromhex("0180c200000002000000000a")
SOURCE_4, TARGET_4 = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
SOURCE_6, TARGET_6 = (bytes.fromhex("fe80" + 12 * "00" + end) for end in ("0001", "0002"))


def frame(link_type, headers, payload, changeable=None):
    """`changeable` counts bytes of the payload; all of them if it is left out."""
    start = len(headers)
    return link_type, headers + payload, [start + at for at in (range(len(payload)) if changeable is None else changeable)]


def ipv4(protocol, payload, changeable=None):
    header = struct.pack(">BBHIBBH", 0x45, 0, 20 + len(payload), 0, 64, protocol, 0) + SOURCE_4 + TARGET_4
    return frame(RAW, header, payload, changeable)


def ipv6(protocol, payload, changeable=None):
    header = struct.pack(">IHBB", 6 << 28, len(payload), protocol, 255) + SOURCE_6 + TARGET_6
    return frame(RAW, header, payload, changeable)


def ipv4_with_options(options, fragment, payload):
    words = 5 + len(options) // 4
    header = struct.pack(">BBHHHBBH", 0x40 | words, 0, 4 * words + len(payload), 0, fragment, 64, 17, 0)
    return frame(RAW, header + SOURCE_4 + TARGET_4, options + payload, range(len(options)))


def jumbogram(length, protocol, payload):
    option = bytes([protocol, 0, 0xC2, 4]) + struct.pack(">I", length)
    return frame(RAW, struct.pack(">IHBB", 6 << 28, 0, 0, 255) + SOURCE_6 + TARGET_6, option + payload, range(1, 8))


def tcp_header(port):
    return struct.pack(">HHIIHHHH", 40000, port, 1, 1, 0x5018, 100, 0, 0)


def tcp(port, payload, changeable=None):
    header = tcp_header(port)
    changes = range(len(payload)) if changeable is None else changeable
    return ipv4(6, header + payload, [len(header) + at for at in changes])


def udp(port, payload):
    header = struct.pack(">HHHH", 40000, port, 8 + len(payload), 0)
    return ipv4(17, header + payload, range(len(header), len(header) + len(payload)))


def ethernet(ethertype, payload, changeable=None):
    return frame(ETHERNET, MACS + struct.pack(">H", ethertype), payload, changeable)


def link(link_type, header, changeable, carried):
    """`changeable` counts bytes of the header."""
    return link_type, header + carried, list(changeable)


def pflog(length, family, rule_set=b"", sub_rule=0xFFFFFFFF, action=0, reason=0):
    return bytes([length, family, action, reason]) + b"em0\x1b".ljust(16, b"\0") + rule_set.ljust(16, b"\0") + struct.pack(
        ">II16xB", 5, sub_rule, 2) + bytes((length + 3 & ~3) - 61)


def stp(bpdu):
    return ethernet(3 + len(bpdu), b"\x42\x42\3" + bpdu, range(3, 3 + len(bpdu)))


def lldp(*values):
    return ethernet(0x88CC, b"".join(struct.pack(">H", kind << 9 | len(value)) + value for kind, value in values))


def dccp(kind, extended, own, options):
    words = (16 if extended else 12) + len(own) + len(options)
    return ipv4(33, struct.pack(">HHBBHB", 8000, 8001, words // 4, 0, 0, kind << 1 | extended) +
                (b"\0\0\0\0\0\1\2" if extended else b"\0\1\2") + own + options + b"data")


def icmpv6(kind, code, body):
    return ipv6(58, bytes([kind, code, 0, 0]) + body, range(1, 4 + len(body)))


DCCP_OPTIONS = bytes.fromhex("01 2005010203 2906 0000002a 2404beef 8004 0102 00 2a08 00000001 0002 2b04 0003 2503 07")

NODE_NAME = b"\3www\2de\0"

# A bridge's message, and what a multiple spanning tree adds to it.
BRIDGE = bytes.fromhex("8000 020000000003 00000004 8000 020000000001 8001 0100 1400 0200 0f00 00")
REGION = bytes.fromhex("0050 00") + b"region".ljust(32, b"\0") + bytes(range(31)) + bytes(range(16))
SHORTEST_PATH = bytes.fromhex("0055 00") + b"auxiliary".ljust(32, b"\0") + bytes(range(52))

# A BOOTP message without what its maker adds, and the cookie of DHCP.
BOOTP = (bytes.fromhex("01010600 12345678 0003 8000") + bytes(range(1, 17)) + MACS[:6].ljust(16, b"\0") +
         b"server".ljust(64, b"\0") + b"file".ljust(128, b"\0"))
COOKIE = bytes.fromhex("63825363")


def dhcp(*options):
    values = b"".join(struct.pack(">BB", code, len(value)) + value for code, value in options)
    return udp(67, BOOTP + COOKIE + values + b"\xff")


def dhcp6(kind, *options):
    values = b"".join(struct.pack(">HH", code, len(value)) + value for code, value in options)
    return bytes([kind, 0, 0x10, 0x20]) + values


def lease(address, status):
    return dhcp6(0, (5, address + bytes(8) + dhcp6(0, (13, bytes([0, status]) + b"told"))[4:]))[4:]


def udp_6(port, payload):
    datagram = struct.pack(">HHHH", 9, port, 8 + len(payload), 0) + payload
    return ipv6(17, datagram, range(8, len(datagram)))


CLIENT = b"\0\1\0\1\0\0\0\7" + MACS[:6]
DOMAINS = b"\7example\3org\0\3lan\0"

NTP_TIMES = bytes(range(0xE0, 0xF8)) + bytes(range(0xE0, 0xE8))

TCP_4 = tcp(9, b"data", ())[1]
TCP_6 = ipv6(6, tcp_header(9) + b"data")[1]
BRIDGED = b"\0\x80\xc2\0\7"
SNAP = b"\xaa\xaa\3\0\0\0"
CIRCUIT, ALL_FLAGS, LONG_CIRCUIT = b"\x18\x41", b"\x1a\x4e\x03", b"\x1a\x40\x04\x03"
NETWORK_ADDRESSES = b"\x10\0" + MACS[:6] + b"\x20\0" + MACS[6:]

FRAMES = [
    link(ATM, SNAP + b"\x08\0", (), TCP_4),
    link(ATM, SNAP + b"\x12\x34", (6, 7), TCP_4),
    link(ATM, b"\6\6\3", (), TCP_4),
    link(ATM, bytes(range(0x40, 0x54)) + SNAP + b"\x86\xdd", range(4, 20), TCP_6),
    link(ATM, bytes(range(0x40, 0x54)) + b"\x08\x09\x13", (), TCP_4),
    *(link(FRAME_RELAY, address + behind, range(len(address)), carried) for address in (CIRCUIT, ALL_FLAGS, LONG_CIRCUIT)
      for behind, carried in ((b"\3\xcc", TCP_4), (b"\3\0\x8e", TCP_6), (b"\3\x99", TCP_4))),
    *(link(FRAME_RELAY, address + b"\x08\0", (0,), TCP_4) for address in (CIRCUIT, ALL_FLAGS, LONG_CIRCUIT)),
    link(FRAME_RELAY, CIRCUIT + b"\x12\x34", (), TCP_4),
    link(FRAME_RELAY, CIRCUIT + b"\3\x80\0\0\0\x08\0", (), TCP_4),
    link(FRAME_RELAY, CIRCUIT + b"\3\x80\0\0\0\x12\x34", (7, 8), TCP_4),
    link(FRAME_RELAY, CIRCUIT + b"\3\x80" + BRIDGED + MACS + b"\x08\0", (), TCP_4),
    link(FRAME_RELAY, CIRCUIT + b"\3\xcf\0\x21", (), TCP_4),
    *(link(ENC, struct.pack(order + "I", family) + b"\0\0\x12\x34" + struct.pack(order + "I", flags), range(12), carried)
      for order in "<>" for family, carried in ((2, TCP_4), (24, TCP_6)) for flags in (0, 0x400, 0xC00, 0x2C00)),
    link(PFLOG, pflog(61, 2), range(64), TCP_4),
    link(PFLOG, pflog(61, 99, b"anchor", 7), range(64), TCP_4),
    link(PFLOG, pflog(69, 30, b"anchor", 7, 1, 4), range(72), TCP_6),
    link(FIBRE_CHANNEL, NETWORK_ADDRESSES + SNAP + b"\x08\0", range(16), TCP_4),
    link(FIBRE_CHANNEL, NETWORK_ADDRESSES + SNAP + b"\x12\x34", range(16), TCP_4),
    link(FIBRE_CHANNEL, NETWORK_ADDRESSES + b"\x08\x09\x13", range(16), TCP_4),
    link(PRIVATE, b"", (), TCP_4),
    udp(69, b"\0\1file\0octet\0blksize\x00512\0"),
    udp(69, b"\0\4\1\0"),
    udp(69, b"\0\5\0\1not found\0"),
    udp(514, b"<34>Oct 11 su: x\0\n"),
    udp(123, b"\x24\2\6\xec" + bytes(range(12)) + NTP_TIMES),
    udp(123, b"\x1b\1\xfa\xec" + bytes(range(8)) + b"GPS\0" + NTP_TIMES + bytes(20)),
    udp(123, b"\x16\x8a" + bytes(range(8)) + b"\0\5abcdefg"),
    udp(68, b"\2" + BOOTP[1:] + bytes(8)),
    dhcp((53, b"\3"), (61, b"\1" + MACS[:6]), (50, SOURCE_4), (55, bytes([1, 3, 6, 15, 119, 252])), (57, b"\5\xdc"), (12, b"host")),
    dhcp((53, b"\5"), (1, b"\xff\xff\xff\0"), (3, SOURCE_4 * 2), (51, b"\0\0\x0e\x10"), (15, b"example.org"), (66, b"tftp\x1b")),
    dhcp((82, b"\1\4eth0\2\6" + MACS[:6]), (121, b"\x18\xc0\0\2" + SOURCE_4 + b"\0" + SOURCE_4), (81, b"\1\0\0\4name\0")),
    dhcp((21, SOURCE_4 * 2), (33, SOURCE_4 * 4), (52, b"\3"), (60, b"vendor"), (77, b"\3abc\4defg"), (116, b"\1"), (43, b"\1\2ab")),
    udp_6(547, dhcp6(1, (1, CLIENT), (6, b"\0\x17\0\x18"), (8, b"\0\7"), (3, bytes(12)), (14, b""), (39, b"\0" + DOMAINS))),
    udp_6(546, dhcp6(7, (2, CLIENT), (3, bytes(12) + lease(TARGET_6, 2)), (23, TARGET_6 * 2), (24, DOMAINS), (7, b"\xff"))),
    udp_6(547, b"\x0c\1" + TARGET_6 * 2 + dhcp6(0, (18, b"eth0"), (9, dhcp6(5, (4, bytes(4)), (41, b"CET-1"))))[4:]),
    udp_6(546, dhcp6(10, (19, b"\5"), (11, b"\3\1\0" + bytes(9) + SOURCE_6), (56, b"\0\1\0\x10" + SOURCE_6), (64, DOMAINS))),
    udp_6(546, dhcp6(15, (45, lease(SOURCE_6, 1)), (44, b"\1" + SOURCE_6), (26, bytes(9) + SOURCE_6), (15, b"\0\3abc"))),
    ipv4(88, b"\2\5\0\0" + bytes(14) + b"\0\x64\0\1\1\0hello", range(1, 22)),
    stp(b"\0\0\0\0\x81" + BRIDGE),
    stp(b"\0\0\2\2\x7d" + BRIDGE),
    stp(b"\0\0\3\2\x3c" + BRIDGE + REGION),
    stp(b"\0\0\4\2\x3c" + BRIDGE + REGION + SHORTEST_PATH),
    *(ethernet(0x8808, struct.pack(">HI", opcode, 7) + bytes([0x12]) + bytes(range(1, 18))) for opcode in range(1, 8)),
    lldp((1, b"\4" + MACS[:6]), (2, b"\5eth0"), (3, b"\0\x78"), (4, b"port"), (5, b"name"), (6, b"system\x1b"), (0, b"")),
    lldp((1, b"\5\1" + SOURCE_4), (2, b"\4\2" + SOURCE_6), (7, b"\0\x14\0\4"), (9, b"?"), (0, b"")),
    lldp((8, b"\5\1" + SOURCE_4 + b"\2\0\0\0\7\1x"), (8, b"\7\6" + MACS[:6] + b"\3\0\0\0\7\0"), (0, b"")),
    dccp(0, 0, b"\0\0\0\1", DCCP_OPTIONS),
    dccp(3, 1, bytes(8), DCCP_OPTIONS),
    icmpv6(0x8B, 1, b"\0\2\0\0" + b"12345678" + NODE_NAME),
    icmpv6(0x8B, 0, b"\0\3\0\x7e" + b"12345678" + TARGET_6),
    icmpv6(0x8B, 2, b"\0\4\0\3" + b"12345678" + SOURCE_4),
    icmpv6(0x8C, 0, b"\0\4\0\3" + b"12345678" + b"\0\0\0\7" + SOURCE_4 + b"\0\0\0\x08"),
    icmpv6(0x8C, 0, b"\0\2\0\1" + b"12345678" + b"\0\0\0\7" + NODE_NAME + b"\0"),
    icmpv6(0x8C, 0, b"\0\3\0\3" + b"12345678" + b"\0\0\0\7" + TARGET_6),
    *(ipv4(1, bytes([kind, 0, 0, 0])[:length]) for kind in (1, 8, 13, 41) for length in (2, 3, 4)),
    *(ipv4_with_options(bytes(options) + bytes(range(16)), fragment, struct.pack(">HHHH", 1000, 2000, 8, 0))
      for options in ((68, 20, 5, 1), (68, 12, 9, 0), (68, 14, 13, 1), (131, 15, 8, 10), (7, 11, 4, 0))
      for fragment in (0, 5)),
    jumbogram(65540, 6, tcp_header(9) + b"data"),
    jumbogram(65540, 60, bytes([6, 0, 1, 4, 0, 0, 0, 0]) + tcp_header(9)),
    udp(53, struct.pack(">HHHHHH", 7, 0x8400, 0, 1, 0, 0) + b"\3www\2de\0" +
        struct.pack(">HHIHHH", 256, 1, 3600, 12, 10, 5) + b"ftp://\x1b/"),
    udp(53, struct.pack(">HHHHHH", 7, 0x8400, 0, 1, 0, 0) + b"\3www\2de\0" + struct.pack(">HHIH", 256, 1, 3600, 0)),
    tcp(10288, b"RPY 0 1 . 0 5\r\n"),
    tcp(1723, bytes.fromhex("0010 0003 1a2b3c4d 0020 0000"), range(8)),
    tcp(6653, bytes.fromhex("05010009 00000002 00 08020008 00000003"), range(1, 9)),
]
