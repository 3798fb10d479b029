#!/usr/bin/env python3
"""The graph of a long flow: nothing of its outline is lost, no retransmission and no closed window.

usage: long_graph.py PROGRAM
       long_graph.py --write FILE PACKETS

The flow is a download that slows down with each loss, as a sender does: fast retransmissions with SACK, some
timeouts, two windows of zero. Packets are cut behind their headers. --write only writes the capture.
"""
import random
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SEGMENT, WINDOW = 1448, 4096  # the window is scaled by 2^8
FIN, SYN, ACK = 1, 2, 16
CLIENT, SERVER = (b"\xc0\x00\x02\x01", 40000), (b"\xc6\x33\x64\x02", 80)
ISNS = {CLIENT: 1000, SERVER: 4_000_000_000}  # the server's numbers begin again in a long flow
SYN_OPTIONS = struct.pack(">BBHBBBBB", 2, 4, 1460, 4, 2, 3, 3, 8) + b"\1\1\1"
NEAR = 1.6  # pixels


class Flow:
    """Writes packets, and remembers what the graph has to show."""

    def __init__(self, file):
        self.file, self.packets = file, 0
        self.data, self.again, self.closed = [], [], []  # (seconds, offset)
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 96, 1))

    def packet(self, seconds, sender, seq, ack, flags=ACK, window=WINDOW, options=b"", length=0):
        peer = SERVER if sender is CLIENT else CLIENT
        tcp = struct.pack(">HHIIBBHHH", sender[1], peer[1], (ISNS[sender] + seq) & 0xFFFFFFFF,
                          (ISNS[peer] + ack) & 0xFFFFFFFF if flags & ACK else 0, (20 + len(options)) // 4 << 4, flags,
                          window, 0, 0) + options
        whole = 20 + len(tcp) + length
        frame = bytes(12) + b"\x08\x00" + struct.pack(">BBHHHBBH4s4s", 0x45, 0, whole, 0, 0x4000, 64, 6, 0, sender[0],
                                                      peer[0]) + tcp
        microseconds = int(seconds * 1e6)
        self.file.write(struct.pack("<IIII", 1_700_000_000 + microseconds // 1_000_000, microseconds % 1_000_000,
                                    len(frame), 14 + whole) + frame)
        self.packets += 1
        if window == 0:
            self.closed.append((seconds, ack))

    def segment(self, seconds, seq, again=False):
        self.packet(seconds, SERVER, seq, 1, length=SEGMENT)
        (self.again if again else self.data).append((seconds, seq))

    def acknowledge(self, seconds, ack, sack=None):
        options = b"" if sack is None else struct.pack(">BBBBII", 1, 1, 5, 10, *(
            (ISNS[SERVER] + number) & 0xFFFFFFFF for number in sack))
        self.packet(seconds, CLIENT, 1, ack, options=options)


def answers(begin, round_trip, gap, first, count, hole):
    """-> acknowledgments (seconds, ack, sack) of `count` segments of one round, one for every second."""
    for i in range(1, count + count % 2, 2):
        upto = first + min(i + 1, count) * SEGMENT
        if hole is None or upto <= hole:
            yield begin + round_trip + i * gap, upto, None
        elif upto > hole + SEGMENT:
            yield begin + round_trip + i * gap, hole, (hole + SEGMENT, upto)


