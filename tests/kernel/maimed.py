#!/usr/bin/env python3
"""Maim captures whose truth is known, and count what is then said wrongly.

usage: maimed.py TCPGLOSS DIRECTORY [BOUNDS.json] [--write] [--show]

Every capture of DIRECTORY that has the kernel's record beside it (pcaps/README.md) is changed as capture
points change what they see: packets missing, one direction only, the beginning cut, the first SYN-ACK moved
behind the third ACK, every TCP checksum spoilt. After each packet that is left, the state of each end is
held against the kernel's at that packet:

  right     the kernel's
  unknown   none is claimed
  wrong     another one

and each warning is held against those that the whole capture gets at the same packet. One that it does not get
there is counted as added, unless it says no more than that the capture lacks something (EXPECTED).

With BOUNDS.json the run fails if a kind of maiming has more wrong states or added warnings than it allows.
After an improvement --write makes the bounds follow; --show lists what was wrong.
"""
import json
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

EXPECTED = re.compile(r"(loss\.(gap|ack-unseen|captured-late)|handshake\.mid-stream|capture\..*)$")
IP_OFFSET = {0: 4, 1: 14, 12: 0, 101: 0, 108: 4, 113: 16, 228: 0, 229: 0, 276: 20}


def read_capture(path):
    """-> (file header, byte order, link type, [(record header, data)])."""
    data = path.read_bytes()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    records, at = [], 24
    while at < len(data):
        length = struct.unpack_from(order + "I", data, at + 8)[0]
        records.append((data[at:at + 16], data[at + 16:at + 16 + length]))
        at += 16 + length
    return data[:24], order, struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF, records


def tcp_of(data, link):
    """-> (source, destination, offset of the TCP header, flags), or None."""
    ip = IP_OFFSET[link]
    if len(data) >= ip + 40 and data[ip] >> 4 == 4 and data[ip + 9] == 6:
        at, size, source = ip + 4 * (data[ip] & 15), 4, ip + 12
        if struct.unpack_from(">H", data, ip + 6)[0] & 0x1FFF:
            return None
    elif len(data) > ip + 40 and data[ip] >> 4 == 6 and data[ip + 6] == 6:
        at, size, source = ip + 40, 16, ip + 8
    else:
        return None
    if len(data) < at + 20:
        return None
    ports = struct.unpack_from(">HH", data, at)
    return ((data[source:source + size], ports[0]), (data[source + size:source + 2 * size], ports[1]), at, data[at + 13])


def every_20th(offset):
    return lambda records, _: [(i, r) for i, r in enumerate(records) if i % 20 != offset]


def first_cut(count):
    return lambda records, _: list(enumerate(records))[count:]


def one_direction(wanted):
    def maim(records, link):
        first, kept = {}, []
        for i, record in enumerate(records):
            tcp = tcp_of(record[1], link)
            if tcp is not None:
                source, destination = tcp[0], tcp[1]
                client = first.setdefault(frozenset((source, destination)), source)
                if (source == client) != (wanted == "client"):
                    continue
            kept.append((i, record))
        return kept
    return maim


def late_syn_ack(records, link):
    """Moves each flow's first SYN-ACK behind the ACK that answers it, in the time of that ACK."""
    order, waiting = [], {}
    for i, record in enumerate(records):
        tcp = tcp_of(record[1], link)
        if tcp is None:
            order.append((i, record))
            continue
        source, destination, _, flags = tcp
        key = frozenset((source, destination))
        if flags & 0x12 == 0x12 and key not in waiting:
            waiting[key] = (i, record, source)
            continue
        order.append((i, record))
        if waiting.get(key) and waiting[key][2] == destination and flags & 0x10:
            # Both have arrived only now: what holds here holds after the ACK.
            order.append((i, (record[0][:8] + waiting[key][1][0][8:], waiting[key][1][1])))
            waiting[key] = None
    return order


def spoilt_checksums(records, link):
    spoilt = []
    for i, (header, data) in enumerate(records):
        tcp = tcp_of(data, link)
        if tcp is not None:
            at = tcp[2] + 16
            data = data[:at] + bytes(b ^ 0x5A for b in data[at:at + 2]) + data[at + 2:]
        spoilt.append((i, (header, data)))
    return spoilt


