#!/usr/bin/env python3
"""The examples of the manual pages run, those of both pages are the same, and the output that they
show is the program's.

usage: examples.py TCPGLOSS PCAPS PAGE PAGE.ZH

A live example runs on a file in place of its interface: that its options and its filter are taken is
what is tested here, capturing live is tested elsewhere.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

program, pcaps, *pages = sys.argv[1:]
files = {
    "http.pcap": "transcripts/http-get-merged-fin.pcap",
    "loss.pcap": "kernel/loss_rto.pcap",
    "many.pcap": "kernel/many_short.pcap",
    "live.pcap": "kernel/connection_refused.pcap",
}
sudo = """#!/usr/bin/env python3
import os, sys
words = sys.argv[1:]
at = words.index("-i")
words[at:at + 2] = ["-r", "live.pcap"]
os.execvp(words[0], words)
"""


def section(page, name):
    """What stands below a heading, given in English, in either page."""
    heading = {"EXAMPLES": "示例", "OUTPUT": "输出"}[name]
    pattern = rf"^\.Sh (?:{name}|{heading}\\&)\n(.*?)^\.Sh"
    return re.search(pattern, Path(page).read_text(), re.M | re.S).group(1)


def examples(page):
    """The lines of the section EXAMPLES, as a shell would see them."""
    lines = re.findall(r"^\.Dl (.*)$", section(page, "EXAMPLES"), re.M)
    return [line.replace(r"\(dq", '"').replace(r"\e", "\\").replace(r"\-", "-") for line in lines]


def failure(command, folder):
    """What went wrong; empty if the example exits with 0 and prints something, or writes a file."""
    before = set(os.listdir(folder))
    path = f"{folder}/bin:{os.environ['PATH']}"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, env={**os.environ, "PATH": path},
                         capture_output=True, timeout=600, check=False)
    if run.returncode != 0:
        return f"exit status {run.returncode}: {run.stderr.decode()}"
    return "" if run.stdout or set(os.listdir(folder)) != before else "prints nothing"


def shown_is_printed(page, language):
    shown = re.search(r"^\.Bd -literal\n(.*?)^\.Ed", section(page, "OUTPUT"), re.M | re.S).group(1)
    command = [program, "-nn", "-t", "-q", "--lang", language, "-r", f"{pcaps}/{files['live.pcap']}"]
    printed = subprocess.run(command, capture_output=True, timeout=600, check=True).stdout.decode()
    if shown != printed:
        print(f"{page} shows what is not printed now:\n{printed}")
    return shown == printed


def main():
    failures = sum(not shown_is_printed(page, language) for page, language in zip(pages, ("en", "zh")))
    first, second = (examples(page) for page in pages)
    if [line.replace("--lang en", "--lang zh") for line in first] != second:
        print("the pages have different examples")
        failures += 1
    if len(first) < 10:
        print("only", len(first), "examples found")
        failures += 1
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/bin")
        os.symlink(program, f"{folder}/bin/tcpgloss")
        Path(f"{folder}/bin/sudo").write_text(sudo)
        os.chmod(f"{folder}/bin/sudo", 0o755)
        for name, source in files.items():
            os.symlink(Path(pcaps).resolve() / source, f"{folder}/{name}")
        for command in dict.fromkeys(first + second):
            words = failure(command, folder)
            if words:
                print(f"{command}\n    {words}")
                failures += 1
    return failures != 0


sys.exit(main())
