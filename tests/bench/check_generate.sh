#!/bin/sh
# check_generate.sh GENERATE EMPTY-LOOP: each mix gives as many packets as asked for, whole.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
for mix in bulk acked requests flood ipv6; do
    "$1" 3000 7 $mix >"$scratch/x.pcap" || exit 1
    "$2" "$scratch/x.pcap" 2>&1 | grep -qx '3000 packets' || { echo "$mix: not 3000 packets"; exit 1; }
done
