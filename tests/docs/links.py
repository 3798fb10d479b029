#!/usr/bin/env python3
"""Every relative link and #anchor in the pages resolves, every path, test and preset they name exists,
and the changelog knows the version that is built.

usage: links.py PAGE.md…

In a path, a * or a word in capitals (LAYER, NAME) stands for any name.
"""
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"(?<![\w/.:-])((?:src|include|tests|docs|pcaps|man|\.ci|\.github)/[\w./*+-]*[\w/*])")


def anchors_of(page):
    """As GitHub makes them from headings: letters, digits, - and _ stay, blanks become -."""
    anchors, seen = set(), {}
    for heading in re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        anchors.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    return anchors


def link_is_good(page, target):
    if re.match(r"\w+:", target):
        return True
    name, _, anchor = target.partition("#")
    there = (page.parent / name).resolve() if name else page
    return there.exists() and (not anchor or anchor in anchors_of(there))


def path_is_good(page, path, tests):
    pattern = re.sub(r"[A-Z]{2,}", "*", path).rstrip("/")
    return path in tests or any((base / path).exists() or any(base.glob(pattern)) for base in (ROOT, page.parent))


def main(pages):
    file = json.loads((ROOT / "CMakePresets.json").read_text())
    presets = {preset["name"] for kind in ("configurePresets", "testPresets") for preset in file[kind]}
    tests = {name for file in ROOT.glob("tests/**/CMakeLists.txt")
             for name in re.findall(r"add_test\(NAME (\S+)", file.read_text())}
    bad = count = 0
    for page in (Path(name).resolve() for name in pages):
        text = page.read_text(encoding="utf-8")
        found = [(t, link_is_good(page, t), "link") for t in LINK.findall(FENCE.sub("", text))]
        found += [(t, path_is_good(page, t, tests), "path") for t in PATH.findall(text)]
        found += [(t, t in presets, "preset") for t in re.findall(r"--preset (\w+)", text)]
        for target, good, kind in found:
            count += 1
            bad += not good
            if not good:
                print(f"{page.relative_to(ROOT)}: {kind} to nothing: {target}")
    version = re.search(r"^project\(tcpgloss VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text(), re.M)[1]
    if f"\n## [{version}]" not in (ROOT / "docs/CHANGELOG.md").read_text(encoding="utf-8"):
        bad += 1
        print(f"docs/CHANGELOG.md: nothing on version {version}")
    print(f"{count} links, paths and presets on {len(pages)} pages")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