MAIMINGS = {"whole": lambda records, _: list(enumerate(records))}
MAIMINGS |= {f"every 20th dropped, from {n + 1}": every_20th(n) for n in (3, 7, 11, 15, 19)}
MAIMINGS |= {f"first {n} cut": first_cut(n) for n in (1, 2, 3, 5, 8)}
MAIMINGS |= {f"only the {end}'s packets": one_direction(end) for end in ("client", "server")}
MAIMINGS |= {"first SYN-ACK late": late_syn_ack, "checksums spoilt": spoilt_checksums}


def records_of(program, path):
    """-> ([record of a packet], {flow: its record})."""
    run = subprocess.run([program, "--json", "--notes", "all", "-nn", "-r", path], check=True, capture_output=True,
                         text=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    flows = {line["flow"]: {end: "{address}.{port}".format(**line[end]) for end in ("client", "server")}
             for line in lines if line["type"] == "flow"}
    return [line for line in lines if line["type"] == "packet"], flows


def kernel_states(truth, ends, end, packet):
    """The states that the kernel's record allows for an end after a packet; empty: it says nothing."""
    allowed = set()
    for connection in truth["connections"]:
        if {connection["client"], connection["server"]} != set(ends.values()):
            continue
        side = "client" if connection["client"] == ends[end] else "server"
        current = set()
        for _, state, _, captured, at in connection[side + "_states"]:
            if at is None:
                if captured <= packet and current:
                    current = current | {state}
            elif at <= packet:
                current = {state}
            else:
                break
        allowed = current or allowed
    return allowed


def judge(packets, flows, origin, truth, plain):
    """-> (right, unknown, wrong, added warnings, [what was wrong])."""
    right = unknown = wrong = added = 0
    faults = []
    for packet in packets:
        number = origin[packet["number"] - 1] + 1
        for note in packet["notes"]:
            if note["kind"] == "warning" and note["id"] not in plain.get(number, ()) and not EXPECTED.match(note["id"]):
                added += 1
                faults.append(f"[{number}] {note['id']}: {note['en']}")
        if packet.get("flow") is None:
            continue
        for end, state in packet["states"].items():
            allowed = kernel_states(truth, flows[packet["flow"]], end, number)
            if not allowed:
                continue
            if state in (None, "UNKNOWN"):
                unknown += 1
            elif state in allowed:
                right += 1
            else:
                wrong += 1
                faults.append(f"[{number}] {end} {state}, not {' or '.join(sorted(allowed))}")
    return right, unknown, wrong, added, faults


def main():
    options = {word for word in sys.argv[1:] if word.startswith("--")}
    program, directory, *rest = [word for word in sys.argv[1:] if not word.startswith("--")]
    totals = {name: [0, 0, 0, 0] for name in MAIMINGS}
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "maimed.pcap"
        for record in sorted(Path(directory).glob("*.json")):
            truth = json.loads(record.read_text())
            header, _, link, records = read_capture(record.with_suffix(".pcap"))
            plain = {}
            for name, maim in MAIMINGS.items():
                kept = maim(records, link)
                path.write_bytes(header + b"".join(head + data for _, (head, data) in kept))
                packets, flows = records_of(program, path)
                if name == "whole":
                    plain = {p["number"]: {n["id"] for n in p["notes"]} for p in packets}
                *counts, faults = judge(packets, flows, [i for i, _ in kept], truth, plain)
                totals[name] = [a + b for a, b in zip(totals[name], counts)]
                if "--show" in options:
                    for fault in faults:
                        print(f"{name}: {truth['name']} {fault}")
    print("| maiming | states right | unknown | wrong | warnings added |\n|---|---|---|---|---|")
    for name, counts in totals.items():
        print("| " + " | ".join([name, *map(str, counts)]) + " |")
    if not rest:
        return 0
    bounds = Path(rest[0])
    found = {name: {"wrong": counts[2], "added": counts[3]} for name, counts in totals.items()}
    if "--write" in options:
        bounds.write_text(json.dumps(found, indent=1) + "\n")
        return 0
    allowed = json.loads(bounds.read_text())
    faults = [f"{name}: {found[name][what]} {what}, {allowed[name][what]} allowed"
              for name in MAIMINGS for what in ("wrong", "added") if found[name][what] > allowed[name][what]]
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
