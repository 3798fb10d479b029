#!/bin/sh
# exports.sh INCLUDEDIR LIBRARY: the shared library exports what the installed headers declare with
# TCPGLOSS_API, and every name begins with a module's. (Sanitizers add names of their own, with two
# underscores.)
set -eu
# A header's name is a module's; and what stands in headers of another name.
modules="$(find "$1/tcpgloss" -name '*.h' -exec basename {} .h \;)
    argument finding flow_field endpoint_words handshake_words teardown_words limit_words message_language notes"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

nm --dynamic --defined-only --format=posix "$2" | cut -d' ' -f1 | grep -v '^__' | sort >"$scratch/exported"
find "$1/tcpgloss" -name '*.h' ! -name export.h -exec cat {} + | tr '\n' ' ' | grep -o 'TCPGLOSS_API[^;]*;' |
    sed 's/__attribute__(([^)]*([^)]*)))//; s/[[(].*//; s/.*[ *]//' | sort >"$scratch/declared"
diff -u "$scratch/declared" "$scratch/exported"
# A function that a header declares without it could not be linked with.
if find "$1/tcpgloss" -name '*.h' -exec grep -nE '^[a-z_]+ .*\(' {} + | grep -vE ':(static|extern) |\{'; then
    echo "not exported"
    exit 1
fi
while read -r name; do
    for module in $modules; do
        case $name in "$module" | "$module"_*) continue 2 ;; esac
    done
    echo "$name begins with no module's name"
    exit 1
done <"$scratch/exported"
