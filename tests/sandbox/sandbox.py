"""The running program behind its doors. sandbox.py PROGRAM TEST BEHIND_THE_DOOR"""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (SYN, Running, as_nobody, conversation, expect, file_header, main, own_namespace, program,
                     program_for_all, record, run, skip, tcp_packet, tests_of)

WITHOUT_LANDLOCK = [sys.argv[3], "--without-landlock"]


def as_root():
    if os.geteuid() != 0:
        skip("needs root")


def capture_of(addresses):
    """A SYN from each of the addresses, all to one server."""
    return file_header() + b"".join(
        record(tcp_packet((address, 1024), ("10.9.0.1", 80), SYN, 1), 1 + i)
        for i, address in enumerate(addresses))


def server_port():
    """As the program prints it: by its name, where /etc/services has one."""
    try:
        return socket.getservbyport(80, "tcp").encode()
    except OSError:
        return b"80"


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file)


def descriptors_of(pid):
    return {number: os.readlink(f"/proc/{pid}/fd/{number}") for number in os.listdir(f"/proc/{pid}/fd")}


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


class Waiting(Running):
    """The program behind its doors, waiting on a pipe for the next packet."""

    def __init__(self, arguments, **options):
        super().__init__(["-r", "-"] + arguments, stdin=subprocess.PIPE, **options)
        self.write(file_header() + b"".join(record(packet) for packet in conversation(0)))

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()


def test_descriptor_of_the_caller_is_closed():
    with tempfile.TemporaryFile() as secret:
        with Waiting(["-n"], pass_fds=[secret.fileno()]) as waiting:
            waiting.line(b"Flags [S]")
            held = descriptors_of(waiting.process.pid)
            expect(str(secret.fileno()) not in held, held)
            expect(held["0"].startswith("pipe:") and
                   held["0"] != os.readlink(f"/proc/self/fd/{waiting.process.stdin.fileno()}"), held)


def test_descriptor_of_the_caller_can_be_read_by_its_path():
    with tempfile.TemporaryFile() as file:
        file.write(capture_of(["10.9.0.2"]))
        file.seek(0)
        status, output, errors = run(["-nn", "-r", f"/dev/fd/{file.fileno()}"], pass_fds=[file.fileno()])
        expect(status == 0 and b"10.9.0.2.1024" in output, status, output, errors)


def test_strict_without_landlock_refuses():
    as_root()
    done = subprocess.run(WITHOUT_LANDLOCK + [program, "--sandbox", "strict", "-nn", "-r", "-"],
                          input=capture_of(["10.9.0.2"]), capture_output=True, timeout=600, check=False)
    expect(done.returncode == 1 and not done.stdout and b"no Landlock" in done.stderr, done)


def test_auto_without_landlock_warns_and_goes_on():
    as_root()
    done = subprocess.run(WITHOUT_LANDLOCK + [program, "-nn", "-r", "-"],
                          input=capture_of(["10.9.0.2"]), capture_output=True, timeout=600, check=False)
    expect(done.returncode == 0 and b"10.9.0.2.1024" in done.stdout, done)
    expect(b"WARNING: sandbox incomplete: no Landlock" in done.stderr, done.stderr)


def test_who_stays_root_is_told():
    as_root()
    with Waiting(["-n"], env=dict(os.environ, SUDO_USER="root")) as waiting:
        waiting.line(b"Flags [S]")
        waiting.wait_error(b"WARNING: stays root, without capabilities (-Z USER)")
        status = status_of(waiting.process.pid)
        expect(status["Uid"].split() == ["0"] * 4 and int(status["CapEff"], 16) == 0, status)


def test_strict_does_not_stay_root():
    as_root()
    status, output, errors = run(["--sandbox", "strict", "-n", "-r", "-"], input=capture_of(["10.9.0.2"]),
                                 env=dict(os.environ, SUDO_USER="root"))
    expect(status == 1 and not output and b"stays root" in errors, status, errors)


def test_no_core_file_holds_traffic():
    as_root()
    with tempfile.TemporaryDirectory() as folder, program_for_all() as copy:
        os.chmod(folder, 0o777)
        with Waiting(["-n"], executable=copy, cwd=folder, preexec_fn=as_nobody) as waiting:
            waiting.line(b"Flags [S]")
            with open(f"/proc/{waiting.process.pid}/limits", encoding="ascii") as file:
                core = [line for line in file if line.startswith("Max core file size")]
            expect(core and core[0].split()[4:6] == ["0", "0"], core)
            waiting.end(signal.SIGSEGV)
        expect(os.listdir(folder) == [], os.listdir(folder))


