"""--kernel, on connections made here: what it says is what ss says at the same moment, and what was
inferred. kernel_live.py PROGRAM TEST"""

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
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import ACK, FIN, PSH, Running, expect, main, own_namespace, run, skip, tcp_packet, tests_of

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


def test_established_after_a_handshake():
    said = check(pair)
    client = said.last()[1, "client"]
    expect(client["cwnd"] == 10 and client["rtt_us"] > 0 and client["rto_us"] >= 200000 and
           client["congestion_control"], client)


def test_data_raise_the_congestion_window():
    def scenario():
        client, server, listening = pair()
        for _ in range(40):
            client.sendall(b"x" * 65000)
            server.recv(65000, socket.MSG_WAITALL)
            time.sleep(0.02)
        return client, server, listening
    said = check(scenario)
    windows = [fact["cwnd"] for fact in said.facts if fact["end"] == "client" and fact["cwnd"]]
    expect(len(windows) > 1 and windows[-1] > windows[0], windows)
    expect(len(said.facts) <= 2 * (2 + 10 * 2), "asked too often", len(said.facts))


def test_client_that_closes_first_waits():
    def scenario():
        client, server, listening = pair()
        client.close()
        server.close()
        return listening
    client = check(scenario).last()[1, "client"]
    expect(client["state"] == "TIME-WAIT" and 50000 < client["time_left_ms"] <= 60000, client)


def test_server_that_closes_first_waits():
    def scenario():
        client, server, listening = pair()
        server.close()
        client.close()
        return listening
    expect(check(scenario).last()[1, "server"]["state"] == "TIME-WAIT")


def test_half_closed_by_the_client():
    def scenario():
        client, server, listening = pair()
        client.shutdown(socket.SHUT_WR)
        return client, server, listening
    last = check(scenario).last()
    expect(last[1, "client"]["state"] == "FIN-WAIT-2" and last[1, "server"]["state"] == "CLOSE-WAIT", last)


def test_half_closed_by_the_server():
    def scenario():
        client, server, listening = pair()
        server.shutdown(socket.SHUT_WR)
        return client, server, listening
    last = check(scenario).last()
    expect(last[1, "server"]["state"] == "FIN-WAIT-2" and last[1, "client"]["state"] == "CLOSE-WAIT", last)


def test_fin_without_an_answer():
    def scenario():
        client, server, listening = pair()
        deafen(server)
        client.close()
        return server, listening
    expect(check(scenario, agreed=False).last()[1, "client"]["state"] == "FIN-WAIT-1")


def test_both_close_at_once():
    def scenario():
        client, server, listening = pair()
        deafen(client)
        deafen(server)
        client.shutdown(socket.SHUT_WR)
        server.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
        let_hear(client)
        let_hear(server)
        time.sleep(1)
        return client, server, listening
    said = check(scenario, agreed=False)
    expect("TIME-WAIT" in {fact["state"] for fact in said.facts}, said.facts)


def test_last_ack_that_is_lost():
    def scenario():
        client, server, listening = pair()
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        deafen(client)
        server.close()
        return client, listening
    expect(check(scenario, agreed=False).last()[1, "server"]["state"] == "LAST-ACK")


def test_reset_by_the_client():
    def scenario():
        client, server, listening = pair()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        return server, listening
    check(scenario)


def test_reset_for_unread_data():
    def scenario():
        client, server, listening = pair()
        client.sendall(b"unread")
        time.sleep(0.05)
        server.close()
        return client, listening
    check(scenario)


def test_refused():
    def scenario():
        server, address = listener()
        server.close()
        try:
            socket.create_connection(address)
        except ConnectionRefusedError:
            pass
    check(scenario)


def test_syn_without_an_answer():
    def scenario():
        server, address = listener()
        deafen(server)
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(address)
        return client, server
    said = check(scenario, agreed=False)
    expect(said.last()[1, "client"]["state"] == "SYN-SENT", said.facts)


def test_full_accept_queue():
    def scenario():
        server, address = listener(backlog=0)
        clients = [socket.socket() for _ in range(3)]
        for client in clients:
            client.setblocking(False)
            client.connect_ex(address)
            time.sleep(0.1)
        time.sleep(0.5)
        return server, clients
    said = check(scenario, agreed=False)
    full = [fact for fact in said.facts if fact["accept_queue"] is not None]
    expect(full and full[-1]["accept_queue"] == 1 and full[-1]["accept_queue_limit"] == 0, said.facts)
    expect(full[-1]["syn_queue"] is not None, said.facts)


