#!/usr/bin/env python3
"""Would the tests notice? Make small mistakes in src/track, src/gloss and src/decode, one at a time.

usage: mutate.py [--changes N] [--seed N] [--again REPORT] [--report FILE] [--work FOLDER] [--jobs N]

Each change of changes.py is made in a copy of the tree, built and tested: first what is fast and near (the
layer's unit tests, then those above it), then the golden files, the kernel's captures and the scenes, last
what takes longest. The first failure ends it: the change was noticed. Which changes are made follows from
the seed.

Not counted: what does not compile, and what compiles to the same code. A survivor is either named in
equivalent.tsv (file, line, changed line, reason), or a test is missing. The report has a line for each
change; with --again, only what survived in an earlier report is tried. Exit status 1 if fewer than 90 of
100 were noticed.
"""
import argparse
import csv
import filecmp
import hashlib
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import changes

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LAYERS = ("decode", "track", "gloss")
REQUIRED = 0.9
CPU_SECONDS = 20  # of one process: a change may make a loop endless
MEMORY = 4 << 30
WALL_SECONDS = "600"  # the last resort, for what waits and does not work

PROGRAM = (["tcpgloss"], r"^(golden/text|kernel/states|kernel/notes|scenes/.*|views/golden)$")


def unit(*layers):
    return [f"tests/unit/{layer}/all" for layer in layers], rf"^({'|'.join(layers)})/test_"


FUZZ = (["tests/fuzz/all"], r"^fuzz/")
# (what to build, what to run of it), the cheapest that is likely to notice first.
STAGES = {
    "decode": [unit("decode"), unit("print", "track", "gloss"), FUZZ, PROGRAM, unit("views"),
               ([], r"^conformance/mutations$")],
    "track": [unit("track"), unit("gloss"), FUZZ, PROGRAM, unit("views"),
              (["failing_malloc"], r"^(faults/each_allocation_that_fails_alone_is_told|kernel/maimed)$")],
    "gloss": [unit("gloss"), FUZZ, PROGRAM, unit("views")],
}


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def copy_if_other(source, target):
    """What stays the same keeps its time, and all that changes is newer than what was built of it."""
    if not os.path.exists(target) or not filecmp.cmp(source, target, shallow=False):
        shutil.copy(source, target)


class Copy:
    """A copy of the tree with its build."""

    def __init__(self, folder, jobs):
        self.root, self.build, self.jobs = folder / "source", folder / "build", str(jobs)
        shutil.copytree(ROOT, self.root, copy_function=copy_if_other, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns(".git", "build"))
        linker = ["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold"] if shutil.which("mold") else []
        subprocess.run(["cmake", "-G", "Ninja", "-S", self.root, "-B", self.build, "-DCMAKE_BUILD_TYPE=None",
                        "-DCMAKE_C_FLAGS=-O1", *linker], check=True, stdout=subprocess.DEVNULL)

    def make(self, targets):
        return subprocess.run(["ninja", "-C", self.build, "-j", self.jobs, *targets],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def failure(self, tests):
        """-> the first of the tests that fails, or None."""
        run = subprocess.run(["ctest", "--test-dir", self.build, "--stop-on-failure", "-j", self.jobs, "-R", tests,
                              "--timeout", WALL_SECONDS],
                             capture_output=True, text=True, check=False, preexec_fn=limits)
        if run.returncode == 0:
            return None
        failed = re.search(r"#\d+: (\S+) .*\*\*\*", run.stdout)
        return failed[1] if failed else "ctest"

    def code(self):
        digest = hashlib.sha256()
        for layer in LAYERS:
            for path in sorted((self.build / "src" / layer).rglob("*.o")):
                digest.update(path.read_bytes())
        return digest.digest()

    def layers(self):
        return [f"tcpgloss_{layer}" for layer in LAYERS]

    def noticed_by(self, layer):
        """-> the test that fails, None if none does."""
        for targets, tests in STAGES[layer]:
            if targets and not self.make(targets):
                return "build"
            failed = self.failure(tests)
            if failed:
                return failed
        return None


def every_change():
    """-> [(path below the root, its text, change)]"""
    found = []
    for layer in LAYERS:
        for path in sorted((ROOT / "src" / layer).rglob("*.[ch]")):
            source = path.read_text(encoding="utf-8")
            found += [(str(path.relative_to(ROOT)), source, change) for change in changes.changes_of(source)]
    return found


def survivors_of(report):
    with open(report, encoding="utf-8", newline="") as file:
        return {(row[2].rsplit(":", 1)[0], row[3], row[4])
                for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "survived"}


def equivalents():
    with open(HERE / "equivalent.tsv", encoding="utf-8", newline="") as file:
        return {tuple(row[:3]): row[3] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def try_changes(copy, candidates, wanted, report):
    """Try `wanted` of the candidates. -> {result: how many}"""
    counts, named = {"noticed": 0, "equivalent": 0, "survived": 0}, equivalents()
    pristine = copy.code()
    for path, source, change in candidates:
        if sum(counts.values()) == wanted:
            break
        before, after = changes.lines_of(source, change)
        result, by = "equivalent", named.get((path, before, after))
        if by is None:
            (copy.root / path).write_text(changes.apply(source, change), encoding="utf-8")
            if copy.make(copy.layers()) and copy.code() != pristine:
                by = copy.noticed_by(path.split("/")[1])
                result = "noticed" if by else "survived"
            else:
                result = None
            (copy.root / path).write_text(source, encoding="utf-8")
        if result:
            counts[result] += 1
            report.write("\t".join((result, by or "-", f"{path}:{change.line}", before, after)) + "\n")
            report.flush()
            if result == "survived":
                print(f"{path}:{change.line}: survived\n  - {before}\n  + {after}", flush=True)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=200, help="how many to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", metavar="REPORT", help="only what survived in an earlier report")
    parser.add_argument("--report", default="mutation.tsv", help="a line for each change goes there")
    parser.add_argument("--work", metavar="FOLDER", help="for the copy; kept, so that a second run builds less")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()

    candidates = every_change()
    if given.again:
        wanted = survivors_of(given.again)
        candidates = [(path, source, change) for path, source, change in candidates
                      if (path, *changes.lines_of(source, change)) in wanted]
    else:
        random.Random(given.seed).shuffle(candidates)
    with tempfile.TemporaryDirectory() as scratch, open(given.report, "w", encoding="utf-8") as report:
        copy = Copy(Path(given.work or scratch).resolve(), given.jobs)
        if not copy.make(copy.layers()):
            sys.exit("the unchanged tree does not build")
        pristine = copy.noticed_by("decode") or copy.noticed_by("track")
        if pristine:
            sys.exit(f"{pristine} fails in the unchanged tree")
        counts = try_changes(copy, candidates, given.changes, report)
    judged = counts["noticed"] + counts["survived"]
    print(f"{counts['noticed']} of {judged} changes noticed; {counts['equivalent']} more are known to change nothing")
    return 0 if counts["noticed"] >= REQUIRED * judged else 1


if __name__ == "__main__":
    sys.exit(main())
