#!/bin/sh
# packages.sh CMAKE SOURCE COMPILER: the packages are what they should be, and built elsewhere, later and
# in another environment they are the same bytes, as are the program and the libraries.
set -eu
cmake=$1 source=$2
export CC="$3"
for tool in dpkg-deb dpkg-shlibdeps dpkg-parsechangelog file; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# build FOLDER: from a copy of the source there.
build() {
    mkdir -p "$1"
    for name in CMakeLists.txt CMakePresets.json LICENSE README.md docs include pcaps src tests; do
        cp -R "$source/$name" "$1/"
    done
    (cd "$1" && "$cmake" --workflow --preset deb >log 2>&1) || { tail -n 30 "$1/log"; exit 1; }
}

build "$scratch/here"
(
    export LC_ALL=C TZ=Asia/Shanghai USER=somebody
    build "$scratch/another/folder"
)
cd "$scratch/here/build/deb"
for name in tcpgloss libtcpgloss.a libtcpgloss.so packages/*.deb; do
    cmp "$name" "$scratch/another/folder/build/deb/$name"
done

cd packages
[ "$(echo *.deb | wc -w)" -eq 3 ]
for package in *.deb; do
    dpkg-deb --contents "$package" >contents
    # Neither set-user-ID nor writable for others, and all root's.
    if grep -vE '^([-d]r[w-][x-]r-[x-]r-[x-]|lrwxrwxrwx) root/root ' contents; then
        echo "$package has wrong permissions"
        exit 1
    fi
    grep -qE ' \./usr/share/doc/[^/]+/copyright$' contents
done
if [ "$(dpkg-parsechangelog -l "$source/src/packaging/changelog" -S Version)" != "$(dpkg-deb -f tcpgloss_*.deb Version)" ]; then
    echo "src/packaging/changelog does not begin with this version"
    exit 1
fi
dpkg-deb --field tcpgloss_*.deb Depends | grep -q 'libpcap0.8'
if dpkg-deb --field libtcpgloss[0-9]*.deb Depends | grep pcap; then
    echo "the library needs libpcap"
    exit 1
fi
dpkg-deb --field tcpgloss_*.deb Homepage | grep -q .
dpkg-deb --contents tcpgloss_*.deb | grep -q '/pcaps/transcripts/http-get-merged-fin.pcap$'
if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error,warning ./*.deb
fi
