#!/usr/bin/env python3
"""Every RFC and section that the notes and the pages cite stands in citations.tsv with its title.

usage: citations.py CITATIONS.tsv FILE…

A row is "RFC<tab>section<tab>title"; an empty section is the RFC itself. A § without an RFC before it means
RFC 9293, TCP's specification.
"""
import re
import sys
from pathlib import Path

TCP = "9293"
# "RFC 9293 §3.5, §3.10.7.2 and Figure 7", "RFC 7323 §3 to §5": sections go with the RFC named last before them.
WORD = re.compile(r"RFC[\s ]?(\d{3,5})|§(\d+(?:\.\d+)*)|([.;。；|)）]\s)|\n\s*\n")


def plain(text):
    """Without what stands at the beginning of a comment's line, or joins two strings."""
    text = re.sub(r'"\s*\n\s*"', "", text)
    return re.sub(r"\n\s*(?:\*|//|#|>)+ ?(?!\S*#)", "\n", text)


def citations(text):
    """(RFC, section) for each; a sentence's end forgets the RFC."""
    rfc = TCP
    for match in WORD.finditer(plain(text)):
        number, section, _ = match.groups()
        if number:
            rfc = number
            yield rfc, ""
        elif section:
            yield rfc, section
        else:
            rfc = TCP


def main(table, files):
    known = {tuple(line.split("\t")[:2]) for line in Path(table).read_text(encoding="utf-8").splitlines()}
    bad = count = 0
    for name in files:
        for citation in citations(Path(name).read_text(encoding="utf-8")):
            count += 1
            if citation not in known:
                bad += 1
                print(f"{name}: RFC {citation[0]}{' §' + citation[1] if citation[1] else ''} is not in the table")
    print(f"{count} citations in {len(files)} files")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
