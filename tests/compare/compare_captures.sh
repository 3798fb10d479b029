#!/bin/sh
# compare_captures.sh TCPGLOSS FOLDER
#
# `tcpgloss OPTIONS -r FILE | grep -v '^#'` must equal `tcpdump OPTIONS -r FILE` for every capture
# below FOLDER, with each set of options. 77 (skipped) where there is no tcpdump whose text can be
# printed, or no FOLDER.
tcpgloss=$1 folder=$2
release=$(tcpdump --version 2>&1 | sed -n 's/^tcpdump version \(4\.99\.[3-6]\)$/\1/p')
if [ -z "$release" ]; then
    echo "skipped: no tcpdump of a release whose text can be printed"
    exit 77
fi
if [ ! -d "$folder" ]; then
    echo "skipped: no $folder"
    exit 77
fi
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
TZ=UTC
export TZ
compared=0 status=0
captures=$(find "$folder" -name '*.pcap' -o -name '*.pcapng' | sort)
for options in '-nn' '-n' '-nn -S' '-nn -v' '-nn -t' '-nn -tt' '-nn -ttt' '-nn -tttt' '-nn -ttttt' \
    '-nn -e' '-nn -q' '-nn -vv -x' '-nn -X' '-nn -#'; do
    for capture in $captures; do
        # shellcheck disable=SC2086 # options are words
        tcpdump $options -r "$capture" >"$scratch/theirs" 2>/dev/null
        # shellcheck disable=SC2086
        "$tcpgloss" --tcpdump "$release" $options -r "$capture" >"$scratch/notes" 2>"$scratch/errors" || {
            echo "$capture with $options: exit status $?"
            cat "$scratch/errors"
            status=1
        }
        grep -v '^#' "$scratch/notes" >"$scratch/ours"
        if ! cmp -s "$scratch/theirs" "$scratch/ours"; then
            echo "$capture with $options:"
            diff "$scratch/theirs" "$scratch/ours" | head -4
            status=1
        fi
        compared=$((compared + 1))
    done
done
echo "$compared comparisons"
[ "$compared" -gt 0 ] || status=1
exit $status
