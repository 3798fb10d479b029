"""What the tests of faults share: captures, views, and whether what they wrote is whole."""

import json
import os
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import conversation, file_header, record, run

READ = ["-nn", "-r", "-"]


def lines_of(output):
    return [line for line in output.split(b"\n") if line and not line.startswith(b"#")]


def read(data, arguments=(), **options):
    """What the program makes of these bytes on standard input."""
    return run(READ + list(arguments), input=data, **options)


def whole(count=1):
    return file_header() + b"".join(record(packet, 10 + i) for i in range(count)
                                    for packet in conversation(i))


VIEWS = {
    "text": [], "json": ["--json"], "ladder": ["--ladder"], "summary": ["--summary", "-w", "/dev/null"],
    "svg": ["-w", "/dev/null", "--svg"], "pcapng": ["-w", "/dev/null", "--pcapng"],
    "html": ["-w", "/dev/null", "--html"], "mermaid": ["-w", "/dev/null", "--mermaid"],
    "graph": ["-w", "/dev/null", "--graph"],
}
IN_A_FILE = ("svg", "pcapng", "html", "graph", "mermaid")


def view_into(folder, view, **options):
    """What one view makes of a few hundred packets. Returns status, its output, errors."""
    arguments = READ + VIEWS[view]
    path = os.path.join(folder, view)
    if view in IN_A_FILE:
        arguments = arguments + [path]
        with open(path, "wb"):
            pass
    status, output, errors = run(arguments + ["--sandbox", "off"], input=whole(40), **options)
    if view in IN_A_FILE:
        with open(path, "rb") as file:
            output = file.read()
    return status, output, errors


def is_whole(view, output):
    """Whether the output is nothing but whole records."""
    if view == "json":
        for line in output.splitlines():
            json.loads(line)
    if view == "pcapng":
        position = 0
        while position < len(output):
            position += struct.unpack_from("<I", output, position + 4)[0]
        return position == len(output)
    return not output or output.endswith(b"\n")


FILE_OPTIONS = ["-w", "--svg", "--graph", "--html", "--pcapng", "--mermaid", "--notes-to"]


def open_folder():
    """A new folder in which everybody may create files."""
    folder = tempfile.TemporaryDirectory()
    os.chmod(folder.name, 0o777)
    return folder
