#!/usr/bin/env python3
"""Is tcpgloss's text, without its notes, tcpdump's, also on packets that no honest host sends?

usage: conformance.py TCPGLOSS FOLDER

Takes a few packets of every kind from the captures below FOLDER, and the frames of frames.py, changes
them in every way that the functions under "Mutations" know, and compares what both programs print of
all of them. Exit status 77
(skipped) where no tcpdump is installed whose text tcpgloss can print.
"""
import itertools
import os
import re
import struct
import subprocess
import sys
import tempfile

from frames import FRAMES

REFERENCE = re.compile(r"tcpdump version (4\.99\.[3-6])")
FLAGS = ["-nn", "-nn -S -v", "-nn -e -vv -#", "-nn -q", "-nn -qq -e", "-nn -tttt -X", "-nn -ttt -vvv -K", "-nn -tt -xx"]
NEW_FLAGS = "-nn -g -vv"
SAMPLES = 2  # packets of one kind taken from all captures

NULL, ETHERNET, RAW = 0, 1, 101
LINK_HEADER = {ETHERNET: 14, NULL: 4, RAW: 0}


# ---- Captures: (link type, [packet]); packet: (seconds, microseconds, bytes on the wire, bytes)

def read_capture(path):
    with open(path, "rb") as file:
        data = file.read()
    magic = struct.unpack("<I", data[:4])[0] if len(data) >= 24 else 0
    order = {0xA1B2C3D4: "<", 0xA1B23C4D: "<", 0xD4C3B2A1: ">", 0x4D3CB2A1: ">"}.get(magic)
    if order is None:
        return None, []
    link_type = struct.unpack(order + "I", data[20:24])[0]
    packets, at = [], 24
    while at + 16 <= len(data):
        seconds, fraction, captured, wire = struct.unpack(order + "4I", data[at:at + 16])
        packets.append((seconds, fraction % 1000000, wire, data[at + 16:at + 16 + captured]))
        at += 16 + captured
    return link_type, packets


def write_capture(path, link_type, packets):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_type))
        for seconds, micros, wire, data in packets:
            file.write(struct.pack("<4I", seconds, micros, len(data), wire) + data)


# ---- Where things are in a packet

def layout(link_type, data):
    """-> offsets of the IP and the TCP header, or None if it is not plain TCP over IP."""
    ip = LINK_HEADER[link_type]
    if len(data) < ip + 40:
        return None
    if data[ip] >> 4 == 4 and data[ip + 9] == 6:
        return ip, ip + 4 * (data[ip] & 15)
    if data[ip] >> 4 == 6 and data[ip + 6] == 6:
        return ip, ip + 40
    return None


def kind(link_type, data):
    """Packets that differ in nothing but numbers are of one kind."""
    where = layout(link_type, data)
    if where is None:
        return None
    ip, tcp = where
    if len(data) < tcp + 20:
        return None
    return data[ip] >> 4, tcp - ip, data[tcp + 12] >> 4, data[tcp + 13]


# ---- Mutations: each makes packets of one packet

def cut_at_every_length(link_type, packet):
    seconds, micros, wire, data = packet
    for length in range(1, min(len(data), 160)):
        yield seconds, micros, wire, data[:length]


def end_at_every_length(link_type, packet):
    """The same, but the frame itself was no longer: the lengths inside it lie."""
    seconds, micros, wire, data = packet
    for length in range(1, min(len(data), 160)):
        yield seconds, micros, length, data[:length]


def change_every_byte(link_type, packet):
    """All of the IP and TCP headers but what says which protocol comes next, and ports (on some,
    tcpdump decodes a protocol of its own)."""
    seconds, micros, wire, data = packet
    ip, tcp = layout(link_type, data)
    kept = {ip + 6, ip + 9} | set(range(tcp, tcp + 4))
    for at in range(ip, min(tcp + 4 * (data[tcp + 12] >> 4), len(data))):
        for value in (0x00, 0x01, 0x45, 0x7F, 0x80, 0xF0, 0xFF, data[at] ^ 0x10, data[at] + 1 & 255):
            if at not in kept:
                yield seconds, micros, wire, data[:at] + bytes([value]) + data[at + 1:]


