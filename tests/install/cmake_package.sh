#!/bin/sh
# cmake_package.sh CMAKE COMPILER PREFIX [FLAGS]: a project finds the package and links it both ways.
set -eu
. "$(dirname "$0")/check_consumer.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1" -S "$(dirname "$0")/consumer" -B "$scratch" -DCMAKE_C_COMPILER="$2" -DCMAKE_PREFIX_PATH="$3" \
    -DCMAKE_C_FLAGS="${4:-}" >/dev/null
"$1" --build "$scratch" >/dev/null
ldd "$scratch/annotate_tcpgloss" | grep -q libtcpgloss.so
check_consumer "$scratch/annotate_tcpgloss" "$scratch/annotate_static"
