#!/bin/sh
# headers.sh COMPILER INCLUDEDIR: every installed header compiles alone.
set -eu
find "$2/tcpgloss" -name '*.h' | sort | while read -r header; do
    printf '#include "%s"\nextern int not_empty;\n' "$header" |
        "$1" -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$2" -fsyntax-only -x c - ||
        { echo "$header does not compile alone"; exit 1; }
done