def replace_options(link_type, packet, options):
    """The packet with other options; the header and all lengths around it fit them."""
    seconds, micros, wire, data = packet
    ip, tcp = layout(link_type, data)
    options += b"\0" * (-len(options) % 4)
    header = bytearray(data[:tcp + 20]) + options
    header[tcp + 12] = (5 + len(options) // 4) << 4 | header[tcp + 12] & 15
    after = data[tcp + 4 * (data[tcp + 12] >> 4):]
    length = len(header) - ip + len(after)
    if data[ip] >> 4 == 4:
        struct.pack_into(">H", header, ip + 2, length)
    else:
        struct.pack_into(">H", header, ip + 4, length - 40)
    whole = bytes(header) + after
    return seconds, micros, len(whole), whole


def options_of_every_kind(link_type, packet):
    body = bytes((37 * i + 11) % 256 for i in range(38))
    for option in range(256):
        for length in (0, 1, 2, 3, 4, 6, 8, 10, 12, 18, 20, 24, 34, 40, 255):
            for room in {min(max(length, 4), 40), 40}:
                yield replace_options(link_type, packet, (bytes([option, length]) + body)[:room])


def options_cut_short(link_type, packet):
    """Options whose length is right, behind another, with the capture ending inside."""
    for option in (2, 3, 5, 8, 19, 28, 29, 30, 34, 77, 254):
        for length in (2, 3, 4, 10, 18, 22):
            body = bytes([1, option, length]) + bytes(range(1, length - 1)) + b"\1"
            seconds, micros, wire, data = replace_options(link_type, packet, body)
            _, tcp = layout(link_type, data)
            for end in range(tcp + 20, min(tcp + 22 + len(body), len(data))):
                yield seconds, micros, wire, data[:end]


def multipath(link_type, packet):
    """Every subtype of MPTCP with every length."""
    for subtype in range(16):
        for low in (0, 1, 4, 6, 15):
            for flags in (0x00, 0x15, 0x1F, 0x80):
                for length in range(3, 31):
                    body = bytes([30, length, subtype << 4 | low, flags])[:length] + bytes(range(length - 4))
                    yield replace_options(link_type, packet, body)


def hostile_times(link_type, packet):
    _, _, wire, data = packet
    for seconds in (0, 1, 59, 86399, 86400, 951782400, 2**31 - 1, 2**31, 2**32 - 1, 1700000000):
        for micros in (0, 1, 999999, 1000000, 2**31 - 1, 2**31, 2**32 - 1):
            yield seconds, micros, wire, data


MUTATIONS = [cut_at_every_length, end_at_every_length, change_every_byte, options_of_every_kind,
             options_cut_short, multipath, hostile_times]


# ---- Comparing

def output(program, flags, path):
    environment = dict(os.environ, TZ="America/New_York")
    result = subprocess.run([program] + flags.split() + ["-r", path], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, env=environment, check=False)
    return result.stdout.split(b"\n"), result


def compare(tcpgloss, release, path):
    """-> how many lines were compared, how many differ."""
    lines = differing = 0
    for flags in FLAGS + ([NEW_FLAGS] if release == "4.99.6" else []):
        theirs, _ = output("tcpdump", flags, path)
        ours, result = output(tcpgloss, flags + " --notes none --tcpdump " + release, path)
        if result.returncode != 0:
            print("%s %s: status %d: %s" % (path, flags, result.returncode, result.stderr.decode()))
            differing += 1
        lines += len(theirs)
        wrong = [i for i in range(max(len(theirs), len(ours))) if theirs[i:i + 1] != ours[i:i + 1]]
        differing += len(wrong)
        for i in wrong[:3]:
            print("%s %s line %d" % (os.path.basename(path), flags, i + 1))
            print("  tcpdump :", theirs[i:i + 1])
            print("  tcpgloss:", ours[i:i + 1])
    return lines, differing


def samples(folder):
    """-> {link type: [packet]}, few of every kind."""
    chosen, counts = {}, {}
    for directory, _, files in sorted(os.walk(folder)):
        for name in sorted(files):
            link_type, packets = read_capture(os.path.join(directory, name)) if name.endswith(".pcap") else (None, [])
            for packet in packets if link_type in LINK_HEADER else []:
                which = link_type, kind(link_type, packet[3])
                if which[1] is not None and counts.get(which, 0) < SAMPLES and len(packet[3]) < 400:
                    counts[which] = counts.get(which, 0) + 1
                    chosen.setdefault(link_type, []).append(packet)
    return chosen


def changed_samples(folder):
    """Yields (what was done, link type, the packets that it made)."""
    for link_type, packets in sorted(samples(folder).items()):
        for mutate in MUTATIONS:
            # What is long to make is made of fewer packets.
            few = packets if mutate in (cut_at_every_length, end_at_every_length) else packets[::7]
            yield mutate.__name__, link_type, [new for packet in few for new in mutate(link_type, packet)]


def changed_frames():
    """The same of the frames of frames.py."""
    for link_type in sorted({frame[0] for frame in FRAMES}):
        packets = []
        for _, data, changeable in (frame for frame in FRAMES if frame[0] == link_type):
            packet = 1700000000, 0, len(data), data
            packets += [packet, *cut_at_every_length(link_type, packet), *end_at_every_length(link_type, packet)]
            packets += [packet[:3] + (data[:at] + bytes([value]) + data[at + 1:],)
                        for at in changeable for value in (0x00, 0x01, 0x7F, 0x80, 0xFF, data[at] + 1 & 255)]
        yield "frames", link_type, packets


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        version = subprocess.run(["tcpdump", "--version"], capture_output=True, text=True, check=False)
        release = REFERENCE.match(version.stdout + version.stderr)
    except FileNotFoundError:
        release = None
    if release is None:
        print("skipped: no tcpdump of a release whose text can be printed")
        sys.exit(77)
    lines = differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, link_type, packets in itertools.chain(changed_samples(sys.argv[2]), changed_frames()):
            path = os.path.join(folder, "%s-%d.pcap" % (name, link_type))
            write_capture(path, link_type, packets[:40000])
            more, wrong = compare(sys.argv[1], release.group(1), path)
            lines, differing = lines + more, differing + wrong
            print("%-24s link type %3d: %6d packets, %d lines differ" % (name, link_type, len(packets), wrong), flush=True)
    print("%d lines, %d differing" % (lines, differing))
    sys.exit(differing > 0 or lines == 0)


if __name__ == "__main__":
    main()
