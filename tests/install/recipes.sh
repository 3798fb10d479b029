#!/bin/sh
# recipes.sh PACKAGING VERSION: the recipes name this version and are well formed, as far as the tools here can tell.
set -eu
cd "$1"
sh -n alpine/APKBUILD
if command -v bash >/dev/null; then
    bash -n arch/PKGBUILD
fi
for recipe in arch/PKGBUILD alpine/APKBUILD; do
    grep -qx "pkgver=$2" "$recipe" || { echo "$recipe is not of version $2"; exit 1; }
done
for library in pcap seccomp utf8proc zlib zstd; do
    for recipe in alpine/APKBUILD arch/PKGBUILD docker/Dockerfile homebrew/tcpgloss.rb nix/default.nix; do
        grep -q "$library" "$recipe" || { echo "$recipe does without $library"; exit 1; }
    done
done
grep -q "version = \"$2\";" nix/default.nix || { echo "nix/default.nix is not of version $2"; exit 1; }
if command -v ruby >/dev/null; then
    ruby -c homebrew/tcpgloss.rb >/dev/null
fi
if command -v nix-instantiate >/dev/null; then
    nix-instantiate --parse nix/default.nix >/dev/null
fi
