#!/bin/sh
# pkg_config.sh COMPILER LIBDIR [FLAGS]: compiler and pkg-config alone, linked both ways.
set -eu
. "$(dirname "$0")/check_consumer.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PKG_CONFIG_PATH="$2/pkgconfig"
source=$(dirname "$0")/consumer/annotate.c
# shellcheck disable=SC2046,SC2086 # flags are words
{
    "$1" -std=c17 ${3:-} $(pkg-config --cflags tcpgloss) "$source" -o "$scratch/shared" $(pkg-config --libs tcpgloss)
    "$1" -std=c17 ${3:-} $(pkg-config --cflags tcpgloss) "$source" -o "$scratch/static" \
        "$(pkg-config --variable=libdir tcpgloss)/libtcpgloss.a" $(pkg-config --libs libutf8proc)
}
export LD_LIBRARY_PATH="$2"
ldd "$scratch/shared" | grep -q libtcpgloss.so
check_consumer "$scratch/shared" "$scratch/static"