def test_process_of_the_same_user_reads_no_memory():
    as_root()

    def read_memory(pid):
        """As nobody, what /proc shows of a process's memory: the number of the error, 0 for none."""
        child = os.fork()
        if child == 0:
            as_nobody()
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    file.read()
            except OSError as error:
                os._exit(error.errno)
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    with subprocess.Popen(["sleep", "20"], preexec_fn=as_nobody) as other:
        time.sleep(0.2)
        expect(read_memory(other.pid) == 0, "not even another's can be read")
        other.kill()
    with program_for_all() as copy, Waiting(["-n"], executable=copy, preexec_fn=as_nobody) as waiting:
        waiting.line(b"Flags [S]")
        expect(read_memory(waiting.process.pid) == 13, "memory can be read")


# Files of a rotation

def large(count):
    packet = tcp_packet(("10.9.0.2", 1024), ("10.9.0.1", 80), 24, 1, 1, b"x" * 50000)
    return file_header() + record(packet) * count


def test_rotation_is_opened_by_a_process_of_its_own():
    as_root()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        with Waiting(["-n", "-w", os.path.join(folder, "a"), "-C", "1", "--print"]) as waiting:
            waiting.line(b"Flags [S]")
            pid = waiting.process.pid
            opener, = children_of(pid)
            expect(folder not in descriptors_of(pid).values(), descriptors_of(pid))
            held = descriptors_of(opener)
            deadline = time.monotonic() + 5
            while "2" in held and time.monotonic() < deadline:  # it closes what it has just given away
                time.sleep(0.05)
                held = descriptors_of(opener)
            expect(held.keys() == {"0", "1"} and held["0"].startswith("socket:") and held["1"] == folder, held)
            status = status_of(opener)
            expect(status["Seccomp"] == "2" and status["NoNewPrivs"] == "1" and
                   status["Uid"].split()[0] != "0", status)
            waiting.process.stdin.close()
            expect(waiting.process.wait(600) == 0)
        deadline = time.monotonic() + 5
        while os.path.exists(f"/proc/{opener}") and time.monotonic() < deadline:
            time.sleep(0.05)
        expect(not os.path.exists(f"/proc/{opener}"), "the opener lives on")


def test_rotation_does_not_follow_a_symbolic_link():
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as elsewhere:
        os.chmod(folder, 0o777)
        os.chmod(elsewhere.name, 0o666)
        elsewhere.write(b"kept")
        elsewhere.flush()
        os.symlink(elsewhere.name, os.path.join(folder, "a1"))
        status, _, errors = run(["-r", "-", "-w", os.path.join(folder, "a"), "-C", "1"], input=large(50))
        expect(status == 4 and os.path.join(folder, "a1").encode() in errors, status, errors)
        with open(elsewhere.name, "rb") as file:
            expect(file.read() == b"kept")


def test_rotation_where_the_user_may_not_create_is_told():
    as_root()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        arguments = ["-n", "-w", os.path.join(folder, "a"), "-C", "1"]
        environment = {name: value for name, value in os.environ.items() if name != "SUDO_USER"}
        with Waiting(arguments + ["--print"], env=environment) as waiting:
            waiting.line(b"Flags [S]")
            waiting.wait_error(b"stays root, without capabilities (-Z USER)")
            pid = waiting.process.pid
            expect(status_of(pid)["Uid"].split()[0] != "0", "the reader is root")
            opener, = children_of(pid)
            status = status_of(opener)
            expect(status["Uid"].split()[0] == "0" and int(status["CapEff"], 16) == 0, status)
            waiting.write(large(50)[24:])
            waiting.process.stdin.close()
            expect(waiting.process.wait(600) == 0, waiting.errors)
        files = sorted(os.listdir(folder))
        expect(files == ["a", "a1", "a2"], files)
        for name in files:
            about = os.stat(os.path.join(folder, name))
            expect(about.st_uid == 0 and about.st_mode & 0o7777 == 0o644, name, about)
        status, _, errors = run(["--sandbox", "strict", "-r", "-"] + arguments, input=large(1), env=environment)
        expect(status == 1 and b"stays root" in errors, status, errors)
        status, _, errors = run(["-Z", "nobody", "-r", "-"] + arguments, input=large(1), env=environment)
        expect(status == 1 and b"user nobody cannot create files" in errors, status, errors)


# Names of hosts

