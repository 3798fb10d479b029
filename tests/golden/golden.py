#!/usr/bin/env python3
"""Hold the annotated text of the captures in pcaps/ against golden files, or write these anew.

usage: golden.py PROGRAM [--update]

NAME.both is the text as a user sees it, packet lines and notes in both languages; NAME.zh and
NAME.en are its notes in one. Long captures are held up to their hundredth packet. After an intended
change, write the files anew with `cmake --build … --target golden` and read the difference.
"""
import difflib
import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(HERE, "..", "..", "pcaps")
LANGUAGES = ("both", "zh", "en")


def text_of(program, capture, language):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    run = subprocess.run([program, "-nn", "-c", "100", "--lang", language, "-r", capture],
                         env=environment, capture_output=True, check=True, timeout=60)
    lines = run.stdout.decode("utf-8").splitlines(True)
    return [line for line in lines if language == "both" or line.startswith("#")]


def golden_path(capture, language):
    name = os.path.splitext(os.path.relpath(capture, PCAPS))[0]
    return os.path.join(HERE, f"{name}.{language}")


def update(program, captures):
    for capture in captures:
        for language in LANGUAGES:
            path = golden_path(capture, language)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(text_of(program, capture, language))


def check(program, captures):
    different = 0
    for capture in captures:
        for language in LANGUAGES:
            path = golden_path(capture, language)
            try:
                with open(path, encoding="utf-8") as file:
                    golden = file.readlines()
            except FileNotFoundError:
                golden = []
            now = text_of(program, capture, language)
            if now != golden:
                different += 1
                sys.stdout.writelines(difflib.unified_diff(golden, now, path, "now", n=1))
    print(f"{different} of {len(captures) * len(LANGUAGES)} golden files differ")
    return different


def main(arguments):
    program = os.path.abspath(arguments[0])
    captures = sorted(glob.glob(os.path.join(PCAPS, "*", "*.pcap")))
    if not captures:
        sys.exit("no captures in pcaps/")
    if arguments[1:] == ["--update"]:
        update(program, captures)
        return 0
    return 1 if check(program, captures) else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
