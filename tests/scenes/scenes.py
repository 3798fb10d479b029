#!/usr/bin/env python3
"""Short captures made by hand, each with what must and must not be said of it, in variations.

usage: scenes.py TCPGLOSS FILE.scenes... [--only NAME] [--write FILE.pcap]

All scenes, in all variations, go into one capture, each with addresses of its own, and are read by one run of
the program. A scene is a block of lines:

  [name]
  why SENTENCE                     what it is about
  vary WORD...                     the variations that it has, if not all: swapped, wrapping, ipv6, ...
  handshake [WINDOW]               three packets: SYN at 0 s, SYN-ACK at 20 ms, ACK just behind it, with an MSS
  TIME END FLAGS SEQ ACK LENGTH [KEY=VALUE...]
                                   a packet: END is C or S; FLAGS of FSRPAUEW, or "."; numbers are relative to the
                                   initial ones, and the SYN is 0; "-" is the number that follows. Keys: window,
                                   options (hex), id, ttl, tsval and tsecr; icmp=TYPE/CODE/WORD makes it an ICMP error
                                   about this packet; "damaged" spoils its checksum; "aside" moves no numbers
  at N ID...                       ids, or families, that all must be among the notes of packet N
  not-at N ID...                   that must not be
  note N ID KEY = VALUE            a number of that note of packet N, by its key in --json
  never ID...                      that no packet may have
  says[-at N] REGEX                what a note, or one of packet N, must say in English
  never-says REGEX                 what none may say
  enters-at N STATE...             states that an end enters at packet N, or UNKNOWN; enters-not-at, that none may
  retractions N                    how many packets may take a state back, at most
  flow[N] KEY = VALUE              of the flow's record; also "~ REGEX" and "!~ REGEX", and "|" between values
  flows N                          how many flows there are

Variations: "plain"; "swapped", with the ends' addresses (and ports, where a SYN tells who is the client) exchanged;
"wrapping", in which both ends' numbers pass 2^32 (and, relative to tcpdump's base, 0); "ipv6"; "clock", in which
the time of day passes the point where a clock of 32 bits of microseconds begins again; "larger", with twice as much
data in each segment; and "slower", in which the ends are half as far away again.
"""
import ipaddress
import json
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

BITS = {flag: 1 << place for place, flag in enumerate("FSRPAUEW")}
VARIATIONS = ("plain", "swapped", "wrapping", "ipv6", "clock", "larger", "slower")
START = 1700000000.0
WRAP = 2**32 / 1e6  # seconds
HANDSHAKE = ["0 C S 0 0 0", "0.02 S SA 0 1 0", "0.0201 C A 1 1 0"]


class Scene:
    def __init__(self, name):
        self.name, self.packets, self.rules, self.varied = name, [], [], set(VARIATIONS)


def load(path):
    scenes = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#") or word == "why":
            continue
        if word.startswith("["):
            scenes.append(Scene(word[1:-1]))
        elif word == "vary":
            scenes[-1].varied = {"plain", *rest.split()}
        elif word == "handshake":
            window = rest or "60000"
            scenes[-1].packets += [f"{row} window={window}" + ("" if " A " in row else " options=020405b4")
                                   for row in HANDSHAKE]
        elif word[0].isdigit():
            scenes[-1].packets.append(line)
        else:
            scenes[-1].rules.append((f"{path.name}:{number}", word, rest))
    return scenes


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip_packet(source, target, protocol, body, ident, ttl):
    if len(source) == 16:
        return struct.pack(">IHBB", 6 << 28, len(body), protocol, ttl) + source + target + body
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), ident, 0x4000, ttl, protocol, 0) + source + target
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + body


def pseudo_header(source, target, protocol, length):
    return source + target + struct.pack(">HHI", 0, protocol, length)


def icmp_error(kind, code, word, quoted, source, target):
    """From a router to `target`, about what it sent."""
    if len(target) == 16:  # the same error in ICMPv6
        kind, code = (2, 0) if (kind, code) == (3, 4) else (1, 1)
        protocol, quoted = 58, quoted[:48]
    else:
        protocol, quoted = 1, quoted[:28]
    body = struct.pack(">BBHI", kind, code, 0, word) + quoted
    sum_of = pseudo_header(source, target, protocol, len(body)) if protocol == 58 else b""
    return protocol, body[:2] + struct.pack(">H", checksum(sum_of + body)) + body[4:]


