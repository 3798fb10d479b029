#!/usr/bin/env python3
"""At which rate do tcpgloss and tcpdump begin to lose packets, live?

usage: live.py BUILD [--seconds N] [--rates R,…] [--mix MIX] [--buffer KIB]

BUILD is a release build of tcpgloss with its tests. For each rate (packets a second), in turns, a capture
made by bench_generate is sent round and round on the loopback of a network namespace of its own, while
the program captures there, with its text going to /dev/null; what the kernel dropped for want of room
in the buffer, of what it had for the program, by the program's own statistics, is printed. The buffer is
of the program's own default size unless --buffer sets it. Needs root, and two cores: one sends.
"""
import argparse
import os
import re
import signal
import subprocess
import tempfile
import time

PROGRAMS = [("tcpgloss", {}), ("tcpdump", {"TZ": "UTC"}), ("tcpdump", {})]


def capture(program, environment, name, path, replay, rate, seconds, buffer):
    """-> (packets sent, part that the kernel dropped)"""
    inside = ["ip", "netns", "exec", name]
    own = {key: value for key, value in os.environ.items() if key != "TZ"}
    command = [program, "-nn", "-i", "lo"] + (["-B", str(buffer)] if buffer else [])
    with subprocess.Popen(inside + command, env={**own, **environment},
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(1)
        sent = subprocess.run(inside + [replay, path, "lo", str(rate), str(seconds)], check=True,
                              capture_output=True, text=True).stdout
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        statistics = process.communicate()[1]
    received, dropped = (int(re.search(r"(\d+) packets? " + what, statistics).group(1))
                         for what in ("received by filter", "dropped by kernel"))
    return int(sent), dropped / received


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rates", default="100000,200000,300000,400000,600000,800000")
    parser.add_argument("--mix", default="bulk")
    parser.add_argument("--buffer", type=int)
    a = parser.parse_args()
    name = "tcpgloss-bench-%d" % os.getpid()
    subprocess.run(["ip", "netns", "add", name], check=True)
    try:
        subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
        with tempfile.TemporaryDirectory() as scratch:
            path = os.path.join(scratch, "x.pcap")
            with open(path, "wb") as out:
                subprocess.run([os.path.join(a.build, "tests/bench/bench_generate"), "65536", "20", a.mix],
                               stdout=out, check=True)
            print("| wanted packets/s | program | sent packets/s | dropped by the kernel |")
            print("|---:|---|---:|---:|")
            for rate in map(int, a.rates.split(",")):
                for program, environment in PROGRAMS:
                    command = os.path.join(a.build, program) if program == "tcpgloss" else program
                    sent, dropped = capture(command, environment, name, path,
                                            os.path.join(a.build, "tests/bench/bench_replay"), rate, a.seconds, a.buffer)
                    label = program + (" (TZ=UTC)" if environment else " (TZ unset)" if program == "tcpdump" else "")
                    print("| %d | %s | %d | %.1f %% |" % (rate, label, sent / a.seconds, 100 * dropped), flush=True)
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=True)


main()
