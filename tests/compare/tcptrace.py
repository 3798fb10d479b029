"""The numbers of each flow are tcptrace's, or differ by a definition in docs/analysis.md.

usage: tcptrace.py TCPGLOSS CAPTURE...

Of every capture, and of those that made_flows.py makes. What differs in a capture by more than the rules below stands in
EXPLAINED, with the reason; a row there that is no longer needed is wrong, too.
"""
import collections
import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import made_flows

COUNTS_FOR_NOTHING = "its receiver ignores the segment; tcptrace counts it"
CAPTURED_TWICE = "one packet was captured twice, less than a millisecond apart; tcptrace takes it for a retransmission"
CROSSING = "both SYN-ACKs of a simultaneous open are first copies"
NEGATIVE = "tcptrace reads an MSS above 32767 as negative"
ITSELF = "a connection to itself has one end for both directions"
NO_SAMPLE = "a RST that refuses is no sample of a round trip"
BEFORE_DATA = "windows count from the segment before the first data on; tcptrace's count from the SYN on"
CLOSED = "a window of zero is the smallest one; tcptrace's smallest is above zero"
MID_STREAM = "tcptrace takes the first end it sees, wherever the capture begins, for one that opens"
WITH_FIN = "tcptrace counts the FIN as a byte"
WITH_SYN = "data of the SYN are not timed, and belong to no flight"
REORDERED = "tcptrace counts segments up to the first ACK; we count up to the highest number sent"
NOT_READ = "tcptrace does not know the link type"
INCARNATION = "where one connection ends and the next of its four-tuple begins"

# Capture, what differs: why. "*" stands for any text.
EXPLAINED = {
    ("data_in_time_wait", "retransmissions"): COUNTS_FOR_NOTHING,
    ("forged_data_bad_ack", "retransmissions"): COUNTS_FOR_NOTHING,
    ("forged_data_bad_ack", "max_window"): COUNTS_FOR_NOTHING,
    ("bad_checksum_rst", "retransmissions"): COUNTS_FOR_NOTHING,
    ("bad_checksum_rst", "max_window"): COUNTS_FOR_NOTHING,
    ("rst_out_of_window", "unique_bytes"): COUNTS_FOR_NOTHING,
    ("rst_out_of_window", "max_window"): COUNTS_FOR_NOTHING,
    ("rst_out_of_window", "rtt"): COUNTS_FOR_NOTHING,
    ("duplicate_data", "retransmissions"): CAPTURED_TWICE,
    ("duplicate_syn", "retransmissions"): CAPTURED_TWICE,
    ("simultaneous_open", "retransmissions"): CROSSING,
    ("tun_simultaneous_open", "retransmissions"): CROSSING,
    ("loopback", "mss"): NEGATIVE,
    ("loopback_v6_reset", "mss"): NEGATIVE,
    ("self_connect", "*"): ITSELF,
    ("connection_refused", "rtt"): NO_SAMPLE,
    ("loopback_v6_reset", "rtt"): NO_SAMPLE,
    ("no_options", "max_window"): BEFORE_DATA,
    ("zero_window", "min_window"): CLOSED,
    ("mid_stream", "initial_window"): MID_STREAM,
    ("mid_close", "initial_window"): WITH_FIN,
    ("fast_open", "initial_window"): WITH_SYN,
    ("reordering_timestamps_at_receiver", "initial_window"): REORDERED,
    ("any_sll2", "flows"): NOT_READ,
    ("syn_low_isn_in_time_wait", "flows"): INCARNATION,
    ("blind_syn_challenge_ack", "flows"): INCARNATION,
}


