#!/usr/bin/env python3
"""A file is read in blocks where it is plain, and by libpcap elsewhere, as everything from a pipe is: what is
said of a capture does not depend on it, however it is damaged.

usage: reading.py TCPGLOSS FOLDER     every capture below FOLDER, whole, cut, and with records spoilt
"""
import os
import random
import struct
import subprocess
import sys
import tempfile

PLAIN = (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1")  # this machine's byte order, if it is a usual one
MANY = 3000  # packets: more than a block holds


def records(data):
    """-> where each record of a plain capture begins."""
    at, found = 24, []
    while at + 16 <= len(data):
        found.append(at)
        at += 16 + struct.unpack_from("<I", data, at + 8)[0]
    return found


def spoilt(data, rng):
    """-> (what, bytes): the capture and damaged ones."""
    yield "whole", data
    begins = records(data)
    if not begins:
        return
    middle = begins[len(begins) // 2]
    yield "cut in a header", data[:middle + rng.randrange(1, 16)]
    yield "cut behind a header", data[:middle + 16]
    yield "cut in a packet", data[:middle + 17]
    for what, offset, value in (("captured too long", 8, 0x7fffffff), ("captured beyond the snapshot length", 8, 262145),
                                ("captured nothing", 8, 0), ("shorter than captured", 12, 1),
                                ("before 1970", 0, 0xfffffff0), ("a fraction too large", 4, 4_000_000_000)):
        changed = bytearray(data)
        struct.pack_into("<I", changed, middle + offset, value)
        yield what, bytes(changed)
    nano = bytearray(data)
    nano[0:4] = PLAIN[1]
    yield "nanoseconds", bytes(nano)
    once = data[24:]
    yield "many", data[:24] + once * (MANY // len(begins) + 1)
    long = data[:begins[0]] + struct.pack("<IIII", 1, 2, 200_000, 200_000) + bytes(200_000) + data[begins[0]:]
    yield "a packet larger than a block", long[:16] + struct.pack("<I", 262144) + long[20:]


def run(tcpgloss, options, path, piped):
    with open(path, "rb") as capture:
        reader = subprocess.Popen(["cat"], stdin=capture, stdout=subprocess.PIPE) if piped else None
        done = subprocess.run([tcpgloss, "--no-config", "-nn", "--notes", "none"] + options + ["-r", "-" if piped else path],
                              stdin=reader.stdout if piped else None, capture_output=True,
                              env=dict(os.environ, TZ="UTC", LC_ALL="C"))
        if reader:
            reader.stdout.close()
            reader.wait()
    errors = done.stderr.decode(errors="replace").replace(path, "-")
    return done.returncode, done.stdout, errors


def main():
    tcpgloss, folder = sys.argv[1:]
    rng = random.Random(1)
    compared = 0
    paths = sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names
                   if name.endswith(".pcap"))
    with tempfile.TemporaryDirectory() as scratch:
        filter_file = os.path.join(scratch, "filter")
        with open(filter_file, "w") as out:
            out.write("greater 70")
        for path in rng.sample(paths, min(12, len(paths))):
            with open(path, "rb") as capture:
                data = capture.read()
            if data[:4] not in PLAIN:
                continue
            for what, changed in spoilt(data, rng):
                altered = os.path.join(scratch, "altered.pcap")
                with open(altered, "wb") as out:
                    out.write(changed)
                for options in ([], ["--nano"], ["-F", filter_file], ["-c", "2"]):
                    file = run(tcpgloss, options, altered, False)
                    pipe = run(tcpgloss, options, altered, True)
                    if file != pipe:
                        sys.exit("%s, %s, %s:\nthe file gives status %d, %d bytes, %r\nthe pipe %d, %d, %r" % (
                            path, what, options, file[0], len(file[1]), file[2], pipe[0], len(pipe[1]), pipe[2]))
                    compared += 1
    print("%d times the same" % compared)


main()
