"""Whose the ends of a connection are, as --kernel says. owners.py PROGRAM TEST"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import Running, expect, main, own_namespace, skip, tests_of
from watching import listener, pair, SETTLED, Watching


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


main(tests_of(globals()))