def tcptrace(path):
    """Of each connection: its two hosts, and a table for each of what tcptrace says."""
    text = subprocess.run(["tcptrace", "-nlr", path], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode("ascii", "replace")
    for block in re.split(r"(?m)^TCP connection \d+:$", text)[1:]:
        hosts = [host(*found) for found in re.findall(r"host \S+:\s+(\S+)[:.](\d+)$", block, re.M)]
        tables = ({}, {})
        for line in block.split("\n"):
            found = re.match(r"\s+([^:]+):\s+(\S+)(?: \S+)?\s+([^:]+):\s+(\S+)", line)
            if found and found[1] == found[3]:
                key = found[1] + (" pkts" if found[1] == "initial window" and "pkts" in line else "")
                tables[0].setdefault(key, found[2])
                tables[1].setdefault(key, found[4])
        if len(hosts) == 2:
            yield hosts, tables


def host(address, port):
    if address.startswith(":"):  # so tcptrace writes ::1
        address = "::" + address.lstrip(":")
    return ipaddress.ip_address(address), str(port)


def tcpgloss(program, path):
    lines = subprocess.run([program, "--json=flow", "-nn", "--no-config", "-r", path], check=True, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL).stdout.splitlines()
    flows = [record for record in map(json.loads, lines) if record["type"] == "flow"]
    return sorted(flows, key=lambda flow: flow["flow"])


def differences(end, their):
    """Names of what is not the same of one end."""
    def number(key):
        return int(their[key])

    # A SYN or FIN that is sent again is one byte to tcptrace; and a segment of which only the second copy was captured
    # is no retransmission to it, so what can be compared is what was captured twice.
    twice = end["bytes"] - end["unique_bytes"]
    equal = {
        "packets": end["packets"] == number("total packets"),
        "bytes": end["bytes"] == number("actual data bytes"),
        "unique_bytes": end["unique_bytes"] == number("unique bytes sent"),
        "retransmitted_bytes": 0 <= number("rexmt data bytes") - twice <= max(end["retransmissions"],
                                                                              number("rexmt data pkts")),
        "retransmissions": end["retransmissions"] == number("rexmt data pkts")
                           or end["retransmitted_bytes"] > twice and end["retransmissions"] > number("rexmt data pkts"),
        "mss": (end["mss"] or 0) == number("mss requested"),
        # Of ends of flows without data, windows and flights are not measured.
        "max_window": end["max_window"] in (None, number("max win adv")),
        "min_window": end["min_window"] in (None, number("min win adv")),
        "initial_window": (end["initial_window"] or 0) == number("initial window"),
    }
    # The SYN's round trip is a sample to tcptrace, which prints tenths of a millisecond, cut off.
    ours = [rtt for rtt in (end["rtt"]["min"], end["rtt_handshake_ms"]) if rtt is not None]
    theirs = float(their["RTT min"]) if int(their.get("RTT samples", 0)) else None
    equal["rtt"] = (theirs is None and not ours) or (theirs is not None and bool(ours)
                                                     and -0.051 <= min(ours) - theirs <= 0.101)
    return [name for name, same in equal.items() if not same]


def compare(program, path):
    """Yields what differs in a capture: flow, end and name."""
    theirs = collections.defaultdict(list)
    ours = collections.defaultdict(list)
    for hosts, tables in tcptrace(path):
        theirs[frozenset(hosts)].append(dict(zip(hosts, tables)))
    for flow in tcpgloss(program, path):
        ours[frozenset(host(flow[end]["address"], flow[end]["port"]) for end in ("client", "server"))].append(flow)
    for key, flows in ours.items():
        if len(flows) != len(theirs.get(key, ())):
            yield flows[0]["flow"], "both", "flows"
            continue
        for flow, tables in zip(flows, theirs[key]):
            for end in ("client", "server"):
                their = tables[host(flow[end]["address"], flow[end]["port"])]
                for name in differences(flow[end], their):
                    yield flow["flow"], end, name


def main():
    program, captures = sys.argv[1], sys.argv[2:]
    if shutil.which("tcptrace") is None:
        print("skipped: no tcptrace")
        return 77
    needed, wrong, count = set(), [], 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in captures + made_flows.make(scratch):
            count += 1
            capture = os.path.basename(path).removesuffix(".pcap")
            for flow, end, name in compare(program, path):
                reason = next((key for key in ((capture, name), (capture, "*")) if key in EXPLAINED), None)
                if reason is None:
                    wrong.append("%s: flow %s, %s: %s differs" % (capture, flow, end, name))
                needed.add(reason)
    wrong += ["%s: %s does not differ any more" % key for key in EXPLAINED if key not in needed]
    print("\n".join(wrong))
    print("%d captures, %d differences that no definition explains" % (count, len(wrong)))
    return 1 if wrong or count == 0 else 0


sys.exit(main())
