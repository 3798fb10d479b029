#!/usr/bin/env python3
"""How fast is tcpgloss, beside tcpdump, tshark and an empty libpcap loop on the same capture?

usage: bench.py BUILD [--scale F] [--rounds N] [--only CAPTURE,…] [--without PROGRAM,…] [--null] [--views]
                [--compressed] [--beside BUILD]

BUILD is a release build of tcpgloss with its tests (build/release). For every capture, made by
bench_generate in a temporary folder, the commands run in turns, so that a machine that grows slower
or faster meets all of them alike; the medians are compared as ratios. `--scale 0.1` makes the
captures ten times smaller. Output goes to a file, with `--null` to /dev/null. `--without tcpdump` leaves a
program out, `--without "tshark -T ek"` one row: with many connections tcpdump takes minutes, or hours.
`--views` adds a row for each view alone, and `--compressed` rows for the capture in gzip and zstd, read by
tcpgloss itself and through a pipe from zcat and zstdcat; `--beside build/other` adds the program of another build.
Instructions a packet are counted by instructions.py.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time

CAPTURES = [  # name, packets, connections, mix
    ("bulk-20", 800_000, 20, "bulk"),
    ("acked-20", 814_000, 20, "acked"),
    ("requests-10", 1_000_000, 10, "requests"),
    ("requests-10k", 1_000_000, 10_000, "requests"),
    ("requests-200k", 3_000_000, 200_000, "requests"),
    ("requests-1M", 4_000_000, 1_000_000, "requests"),
    ("ipv6-20", 1_000_000, 20, "ipv6"),
    ("flood", 2_000_000, 100, "flood"),
]
SLOW = 30  # seconds: a command that takes longer runs once, and its memory is not measured


def measure(command, environment, output):
    """-> seconds of one run with standard output to a file or device."""
    with open(output, "wb") as out:
        begin = time.perf_counter()
        status = subprocess.call(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - begin
    if status != 0:
        raise SystemExit("%s: status %d" % (" ".join(command), status))
    return seconds


def peak_memory(command, environment):
    """-> peak KiB of one run, by the kernel's high-water mark; looked at while it runs, for what a parent
    is told at the end counts the parent's own memory too."""
    peak = 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                with open("/proc/%d/status" % process.pid) as status:
                    found = re.search(r"VmHWM:\s+(\d+)", status.read())
            except OSError:
                found = None
            peak = max(peak, int(found.group(1))) if found else peak
            time.sleep(0.005)
    return peak


def views(tcpgloss, path, written):
    """-> each view by itself: --count leaves out the text of packets, which two of them stand in place of."""
    names = {"--summary": [], "--json=flow": None, "--ladder": None, "--pcapng": [written], "--svg": [written],
             "--mermaid": [written], "--graph": [written], "--html": [written]}
    return {"tcpgloss " + name: [tcpgloss, "-nn", name, "-r", path] if words is None
            else [tcpgloss, "-nn", "--count", name] + words + ["-r", path] for name, words in names.items()}


def compressed(tcpgloss, path):
    """-> the capture compressed, read with one process and with two; what is not installed is left out."""
    table = {}
    for packer, unpacker, ending in (("gzip", "zcat", ".gz"), ("zstd", "zstdcat", ".zst")):
        if shutil.which(packer):
            with open(path + ending, "wb") as out:
                subprocess.run([packer, "-q", "-c", path], stdout=out, check=True)
            table["tcpgloss, %s" % packer] = [tcpgloss, "-nn", "-r", path + ending]
            table["%s and tcpgloss -r -" % unpacker] = ["sh", "-c", '%s "$1" | "$0" -nn -r -' % unpacker, tcpgloss,
                                                        path + ending]
    return table


def commands(build, path, text_bytes, without):
    tcpgloss = os.path.join(build, "tcpgloss")
    utc = dict(os.environ, TZ="UTC")
    unset = {k: v for k, v in os.environ.items() if k != "TZ"}
    table = {
        "tcpgloss": ([tcpgloss, "-nn", "-r", path], utc),
        "tcpgloss --notes none": ([tcpgloss, "-nn", "--notes", "none", "-r", path], utc),
        "tcpgloss --json": ([tcpgloss, "-nn", "--json", "-r", path], utc),
        "empty loop": ([os.path.join(build, "tests/bench/bench_empty_loop"), path], utc),
        "empty loop + bytes": ([os.path.join(build, "tests/bench/bench_empty_loop"), path, str(text_bytes)], utc),
    }
    if shutil.which("tcpdump"):
        table["tcpdump"] = (["tcpdump", "-nn", "-r", path], utc)
        table["tcpdump (TZ unset)"] = (["tcpdump", "-nn", "-r", path], unset)
    if shutil.which("tshark"):
        table["tshark"] = (["tshark", "-n", "-r", path], utc)
        table["tshark -T ek"] = (["tshark", "-n", "-T", "ek", "-r", path], utc)
    return {key: value for key, value in table.items() if key not in without and key.split()[0] not in without}


def generate(build, path, packets, connections, mix):
    with open(path, "wb") as out:
        subprocess.run([os.path.join(build, "tests/bench/bench_generate"), str(packets), str(connections), mix],
                       stdout=out, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only")
    parser.add_argument("--without", default="")
    parser.add_argument("--null", action="store_true")
    parser.add_argument("--views", action="store_true")
    parser.add_argument("--compressed", action="store_true")
    parser.add_argument("--beside")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        print("| capture | command | packets/s | time, as a multiple of tcpgloss | peak memory (MiB) |")
        print("|---|---|---:|---:|---:|")
        for name, packets, connections, mix in CAPTURES:
            if a.only and name not in a.only.split(","):
                continue
            packets = max(int(packets * a.scale), 1000)
            path, written = os.path.join(scratch, "x.pcap"), os.path.join(scratch, "out")
            generate(a.build, path, packets, connections, mix)
            measure([os.path.join(a.build, "tcpgloss"), "-nn", "-r", path], dict(os.environ, TZ="UTC"), written)
            table = commands(a.build, path, os.path.getsize(written), a.without.split(","))
            tcpgloss = os.path.join(a.build, "tcpgloss")
            more = views(tcpgloss, path, os.path.join(scratch, "view")) if a.views else {}
            if a.beside:
                more["tcpgloss of " + a.beside] = [os.path.join(a.beside, "tcpgloss"), "-nn", "-r", path]
            if a.compressed:
                more.update(compressed(tcpgloss, path))
            table.update({key: (command, dict(os.environ, TZ="UTC")) for key, command in more.items()})
            output = os.devnull if a.null else written
            times = {key: [] for key in table}
            for turn in range(a.rounds):
                for key, (command, environment) in table.items():
                    if turn > 0 and statistics.median(times[key]) > SLOW:
                        continue
                    times[key].append(measure(command, environment, output))
            own = statistics.median(times["tcpgloss"])
            for key, (command, environment) in table.items():
                seconds = statistics.median(times[key])
                alone = command[0] != "sh"  # of two programs the shell would be measured
                memory = peak_memory(command, environment) if alone and seconds < SLOW else 0
                print("| %s | %s | %d | %.2f | %s |" % (name, key, packets / seconds, seconds / own,
                                                       "%.1f" % (memory / 1024) if memory else ""), flush=True)


main()
