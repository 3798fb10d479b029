#!/usr/bin/env python3
"""Hold the states that tcpgloss infers against the kernel's own record of them.

usage: states.py TCPGLOSS DIRECTORY [EXCEPTIONS.md]

For every NAME.json beside a NAME.pcap (pcaps/README.md describes them) and each end of each
connection:

* The states entered, those that were taken back removed, are the kernel's. Ours may lack what no
  packet shows (entries without a packet: timers, the user, a crash) and the FIN-WAIT-2 that one
  segment leads through; it may add a last TIME-WAIT -> CLOSED. Of a connection that was
  open before the capture began it is right, too, to claim nothing.
* At least 98 % of them are entered at the packet that the record gives; the captures with an
  exception are named in EXCEPTIONS.md, and every capture named there has one.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

REQUIRED = 0.98


def inferred(program, capture):
    """-> {(client, server): [{end: [(state, packet)]}]}, incarnations in order."""
    output = subprocess.run([program, "--json", "-nn", "-r", capture], check=True,
                            capture_output=True, text=True).stdout
    flows, tuples, packet = {}, {}, 0
    for line in map(json.loads, output.splitlines()):
        if line["type"] == "flow":
            flows.setdefault(line["flow"], {"client": [], "server": []})["unseen"] = line["handshake"] == "unseen"
            tuples[line["flow"]] = tuple(f"{line[end]['address']}.{line[end]['port']}"
                                         for end in ("client", "server"))
        if line["type"] not in ("packet", "timer") or line.get("flow") is None:
            continue
        packet = line.get("number", packet)
        entered = flows.setdefault(line["flow"], {"client": [], "server": []})
        for change in line.get("changes") or []:
            states = entered[change["endpoint"]]
            if change.get("retracted"):
                while states and states[-1][0] != change["to"]:
                    states.pop()
            elif change["to"] not in (None, "UNKNOWN"):
                states.append((change["to"], packet))
    result = {}
    for flow in sorted(flows):
        result.setdefault(tuples[flow], []).append(flows[flow])
    return result


def compare(kernel, ours):
    """-> (equal, states entered at another packet than the record's, states with a packet)."""
    at, late, dated = 0, [], 0
    for i, (_, state, _, _, packet) in enumerate(kernel):
        if at < len(ours) and ours[at][0] == state:
            if packet is not None:
                dated += 1
                if ours[at][1] != packet:
                    late.append((state, packet, ours[at][1]))
            at += 1
            continue
        passed = (state == "FIN-WAIT-2" and i + 1 < len(kernel)
                  and kernel[i + 1][1] == "TIME-WAIT" and kernel[i + 1][4] == packet)
        if packet is not None and not passed:
            return False, late, dated
    rest = [state for state, _ in ours[at:]]
    expired = kernel[-1][1] == "TIME-WAIT" and rest == ["CLOSED"]
    return rest == [] or expired, late, dated


def main():
    program, directory = sys.argv[1], Path(sys.argv[2])
    explained = set()
    if len(sys.argv) > 3:
        explained = set(re.findall(r"^\| `(\w+)` \|", Path(sys.argv[3]).read_text(), re.M))
    ends = dated = 0
    faults, exceptions = [], {}
    for record in sorted(directory.glob("*.json")):
        truth = json.loads(record.read_text())
        flows = inferred(program, record.with_suffix(".pcap"))
        seen = {}
        for connection in truth["connections"]:
            key = (connection["client"], connection["server"])
            nth = seen[key] = seen.get(key, -1) + 1
            flow = (flows.get(key) or [])[nth:nth + 1]
            for end in ("client", "server"):
                kernel = connection[end + "_states"]
                if not kernel:
                    continue
                ours = flow[0][end] if flow else []
                if flow and flow[0].get("unseen") and not ours:
                    continue
                equal, late, count = compare(kernel, ours)
                if truth["name"] == "self_connect":
                    late, count = [], 0  # one socket: the record cannot tell the packets apart
                ends, dated = ends + 1, dated + count
                if not equal:
                    faults.append(f"{truth['name']} {end} {connection[end]}\n"
                                  f"  kernel {[(s[1], s[4]) for s in kernel]}\n  ours   {ours}")
                if late:
                    exceptions.setdefault(truth["name"], []).extend(late)
    late = sum(map(len, exceptions.values()))
    print(f"{ends} ends, {len(faults)} differ; {dated - late} of {dated} states at the kernel's packet")
    for fault in faults:
        print(fault)
    if ends == 0 or faults:
        return 1
    if (dated - late) < REQUIRED * dated:
        print("too many states at another packet:", exceptions)
        return 1
    if len(sys.argv) > 3 and set(exceptions) != explained:
        print("not explained:", {n: exceptions[n] for n in set(exceptions) - explained},
              "explained in vain:", explained - set(exceptions))
        return 1
    return 0


sys.exit(main())
