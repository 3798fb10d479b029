"""Live capture, as a user meets it. live.py PROGRAM TEST"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (Running, as_nobody, conversation, expect, file_header, ip, main, own_namespace, program,
                     program_for_all, record, run, skip, tests_of)
from traffic import LISTEN, fetch, send_datagram, web_server


def status_of(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def test_http_notes_appear_as_packets_do():
    own_namespace()
    with web_server(), Running(LISTEN + ["tcp", "port", "8000"]) as live:
        live.listening()
        fetch()
        for words in ("三次握手", "SYN-RECEIVED", "HTTP GET", "200 OK", "TIME-WAIT"):
            live.line(words.encode())
        status, _, errors = live.end(signal.SIGINT)
        expect(status == 0, status, errors)
        expect(re.search(rb"\d+ packets captured\n\d+ packets received by filter\n"
                         rb"0 packets dropped by kernel\n", errors), errors)


def test_http_notes_through_grep():
    own_namespace()
    with web_server(), Running(LISTEN + ["tcp", "port", "8000"]) as live:
        grep = subprocess.Popen(["grep", "--line-buffered", "^#"], stdin=live.process.stdout,
                                stdout=subprocess.PIPE)
        live.process.stdout.close()
        live.listening()
        fetch()
        first = grep.stdout.readline()
        expect("三次握手".encode() in first, first)
        live.process.send_signal(signal.SIGINT)
        expect(grep.wait(600) == 0)


def test_pipe_gets_packet_within_200_ms():
    own_namespace()
    delays = []
    with Running(LISTEN + ["udp", "port", "9"]) as live:
        live.listening()
        for _ in range(9):
            start = time.monotonic()
            send_datagram()
            live.line(b"UDP")
            delays.append(time.monotonic() - start)
            time.sleep(0.05)
    expect(sorted(delays)[4] < 0.2, delays)


def test_idle_clock_ends_time_wait():
    own_namespace()
    with web_server(), Running(LISTEN + ["--msl", "1", "tcp", "port", "8000"]) as live:
        live.listening()
        fetch()
        live.line("2MSL = 2 s".encode())
        live.line("到期 ".encode())


def test_interrupt_ends_with_statistics():
    own_namespace()
    with Running(LISTEN) as live:
        live.listening()
        status, _, errors = live.end(signal.SIGINT)
        expect(status == 0 and b"0 packets captured" in errors, status, errors)


def test_interrupt_of_a_background_job_ends_it_too():
    own_namespace()
    with Running(LISTEN,
                 preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) as live:
        status, _, errors = live.listening().end(signal.SIGINT)
        expect(status == 0 and b"0 packets captured" in errors, status, errors)


def test_termination_ends_with_statistics():
    own_namespace()
    for number in (signal.SIGTERM, signal.SIGHUP):
        with Running(LISTEN) as live:
            live.listening()
            status, _, errors = live.end(number)
            expect(status == -number and b"0 packets captured" in errors, status, errors)


def test_hangup_is_ignored_under_nohup():
    own_namespace()
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with Running(LISTEN, preexec_fn=ignore) as live:
        live.listening()
        live.process.send_signal(signal.SIGHUP)
        send_datagram()
        live.line(b"UDP")
        expect(live.end(signal.SIGINT)[0] == 0)


def test_usr1_prints_statistics_and_goes_on():
    own_namespace()
    with Running(LISTEN) as live:
        live.listening()
        live.process.send_signal(signal.SIGUSR1)
        live.wait_error(b"tcpgloss: 0 packets captured, 0 packets received by filter, "
                        b"0 packets dropped by kernel\n")
        send_datagram()
        live.line(b"UDP")
        expect(live.end(signal.SIGINT)[0] == 0)


def both(arguments, count, stop, send=send_datagram):
    """What tcpdump and the program without its notes, under one name, write of the same `count`
    packets, when asked how many they are, and at a signal: output and errors of each."""
    results = []
    if shutil.which("tcpdump") is None:
        skip("no tcpdump")
    with Running(arguments, executable=shutil.which("tcpdump")) as theirs, \
            Running(arguments + ["--notes", "none"]) as ours:
        theirs.listening()
        ours.listening()
        send()
        for live in (theirs, ours):
            for _ in range(100):
                live.errors = b""
                live.process.send_signal(signal.SIGUSR1)
                live.wait_error(b"dropped by kernel").wait_error(b"\n")
                if re.search(rb"\b%d packets? captured" % count, live.errors):
                    break
                time.sleep(0.05)
        for live in (theirs, ours):
            live.errors = b""
            live.process.send_signal(signal.SIGUSR1)
            live.wait_error(b"dropped by kernel").wait_error(b"\n")
            _, output, errors = live.end(stop)
            results.append((output, errors))
    return results


def test_stop_ends_text_and_statistics_as_tcpdump_does():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        saved = os.path.join(folder, "a.pcap")
        os.chmod(folder, 0o777)
        for arguments in (["-i", "lo"], ["-i", "any"], ["-i", "lo", "-w", saved],
                          ["-i", "lo", "--print", "-w", saved]):
            for stop in (signal.SIGINT, signal.SIGTERM):
                theirs, ours = both(["-nnt"] + arguments + ["udp", "port", "9"], 1, stop)
                expect(ours == theirs, arguments, ours, theirs)


def test_stop_of_a_file_that_is_still_written_ends_as_tcpdump_does():
    own_namespace()
    outputs = []
    if shutil.which("tcpdump") is None:
        skip("no tcpdump")
    for executable in (shutil.which("tcpdump"), program):
        with Running(["-nn", "-r", "-"], executable=executable, stdin=subprocess.PIPE) as running:
            running.process.stdin.write(file_header() + record(conversation(1)[0]))
            running.process.stdin.flush()
            running.wait_error(b"reading from")
            time.sleep(1)
            output = running.end(signal.SIGINT)[1]
            outputs.append(re.sub(rb"^#.*\n", b"", output, flags=re.MULTILINE))
    # Whether tcpdump ends its text so depends on what its read meets first, the end of input or the signal.
    expect(outputs[1].endswith(b"length 0\n\n") and outputs[0] in (outputs[1], outputs[1][:-1]), outputs)


def test_foreign_addresses_and_long_names_are_printed_as_by_tcpdump():
    own_namespace()
    pair()
    ip("route add default via 10.9.0.2")
    name = ".".join(letter * 60 for letter in "abcd")
    with tempfile.TemporaryDirectory() as folder:
        for path, text in (("hosts", f"10.9.0.1 near.example\n10.9.0.2 {name}\n192.0.2.1 far.example\n"),
                           ("nsswitch.conf", "hosts: files\n")):
            with open(os.path.join(folder, path), "w", encoding="ascii") as file:
                file.write(text)
            subprocess.run(["mount", "--bind", os.path.join(folder, path), "/etc/" + path], check=True)
        os.chmod(folder, 0o755)

        def send():
            for address in ("10.9.0.2", "192.0.2.1"):
                send_datagram(address=(address, 9))
        for arguments in ([], ["-f"], ["-f", "-a"], ["-N", "-f"]):
            theirs, ours = both(["-t", "-i", "left"] + arguments + ["udp", "port", "9"], 2,
                                signal.SIGINT, send)
            expect(ours == theirs, arguments, ours, theirs)
            expect((b"far" in ours[0]) == ("-f" not in arguments), ours)
        for name in ("hosts", "nsswitch.conf"):
            subprocess.run(["umount", "/etc/" + name], check=True)


def test_storm_of_signals_loses_nothing():
    own_namespace()
    with Running(LISTEN + ["udp", "port", "9"]) as live:
        live.listening()
        threading.Thread(target=live.process.stderr.read, daemon=True).start()
        for _ in range(300):
            live.process.send_signal(signal.SIGUSR1)
            send_datagram()
        for _ in range(300):
            live.line(b"UDP")


def test_closed_pipe_ends_quietly():
    own_namespace()
    with Running(LISTEN) as live:
        live.listening()
        live.process.stdout.close()
        send_datagram()
        expect(live.process.wait(600) == -signal.SIGPIPE, live.process.returncode)
        expect(live.process.stderr.read() == b"")


def pair():
    ip("link add left type veth peer name right")
    ip("link set left up")
    ip("link set right up")
    ip("addr add 10.9.0.1/24 dev left")
    ip("neigh add 10.9.0.2 lladdr 02:00:00:00:00:01 dev left")


def test_device_down_and_up_goes_on():
    own_namespace()
    pair()
    with Running(["-nn", "-i", "right", "udp", "port", "9"]) as live:
        live.listening()
        ip("link set right down")
        live.wait_error(b"right: The interface went down")
        ip("link set right up")
        live.wait_error(b"right: The interface is up again")
        for _ in range(20):
            time.sleep(0.1)
            send_datagram(address=("10.9.0.2", 9))
        live.line(b"10.9.0.1")
        expect(live.end(signal.SIGINT)[0] == 0)


def test_device_deleted_ends_with_statistics():
    own_namespace()
    pair()
    with Running(["-nn", "-i", "right"]) as live:
        live.listening()
        ip("link del left")
        status, _, errors = live.end()
        expect(status == 1, status, errors)
        expect(b"right: The interface disappeared" in errors, errors)
        expect(re.search(rb"\d packets? captured\n", errors), errors)  # IPv6 sends some of its own


def test_no_such_device_lists_those_there_are():
    own_namespace()
    status, _, errors = run(["-i", "nosuch"])
    expect(status == 1 and b"No such device" in errors and b"lo" in errors, status, errors)


def test_no_permission_names_the_fix():
    own_namespace()
    with program_for_all() as copy:
        status, _, errors = run(["-i", "lo"], executable=copy, preexec_fn=as_nobody)
    expect(status == 1 and b"sudo" in errors and b"setcap" in errors, status, errors)


def test_any_device_has_its_link_type():
    own_namespace()
    with Running(["-nn", "-i", "any", "udp", "port", "9"]) as live:
        live.wait_error(b"link-type LINUX_SLL2 (Linux cooked v2)")
        send_datagram()
        live.line(b"lo")


def test_lists_equal_tcpdump():
    own_namespace()
    if shutil.which("tcpdump") is None:
        skip("no tcpdump")
    for arguments in (["-D"], ["-L", "-i", "lo"], ["-J", "-i", "lo"], ["-d", "tcp"],
                      ["-dd", "-i", "lo", "port", "80"], ["-ddd", "-O", "-i", "lo", "ip6"]):
        theirs = subprocess.run(["tcpdump"] + arguments, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, check=False).stdout
        _, output, errors = run(arguments)
        ours = errors + output
        expect(ours == theirs, arguments, ours, theirs)


def test_privileges_are_gone():
    own_namespace()
    with Running(LISTEN + ["udp", "port", "9"]) as live:
        live.listening()
        send_datagram()
        live.line(b"UDP")
        status = status_of(live.process)
        for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            expect(int(status[kind], 16) == 0, kind, status[kind])
        expect(status["NoNewPrivs"] == "1")
        expect(status["Uid"].split()[0] != "0", status["Uid"])
        if b"WARNING" not in live.errors and "TCPGLOSS_SANITIZED" not in os.environ:
            expect(status["Seccomp"] == "2", status["Seccomp"])


def test_kernel_drops_are_counted_where_they_happen():
    own_namespace()
    with tempfile.TemporaryFile() as output, \
            Running(LISTEN + ["--json", "-B", "64", "udp", "port", "9"], stdout=output) as live:
        live.listening()
        live.process.send_signal(signal.SIGSTOP)
        for _ in range(3000):
            send_datagram(b"x" * 1000)
        live.process.send_signal(signal.SIGCONT)
        time.sleep(0.5)
        send_datagram(b"after")
        time.sleep(0.5)
        status, _, errors = live.end(signal.SIGINT)
        output.seek(0)
        records = [json.loads(line) for line in output]
    dropped = int(re.search(rb"(\d+) packets? dropped by kernel", errors).group(1))
    told = [note["count"] for record in records if record["type"] in ("timer", "packet")
            for note in record["notes"] if note["id"] == "capture.dropped"]
    expect(status == 0 and dropped > 0, status, errors)
    expect(sum(told) == dropped, told, dropped)
    expect(records[-1]["capture_dropped"] == dropped, records[-1], dropped)


def test_no_system_call_for_each_packet():
    own_namespace()
    if shutil.which("strace") is None:
        skip("no strace")
    with tempfile.NamedTemporaryFile() as trace:
        tracer = subprocess.Popen(["strace", "-f", "-o", trace.name, program] + LISTEN +
                                  ["--sandbox", "off", "udp", "port", "9"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while b"listening on" not in tracer.stderr.readline():
            pass
        begin = sum(1 for _ in open(trace.name, "rb"))
        for _ in range(5000):
            send_datagram()
        time.sleep(0.5)
        calls = sum(1 for _ in open(trace.name, "rb")) - begin
        tracer.send_signal(signal.SIGINT)
        with open(f"/proc/{tracer.pid}/task/{tracer.pid}/children", encoding="ascii") as file:
            children = file.read().split()
        for child in children:
            os.kill(int(child), signal.SIGINT)
        tracer.wait(600)
    expect(calls < 2000, calls, "system calls for 10000 packets")


main(tests_of(globals()))
