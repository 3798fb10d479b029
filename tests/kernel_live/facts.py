"""What else --kernel says: numbers, names, records. facts.py PROGRAM TEST"""

import os
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import expect, main, run, skip, tests_of
from watching import check, deafen, listener, pair


def test_data_raise_the_congestion_window():
    def scenario():
        client, server, listening = pair()
        time.sleep(0.5) # on a busy machine too, the kernel is asked once before there are data
        for _ in range(40):
            client.sendall(b"x" * 65000)
            server.recv(65000, socket.MSG_WAITALL)
            time.sleep(0.02)
        return client, server, listening
    said = check(scenario)
    windows = [fact["cwnd"] for fact in said.facts if fact["end"] == "client" and fact["cwnd"]]
    expect(len(windows) > 1 and windows[-1] > windows[0], windows)
    expect(len(said.facts) <= 2 * (2 + 10 * 2), "asked too often", len(said.facts))


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
