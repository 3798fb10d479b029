#!/usr/bin/env python3
"""Do the examples of docs/fleets.md read what --json=flow writes, and count right?

usage: fleets.py PROGRAM PAGE.md NODE_MODULES

The page's shell block makes flows/ from the captures in pcaps/; its SQL is run by DuckDB (from
NODE_MODULES), its first Python block by pandas. What they count is held against a count made here.
What is missing is left out and said so; exit status 77 if both are.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77


def block(page, language):
    return re.search(rf"^```{language}\n(.*?)^```$", page, re.M | re.S).group(1)


def python_with_pandas():
    """-> a Python that has pandas: that which runs this, or the system's; None without."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import pandas"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    return None


def output(command, folder, **more):
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True, timeout=600, **more).stdout


def check(what, found, expected):
    print(f"{what}: {found}" + ("" if found == expected else f"   NOT {expected}"))
    return found != expected


def flows_of(folder):
    records = [json.loads(line) for path in sorted((folder / "flows").iterdir()) for line in path.open(encoding="utf-8")]
    return [record for record in records if record["type"] == "flow"]


def try_duckdb(folder, sql, modules, flows):
    script = Path(__file__).with_name("duckdb.mjs")
    longest, by_state, times = map(json.loads, output(["node", script, modules], folder, input=sql).splitlines())
    sizes = sorted((flow["client"]["unique_bytes"] + flow["server"]["unique_bytes"] for flow in flows), reverse=True)
    again = sum(flow[end]["retransmissions"] or 0 for flow in flows for end in ("client", "server"))
    return (check("DuckDB: flows by conn_state", sum(int(row["flows"]) for row in by_state), len(flows))
            + check("DuckDB: retransmissions", sum(int(row["again"]) for row in by_state), again)
            + check("DuckDB: largest flows", [int(row["bytes"]) for row in longest], sizes[:20])
            + check("DuckDB: fractions of the first time", times[0]["began"].split(".")[1].ljust(9, "0"),
                    min(flow["start"] for flow in flows).split(".")[1]))


def try_pandas(folder, snippet, python, flows):
    table = output([python, "-c", snippet], folder)
    limited = {flow["limited_by"] for flow in flows if flow["limited_by"]}
    return check("pandas: groups", set(re.findall(r"^([a-z-]+) +\d", table, re.M)), limited)


def main(program, page, modules):
    page = Path(page).read_text(encoding="utf-8")
    python, node = python_with_pandas(), shutil.which("node") and (Path(modules) / "@duckdb").exists()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "captures").symlink_to(ROOT / "pcaps/kernel")
        (folder / "bin").mkdir()
        (folder / "bin/tcpgloss").symlink_to(program)
        path = f"{folder}/bin:{os.environ['PATH']}"
        output(["bash", "-ec", block(page, "bash").replace("find captures", "find captures/")], folder,
               env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL)
        flows = flows_of(folder)
        if node:
            wrong += try_duckdb(folder, block(page, "sql"), modules, flows)
        else:
            print("left out, no DuckDB here")
        if python:
            wrong += try_pandas(folder, block(page, "python"), python, flows)
        else:
            print("left out, no pandas here")
    return 1 if wrong else 0 if node or python else SKIPPED


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
