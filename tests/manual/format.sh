#!/bin/sh
# format.sh PAGE PAGE.ZH: mandoc finds nothing to say, and groff, by which man shows them, neither.
# (Long lines are natural where words are not parted by spaces, and mandoc knows sections by English
# names; which manuals are installed is not the page's business.)
set -eu
found=
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT

if command -v mandoc >/dev/null; then
    found=yes
    mandoc -T lint -W style "$1" 2>/dev/null | grep -v 'referenced manual not found' >"$scratch" || true
    mandoc -T lint -W style "$2" 2>/dev/null |
        grep -v 'referenced manual not found\|longer than 80 bytes\|not "NAME"\|outside NAME' >>"$scratch" || true
fi
if command -v groff >/dev/null && command -v preconv >/dev/null; then
    found=yes
    groff -k -Tutf8 -mdoc -ww "$1" 2>>"$scratch" >/dev/null
    # groff 1.23 itself stumbles over a heading of two characters, and wants words parted by spaces.
    groff -k -Tutf8 -mzh -mdoc -ww "$2" 2>&1 >/dev/null | grep -v "macro 'doc-str-tmp2' not defined\|cannot adjust line" >>"$scratch" || true
fi
# As man shows it in UTF-8, where a Chinese character takes two columns: no line is wider than the screen, but for
# the packets and notes of an example.
if command -v groff >/dev/null && printf 'x\n' | wc -L >/dev/null 2>&1; then
    width=$(LC_ALL=C.UTF-8 groff -k -Tutf8 -P-c -P-b -P-u -mdoc -rLL=80n "$2" 2>/dev/null | grep -v '^ *## ' | LC_ALL=C.UTF-8 wc -L)
    [ "$width" -le 80 ] || echo "$2: a line of $width columns" >>"$scratch"
fi
if [ -z "$found" ]; then
    echo "neither mandoc nor groff is here"
    exit 77
fi
cat "$scratch"
[ ! -s "$scratch" ]
