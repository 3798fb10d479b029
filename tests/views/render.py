#!/usr/bin/env python3
"""Render pictures as others would see them, and look for what would spoil them.

usage: render.py rsvg|chromium PICTURE.svg…

rsvg: librsvg draws each picture. It must have more than one colour, every word must stand inside the
page, and no two words may overlap.
chromium: a browser draws the pictures for readers who prefer light and who prefer dark. The ground must be
light for the ones and dark for the others.

Status 77: the renderer is absent.
"""
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

SKIP = 77


def need(*programs):
    missing = [p for p in programs if not shutil.which(p)]
    if missing:
        print(f"skipped: {', '.join(missing)} is absent")
        sys.exit(SKIP)


def unfilter(kind, line, above, size):
    """One line of a PNG (RFC 2083 §6) as bytes."""
    line = bytearray(line)
    for i in range(len(line)):
        left = line[i - size] if i >= size else 0
        up = above[i]
        corner = above[i - size] if i >= size else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        elif kind == 4:
            guess = min((left, up, corner), key=lambda v: abs(left + up - corner - v))
        else:
            break
        line[i] = (line[i] + guess) & 0xFF
    return bytes(line)


def pixels(png):
    """-> lines of a PNG with 8 bits a channel, each a list of tuples."""
    at, data, header = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBB", body[:10])
        elif kind == b"IDAT":
            data += body
        at += length + 12
    width, height, _, color = header
    size = {2: 3, 6: 4}[color]
    raw, above = zlib.decompress(data), bytes(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        above = unfilter(raw[start], raw[start + 1 : start + 1 + width * size], above, size)
        yield [tuple(above[x : x + 3]) for x in range(0, len(above), size)]


def words_of(picture):
    """-> the page's size, and (word, box) as librsvg sets them."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.pdf"
        subprocess.run(["rsvg-convert", "-f", "pdf", "-o", page, picture], check=True, timeout=600)
        html = subprocess.run(["pdftotext", "-bbox", page, "-"], check=True, capture_output=True,
                              timeout=600).stdout.decode()
    size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', html)
    words = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', html)
    return [float(v) for v in size.groups()], [(w[4], [float(v) for v in w[:4]]) for w in words]


def overlap(a, b):
    """Whether two boxes share more than the air around their letters."""
    air = 0.25 * min(a[3] - a[1], b[3] - b[1])
    return (min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 2 * air)


def text_faults(picture):
    (width, height), words = words_of(picture)
    if not words:
        yield "no text"
    for word, box in words:
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            yield f"{word!r} is cut off"
    for i, (word, box) in enumerate(words):
        for other, other_box in words[:i]:
            if overlap(box, other_box):
                yield f"{word!r} lies on {other!r}"


def color_faults(picture):
    png = subprocess.run(["rsvg-convert", "-w", "230", picture], check=True, capture_output=True, timeout=600).stdout
    colors = {pixel for line in pixels(png) for pixel in line}
    if len(colors) < 4:
        yield f"{len(colors)} colours"


def check_rsvg(pictures):
    need("rsvg-convert", "pdftotext")
    return [f"{p}: {fault}" for p in pictures for faults in (color_faults, text_faults) for fault in faults(p)]


def ground(picture, dark):
    """The brightness of the corner in a browser, 0 to 255."""
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/user",
                        f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--window-size=400,300",
                        f"--screenshot={shot}", Path(picture).absolute().as_uri()],
                       check=True, capture_output=True, timeout=600)
        return sum(next(pixels(shot.read_bytes()))[2]) / 3


def check_chromium(pictures):
    need("chromium")
    for picture in pictures:
        if ground(picture, dark=False) < 200:
            yield f"{picture}: not light for readers who prefer light"
        if ground(picture, dark=True) > 60:
            yield f"{picture}: not dark for readers who prefer dark"


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("rsvg", "chromium"):
        sys.exit(__doc__)
    faults = list({"rsvg": check_rsvg, "chromium": check_chromium}[arguments[0]](arguments[1:]))
    for fault in faults:
        print(fault)
    print(f"pictures={len(arguments) - 1} faults={len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
