#!/bin/bash -eu
# What OSS-Fuzz runs in its container: every target of tests/fuzz with its corpus. $SRC/tcpgloss is the source,
# $WORK a folder to build in, $OUT where the targets go; $CC, $CFLAGS and $LIB_FUZZING_ENGINE are the container's.

source=$SRC/tcpgloss
sanitize=
# $CFLAGS has the sanitizer already. For MemorySanitizer, functions of libraries are wrapped, too (tests/msan).
[ "${SANITIZER-}" != memory ] || sanitize=-DTCPGLOSS_SANITIZE=memory

cmake -S "$source" -B "$WORK/build" -DCMAKE_BUILD_TYPE=Debug -DTCPGLOSS_TESTS=OFF -DTCPGLOSS_FUZZ=ON \
    ${sanitize:+"$sanitize"} "-DTCPGLOSS_FUZZ_ENGINE=$LIB_FUZZING_ENGINE" \
    '-DCMAKE_EXE_LINKER_FLAGS=-Wl,-rpath,$ORIGIN/lib'
cmake --build "$WORK/build" --target fuzz-targets -j "$(nproc)"

# The machine that runs the targets has the C library and no others.
mkdir -p "$OUT/lib"
for target in "$WORK"/build/tests/fuzz/fuzz_*; do
    [ -f "$target" ] || continue
    name=$(basename "$target")
    cp "$target" "$OUT/"
    ldd "$target" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' |
        grep -vE '/(libc|libm|libdl|librt|libpthread|libresolv|ld-linux[^/]*)\.so' | xargs -r cp -t "$OUT/lib"
    (cd "$source/tests/fuzz/corpus/${name#fuzz_}" && zip -q -r "$OUT/${name}_seed_corpus.zip" .)
done
