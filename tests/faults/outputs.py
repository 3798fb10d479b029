"""Outputs that fail, wait or are something else's. outputs.py PROGRAM TEST CAPTURE"""

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import expect, main, own_namespace, program, run, skip, tests_of
from wholes import FILE_OPTIONS, READ, VIEWS, is_whole, lines_of, open_folder, read, whole

capture = sys.argv[3]


def test_full_device_is_status_4():
    with open("/dev/full", "wb") as full:
        status, _, errors = run(["-nn", "-r", capture], stdout=full)
    expect(status == 4 and b"No space left" in errors and b"captured" in errors, status, errors)


def test_full_device_for_a_capture_is_status_4():
    status, _, errors = run(["-r", capture, "-w", "/dev/full"])
    expect(status == 4 and b"No space left" in errors and b"0 packets written" in errors,
           status, errors)


def test_closed_output_is_status_4():
    done = subprocess.run(["sh", "-c", '"$0" -nn -r "$1" >&-', program, capture],
                          stderr=subprocess.PIPE, timeout=600, check=False)
    expect(done.returncode == 4, done.returncode, done.stderr)


def test_full_file_system_leaves_whole_records():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", folder],
                       check=True)
        path = os.path.join(folder, "x.pcap")
        status, _, errors = run(READ + ["-w", path], input=whole(500))
        expect(status == 4 and b"No space left" in errors, status, errors)
        expect(path.encode() in errors, errors)
        with open(path, "rb") as file:
            kept = file.read()
        subprocess.run(["umount", folder], check=True)
    expect(30000 < len(kept) <= 65536, len(kept))
    status, output, errors = read(kept)
    expect(status == 0 and lines_of(output), status, errors)


def test_reader_gone_ends_by_sigpipe():
    process = subprocess.Popen([program] + READ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.close()
    try:
        process.stdin.write(whole(2000))
        process.stdin.close()
    except BrokenPipeError:
        pass
    expect(process.wait(600) == -signal.SIGPIPE, process.returncode)
    expect(b"error" not in process.stderr.read().lower())


def test_filter_to_a_full_device_is_status_4():
    for option in ("-d", "-dd", "-ddd"):
        with open("/dev/full", "wb") as full:
            status, _, errors = run([option, "-y", "EN10MB", "tcp port 80"], stdout=full)
        expect(status == 4 and b"No space left" in errors, option, status, errors)


def test_full_file_system_leaves_whole_blocks_and_lines():
    own_namespace()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", folder], check=True)
        path = os.path.join(folder, "x")
        for view in ("text", "json", "pcapng"):
            arguments = READ + VIEWS[view]
            if view == "pcapng":
                status, _, errors = run(arguments + [path], input=whole(300))
                _, complete, _ = run(arguments + ["/dev/stdout"], input=whole(300))
            else:
                with open(path, "wb") as file:
                    status, _, errors = run(arguments, stdout=file, input=whole(300))
                complete = run(arguments, input=whole(300))[1]
            expect(status == 4 and b"No space left" in errors, view, status, errors)
            with open(path, "rb") as file:
                output = file.read()
            expect(len(output) > 30000 and is_whole(view, output) and complete.startswith(output), view,
                   len(output), output[-200:])
            os.unlink(path)
        subprocess.run(["umount", folder], check=True)


def read_slowly(arguments, data):
    """The program's output through a pipe that does not block, read now and then."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen([program] + arguments, stdin=subprocess.PIPE, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    threading.Thread(target=lambda: (process.stdin.write(data), process.stdin.close()), daemon=True).start()
    output = b""
    while piece := os.read(reader, 50000):
        output += piece
        time.sleep(0.005)
    os.close(reader)
    errors = process.stderr.read()
    return process.wait(600), output, errors


def test_output_that_does_not_block_is_waited_for():
    data = whole(800)
    status, output, errors = read_slowly(READ, data)
    expect(status == 0 and output == read(data)[1], status, errors, len(output))


def test_capture_to_output_that_does_not_block_is_waited_for():
    data = whole(2000)
    status, output, errors = read_slowly(["-r", "-", "-w", "-"], data)
    expect(status == 0 and output == data, status, errors, len(output), len(data))


def is_blocked(process, writer):
    """Whether the pipe is full, and the process waits."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        waits = stat.read().rsplit(")", 1)[1].split()[0] == "S"
    return waits and not select.select([], [writer], [], 0)[1]


