#!/usr/bin/env python3
"""What a shell offers when the user presses the Tab key behind a command line.

usage: completion.py bash|zsh|fish TCPGLOSS SHARE
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
BASH_COMPLETION = "/usr/share/bash-completion/bash_completion"
shell, program, share = sys.argv[1:]

# line, what is offered among others, what is not
CASES = [
    ("tcpgloss --la", {"--lang"}, set()),
    ("tcpgloss --no", {"--notes", "--notes-to", "--no-optimize"}, {"--lang"}),
    ("tcpgloss --lang ", {"zh", "en", "both"}, {"always"}),
    ("tcpgloss --sort ", {"rtt", "bytes", "zero-windows"}, set()),
    ("tcpgloss --columns ", {"rtt.min", "bytes", "limited_by"}, set()),
    ("tcpgloss --describe time-", {"time-wait", "time-wait.expired"}, {"loss.gap"}),
    ("tcpgloss --only los", {"loss", "loss.gap"}, {"time-wait"}),
    ("tcpgloss --only reset,los", {"loss.gap"}, {"time-wait"}),
    ("tcpgloss -i ", {"lo"}, {"first.pcap"}),
    ("tcpgloss -y ", {"EN10MB", "LINUX_SLL2", "RAW"}, {"first.pcap", "IEEE802_11"}),
    ("tcpgloss -j ", {"host", "adapter_unsynced"}, {"first.pcap"}),
    ("tcpgloss -r ", {"first.pcap", "second.pcapng.gz"}, {"other.txt"}),
    ("tcpgloss -nnr ", {"first.pcap", "second.pcapng.gz"}, {"other.txt"}),
    ("tcpgloss -w ", {"first.pcap", "other.txt"}, set()),
]


class Terminal:
    """An interactive shell on a terminal."""

    def __init__(self, command, folder, environment, setting):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, dict(environment, PS1="ask: "))
        self.left = ""
        self.read_until("ask: ")  # what is typed before the shell has set up the terminal may be lost
        self.run(setting)

    def read_until(self, mark):
        text = self.left
        while mark not in text:
            ready, _, _ = select.select([self.descriptor], [], [], 300)
            if not ready:
                sys.exit(f"no answer from {shell}; so far:\n{text}")
            text += os.read(self.descriptor, 65536).decode(errors="replace")
        text, _, self.left = text.partition(mark)
        return text

    def run(self, commands):
        """What comes before the end of the commands; then the shell is waiting at its prompt."""
        os.write(self.descriptor, f"{commands}; echo re''ady\n".encode())
        text = self.read_until("ready\r\n")
        self.read_until("ask: ")
        return text

    def offered(self, line):
        """Presses Tab, takes the line back with ^U, and reads what came in between."""
        return words_of(self.run(f"{line}\t\x15:"))

    def end(self):
        os.write(self.descriptor, b"\x15exit\n")
        os.close(self.descriptor)
        os.waitpid(self.process, 0)


def words_of(text):
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x07|\x08", " ", text)
    words = set(re.split(r"\s+", text))
    return words | {word.rsplit(",", 1)[-1] for word in words} | {word.rstrip("=") for word in words}


def start_bash(folder, environment):
    if not Path(BASH_COMPLETION).exists():
        skip("bash-completion is not installed")
    settings = ("show-all-if-ambiguous on", "page-completions off", "completion-query-items 0", "bell-style none",
                "enable-bracketed-paste off")
    return Terminal(["bash", "--noprofile", "--norc", "-i"], folder, environment,
                    "; ".join(f"bind 'set {setting}'" for setting in settings) + f"; . {BASH_COMPLETION}")


def start_zsh(folder, environment):
    return Terminal(["zsh", "-f", "-i"], folder, environment,
                    "unset zle_bracketed_paste; unsetopt list_ambiguous beep prompt_sp; LISTMAX=1000; "
                    f"fpath=({share}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D")


class Fish:
    """fish answers without a terminal."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment

    def offered(self, line):
        commands = f"source {share}/fish/vendor_completions.d/tcpgloss.fish; complete -C '{line}'"
        return words_of(subprocess.run(["fish", "-N", "-c", commands], cwd=self.folder, env=self.environment, text=True,
                                       stdout=subprocess.PIPE, timeout=600, check=True).stdout)

    def end(self):
        pass


def skip(why):
    print(why)
    sys.exit(SKIPPED)


def main():
    if shutil.which(shell) is None:
        skip(f"{shell} is not installed")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first.pcap", "second.pcapng.gz", "other.txt"):
            Path(folder, name).touch()
        environment = {
            "PATH": f"{os.path.dirname(program)}:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb",
            "LC_ALL": "C.UTF-8", "COLUMNS": "200", "BASH_COMPLETION_USER_DIR": f"{share}/bash-completion",
        }
        start = {"bash": start_bash, "zsh": start_zsh, "fish": Fish}[shell]
        asked = start(folder, environment)
        for line, wanted, unwanted in CASES:
            words = asked.offered(line)
            if not wanted <= words or unwanted & words:
                print(f"{line!r}: missing {wanted - words}, too much {unwanted & words}, in {sorted(words)}")
                failures += 1
        asked.end()
        if shell == "fish":  # the others show words in their own ways
            words = Fish(folder, {**environment, "LC_ALL": "zh_CN.UTF-8"}).offered("tcpgloss --la")
            if "语言" not in words:
                print(f"no Chinese words in {sorted(words)}")
                failures += 1
    return failures != 0


sys.exit(main())