def enlarge(scene):
    """-> the rows with twice the data, and the numbers that follow from that: SYN and FIN stay one number each."""
    rows = [row.split() for row in scene.packets]
    fins = {}
    for row in rows:
        if "F" in row[2] and row[3] != "-":
            fins.setdefault(row[1], int(row[3]) + int(row[5]))

    def larger(end, number):
        if number in ("-", "0"):
            return number
        number, fin = int(number), fins.get(end)
        return str(2 * number - 1 - (fin is not None and number > fin > 0))

    for row in rows:
        peer = "S" if row[1] == "C" else "C"
        row[3:6] = [larger(row[1], row[3]), larger(peer, row[4]), str(2 * int(row[5]))]
    return [" ".join(row) for row in rows]


def frames_of(scene, variation, place):
    """-> [(seconds since the epoch, IP packet)], by a scene's place among all, which gives its addresses."""
    prefix = "2001:db8::" if variation == "ipv6" else None
    ends = [ipaddress.ip_address(prefix + f"{place:x}:{host}").packed if prefix else
            bytes([10, 1 + place // 256, place % 256, host]) for host in (1, 2)]
    ports = [40000, 80]
    if variation == "swapped":
        ends.reverse()
        if " S " in scene.packets[0] and " 0 C " in " " + scene.packets[0]:
            ports.reverse()
    address = dict(zip("CS", ends))
    port = dict(zip("CS", ports))
    isn = {"C": 2**32 - 7, "S": 2**32 - 13} if variation == "wrapping" else {"C": 1000000, "S": 9000000}
    base = (START // WRAP + 1) * WRAP - 0.11 if variation == "clock" else START
    following, ident, frames = {"C": 0, "S": 0}, {"C": 100, "S": 5000}, []
    for row in enlarge(scene) if variation == "larger" else scene.packets:
        time, end, letters, seq, ack, length, *more = row.split()
        more = dict(key.split("=") if "=" in key else (key, True) for key in more)
        peer = "S" if end == "C" else "C"
        seq = following[end] if seq == "-" else int(seq)
        ack = following[peer] if ack == "-" else int(ack)
        flags = sum(BITS[letter] for letter in letters if letter != ".")
        options = bytes.fromhex(more.get("options", ""))
        if "tsval" in more:
            options += struct.pack(">BBBBII", 1, 1, 8, 10, int(more["tsval"]), int(more.get("tsecr", 0)))
        options += b"\0" * (-len(options) % 4)
        data = b"x" * int(length)
        head = struct.pack(">HHIIBBHHH", port[end], port[peer], (isn[end] + seq) & 0xFFFFFFFF,
                           (isn[peer] + ack) & 0xFFFFFFFF if "A" in letters else 0, (20 + len(options)) // 4 << 4,
                           flags, int(more.get("window", 60000)), 0, 0) + options
        total = checksum(pseudo_header(address[end], address[peer], 6, len(head + data)) + head + data)
        head = head[:16] + struct.pack(">H", total ^ (0x5555 if "damaged" in more else 0)) + head[18:]
        ident[end] += 1
        frame = ip_packet(address[end], address[peer], 6, head + data, int(more.get("id", ident[end])),
                          int(more.get("ttl", 64)))
        if "icmp" in more:
            router = ipaddress.ip_address(prefix + "ffff").packed if prefix else bytes([203, 0, 113, 9])
            frame = ip_packet(router, address[end],
                              *icmp_error(*map(int, more["icmp"].split("/")), frame, router, address[end]), 77, 60)
        elif "aside" not in more:
            following[end] = max(following[end], seq + len(data) + sum(letter in letters for letter in "SF"))
        frames.append((base + float(time) * (1.5 if variation == "slower" else 1), frame))
    return frames, {str(ipaddress.ip_address(address[end])) for end in "CS"}


def families(ids, wanted):
    return [i for i in ids if i == wanted or i.startswith(wanted + ".")]


class Seen:
    """What the program said of one scene."""

    def __init__(self):
        self.notes, self.changes, self.flows = {}, {}, []

    def words(self, number=None):
        return [note["en"] or "" for n, notes in self.notes.items() if number in (None, n) for note in notes]


def check_flow(seen, number, rest):
    key, how, wanted = re.fullmatch(r"(\S+) (=|~|!~) (.*)", rest).groups()
    if number > len(seen.flows):
        return f"has {len(seen.flows)} flows"
    value = seen.flows[number - 1]
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    right = {"=": lambda: str(value) in wanted.split("|"), "~": lambda: re.search(wanted, str(value)),
             "!~": lambda: not re.search(wanted, str(value))}[how]()
    return None if right else f"flow {key} is {value}"


def fault(seen, word, rest):
    """What a rule finds wrong, or None."""
    ids = {n: [note["id"] for note in notes] for n, notes in seen.notes.items()}
    if word.startswith("flow") and word != "flows":
        return check_flow(seen, int(word[4:] or 1), rest)
    if word == "flows":
        return None if len(seen.flows) == int(rest) else f"has {len(seen.flows)} flows"
    if word == "never":
        hits = [f"packet {n}: {hit}" for n, have in ids.items() for i in rest.split() for hit in families(have, i)]
        return ", ".join(hits) or None
    if word == "says":
        return None if any(re.search(rest, text) for text in seen.words()) else "nothing says it"
    if word == "never-says":
        return ", ".join(text for text in seen.words() if re.search(rest, text)) or None
    if word == "retractions":
        back = [n for n, changes in seen.changes.items() if any(c.get("retracted") for c in changes)]
        return None if len(back) <= int(rest) else f"taken back at {back}"
    first, _, rest = rest.partition(" ")
    number = int(first)
    if word == "note":
        i, key, wanted = re.fullmatch(r"(\S+) (\S+) = (.*)", rest).groups()
        values = [note.get(key) for note in seen.notes.get(number, []) if note["id"] == i]
        return None if wanted in map(str, values) else f"is {values}"
    if word == "at":
        missing = [i for i in rest.split() if not families(ids.get(number, []), i)]
        return f"no {', '.join(missing)}: {ids.get(number)}" if missing else None
    if word == "not-at":
        return ", ".join(hit for i in rest.split() for hit in families(ids.get(number, []), i)) or None
    if word == "says-at":
        return None if any(re.search(rest, t) for t in seen.words(number)) else f"says {seen.words(number)}"
    if word == "enters-at":
        entered = {c["to"] or "UNKNOWN" for c in seen.changes.get(number, [])}
        return None if entered >= set(rest.split()) else f"enters {sorted(entered)}"
    if word == "enters-not-at":
        return ", ".join(f"{c['endpoint']} enters {c['to']}" for c in seen.changes.get(number, [])
                         if (c["to"] or "UNKNOWN") in rest.split()) or None
    return "no such rule"


def main():
    arguments = sys.argv[1:]
    options = {name: arguments.pop(arguments.index(name) + 1) for name in ("--only", "--write") if name in arguments}
    program, *paths = [a for a in arguments if not a.startswith("--")]
    scenes = [s for p in paths for s in load(Path(p)) if options.get("--only", s.name) == s.name]
    frames, owner, acts = [], {}, []
    for scene in scenes:
        for variation in VARIATIONS:
            if variation not in scene.varied:
                continue
            made, addresses = frames_of(scene, variation, len(acts))
            owner |= {address: len(acts) for address in addresses}
            frames += [(time, len(acts), number, frame) for number, (time, frame) in enumerate(made, 1)]
            acts.append((scene, variation, Seen()))
    frames.sort(key=lambda frame: frame[:3])
    path = Path(options.get("--write") or tempfile.mkstemp(suffix=".pcap")[1])
    with path.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for time, _, _, frame in frames:
            microseconds = round(time * 1e6)
            out.write(struct.pack("<IIII", microseconds // 1000000, microseconds % 1000000, len(frame), len(frame)))
            out.write(frame)
    # TIME-WAIT lasts: the scenes stand side by side in time.
    run = subprocess.run([program, "--json", "--notes", "all", "-nn", "--msl", "86400", "-r", path], check=True,
                         capture_output=True, text=True)
    if "--write" not in options:
        path.unlink()
    for line in run.stdout.splitlines():
        record = json.loads(line)
        if record["type"] == "packet":
            _, act, number, _ = frames[record["number"] - 1]
            acts[act][2].notes[number] = record["notes"]
            acts[act][2].changes[number] = record.get("changes") or []
        elif record["type"] == "flow":
            acts[owner[record["client"]["address"]]][2].flows.append(record)
    wrong = 0
    for scene, variation, seen in acts:
        seen.flows.sort(key=lambda flow: flow["flow"])
        faults = [(place, word, rest, found) for place, word, rest in scene.rules
                  if (found := fault(seen, word, rest)) is not None]
        wrong += bool(faults)
        for place, word, rest, found in faults:
            print(f"{place}: {scene.name}, {variation}: {word} {rest}: {found}")
    print(f"{len(acts) - wrong} of {len(acts)} right: {len(scenes)} scenes in their variations")
    return 1 if wrong or not acts else 0


sys.exit(main())