def write(file, packets, copies=0):
    """-> Flow. In each round trip some segments of shortly before are sent again, too, without need."""
    chance = random.Random(7)
    flow = Flow(file)
    flow.packet(0, CLIENT, 0, 0, SYN, 65535, SYN_OPTIONS)
    flow.packet(0.02, SERVER, 0, 1, SYN | ACK, 65535, SYN_OPTIONS)
    flow.packet(0.0201, CLIENT, 1, 1)
    now, seq, congestion, limit, waiting, rounds = 0.05, 1, 10, 300, [], 0
    while flow.packets < packets:
        rounds += 1
        round_trip = 0.02 + 0.02 * min(congestion, 600) / 600
        gap = round_trip * 0.9 / congestion
        loses = congestion > limit and chance.random() < 0.15
        hole = seq + chance.randrange(congestion // 3) * SEGMENT if loses else None
        events = [(now + i * gap, flow.segment, (seq + i * SEGMENT,)) for i in range(congestion)]
        events += [(when, flow.acknowledge, answer) for when, *answer in waiting]
        events += [(now + chance.random() * round_trip, flow.segment, (seq - chance.randint(1, min(seq // SEGMENT, 300)) * SEGMENT, True))
                   for _ in range(copies if seq > SEGMENT else 0)]
        for when, what, numbers in sorted(events, key=lambda event: event[0]):
            what(when, *numbers)
        waiting = list(answers(now, round_trip, gap, seq, congestion, hole))
        seq += congestion * SEGMENT
        now += round_trip
        closes = rounds in (150, 1500)
        if loses or closes:
            for when, ack, sack in waiting:
                flow.acknowledge(when, ack, sack)
            waiting = []
            now += round_trip
        if loses:
            now += 1 if chance.random() < 0.05 else 0  # a timeout
            flow.segment(now, hole, again=True)
            flow.acknowledge(now + round_trip, seq)
            now += round_trip + 0.0005
            congestion, limit = max(congestion // 2, 4), chance.choice((100, 300, 500))
        else:
            congestion = 2 * congestion if congestion < 32 else congestion + 4
        if closes:
            flow.packet(now, CLIENT, 1, seq, window=0)
            now += 1.5
            flow.packet(now, CLIENT, 1, seq)
            now += 0.03
    for when, ack, sack in waiting:
        flow.acknowledge(when, ack, sack)
    flow.packet(now + 1, SERVER, seq, 1, FIN | ACK)
    flow.packet(now + 1.02, CLIENT, 1, seq + 1, FIN | ACK)
    flow.packet(now + 1.021, SERVER, seq + 1, 2)
    return flow


def axis(picture, pattern, shift=0.0):
    """-> the place of a value, by the numbers beside the grid, of which the first and the last are looked at."""
    found = [(float(place) - shift, float(re.sub(r"\D", "", value))) for place, value in re.findall(pattern, picture)]
    (first, low), (last, high) = found[0], found[-1]
    return lambda value: first + (last - first) * (value - low) / (high - low)


def strokes(path):
    """-> (x, lower y, upper y) of the bars or squares of a path."""
    for left, low, right, high in re.findall(r"M([\d.]+) ([\d.]+)(?:H([\d.]+))?V([\d.]+)", path):
        yield (float(left) + float(right or left)) / 2, float(low), float(high)


def main(arguments):
    if arguments[:1] == ["--write"] and len(arguments) == 3:
        with open(arguments[1], "wb") as file:
            write(file, int(arguments[2]))
        return
    if len(arguments) != 1:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        capture, graph = Path(folder) / "long.pcap", Path(folder) / "long.svg"
        with open(capture, "wb") as file:
            flow = write(file, 100_000, copies=16)
        subprocess.run([arguments[0], "-nn", "--count", "--lang", "en", "-r", capture, "--graph", graph], check=True,
                       capture_output=True, timeout=600)
        drawn = graph.read_text()
    picture = drawn[drawn.index("server 198.51.100.2.80 →"):]
    sequence = picture[:picture.index("in flight")]
    x = axis(picture, r'<text class="time" text-anchor="middle" x="(\d+)" y="\d+">([\d]+) s<')
    y = axis(sequence, r'<text class="time" text-anchor="end" x="\d+" y="(\d+)">([^<]+)<', 4)
    bars = {style: list(strokes(path)) for style, path in re.findall(r'<path class="([^"]+)" d="([^"]+)"', sequence)}

    def missing(points, style):
        return [(seconds, number) for seconds, number in points
                if not any(abs(at - x(seconds)) < NEAR and high - NEAR < y(number) < low + NEAR
                           for at, low, high in bars[style])]

    data = [style for style in bars if style.endswith("-line")][-1]  # the line of acknowledgments stands before it
    for points, style in ((flow.again, "again"), (flow.closed, "warn-head"), (flow.data[::97], data)):
        lost = missing(points, style)
        if not points or lost:
            sys.exit(f"{style}: {len(lost)} of {len(points)} are not drawn: {lost[:3]}")
    counted = re.sub(r"\D", "", re.search(r", ([^,]*) retransmitted<", picture)[1])
    if counted != str(len(flow.again)):
        sys.exit(f"{counted} of {len(flow.again)} retransmissions are counted")
    if len(drawn) > 400_000:
        sys.exit(f"the picture has {len(drawn)} bytes")


main(sys.argv[1:])