def test_connections_that_wait_for_the_third_segment_are_counted():
    """Whoever connects hears no SYN-ACK: what the kernel counts is what ss counts."""
    counted = []

    def scenario():
        server, address = listener()
        clients = [socket.socket() for _ in range(3)]
        for client in clients:
            deafen(client)
            client.setblocking(False)
            client.connect_ex(address)
            time.sleep(0.3)
        counted.append(subprocess.run(["ss", "-tanH", "state", "syn-recv", "sport", "=", f":{address[1]}"],
                                      capture_output=True, check=True).stdout.count(b"\n"))
        return server, clients
    said = check(scenario, agreed=False)
    last = [fact["syn_queue"] for fact in said.facts if fact["state"] == "SYN-RECEIVED"][-1]
    expect(counted == [3] and last == 3, counted, said.facts)


def test_path_of_mptcp_is_named():
    try:
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
    except OSError:
        skip("no MPTCP")
    server.close()

    def scenario():
        own, other = [socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262) for _ in range(2)]
        own.bind(("127.0.0.1", 0))
        own.listen(4)
        other.connect(own.getsockname())
        accepted = own.accept()[0]
        other.sendall(b"x")
        return own, other, accepted
    last = check(scenario).last()
    if tuple(int(part) for part in os.uname().release.split(".")[:2]) < (6, 16):
        skip("the kernel does not tell")
    expect(last[1, "client"]["mptcp"] is True and " | MPTCP" in last[1, "client"]["en"], last)


def test_loss_with_timeouts():
    def scenario():
        client, server, listening = pair()
        deafen(server)
        client.sendall(b"lost")
        time.sleep(1.2)
        return client, server, listening
    client = check(scenario).last()[1, "client"]
    expect(client["retransmissions"] >= 1 and client["backoff"] >= 1 and client["send_queue"] == 4, client)


def test_zero_window():
    def scenario():
        server, address = listener()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client = socket.create_connection(address)
        accepted = server.accept()[0]
        client.setblocking(False)
        try:
            while True:
                client.send(b"x" * 65536)
        except BlockingIOError:
            pass
        return client, accepted, server
    said = check(scenario)
    last = said.last()
    expect(last[1, "server"]["recv_queue"] > 0 and last[1, "client"]["send_queue"] > 0, last)


def test_keep_alive():
    def scenario():
        client, server, listening = pair()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
        time.sleep(1.5)
        return client, server, listening
    check(scenario)


def test_port_used_again():
    def scenario():
        server, address = listener()
        kept = [server]
        for turn in range(2):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            client.bind(("127.0.0.1", 40000))
            client.connect(address)
            accepted = server.accept()[0]
            if turn == 0:
                accepted.close()  # so that TIME-WAIT is the server's
                client.close()
                time.sleep(1.2)
            else:
                kept += [client, accepted]
        return kept
    said = Watching()
    kept = scenario()
    time.sleep(SETTLED)
    said.end()
    expect(len(said.ports()) == 2 and said.count["compared"] == said.count["agreed"] > 0, said.count, said.facts)
    expect(said.last()[2, "client"]["state"] == "ESTABLISHED", said.facts)
    del kept


def test_ipv6():
    def scenario():
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
        client = socket.create_connection(server.getsockname()[:2])
        return server, client, server.accept()[0]
    check(scenario)


def test_ipv4_to_a_listener_of_both_versions():
    def scenario():
        server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        client = socket.create_connection(("127.0.0.1", server.getsockname()[1]))
        return server, client, server.accept()[0]
    check(scenario)


def test_wrong_inference_is_named():
    """A FIN that the kernel drops for its checksum, and that the program follows."""
    said = Watching()
    client, server, listening = pair()
    client.sendall(b"x")
    sequence = ctypes.c_uint32()
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
        sender.bind(("lo", 0))
        time.sleep(SETTLED)
        # Numbers are read from the capture itself: a second one, which stops after the next data.
        with Running(["-nn", "-S", "-i", "lo", "--json", "-c", "2"]) as reading:
            reading.listening()
            time.sleep(0.3)
            client.sendall(b"y")
            _, output, _ = reading.end()
        data = next(record for record in map(json.loads, output.splitlines())
                    if record["type"] == "packet" and record["length"] == 1)
        sequence, acknowledgment = data["seq"] + 1, data["ack"]
        frame = tcp_packet(("127.0.0.1", client.getsockname()[1]), ("127.0.0.1", listening.getsockname()[1]),
                           FIN | ACK, sequence, acknowledgment)
        sender.send(frame)
        time.sleep(SETTLED)
    said.end()
    wrong = [fact for fact in said.facts if fact["agrees"] is False]
    expect(any(fact["end"] == "client" and fact["state"] == "ESTABLISHED" and fact["inferred"] == "FIN-WAIT-1" or
               fact["end"] == "server" and fact["state"] == "ESTABLISHED" and fact["inferred"] == "CLOSE-WAIT"
               for fact in wrong), said.facts)
    expect(said.count["agreed"] < said.count["compared"], said.count)


