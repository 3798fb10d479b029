#!/usr/bin/env python3
"""Hold the notes about trouble against what is known to have happened in each capture.

usage: notes.py TCPGLOSS DIRECTORY EXPECTED.json

EXPECTED.json: "families", prefixes of note ids, and "captures", for every NAME.pcap the packets at
which notes of these families stand (null: a timer, or the end of the capture). Each was checked
against the record of what was done to the segments on their way ("wire" in NAME.json). A note of
these families that is not named there is an error: of captures in which nothing went wrong, nothing
is said.

Each capture is read three times, and its notes must be the same: from the file at once, from a pipe
that brings it piece by piece, and, where it holds several flows, filtered to each of them.
"""
import json
import subprocess
import sys
from pathlib import Path

# What is said of many flows together, and timers, which run when another packet comes.
NOT_OF_ONE_FLOW = {"handshake.half-open-flood", "time-wait.expired", "flow.idle"}
PIECE = 777


def records(command, **more):
    run = subprocess.run(command, check=True, capture_output=True, **more)
    return [json.loads(line) for line in run.stdout.splitlines()]


def piped(command, data):
    """-> the records of a capture that comes through a pipe, a piece at a time."""
    with subprocess.Popen([*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as run:
        for at in range(0, len(data), PIECE):
            run.stdin.write(data[at:at + PIECE])
            run.stdin.flush()
        run.stdin.close()
        output = run.stdout.read()
    return [json.loads(line) for line in output.splitlines()]


def events(lines):
    """-> [(packet, flow, notes)] of all packets and timers, in order."""
    return [(line.get("number"), line.get("flow"), line.get("notes") or [])
            for line in lines if line["type"] in ("packet", "timer")]


def of_flow(found, flow):
    """-> the notes of one flow, without its number, packet by packet."""
    return [[note for note in notes if note["id"] not in NOT_OF_ONE_FLOW]
            for packet, its, notes in found if its == flow and packet is not None]


def belongs(name, families):
    return any(name == family or name.startswith(family + ".") for family in families)


def check_expected(found, expected, families):
    places = {}
    for packet, _, notes in found:
        for note in notes:
            if belongs(note["id"], families):
                places.setdefault(note["id"], []).append(packet)
    for name in sorted(places.keys() | expected.keys()):
        if places.get(name) != expected.get(name):
            yield f"{name} at {places.get(name)}, expected at {expected.get(name)}"


def check_filtered(command, capture, found, lines):
    """Each four-tuple that has one flow is read alone."""
    flows = {line["flow"]: line for line in lines if line["type"] == "flow"}
    ends = {flow: frozenset((end["address"], end["port"])
                            for end in (line["client"], line["server"]))
            for flow, line in flows.items()}
    alone = [flow for flow in flows if list(ends.values()).count(ends[flow]) == 1]
    for flow in alone[:8] if len(flows) > 1 else []:
        terms = [f"host {address} and port {port}" for address, port in sorted(ends[flow])]
        filtered = events(records([*command, str(capture), " and ".join(terms)]))
        if of_flow(filtered, 1) != of_flow(found, flow):
            yield f"flow {flow} has other notes when it is read alone"


def check(program, capture, expected, families):
    command = [program, "--json", "--notes=all", "-nn", "-r"]
    lines = records([*command, str(capture)])
    found = events(lines)
    yield from check_expected(found, expected, families)
    if events(piped(command, capture.read_bytes())) != found:
        yield "other notes when it is read from a pipe"
    yield from check_filtered(command, capture, found, lines)


def main():
    program, directory, path = sys.argv[1:]
    truth = json.loads(Path(path).read_text())
    failed = 0
    captures = sorted(Path(directory).glob("*.pcap"))
    for capture in captures:
        for fault in check(program, capture, truth["captures"].get(capture.stem, {}),
                           truth["families"]):
            print(f"{capture.stem}: {fault}")
            failed += 1
    print(f"{len(captures)} captures, {failed} faults")
    sys.exit(failed != 0 or not captures)


main()
