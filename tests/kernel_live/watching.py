"""Connections made here, the program that watches them with --kernel, and what ss says of them."""

import ctypes
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import Running, expect, own_namespace, skip

SETTLED = 0.6  # seconds: the last question has been asked and answered

SO_ATTACH_FILTER, SO_DETACH_FILTER = 26, 27

# ss names states in its own way.
STATES = {"ESTAB": "ESTABLISHED", "SYN-SENT": "SYN-SENT", "SYN-RECV": "SYN-RECEIVED", "FIN-WAIT-1": "FIN-WAIT-1",
          "FIN-WAIT-2": "FIN-WAIT-2", "TIME-WAIT": "TIME-WAIT", "CLOSE-WAIT": "CLOSE-WAIT", "LAST-ACK": "LAST-ACK",
          "CLOSING": "CLOSING", "LISTEN": "LISTEN"}
NO_CONNECTION = {"CLOSED", "LISTEN"}


def sockets():
    """(local port, remote port) -> state, as ss prints it."""
    lines = subprocess.run(["ss", "-tanH"], capture_output=True, text=True, check=True).stdout.splitlines()
    found = {}
    for line in lines:
        state, _, _, local, remote = line.split()[:5]
        if not remote.endswith("*"):
            found[int(local.rsplit(":", 1)[1]), int(remote.rsplit(":", 1)[1])] = STATES[state]
    return found


class Watching:
    """The program with --kernel --json on lo, and what it has said."""

    def __init__(self, *arguments):
        own_namespace()
        if shutil.which("ss") is None:
            skip("no ss")
        self.output = tempfile.TemporaryFile()
        self.running = Running(["-nn", "-i", "lo", "--kernel", "--json", *arguments], stdout=self.output)
        self.running.listening()
        time.sleep(0.3)

    def end(self):
        """All records, by type."""
        status, _, errors = self.running.end(signal.SIGINT)
        expect(status == 0, status, errors)
        self.output.seek(0)
        records = [json.loads(line) for line in self.output]
        self.facts = [record for record in records if record["type"] == "kernel" and "state" in record]
        self.owners = [record for record in records if record["type"] == "kernel" and "uid" in record]
        self.packets = [record for record in records if record["type"] == "packet" and record.get("flow")]
        self.flows = [record for record in records if record["type"] == "flow"]
        self.count, = [record for record in records if record["type"] == "kernel_count"]
        return self

    def ports(self):
        """flow -> {end: (local port, remote port)}"""
        found = {}
        for packet in self.packets:
            other = "server" if packet["from"] == "client" else "client"
            found.setdefault(packet["flow"], {packet["from"]: (packet["src_port"], packet["dst_port"]),
                                              other: (packet["dst_port"], packet["src_port"])})
        return found

    def last(self):
        """(flow, end) -> the last fact."""
        return {(fact["flow"], fact["end"]): fact for fact in self.facts}


def check(scenario, *arguments, agreed=True):
    """Runs a scenario, which returns what must stay open; compares with ss, and returns what was said."""
    watching = Watching(*arguments)
    kept = scenario()
    time.sleep(SETTLED)
    shown = sockets()
    watching.end()
    last = watching.last()
    expect(watching.ports() and last, "nothing was said", watching.running.errors)
    for flow, ends in watching.ports().items():
        for end, ports in ends.items():
            said = last[flow, end]["state"]
            there = shown.get(ports)
            expect(said == there or (there is None and said in NO_CONNECTION), flow, end, "ss:", there, "said:", said)
    if agreed:
        differ = [fact for fact in watching.facts if fact["agrees"] is False]
        expect(watching.count["compared"] == watching.count["agreed"] > 0, watching.count, differ)
    del kept
    return watching


def listener(backlog=16):
    server = socket.create_server(("127.0.0.1", 0), backlog=backlog)
    return server, server.getsockname()


def pair():
    """A connection: client, server, listener."""
    server, address = listener()
    client = socket.create_connection(address)
    return client, server.accept()[0], server


def deafen(endpoint):
    """What comes to this socket from now on is dropped behind the capture: a filter that takes nothing."""
    program = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
    endpoint.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER,
                        struct.pack("HxxxxxxP", 1, ctypes.addressof(program)))


def let_hear(endpoint):
    endpoint.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)
