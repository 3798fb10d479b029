#!/usr/bin/env python3
"""page.py PROGRAM CAPTURE…: the policy of every page names its script and its style, and nothing else may run
or be loaded; its records are those of --json."""
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def hash_of(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy_is_right(page):
    policy = dict(rule.split(" ", 1) for rule in
                  re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].split("; "))
    script = re.search(r'<script type="module">(.*?)</script>', page, re.S)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    return policy == {"default-src": "'none'", "script-src": hash_of(script), "style-src": hash_of(style),
                      "base-uri": "'none'", "form-action": "'none'"}


def records_of(page):
    block = re.search(r'<script type="application/jsonl" id="records">\n(.*?)</script>', page, re.S)[1]
    return [json.loads(line) for line in block.splitlines()]


def main():
    program, captures = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "page.html"
        for capture in captures:
            lines = subprocess.run([program, "--json", "-nn", "-r", capture, "--html", written],
                                   check=True, capture_output=True, text=True).stdout.splitlines()
            page = written.read_text(encoding="utf-8")
            assert policy_is_right(page), f"{capture}: the policy"
            records = [one for one in records_of(page) if one["type"] not in ("page", "word", "note", "term", "drawing", "graph")]
            assert records == [json.loads(line) for line in lines], f"{capture}: the records"
    print(f"captures={len(captures)}")


main()
