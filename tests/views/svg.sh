#!/bin/sh
# svg.sh PROGRAM CAPTURE…: every picture is valid XML. Status 77: xmllint is absent.
set -eu
command -v xmllint >/dev/null || { echo "skipped: xmllint is absent"; exit 77; }
program=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for capture; do
    for language in zh en both; do
        "$program" --svg "$folder/picture.svg" --lang "$language" -nn -r "$capture" >/dev/null 2>&1
        "$program" --count --graph "$folder/graph.svg" --lang "$language" -nn -r "$capture" >/dev/null 2>&1
        xmllint --noout "$folder/picture.svg" "$folder/graph.svg"
    done
done
echo "captures=$#"
