#!/usr/bin/env python3
"""Run the commands that the pages show, and hold what they print against what the pages say.

usage: sessions.py PROGRAM [--update] PAGE.md…

In a block ```console a line "$ COMMAND" is followed by everything that it writes to standard output;
--update writes that anew. In a block ```sh each line is a command that must succeed. In an indented
block, what follows the last && of a line that builds is run if it is tcpgloss.

The commands run in a scratch folder beside a link to pcaps/. A picture that they make there and that
the page shows is held against the page's. A command that captures from a device gets a file in place of
it, other commands for root are only parsed, and one that needs a program that is missing is left out.

NAME.md (in docs/ or beside it) and docs/NAME.zh-CN.md are twins: same headings, same commands but for the language.
"""
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_PLACE_OF_A_DEVICE = "pcaps/transcripts/http-get-merged-fin.pcap"
KEYWORDS = {"for", "do", "done"}  # of the shell; behind `do` a command begins
BUILT_IN = {"export"} | KEYWORDS
BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.M | re.S)


class Shell:
    """Where the commands run."""

    def __init__(self, program, folder):
        self.folder = Path(folder)
        (self.folder / "pcaps").symlink_to(ROOT / "pcaps")
        (self.folder / "build/release").mkdir(parents=True)
        (self.folder / "build/release/tcpgloss").symlink_to(program)
        self.environment = {**os.environ, "PATH": f"{self.folder}/build/release:{os.environ['PATH']}",
                            "LC_ALL": "C.UTF-8", "COLUMNS": "80", "TZ": "UTC", "PAGER": "cat"}
        self.environment.pop("TCPGLOSS_LANG", None)

    def lacks(self, command):
        """The first program of a pipeline that is not installed; None if all are."""
        words = list(shlex.shlex(command, posix=True, punctuation_chars=True))
        starts = [w for i, w in enumerate(words) if i == 0 or words[i - 1] in ("|", "&&", ";", "do")]
        missing = [w for w in starts if w not in BUILT_IN and not shutil.which(w, path=self.environment["PATH"])]
        return missing[0] if missing else None

    def run(self, command):
        """-> standard output, and what went wrong, if anything."""
        run = subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment,
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
        errors = [line for line in run.stderr.decode().splitlines() if not line.startswith("reading from")]
        wrong = f"$ {command}\nstatus {run.returncode} {' '.join(errors)}" if run.returncode else None
        return run.stdout.decode().rstrip("\n"), wrong

    def try_command(self, command):
        """Run a command whose output does not matter, or as much of it as can be run here."""
        live = re.sub(r"^(?:sudo )?tcpgloss (.*?)-i \w+", rf"tcpgloss \1-r {IN_PLACE_OF_A_DEVICE}", command)
        live = re.sub(r"^.* -i \w+ .*-w - [^|]*(?=\| tcpgloss )", f"cat {IN_PLACE_OF_A_DEVICE} ", live)
        if live != command:
            run = subprocess.run(["sh", "-c", live], cwd=self.folder, env=self.environment, timeout=600,
                                 stdin=subprocess.DEVNULL, capture_output=True, check=False)
            refused = [line for line in run.stderr.decode().splitlines()
                       if re.match(r"tcpgloss: (?!WARNING)", line)]
            return f"$ {live}\n{refused[0]}" if refused else None
        if command.startswith("sudo "):
            return self.run(f"sh -n -c {shlex.quote(command)}")[1]
        missing = self.lacks(command)
        if missing:
            print(f"left out, no {missing} here: {command}")
            return None
        return self.run(command)[1]


def bare(line):
    """A command without the comment behind it."""
    return re.sub(r"\s+# .*", "", line).strip()


def commands_of(text):
    return [line[2:] if kind == "console" else bare(line)
            for kind, body in BLOCK.findall(text) for line in body.splitlines()
            if (line.startswith("$ ") if kind == "console" else bare(line))]


def replay(shell, body, wrong):
    """The console session `body` as it would be now; what cannot be run here stays."""
    lines, rerun = [], True
    for line in body.splitlines():
        if not line.startswith("$ "):
            lines += [] if rerun else [line]
            continue
        lines.append(line)
        missing = shell.lacks(line[2:])
        rerun = missing is None
        if rerun:
            output, failure = shell.run(line[2:])
            lines += output.split("\n") if output else []
            wrong += [failure] if failure else []
        else:
            print(f"left out, no {missing} here: {line}")
    return "".join(line + "\n" for line in lines)


def renew(shell, page, text, wrong):
    """The page as it would be now; commands that fail are added to `wrong`."""
    def renew_block(match):
        kind, body = match.groups()
        if kind == "console":
            body = replay(shell, body, wrong)
        else:
            failures = [shell.try_command(bare(line)) for line in body.splitlines() if bare(line)]
            wrong.extend(failure for failure in failures if failure)
        return f"```{kind}\n{body}```"

    for line in re.findall(r"^    (\S.* && .*)", text, re.M):
        last = line.split(" && ")[-1]
        if last.startswith("build/release/tcpgloss"):
            failure = shell.run(last)[1]
            wrong += [failure] if failure else []
    return BLOCK.sub(renew_block, text)


def renew_pictures(shell, page, text, update):
    """How many pictures of the page are not what its commands made."""
    stale = 0
    for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text):
        made, shown = shell.folder / Path(target).name, page.parent / target
        if made.exists() and update:
            shutil.copyfile(made, shown)
        elif made.exists() and made.read_bytes() != shown.read_bytes():
            print(f"{shown.relative_to(ROOT)} is not what the program draws now")
            stale += 1
    return stale


def differ_from_twin(page, text):
    """Whether a page and its Chinese twin show different commands, or have other headings."""
    twin = ROOT / "docs" / f"{page.stem}.zh-CN.md"
    if page.parent not in (ROOT, ROOT / "docs") or not twin.exists():
        return False

    def shape(words):
        prose = BLOCK.sub("", words)
        return ([re.sub(r"--lang (zh|en)", "--lang", c) for c in commands_of(words)],
                re.findall(r"^(#+) ", prose, re.M), re.findall(r"^    (\S.*)", prose, re.M))

    different = [f"{page.name} has {a}, its twin {b}"
                 for mine, others in zip(shape(text), shape(twin.read_text(encoding="utf-8")))
                 for a, b in zip(mine + ["nothing more"], others + ["nothing more"]) if a != b][:1]
    print(*different, sep="\n", end="\n" if different else "")
    return bool(different)


def main(arguments):
    update = "--update" in arguments
    program, *pages = [Path(a).resolve() for a in arguments if a != "--update"]
    bad = commands = 0
    for page in pages:
        text, wrong = page.read_text(encoding="utf-8"), []
        with tempfile.TemporaryDirectory() as folder:
            shell = Shell(program, folder)
            now = renew(shell, page, text, wrong)
            bad += renew_pictures(shell, page, text, update)
        if update:
            page.write_text(now, encoding="utf-8")
        elif now != text:
            bad += 1
            sys.stdout.writelines(difflib.unified_diff(
                text.splitlines(True), now.splitlines(True), str(page.relative_to(ROOT)), "now", n=1))
        print(*wrong, sep="\n", end="\n" if wrong else "")
        bad += len(wrong) + differ_from_twin(page, now)
        commands += len(commands_of(text))
    print(f"{commands} commands on {len(pages)} pages")
    if bad and not update:
        print("if a difference is meant, build the target docs and read what changed")
    return 1 if bad or not commands else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