class NameServer(threading.Thread):
    """Answers on the loopback of this namespace, which it makes the system's name server."""

    def __init__(self, delay=0.0, hosts=""):
        super().__init__(daemon=True)
        own_namespace()
        self.folder = tempfile.TemporaryDirectory()
        for path, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "hosts: files dns\n"),
                           ("hosts", hosts)):
            place = os.path.join(self.folder.name, path)
            with open(place, "w", encoding="ascii") as file:
                file.write(text)
            os.chmod(place, 0o644)
            subprocess.run(["mount", "--bind", place, "/etc/" + path], check=True)
        os.chmod(self.folder.name, 0o755)
        self.delay = delay
        self.questions = []
        self.times = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        self.start()

    def run(self):
        name = b"\x05asked\x07example\0"
        while True:
            question, peer = self.socket.recvfrom(512)
            labels, position = [], 12
            while question[position] != 0:
                labels.append(question[position + 1:position + 1 + question[position]].decode())
                position += 1 + question[position]
            self.questions.append(".".join(reversed(labels[:4])))
            self.times.append(time.monotonic())
            time.sleep(self.delay)
            self.socket.sendto(question[:2] + b"\x81\x80" + question[4:6] + b"\0\1\0\0\0\0" + question[12:] +
                               b"\xc0\x0c\0\x0c\0\1\0\0\0\x3c" + struct.pack(">H", len(name)) + name, peer)


def test_names_ask_for_the_addresses_of_packets_and_no_others():
    server = NameServer()
    status, output, errors = run(["-r", "-", "-q", "-t"], input=capture_of(["10.9.0.2", "10.9.0.3", "10.9.0.2"]))
    expect(status == 0 and output.count(b"asked.example.1024 > asked.example.%s" % server_port()) >= 3, output, errors)
    expect(sorted(server.questions) == ["10.9.0.1", "10.9.0.2", "10.9.0.3"], server.questions)


def test_names_in_hosts_are_known_at_once_though_the_server_is_slow():
    NameServer(delay=3, hosts="10.9.0.3 known.example known\n")
    begin = time.monotonic()
    status, output, errors = run(["-r", "-", "-q", "-t"], input=capture_of(["10.9.0.2", "10.9.0.3"]))
    expect(status == 0 and b"10.9.0.2.1024 >" in output and b"known.example.1024 >" in output, output, errors)
    expect(time.monotonic() - begin < 2.5, "waited for the server more than once")


def test_names_that_come_late_are_used_later():
    NameServer(delay=1.5, hosts="10.9.0.1 server.example\n")
    with Running(["-r", "-", "-q", "-t"], stdin=subprocess.PIPE) as running:
        running.process.stdin.write(capture_of(["10.9.0.2"]))
        running.process.stdin.flush()
        running.line(b"10.9.0.2.1024 > server.example.%s: tcp" % server_port())
        time.sleep(1.5)
        running.process.stdin.write(capture_of(["10.9.0.2"])[24:])
        running.process.stdin.close()
        running.line(b"asked.example.1024 > server.example.%s: tcp" % server_port())


def test_names_are_asked_for_so_many_times_a_second():
    server = NameServer(hosts="10.9.0.1 server.example\n")
    addresses = [f"10.8.{i >> 8}.{i & 255}" for i in range(1200)]
    status, output, errors = run(["-r", "-", "-q", "-t"], input=capture_of(addresses))
    asked = len(server.questions)
    expect(status == 0 and asked > 1100, asked, output[-500:], errors)
    expect(server.times[-1] - server.times[0] > 0.9 * (asked - 1000) / 100, asked, server.times[-1] - server.times[0])


def test_process_for_names_is_confined():
    as_root()
    with Waiting([]) as waiting:
        waiting.line(b"Flags [S]")
        names, = children_of(waiting.process.pid)
        status = status_of(names)
        expect(status["Seccomp"] == "2" and status["NoNewPrivs"] == "1" and status["Uid"].split()[0] != "0", status)
        for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            expect(int(status[kind], 16) == 0, kind, status[kind])
        held = descriptors_of(names)
        expect(held.keys() == {"0"} and held["0"].startswith("socket:"), held)


def test_process_that_asks_the_kernel_is_confined():
    own_namespace()
    with Running(["-nn", "-i", "lo", "--kernel"]) as live:
        live.listening()
        asking, = children_of(live.process.pid)
        deadline = time.monotonic() + 10
        while status_of(asking)["Seccomp"] != "2" and time.monotonic() < deadline:
            time.sleep(0.05)
        status = status_of(asking)
        expect(status["Seccomp"] == "2" and status["NoNewPrivs"] == "1" and status["Uid"].split()[0] != "0", status)
        seeing = 1 << 19 | 1 << 2  # CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH
        expect(int(status["CapEff"], 16) == int(status["CapPrm"], 16) == seeing, status)
        for kind in ("CapInh", "CapBnd", "CapAmb"):
            expect(int(status[kind], 16) == 0, kind, status[kind])
        held = descriptors_of(asking)
        expect(sorted(held) == ["0", "1", "2", "3", "4", "5"] and held["1"] == "/proc" and
               held["2"] == "/proc/loadavg", held)


main(tests_of(globals()))