def end_blocked(arguments, number, with_errors=False, blocking=True):
    """A signal comes while nobody reads the program's output. Its status, and what it says."""
    reader, writer = os.pipe()
    os.set_blocking(writer, blocking)
    with tempfile.TemporaryFile() as data:
        data.write(whole(3000))
        data.seek(0)
        process = subprocess.Popen([program] + arguments, stdin=data, stdout=writer,
                                   stderr=writer if with_errors else subprocess.PIPE)
    while not is_blocked(process, writer):
        expect(process.poll() is None, "ended", process.returncode)
        time.sleep(0.01)
    process.send_signal(number)
    errors = b"" if with_errors else process.stderr.read()
    status = process.wait()
    os.close(reader)
    os.close(writer)
    return status, errors


def test_signal_ends_who_waits_for_a_reader():
    if not sys.platform.startswith("linux"):
        skip("looks into /proc")
    for arguments in (READ, READ + ["--json"], READ + ["--ladder"], ["-r", "-", "-w", "-"]):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            status, errors = end_blocked(arguments, number)
            expect(status == -number and b"canceled" in errors, arguments, number, status, errors)
    status, errors = end_blocked(READ, signal.SIGTERM, blocking=False)
    expect(status == -signal.SIGTERM and b"canceled" in errors, status, errors)
    status, _ = end_blocked(READ, signal.SIGTERM, with_errors=True)
    expect(status == -signal.SIGTERM, status)


def test_signal_loses_nothing_where_somebody_reads():
    with tempfile.TemporaryFile() as data:
        data.write(whole(3000))
        data.seek(0)
        process = subprocess.Popen([program] + READ, stdin=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = b""
    while output.count(b"Flags [S]") < 100:
        output += os.read(process.stdout.fileno(), 4096)
    process.send_signal(signal.SIGTERM)
    while piece := os.read(process.stdout.fileno(), 4096):
        output += piece
    expect(process.wait() == -signal.SIGTERM, process.returncode)
    expect(output.endswith(b"\n\n") and read(whole(3000))[1].startswith(output[:-1]), output[-300:])


def test_output_on_an_input_is_refused_and_leaves_it():
    with open_folder() as folder:
        path, symbolic, hard = (os.path.join(folder, name) for name in ("a.pcap", "link", "hard"))
        filter_file = os.path.join(folder, "filter")
        shutil.copyfile(capture, path)
        os.symlink("a.pcap", symbolic)
        os.link(path, hard)
        with open(filter_file, "w", encoding="ascii") as file:
            file.write("tcp")
        before = {name: open(name, "rb").read() for name in (path, filter_file)}

        def check(arguments, **options):
            status, _, errors = run(["-nn"] + arguments, **options)
            expect(status == 2 and b"to be read" in errors, arguments, status, errors)
            for name, data in before.items():
                with open(name, "rb") as file:
                    expect(file.read() == data, arguments, "changed", name)

        for option in FILE_OPTIONS:
            for name in (path, symbolic, hard, os.path.join(folder, ".", "a.pcap")):
                check(["-r", path, option, name])
            check(["-r", symbolic, option, path])
            check(["-r", capture, "-F", filter_file, option, filter_file])
            with open(path, "rb") as file:
                check(["-r", "-", option, path], stdin=file)
        with open(path, "ab") as file:
            check(["-r", path], stdout=file)
        status, _, errors = run(["-r", path] + [word for option in FILE_OPTIONS for word in (option, "/dev/null")])
        expect(status == 0, status, errors)


def test_two_outputs_in_one_file_are_refused_before_one_is_made():
    with open_folder() as folder:
        path, dangling = os.path.join(folder, "x"), os.path.join(folder, "link")
        os.symlink("x", dangling)
        for first in FILE_OPTIONS:
            for second in FILE_OPTIONS:
                if first != second:
                    for name in (path, folder + "/./x", dangling):
                        status, _, errors = run(["-r", capture, first, path, second, name])
                        expect(status == 2 and b"same file" in errors, first, second, name, status, errors)
                        expect(not os.path.exists(path), first, second, name)
        with open(os.path.join(folder, "y"), "wb") as file:
            status, _, errors = run(["-r", capture, "--notes-to", "/dev/stdout"], stdout=file)
        expect(status == 2 and b"same file" in errors, status, errors)


def test_rotation_does_not_come_to_overwrite_the_input():
    with open_folder() as folder:
        path = os.path.join(folder, "cap1")
        data = whole(2500)
        with open(path, "wb") as file:
            file.write(data)
        status, _, errors = run(["-r", path, "-w", os.path.join(folder, "cap"), "-C", "1"])
        expect(status == 4 and b"cap1: File exists" in errors, status, errors)
        with open(path, "rb") as file:
            expect(file.read() == data)


main(tests_of(globals()))