def test_whose_a_short_lived_client_is():
    """100 runs of a client that lives some 20 ms, while other processes begin and end."""
    if shutil.which("curl") is None:
        skip("no curl")
    said = Watching()
    server, address = listener()

    def serve():
        while True:
            try:
                accepted = server.accept()[0]
            except OSError:
                return
            accepted.recv(4096)
            time.sleep(0.01)
            accepted.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nhi\n")
            accepted.close()
    threading.Thread(target=serve, daemon=True).start()
    for _ in range(100):
        subprocess.run(["curl", "-s", f"http://127.0.0.1:{address[1]}/"], check=True, stdout=subprocess.DEVNULL)
    time.sleep(SETTLED)
    server.close()
    said.end()
    clients = {fact["flow"] for fact in said.owners if fact["end"] == "client" and fact["process"] == "curl"}
    servers = {fact["flow"] for fact in said.owners if fact["end"] == "server" and fact["pid"] == os.getpid()}
    expect(len(clients) == 100 and len(servers) == 100, len(clients), len(servers))
    owners = [(flow["client"]["owner"]["process"], flow["server"]["owner"]["pid"]) for flow in said.flows]
    expect(owners == [("curl", os.getpid())] * 100, owners)


def test_diagram_and_table_name_whose_the_ends_are():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        picture, markdown = os.path.join(folder, "x.svg"), os.path.join(folder, "x.md")
        with Running(["-nn", "-i", "lo", "--kernel", "--summary", "--ladder", "--svg", picture, "--mermaid", markdown,
                      "--lang", "en"]) as running:
            running.listening()
            time.sleep(0.3)
            kept = pair()
            time.sleep(SETTLED)
            status, output, errors = running.end(signal.SIGINT)
        name = f"{os.path.basename(os.path.realpath(sys.executable))}[{os.getpid()}], user 0"
        expect(status == 0 and output.decode().count(name) == 4, name, output, errors)
        for path in (picture, markdown):
            with open(path, encoding="utf-8") as file:
                expect(file.read().count(name) == 2, name, path)
    del kept


def test_whose_it_is_without_the_right_to_know():
    """The program's own user is another than the sockets': the kernel tells the user, /proc no process."""
    if shutil.which("setpriv") is None:
        skip("no setpriv")
    own_namespace()
    from program import program
    capability = ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+net_raw,+net_admin",
                  "--ambient-caps=+net_raw,+net_admin"]
    with Running(capability + [program, "-nn", "-i", "lo", "--kernel", "--lang", "en"],
                 executable=shutil.which("setpriv")) as running:
        running.listening()
        kept = pair()
        time.sleep(SETTLED)
        _, output, errors = running.end(signal.SIGINT)
    expect(b"#= [1] client: user 0 | process not visible\n" in output, output, errors)
    del kept


def test_records_are_those_of_the_schema():
    said = check(pair)
    said.output.seek(0)
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.NamedTemporaryFile() as lines:
        lines.write(said.output.read())
        lines.flush()
        done = subprocess.run([sys.executable, os.path.join(here, "..", "views", "validate.py"),
                               os.path.join(here, "..", "..", "docs", "json-schema.json"), lines.name],
                              capture_output=True, text=True, check=False)
    expect(done.returncode == 0, done.stdout)


def test_saved_capture_says_that_the_kernel_is_not_asked():
    from program import conversation, file_header, record
    data = file_header() + b"".join(record(packet) for packet in conversation(0))
    status, output, errors = run(["-nn", "--kernel", "-r", "-"], input=data)
    expect(status == 0 and b"#=" not in output and errors.count(b"--kernel") == 1, output, errors)


main(tests_of(globals()))
