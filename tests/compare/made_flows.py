"""Captures of transfers over a path that loses, reorders and repeats segments, to receivers with small windows.

A sender with a fixed congestion window, fast retransmission and a timer; a receiver that acknowledges every second
segment, keeps what came early, and reads at its own speed. All from a seed: each run makes the same bytes.
"""
import heapq
import itertools
import os
import random
import struct

SYN, FIN, PSH, ACK = 2, 1, 8, 16
MSS = 1000
CLIENT, SERVER = (b"\xc0\x00\x02\x01", 40000), (b"\xc6\x33\x64\x02", 80)


class Capture:
    def __init__(self, path):
        self.records, self.path = [], path

    def add(self, time, source, destination, flags, seq, ack, length, window, options=b""):
        self.ident = getattr(self, "ident", 0) + 1
        options += b"\x01" * (-len(options) % 4)
        tcp = struct.pack(">HHIIBBHHH", source[1], destination[1], seq & 0xffffffff, ack & 0xffffffff,
                          (5 + len(options) // 4) << 4, flags, window, 0, 0) + options
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp) + length, self.ident & 0xffff, 0x4000, 64, 6, 0,
                         source[0], destination[0])
        self.records.append((time, b"\x02" + bytes(11) + b"\x08\x00" + ip + tcp + bytes(length)))

    def close(self):
        with open(self.path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
            for time, frame in sorted(self.records, key=lambda r: r[0]):
                micro = round((1700000000 + time) * 1e6)
                out.write(struct.pack("<IIII", micro // 10**6, micro % 10**6, len(frame), len(frame)) + frame)


class Transfer:
    def __init__(self, path, seed, loss=0.0, reorder=0.0, window=60000, read_rate=None, timestamps=False, at_sender=True,
                 total=150, delay=0.02):
        self.__dict__.update(locals())
        self.random = random.Random(seed)
        self.capture = Capture(path)
        self.events, self.order = [], itertools.count()
        self.una = self.nxt = 1
        self.end = 1 + total * MSS
        self.duplicates, self.recover, self.timer = 0, 0, None
        self.peer_window = window
        self.got, self.early, self.read, self.pending = 1, set(), 1, 0
        self.echo = 0

    def at(self, time, action, *arguments):
        heapq.heappush(self.events, (time, next(self.order), action, arguments))

    def options(self, time, base, echo):
        if not self.timestamps:
            return b""
        return b"\x01\x01\x08\x0a" + struct.pack(">II", base + int(time * 1000), echo)

    def see(self, now, arrival, source, destination, *rest):
        from_client = source is CLIENT
        if from_client == self.at_sender:
            self.capture.add(now, source, destination, *rest)
        elif arrival is not None:
            self.capture.add(arrival, source, destination, *rest)

    def send(self, now, seq):
        lost = self.random.random() < self.loss
        late = 0.004 if self.random.random() < self.reorder else 0
        arrival = None if lost else now + self.delay + late
        stamp = 100000 + int(now * 1000)
        self.see(now, arrival, CLIENT, SERVER, ACK, seq, 1, MSS, 502, self.options(now, 100000, self.echo))
        if arrival is not None:
            self.at(arrival, self.arrive, seq, stamp)

    def arrive(self, now, seq, stamp):
        in_order = seq == self.got
        if in_order:
            self.received_stamp = stamp
            self.got += MSS
            while self.got in self.early:
                self.early.remove(self.got)
                self.got += MSS
        elif seq > self.got:
            self.early.add(seq)
        self.pending += 1
        if not in_order or self.early or self.pending >= 2:
            self.acknowledge(now)
        else:
            self.at(now + 0.04, self.delayed, self.got)

    def delayed(self, now, got):
        if self.pending and self.got == got:
            self.acknowledge(now)

    def free(self, now):
        if self.read_rate is not None:
            return max(0, self.window - max(0, self.got - 1 - int(now * self.read_rate)))
        return self.window

    def acknowledge(self, now, forced=False):
        self.pending = 0
        window = self.free(now) // MSS * MSS
        self.see(now, now + self.delay, SERVER, CLIENT, ACK, 1, self.got, 0, window,
                 self.options(now, 500000, getattr(self, "received_stamp", 0)))
        self.at(now + self.delay, self.acknowledged, self.got, window)
        if window == 0:
            self.at(now + 0.1, self.reopen)

    def reopen(self, now):
        if self.free(now) >= 4 * MSS:
            self.acknowledge(now)
        else:
            self.at(now + 0.05, self.reopen)

    def acknowledged(self, now, ack, window):
        opened = window > self.peer_window
        self.peer_window = window
        self.echo = 500000 + int((now - self.delay) * 1000)
        if ack > self.una:
            self.una, self.duplicates = ack, 0
            self.timer = now + 0.3
            self.at(self.timer, self.timeout)
            if self.una < self.recover:
                self.send(now, self.una)
        elif self.nxt > self.una and not opened and window:
            self.duplicates += 1
            if self.duplicates == 3 and self.una >= self.recover:
                self.recover = self.nxt
                self.send(now, self.una)
        self.go(now)

    def timeout(self, now):
        if now == self.timer and self.nxt > self.una:
            self.recover = self.nxt
            self.send(now, self.una)
            self.timer = now + 0.6
            self.at(self.timer, self.timeout)

    def go(self, now):
        while self.nxt < self.end and self.nxt + MSS - self.una <= min(10 * MSS, self.peer_window):
            self.send(now, self.nxt)
            if self.timer is None:
                self.timer = now + 0.3
                self.at(self.timer, self.timeout)
            self.nxt += MSS
            now += 0.00001

    def run(self):
        mss = struct.pack(">BBH", 2, 4, MSS)
        self.see(0, self.delay, CLIENT, SERVER, SYN, 0, 0, 0, 502, mss + self.options(0, 100000, 0))
        self.see(self.delay, 2 * self.delay, SERVER, CLIENT, SYN | ACK, 0, 1, 0, self.window,
                 mss + self.options(self.delay, 500000, 100000))
        self.echo = 500000
        start = 2 * self.delay + 0.0001
        self.see(start, start + self.delay, CLIENT, SERVER, ACK, 1, 1, 0, 502, self.options(start, 100000, self.echo))
        self.at(start + 0.001, self.go)
        last = start
        while self.events and len(self.capture.records) < 5000:
            last, _, action, arguments = heapq.heappop(self.events)
            action(last, *arguments)
        last += 0.05
        self.see(last, last + self.delay, CLIENT, SERVER, FIN | ACK, self.end, 1, 0, 502,
                 self.options(last, 100000, self.echo))
        self.see(last + self.delay, last + 2 * self.delay, SERVER, CLIENT, FIN | ACK, 1, self.end + 1, 0, 60000,
                 self.options(last + self.delay, 500000, self.echo))
        last += 2 * self.delay
        self.see(last, last + self.delay, CLIENT, SERVER, ACK, self.end + 1, 2, 0, 502,
                 self.options(last, 100000, self.echo))
        self.capture.close()


def make(directory):
    """Writes the captures; returns their paths."""
    kinds = {
        "clean": {},
        "loss": {"loss": 0.03},
        "heavy_loss": {"loss": 0.12},
        "reordering": {"reorder": 0.05},
        "loss_and_reordering": {"loss": 0.03, "reorder": 0.05},
        "small_window": {"window": 4000},
        "slow_reader": {"window": 8000, "read_rate": 60000},
        "slow_reader_loss": {"window": 8000, "read_rate": 80000, "loss": 0.03},
    }
    paths = []
    for seed, ((name, kind), timestamps, at_sender) in enumerate(
            itertools.product(kinds.items(), (False, True), (True, False))):
        path = os.path.join(directory, "%s%s%s.pcap" % (name, "_timestamps" if timestamps else "",
                                                        "" if at_sender else "_at_receiver"))
        Transfer(path, seed, timestamps=timestamps, at_sender=at_sender, **kind).run()
        paths.append(path)
    return paths
