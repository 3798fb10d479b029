#!/usr/bin/env python3
"""Hold the annotated text of the captures in pcaps/ against golden files, or write these anew.

usage: golden.py PROGRAM [--update]

NAME.both is the text as a user sees it, packet lines and notes in both languages. For IN_EACH_LANGUAGE, NAME.zh and
NAME.en are its notes in one. For the others, what is written in one language follows from what is written in both:
each line in both is the words of the two, in their order, and a word that both have stands once or twice. Long captures
are held up to their hundredth packet. After an intended change, write the files anew with
`cmake --build … --target golden` and read the difference.
"""
import difflib
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(HERE, "..", "..", "pcaps")
IN_EACH_LANGUAGE = (
    "kernel/accept_queue_overflow", "kernel/close_three_segments", "kernel/connection_refused",
    "kernel/fast_retransmit_sack", "kernel/half_close", "kernel/keepalive_answered", "kernel/loss_rto",
    "kernel/mid_stream", "kernel/simultaneous_close", "kernel/syn_flood_no_cookies", "kernel/zero_window",
    "transcripts/http-get-merged-fin")
WORD = re.compile(r"\w+|[^\w\s]")
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")


def text_of(program, capture, language):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    run = subprocess.run([program, "--tcpdump", "4.99.3", "-nn", "-c", "100", "--lang", language, "-r", capture],
                         env=environment, capture_output=True, check=True, timeout=600)
    lines = run.stdout.decode("utf-8").splitlines(True)
    return [line for line in lines if language == "both" or line.startswith("#")]


def name_of(capture):
    return os.path.splitext(os.path.relpath(capture, PCAPS))[0]


def golden_path(capture, language):
    return os.path.join(HERE, f"{name_of(capture)}.{language}")


def languages_of(capture):
    return ("both", "zh", "en") if name_of(capture) in IN_EACH_LANGUAGE else ("both",)


def update(program, captures):
    for capture in captures:
        for language in languages_of(capture):
            path = golden_path(capture, language)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(text_of(program, capture, language))


def is_made_of(both, zh, en):
    """Whether the words of `both` are those of `zh` and `en`, each in its order; a word may be of both at once."""
    reached = {(0, 0)}
    for word in both:
        following = set()
        for at_zh, at_en in reached:
            in_zh = at_zh < len(zh) and zh[at_zh] == word
            in_en = at_en < len(en) and en[at_en] == word
            if in_zh:
                following.add((at_zh + 1, at_en))
            if in_en:
                following.add((at_zh, at_en + 1))
            if in_zh and in_en:
                following.add((at_zh + 1, at_en + 1))
        reached = following
    return (len(zh), len(en)) in reached


def field_agrees(both, zh, en):
    """A field is "Chinese / English", or the Chinese one if that gives the English name; brackets may be shared."""
    shared = str.maketrans("（）", "()")
    words = [WORD.findall(field.translate(shared)) for field in (both, zh, en)]
    return (both == zh and en in zh) or is_made_of([word for word in words[0] if word != "/"], *words[1:])


def agree(*lines):
    fields = [line.rstrip("\n").split(" | ") for line in lines]
    return len({len(field) for field in fields}) == 1 and all(map(field_agrees, *fields))


def follows(program, capture):
    """Whether the notes in one language are those in both, less the other language."""
    both = [line for line in text_of(program, capture, "both") if line.startswith("#")]
    zh, en = (text_of(program, capture, language) for language in ("zh", "en"))
    if not len(both) == len(zh) == len(en):
        print(f"{capture}: {len(both)} notes in both languages, {len(zh)} in Chinese, {len(en)} in English")
        return False
    bad = [lines for lines in zip(both, zh, en) if CHINESE.search(lines[2]) or not agree(*lines)]
    for lines in bad:
        print(f"{capture}: one is not made of the others:\n{''.join(lines)}", end="")
    return not bad


def is_golden(program, capture, language):
    path = golden_path(capture, language)
    try:
        with open(path, encoding="utf-8") as file:
            golden = file.readlines()
    except FileNotFoundError:
        golden = []
    now = text_of(program, capture, language)
    if now != golden:
        sys.stdout.writelines(difflib.unified_diff(golden, now, path, "now", n=1))
    return now == golden


def check(program, captures):
    different = sum(not is_golden(program, capture, language)
                    for capture in captures for language in languages_of(capture))
    loose = sum(not follows(program, capture) for capture in captures)
    print(f"{different} golden files differ, {loose} captures are not the same in both languages")
    return different + loose


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
