#!/usr/bin/env python3
"""Check --pcapng with tshark and capinfos: packets, times and comments. Status 77: a tool is absent.

usage: pcapng.py PROGRAM CAPTURE…
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile


def run(*command):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    result = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=600)
    return result.stdout.decode("utf-8")


def tshark_fields(path, *fields):
    """Not more than what is asked for: nothing is dissected, several comments are joined by a tab."""
    options = [part for field in fields for part in ("-e", field)]
    lines = run("tshark", "-n", "-r", path, "-T", "json", *options)
    return [packet["_source"]["layers"] for packet in json.loads(lines)]


def faults_of(program, capture, folder):
    copy = os.path.join(folder, "copy.pcapng")
    records = [json.loads(line) for line in
               run(program, "--json", "--pcapng", copy, "-nn", "-r", capture).splitlines()]
    notes = [[f'{note["zh"]}\0{note["en"]}' for note in record["notes"]]
             for record in records if record["type"] == "packet"]
    before = tshark_fields(capture, "frame.time_epoch", "frame.len", "frame.cap_len")
    after = tshark_fields(copy, "frame.time_epoch", "frame.len", "frame.cap_len", "frame.comment")
    comments = [packet.pop("frame.comment", []) for packet in after]
    if before != after:
        yield "times or lengths differ"
    if [len(note) for note in notes] != [len(comment) for comment in comments]:
        yield "not every note is a comment"
    for note, comment in zip(notes, comments):
        for words, shown in zip(note, comment):
            if words.split("\0")[1] and not shown:
                yield f"an empty comment for {words}"
    info = run("capinfos", copy)
    if "tcpgloss" not in info or "pcapng" not in info:
        yield "capinfos does not name the program"


def main(program, *captures):
    missing = [tool for tool in ("tshark", "capinfos") if shutil.which(tool) is None]
    if missing:
        print("skipped: absent:", *missing)
        return 77
    bad = 0
    for capture in captures:
        with tempfile.TemporaryDirectory() as folder:
            for fault in faults_of(program, capture, folder):
                bad += 1
                print(f"{capture}: {fault}")
    print(f"captures={len(captures)} faults={bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
