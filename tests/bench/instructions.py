#!/usr/bin/env python3
"""What does a packet cost? Holds instructions a packet to the table beside this file.

usage: instructions.py BUILD BUILT_WITH [--update] [--only MIX,…]

BUILD is a release build with its tests; BUILT_WITH is the compiler, as CMake names it, and the options that were
given to it and to the linker beside the project's own ("GNU 12.2.0", "GNU 12.2.0 -fuse-ld=mold"). Valgrind counts
(callgrind), which does not depend on how busy the machine is: the difference of two captures, so that
start-up is not counted. The count is the sum over the program's threads, without what the kernel does.
The C library's allocator keeps all that is given back at hand (tcache_count): else its work depends on
what lay where before, down to the length of a path. The table (instructions.txt) says with what it was
measured. With another compiler, linker, C library or libpcap the counts are others, and nothing can be said:
exit status 77, as it is where valgrind is missing. --update measures and writes the table anew.
"""
import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.txt")
TOLERANCE = 0.02
SKIPPED = 77
CONNECTIONS, FEW, MANY = 20, 2_000, 6_000
TEXT_MIXES = ("bulk", "acked", "requests")
ENVIRONMENT = {"TZ": "UTC", "LANG": "C.UTF-8", "TERM": "dumb", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=65535"}
VIEWS = {  # name: options; OUT is a file
    "text": [],
    "no-notes": ["--notes", "none"],
    "english": ["--lang", "en"],
    "json": ["--json"],
    "json-flow": ["--json=flow"],
    "summary": ["--count", "--summary"],
    "ladder": ["--ladder"],
    "pcapng": ["--count", "--pcapng", "OUT"],
    "svg": ["--count", "--svg", "OUT"],
    "mermaid": ["--count", "--mermaid", "OUT"],
    "graph": ["--count", "--graph", "OUT"],
    "html": ["--count", "--html", "OUT"],
}
ON_EACH_MIX = ("text", "no-notes", "json")  # the others on requests alone


def count(build, scratch, mix, options):
    """-> instructions a packet, or None if valgrind does not run here."""
    counts = []
    for packets in (FEW, MANY):
        path = os.path.join(scratch, "%s-%d.pcap" % (mix, packets))
        if not os.path.exists(path):
            with open(path, "wb") as out:
                subprocess.run([os.path.join(build, "tests/bench/bench_generate"), str(packets), str(CONNECTIONS), mix],
                               stdout=out, check=True)
        out = os.path.join(scratch, "out")
        if os.path.exists(out):
            os.remove(out)
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                              os.path.join(build, "tcpgloss"), "--no-config", "-nn", "--sandbox", "off", "-r", path]
                             + [out if word == "OUT" else word for word in options],
                             env={**ENVIRONMENT, "PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = re.findall(r"Collected : (\d+)", run.stderr)  # of the program, all threads, and of a process it made
        if run.returncode != 0 or not found:
            return None
        counts.append(max(map(int, found)))
    return (counts[1] - counts[0]) / (MANY - FEW)


def has_avx2():
    """-> whether the C library copies memory in larger pieces."""
    try:
        with open("/proc/cpuinfo") as info:
            return " avx2 " in info.read()
    except OSError:
        return False


def circumstances(build, built_with):
    """-> what the counts depend on."""
    version = subprocess.run([os.path.join(build, "tcpgloss"), "--version"], stdout=subprocess.PIPE, text=True).stdout
    libpcap = re.search(r"libpcap[^0-9]*([0-9.]+)", version)
    return "%s, %s%s, %s, libpcap %s" % (built_with, platform.machine(), " with AVX2" if has_avx2() else "",
                                         " ".join(platform.libc_ver()), libpcap.group(1) if libpcap else "?")


def read_table():
    with open(TABLE) as table:
        lines = [line.strip() for line in table if line.strip() and not line.startswith("#")]
    return lines[0], {tuple(line.split()[:2]): int(line.split()[2]) for line in lines[1:]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("built_with")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--only")
    a = parser.parse_args()
    if not shutil.which("valgrind"):
        print("skipped: no valgrind")
        return SKIPPED
    here = circumstances(a.build, a.built_with)
    measured_with, expected = ("", {}) if a.update else read_table()
    if not a.update and here != measured_with:
        print("skipped: the table was measured with %s; this is %s" % (measured_with, here))
        return SKIPPED
    found = {}
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        for mix in TEXT_MIXES:
            for view, options in VIEWS.items():
                if (mix != "requests" and view not in ON_EACH_MIX) or (a.only and mix not in a.only.split(",")):
                    continue
                counted = count(a.build, scratch, mix, options)
                if counted is None:
                    print("skipped: valgrind does not run tcpgloss here")
                    return SKIPPED
                found[mix, view] = round(counted)
                before = expected.get((mix, view))
                differs = not a.update and (before is None or abs(counted - before) > TOLERANCE * before)
                wrong += differs
                print("%-9s %-9s %6d%s" % (mix, view, counted, "   NOT %s" % before if differs else ""), flush=True)
    if a.update:
        with open(TABLE, "w") as table:
            table.write("# Instructions a packet, by capture and view (instructions.py --update): what it was measured with,\n"
                        "# and the counts. A change that makes one of them rise by more than 2 %% says why.\n%s\n" % here)
            table.writelines("%s %s %d\n" % (mix, view, counted) for (mix, view), counted in found.items())
    elif wrong:
        print("%d of %d are more than %d %% from the table. A change that is meant: instructions.py --update"
              % (wrong, len(found), TOLERANCE * 100))
    return 1 if wrong else 0


sys.exit(main())
