#!/usr/bin/env python3
"""Which lines of src/ run when every fuzz target reads its corpus.

usage: coverage.py SOURCE FOLDER TARGET…

FOLDER holds the targets, built with the preset `coverage`; LLVM's tools are found by $LLVM_PROFDATA and
$LLVM_COV, or by their names. No target reaches what has to do with a device, a process, a signal or an
option's effect on them (src/main, and most of src/capture): that is counted apart, for the tests of whole
programs. Exit status 1 if fewer than 90 of 100 lines of the rest ran.
"""
import collections
import json
import os
import re
import subprocess
import sys
from pathlib import Path

REQUIRED = 0.9
# Files of these do what a file or a command line asks for, and no more.
REACHED = re.compile(r"src/(base|decode|print|track|gloss|views|cli)/"
                     r"|src/capture/(reading/(capture_file|decompress|filter_file|packet_source|read_ahead|ring_thread)"
                     r"|message)\.c|src/main/note_selection\.c")


def profile(source, folder, target):
    raw = folder / f"{target}.profraw"
    corpus = source / "tests" / "fuzz" / "corpus" / target.removeprefix("fuzz_")
    subprocess.run([folder / target, corpus], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env={**os.environ, "LLVM_PROFILE_FILE": str(raw)})
    return raw


def lines_of(source, folder, targets):
    """-> {path below the source: (lines, lines that ran)}"""
    merged = folder / "coverage.profdata"
    subprocess.run([os.environ.get("LLVM_PROFDATA", "llvm-profdata"), "merge", "-o", merged,
                    *(profile(source, folder, target) for target in targets)], check=True)
    objects = [word for target in targets for word in ("-object", folder / target)]
    report = subprocess.run([os.environ.get("LLVM_COV", "llvm-cov"), "export", "-summary-only", "-instr-profile", merged,
                             *objects[1:]], check=True, capture_output=True).stdout
    return {os.path.relpath(file["filename"], source): (file["summary"]["lines"]["count"],
                                                        file["summary"]["lines"]["covered"])
            for file in json.loads(report)["data"][0]["files"]}


def main():
    source, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    sums = collections.defaultdict(lambda: [0, 0])
    for path, (lines, ran) in sorted(lines_of(source, folder, sys.argv[3:]).items()):
        if not path.startswith("src/"):
            continue
        reached = REACHED.match(path)
        for group in ((path.split("/")[1], "all that they reach") if reached else ("not theirs",)):
            sums[group][0] += lines
            sums[group][1] += ran
        if reached and ran < REQUIRED * lines:
            print(f"{100 * ran / lines:5.1f} %  {ran:5} of {lines:5}  {path}")
    print()
    for group, (lines, ran) in sums.items():
        print(f"{100 * ran / lines:5.1f} %  {ran:5} of {lines:5}  {group}")
    lines, ran = sums["all that they reach"]
    return 0 if ran >= REQUIRED * lines else 1


if __name__ == "__main__":
    sys.exit(main())
