"""The numbers of live connections are those that the kernel's sockets have at their end (ss -ti).

usage: ss.py TCPGLOSS. Needs root and iproute2: two network namespaces, and between them a path of 20 ms that loses
packets.
"""
import fcntl
import heapq
import itertools
import json
import os
import random
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time

HERE, THERE = "tcpgloss-ss-%d-a" % os.getpid(), "tcpgloss-ss-%d-b" % os.getpid()
SIZE = 400_000


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, stderr=subprocess.PIPE)


def inside(namespace, *command, **options):
    return subprocess.Popen(["ip", "netns", "exec", namespace, *command], **options)


def tunnel(name):
    """The descriptor of a new interface: its packets are read and written here, wherever the interface goes."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, 0x400454ca, struct.pack("16sH22x", name.encode(), 0x1001))  # TUNSETIFF: TUN, no header
    return descriptor


class Path(threading.Thread):
    """Carries packets between two tunnels, 10 ms each way; of those from the first, a share is lost."""

    def __init__(self, ends, loss, seed):
        super().__init__(daemon=True)
        self.ends, self.loss, self.random, self.on = ends, loss, random.Random(seed), True

    def run(self):
        waiting, order = [], itertools.count()
        while self.on:
            left = waiting[0][0] - time.monotonic() if waiting else 0.1
            for end in select.select(self.ends, [], [], max(0, left))[0]:
                packet = os.read(end, 65536)
                if end == self.ends[1] or len(packet) < 100 or self.random.random() >= self.loss:
                    heapq.heappush(waiting, (time.monotonic() + 0.01, next(order), self.ends[end == self.ends[0]], packet))
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, end, packet = heapq.heappop(waiting)
                os.write(end, packet)


def set_up(loss, seed):
    ends = []
    for namespace, address in ((HERE, "192.0.2.1/24"), (THERE, "192.0.2.2/24")):
        ip("netns", "add", namespace)
        name = "tg%d%s" % (os.getpid() % 100000, namespace[-1])
        ends.append(tunnel(name))
        ip("link", "set", name, "netns", namespace)
        ip("-n", namespace, "link", "set", name, "name", "path0", "up")
        ip("-n", namespace, "address", "add", address, "dev", "path0")
    path = Path(ends, loss, seed)
    path.start()
    return path


def tear_down():
    for namespace in (HERE, THERE):
        subprocess.run(["ip", "netns", "delete", namespace], stderr=subprocess.DEVNULL)


SERVER = """
import socket, sys
listener = socket.create_server(("192.0.2.2", 7000))
print("ready", flush=True)
peer = listener.accept()[0]
left = %d
while left:
    left -= len(peer.recv(65536))
peer.sendall(b"done")
sys.stdin.read()
""" % SIZE
CLIENT = """
import socket, sys
server = socket.create_connection(("192.0.2.2", 7000))
server.sendall(bytes(%d))
server.recv(4)
print("done", flush=True)
sys.stdin.read()
""" % SIZE


def transfer(program):
    """What ss says at the end of a transfer that is not closed, and the flow's record."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    gloss = inside(HERE, program, "--json=flow", "-nn", "-i", "path0", "tcp", stdout=subprocess.PIPE,
                   stderr=subprocess.PIPE)
    while b"listening" not in gloss.stderr.readline():
        pass
    server = inside(THERE, sys.executable, "-c", SERVER, **pipes)
    server.stdout.readline()
    client = inside(HERE, sys.executable, "-c", CLIENT, **pipes)
    client.stdout.readline()
    time.sleep(0.5)
    said = subprocess.run(["ip", "netns", "exec", HERE, "ss", "-tinH", "dport", "=", ":7000"], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    gloss.send_signal(signal.SIGINT)
    records = [json.loads(line) for line in gloss.communicate()[0].splitlines()]
    for process in (client, server):
        process.communicate(b"")
    return said, [record for record in records if record["type"] == "flow"]


def number(said, key, otherwise=0):
    found = re.search(r"\b%s:([\d.]+)" % key, said)
    return float(found[1]) if found else otherwise


def differences(said, flow):
    end = flow["client"]
    again = re.search(r"\bretrans:\d+/(\d+)", said)
    shortest = min(rtt for rtt in (end["rtt"]["min"], end["rtt_handshake_ms"]) if rtt is not None)
    checks = {
        "bytes_sent": (end["bytes"], number(said, "bytes_sent")),
        # The SYN counts as one byte acknowledged.
        "bytes_acked": (end["unique_bytes"] + 1, number(said, "bytes_acked")),
        "bytes_retrans": (end["retransmitted_bytes"], number(said, "bytes_retrans")),
        "retrans": (end["retransmissions"], int(again[1]) if again else 0),
        "mss": (flow["server"]["mss"] - (12 if end["timestamps"] else 0), number(said, "mss")),
    }
    wrong = ["%s: %s, the kernel says %s" % (name, ours, theirs) for name, (ours, theirs) in checks.items()
             if ours != theirs]
    # The kernel measures from its own clock: a little before the packet is captured.
    if abs(shortest - number(said, "minrtt", shortest)) > 1:
        wrong.append("minrtt: %s ms, the kernel says %s" % (shortest, number(said, "minrtt")))
    return wrong


def main():
    if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "ss"))):
        print("skipped: needs root, ip and ss")
        return 77
    wrong = []
    for seed, loss in enumerate((0, 0.02, 0.05)):
        path = None
        try:
            path = set_up(loss, seed)
            said, flows = transfer(sys.argv[1])
        except (subprocess.CalledProcessError, OSError) as error:
            print("skipped: no network namespaces or tunnels here: %s" % error)
            return 77
        finally:
            if path is not None:
                path.on = False
                path.join()
                for end in path.ends:
                    os.close(end)
            tear_down()
        print(" ".join(said.split()))
        wrong += differences(said, flows[0]) if len(flows) == 1 else ["%d flows" % len(flows)]
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
