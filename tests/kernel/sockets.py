"""The states of real sockets, captured as they change. sockets.py PROGRAM TEST

Each test opens sockets on loopback in a network namespace of its own, captures there, and after
each step waits until three say the same of both ends: the test, the kernel (by inet_diag, and by
TCP_INFO where the socket is still open) and the program."""

import contextlib
import errno
import json
import os
import select
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import Running, expect, main, own_namespace, tests_of

PATIENCE = 5

# As linux/tcp.h numbers them; 12 is a connection request, which RFC 9293 calls SYN-RECEIVED too.
STATES = ["", "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
          "CLOSED", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", "SYN-RECEIVED"]

NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, NLMSG_DONE, NLM_F_DUMP_REQUEST = 4, 20, 3, 0x301


def diagnosed():
    """-> {(local port, remote port): state} of all IPv4 TCP sockets of the namespace."""
    states = {}
    request = struct.pack("=BBBBI48x", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
    header = struct.pack("=IHHII", 16 + len(request), SOCK_DIAG_BY_FAMILY, NLM_F_DUMP_REQUEST, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG) as diag:
        diag.send(header + request)
        while True:
            answer, at = diag.recv(1 << 20), 0
            while at < len(answer):
                length, kind = struct.unpack_from("=IH", answer, at)
                if kind == NLMSG_DONE:
                    return states
                expect(kind == SOCK_DIAG_BY_FAMILY, "inet_diag answers", kind)
                state, ports = answer[at + 17], struct.unpack_from(">HH", answer, at + 20)
                states[ports] = STATES[state]
                at += length + 3 & ~3


class Connection:
    """A client's socket, the server's if it has one, and both ports: they outlive the sockets."""

    def __init__(self, client, server, server_port):
        self.client, self.server = client, server
        self.ports = client.getsockname()[1], server_port

    def kernel(self):
        """-> (state of the client, state of the server), as the kernel has them."""
        client, server = self.ports
        found = diagnosed()
        return tuple(self.state(end, found.get(ports, "CLOSED"))
                     for end, ports in ((self.client, (client, server)),
                                        (self.server, (server, client))))

    @staticmethod
    def state(end, found):
        """A socket that is open has the state that was found, or has left it behind in TIME-WAIT."""
        if end is None or end.fileno() < 0:
            return found
        state = STATES[end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]]
        left = state == "CLOSED" and found == "TIME-WAIT"
        return found if state == found or left else f"{found} or {state}"


class Watch:
    """The program captures; what it says of each pair of ports is kept."""

    def __init__(self, live):
        self.live = live
        self.flows, self.states, self.notes, self.entered = {}, {}, {}, {}

    def read(self, seconds):
        output = self.live.process.stdout
        if select.select([output], [], [], seconds)[0]:
            self.live.buffer += os.read(output.fileno(), 1 << 16)
        *lines, self.live.buffer = self.live.buffer.split(b"\n")
        for record in map(json.loads, lines):
            if record["type"] in ("packet", "timer") and record["flow"] is not None:
                self.note(record)

    def note(self, record):
        if record["type"] == "packet":
            ports = record["src_port"], record["dst_port"]
            self.flows[record["flow"]] = ports if record["from"] == "client" else ports[::-1]
        ports = self.flows[record["flow"]]
        states = self.states.setdefault(ports, {})
        for change in record["changes"]:
            states[change["endpoint"]] = change["to"]
            self.entered.setdefault((ports, change["endpoint"]), []).append(change["to"])
        states.update(record.get("states", {}))
        self.notes.setdefault(ports, set()).update(note["id"] for note in record["notes"])

    def wait_for(self, connection, endpoint, *entered):
        """Until this end has entered these states last."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.read(0.02)
            ours = self.entered.get((connection.ports, endpoint), [])
            if tuple(ours[-len(entered):]) == entered:
                return
            expect(time.monotonic() < deadline, "expected", endpoint, entered, "\nprogram", ours)

    def agree(self, connection, client, server, note=None):
        """Until the kernel and the program have these states, and the program has told `note`."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.read(0.02)
            kernel = connection.kernel()
            ours = self.states.get(connection.ports, {})
            ours = ours.get("client"), ours.get("server")
            notes = self.notes.get(connection.ports, set())
            if ours == kernel == (client, server) and (note is None or note in notes):
                return
            expect(time.monotonic() < deadline, "expected", (client, server), note,
                   "\nkernel", kernel, "\nprogram", ours, sorted(notes))


@contextlib.contextmanager
def watching():
    own_namespace()
    with Running(["--json", "-nn", "-i", "lo", "--immediate-mode", "tcp"]) as live:
        live.listening()
        yield Watch(live)


def connect(port=0, server_port=0):
    """An established connection; its listener is gone."""
    with socket.create_server(("127.0.0.1", server_port)) as listener:
        address = listener.getsockname()
        client = socket.create_connection(address, PATIENCE, ("127.0.0.1", port))
        return Connection(client, listener.accept()[0], address[1])


def test_opening():
    """A full queue of connections holds the client in SYN-SENT; the server has no socket yet."""
    with watching() as watch, socket.create_server(("127.0.0.1", 0), backlog=0) as listener, \
            socket.create_connection(listener.getsockname()), \
            socket.socket() as client:
        client.setblocking(False)
        client.connect_ex(listener.getsockname())
        opening = Connection(client, None, listener.getsockname()[1])
        deadline = time.monotonic() + PATIENCE
        while watch.states.get(opening.ports, {}).get("client") != "SYN-SENT":
            watch.read(0.02)
            expect(time.monotonic() < deadline, "no SYN-SENT", watch.states)
        expect(opening.kernel() == ("SYN-SENT", "CLOSED"), opening.kernel())
        with listener.accept()[0]:
            watch.agree(opening, "ESTABLISHED", "ESTABLISHED")


def test_client_closes_first():
    with watching() as watch:
        connection = connect()
        watch.agree(connection, "ESTABLISHED", "ESTABLISHED")
        connection.client.close()
        watch.agree(connection, "FIN-WAIT-2", "CLOSE-WAIT")
        connection.server.close()
        watch.agree(connection, "TIME-WAIT", "CLOSED")


def test_server_closes_first():
    with watching() as watch:
        connection = connect()
        watch.agree(connection, "ESTABLISHED", "ESTABLISHED")
        connection.server.close()
        watch.agree(connection, "CLOSE-WAIT", "FIN-WAIT-2")
        connection.client.close()
        watch.agree(connection, "CLOSED", "TIME-WAIT")


def test_merged():
    """The server delays its acknowledgment of the FIN until it closes too."""
    with watching() as watch:
        connection = connect()
        connection.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
        connection.client.shutdown(socket.SHUT_WR)
        connection.server.close()
        watch.agree(connection, "TIME-WAIT", "CLOSED", "teardown.merged")


def test_half_close():
    with watching() as watch:
        connection = connect()
        connection.client.shutdown(socket.SHUT_WR)
        watch.agree(connection, "FIN-WAIT-2", "CLOSE-WAIT")
        connection.server.sendall(b"more")
        expect(connection.client.recv(4) == b"more")
        watch.agree(connection, "FIN-WAIT-2", "CLOSE-WAIT", "teardown.half-closed")
        connection.server.close()
        watch.agree(connection, "TIME-WAIT", "CLOSED")


def test_reset():
    for end in ("client", "server"):
        with watching() as watch:
            connection = connect()
            watch.agree(connection, "ESTABLISHED", "ESTABLISHED")
            socket_of_end = getattr(connection, end)
            socket_of_end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket_of_end.close()
            watch.agree(connection, "CLOSED", "CLOSED")


def test_data_for_nobody_is_reset():
    with watching() as watch:
        connection = connect()
        connection.client.close()
        watch.agree(connection, "FIN-WAIT-2", "CLOSE-WAIT")
        connection.server.sendall(b"more")
        watch.agree(connection, "CLOSED", "CLOSED")


def test_refused():
    with watching() as watch, socket.socket() as client, socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        client.bind(("127.0.0.1", 0))
        expect(client.connect_ex(bound.getsockname()) == errno.ECONNREFUSED)
        refused = Connection(client, None, bound.getsockname()[1])
        watch.agree(refused, "CLOSED", "CLOSED", "handshake.refused")


def test_keep_alive():
    with watching() as watch:
        connection = connect()
        connection.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
        connection.client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        watch.agree(connection, "ESTABLISHED", "ESTABLISHED", "keepalive.probe")
        watch.agree(connection, "ESTABLISHED", "ESTABLISHED", "keepalive.ack")
        connection.server.close()
        watch.agree(connection, "CLOSE-WAIT", "FIN-WAIT-2")


def test_time_wait_reopened():
    with watching() as watch:
        first = connect()
        first.server.close()
        watch.agree(first, "CLOSE-WAIT", "FIN-WAIT-2")
        first.client.close()
        watch.agree(first, "CLOSED", "TIME-WAIT")
        second = connect(*first.ports)
        expect(second.ports == first.ports)
        watch.agree(second, "ESTABLISHED", "ESTABLISHED")


def test_time_wait_not_taken():
    """No one listens any more: the end in TIME-WAIT answers a SYN with its old numbers, and is ended by the RST that
    this draws."""
    with watching() as watch, socket.socket() as client:
        first = connect()
        first.server.close()
        watch.agree(first, "CLOSE-WAIT", "FIN-WAIT-2")
        first.client.close()
        watch.agree(first, "CLOSED", "TIME-WAIT")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        client.bind(("127.0.0.1", first.ports[0]))
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", first.ports[1]))
        watch.wait_for(first, "server", "CLOSED", "TIME-WAIT", "CLOSED")
        expect("handshake.bad-ack" in watch.notes[first.ports], watch.notes)
        expect(Connection(client, None, first.ports[1]).kernel()[1] == "CLOSED")


main(tests_of(globals()))
