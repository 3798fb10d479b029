"""What the tests of the whole program share: running it, packets and captures made by hand, and a
network namespace of their own. Python's standard library only."""

import contextlib
import ctypes
import os
import pwd
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000

program = sys.argv[1]


def skip(why):
    print("skipped:", why)
    sys.exit(SKIPPED)


def own_namespace():
    """A network and a mount namespace for this process and all it starts; lo is up."""
    if os.geteuid() != 0:
        skip("needs root for a network namespace")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET | CLONE_NEWNS) != 0:
        skip("no namespaces here: " + os.strerror(ctypes.get_errno()))
    subprocess.run(["mount", "--make-rprivate", "/"], check=False)
    ip("link set lo up")


def as_nobody():
    """For `preexec_fn`: the user is nobody; the rest of the test's descriptors and rights stay."""
    user = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


@contextlib.contextmanager
def program_for_all():
    """A copy of the program that any user can execute: the clone may stand where only root comes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield shutil.copy(program, folder)


def ip(words):
    subprocess.run(["ip"] + words.split(), check=True)


class Running:
    """The program, running; its standard error is collected, its output is read by lines."""

    def __init__(self, arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        self.process = subprocess.Popen([program] + arguments, stderr=subprocess.PIPE, **options)
        self.errors = b""
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def wait_error(self, words, seconds=600):
        """Until `words` are on standard error."""
        deadline = time.monotonic() + seconds
        while words not in self.errors:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stderr], [], [], left)[0]:
                raise AssertionError(f"no {words!r} on standard error: {self.errors!r}")
            piece = os.read(self.process.stderr.fileno(), 65536)
            if not piece:
                raise AssertionError(f"no {words!r} on standard error, ended: {self.errors!r}")
            self.errors += piece
        return self

    def listening(self):
        return self.wait_error(b"listening on").wait_error(b"\n")

    def line(self, words, seconds=600):
        """The next line of output that holds `words`."""
        deadline = time.monotonic() + seconds
        while True:
            while b"\n" in self.buffer:
                line, self.buffer = self.buffer.split(b"\n", 1)
                if words in line:
                    return line
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise AssertionError(f"no line with {words!r}; errors: {self.errors!r}")
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                raise AssertionError(f"output ended, no line with {words!r}")
            self.buffer += piece

    def end(self, number=None, seconds=600):
        """Sends a signal, if one is given, and waits. Returns status, output left, errors."""
        if number is not None:
            self.process.send_signal(number)
        output, errors = self.process.communicate(timeout=seconds)
        self.errors += errors
        return self.process.returncode, self.buffer + (output or b""), self.errors


def run(arguments, seconds=600, **options):
    """Runs to the end. Returns status, output, errors."""
    options.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run([program] + arguments, stderr=subprocess.PIPE, timeout=seconds, **options)
    return done.returncode, done.stdout, done.stderr


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(thing) for thing in what))


# Captures made by hand

SYN, ACK, FIN, RST, PSH = 2, 16, 1, 4, 8


def file_header(snapshot=262144, link_type=1):
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snapshot, link_type)


def record(data, seconds=1, microseconds=0, captured=None, length=None):
    captured = len(data) if captured is None else captured
    length = len(data) if length is None else length
    return struct.pack("<IIII", seconds & 0xFFFFFFFF, microseconds & 0xFFFFFFFF,
                       captured & 0xFFFFFFFF, length & 0xFFFFFFFF) + data


def tcp_packet(source, destination, flags, seq=0, ack=0, payload=b""):
    """An Ethernet frame; source and destination are (address, port)."""
    tcp = struct.pack(">HHIIBBHHH", source[1], destination[1], seq, ack, 0x50, flags, 65535, 0, 0)
    total = 20 + len(tcp) + len(payload)
    header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, total, 0, 0x4000, 64, 6, 0,
                         socket.inet_aton(source[0]), socket.inet_aton(destination[0]))
    return b"\2\0\0\0\0\1" + b"\2\0\0\0\0\2" + b"\x08\x00" + header + tcp + payload


def conversation(number):
    """A connection from handshake to TIME-WAIT, its ports by `number`."""
    client, server = ("10.1.0.1", 20000 + number), ("10.1.0.2", 80)
    return [
        tcp_packet(client, server, SYN, 1000),
        tcp_packet(server, client, SYN | ACK, 5000, 1001),
        tcp_packet(client, server, ACK, 1001, 5001),
        tcp_packet(client, server, PSH | ACK, 1001, 5001, b"x" * 10),
        tcp_packet(server, client, ACK, 5001, 1011),
        tcp_packet(client, server, FIN | ACK, 1011, 5001),
        tcp_packet(server, client, FIN | ACK, 5001, 1012),
        tcp_packet(client, server, ACK, 1012, 5002),
    ]


def main(tests):
    """Runs the test that the command line names."""
    name = sys.argv[2]
    tests[name]()
    print(name, "passed")


def tests_of(namespace):
    return {name[5:]: thing for name, thing in namespace.items() if name.startswith("test_")}


# A bound of work, not of time: a busy machine takes longer for the same. What waits for ever is ended by ctest.
# One that is tighter already stays.
WORK_SECONDS = 170
if not 0 <= resource.getrlimit(resource.RLIMIT_CPU)[1] <= WORK_SECONDS:
    resource.setrlimit(resource.RLIMIT_CPU, (WORK_SECONDS, WORK_SECONDS + 10))
