#!/bin/sh
# use_installed.sh CMAKE BUILD COMPILER SOURCE INCLUDEDIR LIBDIR FLAGS: installs, compiles SOURCE against it, runs it;
# and compiles every installed header alone.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1" --install "$2" --prefix "$scratch" >/dev/null
# shellcheck disable=SC2086 # flags are words
"$3" -std=c17 $7 -I"$scratch/$5" "$4" -o "$scratch/use" -L"$scratch/$6" -ltcpgloss
"$scratch/use"
test -x "$scratch/bin/tcpgloss"
find "$scratch/$5" -name '*.h' | while read -r header; do
    "$3" -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$scratch/$5" -fsyntax-only -x c "$header" 2>"$scratch/errors" ||
        { grep -v 'pragma once' "$scratch/errors"; echo "$header does not compile alone"; exit 1; }
done
