#!/usr/bin/env python3
"""Hold each view's output against golden files, or write these anew.

usage: golden.py PROGRAM [--update]
"""
import difflib
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(HERE, "..", "..", "pcaps")

CAPTURES = [
    "transcripts/http-get-merged-fin",
    "transcripts/rpc-loopback-keepalive",
    "kernel/loss_rto",
    "kernel/many_short",
    "kernel/mid_close",
    "kernel/simultaneous_open",
    "kernel/synack_lost",
]

# name: options, columns, encoding
VIEWS = {
    "json": (["--json"], "80", "C.UTF-8"),
    "ladder": (["--ladder"], "60", "C.UTF-8"),
    "ladder-ascii": (["--ladder"], "100", "C"),
    "summary": (["--summary", "--sort", "bytes", "--lang", "en"], "100", "C.UTF-8"),
}


def output_of(program, view, capture):
    options, columns, encoding = VIEWS[view]
    environment = {**os.environ, "COLUMNS": columns, "LC_ALL": encoding, "TZ": "UTC"}
    run = subprocess.run([program, *options, "--tcpdump", "4.99.3", "-nn", "-r", capture + ".pcap"], cwd=PCAPS,
                         env=environment, capture_output=True, check=True, timeout=600)
    text = run.stdout.decode("utf-8")
    text = re.sub(r'"version":"[^"]*"', '"version":"…"', text, count=1)
    # The packets before the table are tested elsewhere.
    return text[text.index("flow  client") :] if view == "summary" else text


def main(arguments):
    update = "--update" in arguments
    program = os.path.abspath(next(a for a in arguments if a != "--update"))
    different = 0
    for capture in CAPTURES:
        for view in VIEWS:
            path = os.path.join(HERE, "golden", f"{os.path.basename(capture)}.{view}")
            now = output_of(program, view, capture)
            if update:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(now)
                continue
            with open(path, encoding="utf-8") as file:
                golden = file.read()
            if now != golden:
                different += 1
                sys.stdout.writelines(difflib.unified_diff(
                    golden.splitlines(True), now.splitlines(True), path, "now", n=1))
    if different:
        print(f"{different} files differ; if that is meant, build the target views-update")
    return 1 if different else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
