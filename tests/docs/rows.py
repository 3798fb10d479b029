#!/usr/bin/env python3
"""The table of transitions in docs/states.md is the one in the source.

usage: rows.py ROWS.c STATES.md
"""
import re
import sys
from pathlib import Path

source, page = (Path(name).read_text() for name in sys.argv[1:3])
rows = {
    (state.replace("_", "-"), event, "" if guard == "ALWAYS" else guard, state_after.replace("_", "-"),
     section.replace("§", ""))
    for state, event, guard, state_after, section in re.findall(
        r'\[STATE_(\w+)\]\[(\w+)\] =\s*\{(\w+),\s*STATE_(\w+),\s*"([^"]+)"\}', source)
}
table = {
    tuple(cell.strip().replace("§", "") for cell in line.strip("|").split("|"))
    for line in page.splitlines()
    if re.match(r"\| [A-Z0-9-]+ \| (SEND|RECEIVE|TIMER|BEFORE)_", line)
}
for row in sorted(rows ^ table):
    print("only in the", "source" if row in rows else "page", row)
sys.exit(not rows or rows != table)
