"""Damage: files that lie, outputs that fail, floods. faults.py PROGRAM TEST [CAPTURE]"""

import gzip
import json
import os
import random
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import (SYN, conversation, expect, file_header, ip, main, own_namespace, program, record,
                     run, skip, tcp_packet, tests_of)

capture = sys.argv[3] if len(sys.argv) > 3 else None
failing_malloc = sys.argv[4] if len(sys.argv) > 4 else None
READ = ["-nn", "-r", "-"]


def lines_of(output):
    return [line for line in output.split(b"\n") if line and not line.startswith(b"#")]


def read(data, arguments=(), **options):
    """What the program makes of these bytes on standard input."""
    return run(READ + list(arguments), input=data, **options)


def whole(count=1):
    return file_header() + b"".join(record(packet, 10 + i) for i in range(count)
                                    for packet in conversation(i))


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
                          stderr=subprocess.PIPE, timeout=20, check=False)
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
    expect(process.wait(20) == -signal.SIGPIPE, process.returncode)
    expect(b"error" not in process.stderr.read().lower())


def test_standard_input_ends_inside_a_packet():
    data = whole()
    status, output, errors = read(data[:-7])
    expect(status == 3 and len(lines_of(output)) == 7, status, len(lines_of(output)))
    expect(b"-: packet 8: " in errors, errors)


def test_every_cut_of_a_file_prints_what_is_whole():
    data = whole()
    for cut in range(0, len(data), 5):
        status, output, errors = read(data[:cut])
        position, count = 24, 0
        while position + 16 <= cut:
            size = 16 + struct.unpack_from("<I", data, position + 8)[0]
            if position + size > cut:
                break
            position, count = position + size, count + 1
        expect(len(lines_of(output)) == count, cut, count, output)
        expect(status == (0 if cut == position else 3), cut, status, errors)


def test_cut_gzip_prints_what_is_whole():
    data = gzip.compress(whole(20), 6)
    status, output, errors = read(data[:len(data) // 2])
    expect(status == 3 and lines_of(output) and b"gzip" in errors, status, errors)


def test_damaged_gzip_is_status_3():
    data = bytearray(gzip.compress(whole(200), 6))
    data[len(data) // 2] ^= 0xff
    status, _, errors = read(bytes(data))
    expect(status == 3, status, errors)


def test_zstd_is_read_like_plain():
    if shutil.which("zstd") is None:
        skip("no zstd")
    data = whole(3)
    packed = subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    expect(read(packed)[1] == read(data)[1])
    status, _, errors = read(packed[:-9])
    expect(status == 3 and b"zstd" in errors, status, errors)


def test_no_capture_is_one_line_and_status_3():
    for data in (b"", b"\xa1", b"no capture at all, this is\n" * 20, b"\x1f\x8b", bytes(100)):
        status, output, errors = read(data)
        expect(status == 3 and not output and errors.count(b"\n") == 1, status, errors)


def test_missing_file_is_status_1():
    status, _, errors = run(["-r", "/nonexistent/x.pcap"])
    expect(status == 1 and b"/nonexistent/x.pcap: No such file" in errors, status, errors)


def test_unknown_link_type_is_named():
    status, _, errors = read(file_header(link_type=127) + record(b"x" * 40))
    expect(status == 1 and b"IEEE802_11_RADIO" in errors, status, errors)


def test_absurd_lengths_end_or_go_on_but_never_crash():
    packet = conversation(0)[0]
    for captured in (0, 1, 0x7fffffff, 0xffffffff, 262145):
        for length in (0, 1, 0x7fffffff, 0xffffffff):
            data = (file_header() + record(packet) +
                    record(packet, captured=captured, length=length) + record(packet))
            status, output, errors = read(data)
            expect(status in (0, 3) and lines_of(output), captured, length, status, errors)


def test_crafted_times_are_survived():
    packets = conversation(0)
    times = [(10, 0), (5, 999999), (0xffffffff, 999999), (0, 0), (10, 1000000), (10, 0xffffffff),
             (0x7fffffff, 0x7fffffff), (11, 5)]
    data = file_header() + b"".join(record(packet, *time) for packet, time in zip(packets, times))
    for arguments in ([], ["-tttt"], ["-ttt"], ["-ttttt"], ["--nano"], ["--json"], ["--ladder"],
                      ["--summary"]):
        status, output, errors = read(data, arguments)
        expect(status == 0 and output, arguments, status, errors)


def test_thousand_corruptions_never_crash():
    with open(capture, "rb") as file:
        good = file.read()
    chance = random.Random(1)
    for number in range(1000):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        status, _, errors = read(bytes(data))
        expect(status in (0, 1, 3), number, status, errors[-500:])


def test_interrupt_while_reading_a_file_ends_by_signal():
    process = subprocess.Popen([program] + READ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdin.write(whole())
    process.stdin.flush()
    got = b""
    while b"TIME-WAIT" not in got:
        got += os.read(process.stdout.fileno(), 65536)
    process.send_signal(signal.SIGINT)
    expect(process.wait(5) == -signal.SIGINT, process.returncode)


HOSTILE = b"\x1b]0;owned\x07\n# [1] forged \xc2\x9b31m \xe2\x80\xaegpj \xff.pcap"


def has_raw(output):
    """Whether something of HOSTILE came through."""
    return any(piece in output for piece in (b"\x1b", b"\x07", b"\n# [1] forged", b"\xc2\x9b",
                                             b"\xe2\x80\xae", b"\xff"))


def test_hostile_names_reach_neither_terminal_nor_views():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(os.fsencode(folder), HOSTILE)
        svg = os.path.join(os.fsencode(folder), b"x.svg")
        missing = path + b"2"
        with open(path, "wb") as file:
            file.write(whole()[:-7])
        for arguments in ([b"-r", path], [b"-r", path, b"--json"], [b"-r", path, b"--svg", svg],
                          [b"-r", missing], [b"-F", missing], [b"-i", HOSTILE[:15]], [b"-r", path, b"-w", b"/x" + path],
                          [b"-r", path, b"--svg", b"/x" + path], [b"-r", path, HOSTILE], [b"--" + HOSTILE],
                          [b"--only", HOSTILE, b"-r", path], [b"--describe", HOSTILE], [b"-c", HOSTILE],
                          [b"-Z", HOSTILE, b"-r", path], [b"-y", HOSTILE, b"-i", b"lo"], [b"-j", HOSTILE, b"-i", b"lo"]):
            status, output, errors = run([b"-nn"] + arguments)
            expect(status != 0 and not has_raw(output) and not has_raw(errors), arguments, status, output[:300],
                   errors)
        with open(svg, "rb") as file:
            expect(not has_raw(file.read()))


def test_chinese_name_stays_readable():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "三次握手.pcap")
        with open(path, "wb") as file:
            file.write(whole()[:-7])
        status, output, errors = run(["-nn", "-r", path, "--json"])
        expect(status == 3 and path.encode() in output and errors.count(path.encode()) == 2, errors)


def test_hostile_interface_name_is_escaped():
    own_namespace()
    name = b"a\x1b[31mb"
    ip("link set lo down")
    subprocess.run([b"ip", b"link", b"set", b"dev", b"lo", b"name", name], check=True)
    ip("link set " + name.decode() + " up")
    index = socket.if_nametoindex(name)
    frame = (struct.pack(">HHIHBB8s", 0x0800, 0, index, 1, 0, 6, b"\2\0\0\0\0\1") + conversation(0)[0][14:])
    data = file_header(link_type=276) + record(frame)
    for status, output, errors in (read(data), run(["-D"]), run(["-i", "nosuch"]), run([b"-L", b"-i", name])):
        expect(b"a^[[31mb" in output + errors and b"\x1b" not in output + errors, status, output, errors)


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


def check_shortage(view, result, complete):
    """With too little memory a view is as it would be, or says that it is not. Returns which."""
    status, output, errors = result
    if status == 0:
        expect(output == complete, view, "is silently not what it should be:", output[-200:])
        return True
    # When the input fails (1), what became of it is finished; when the output does (4), nothing follows.
    expect(status in (1, 4) and errors.strip() and is_whole(view, output), view, status, errors, output[-300:])
    expect(status == 1 or complete.startswith(output), view, errors, output[-300:])
    return False


def test_failed_allocations_are_told_and_leave_whole_records():
    if failing_malloc is None:
        skip("allocations cannot be made to fail here")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        for view in VIEWS:
            status, complete, errors = view_into(folder, view)
            expect(status == 0 and complete, view, status, errors)
            for mode in ({}, {"FAIL_ONCE": "1"}):
                number, passed = 1, 0
                while passed < 4:
                    environment = dict(os.environ, LD_PRELOAD=failing_malloc, FAIL_AT=str(number), **mode)
                    result = view_into(folder, view, env=environment)
                    passed = passed + 1 if check_shortage(view, result, complete) and not mode else 0
                    number += 1 if number < 30 and not mode else 11
                    if mode and number > 400:
                        break


def test_little_address_space_is_told_and_leaves_whole_records():
    told = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        for view in VIEWS:
            complete = view_into(folder, view)[1]
            for mebibytes in list(range(4, 40, 3)) + list(range(300, 420, 10)):
                def limit():
                    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
                if run(["--version"], preexec_fn=limit)[0] != 0:  # the program cannot even be loaded
                    continue
                result = view_into(folder, view, preexec_fn=limit)
                told += not check_shortage(view, result, complete)
    expect(told > 0, "there was never too little")


def dns_bomb():
    """A response of 65 KB in which four thousand records point to one long name of bit labels."""
    name = b"".join(b"\x41\x00" + bytes(32) for _ in range(360)) + b"\0"
    records = (65000 - len(name)) // 13
    message = struct.pack(">HHHHHH", 1, 0x8000, 1, records, 0, 0) + name + struct.pack(">HH", 1, 1)
    message += struct.pack(">BHHIHH", 0, 5, 1, 0, 2, 0xC00C) * records
    udp = struct.pack(">HHHH", 53, 40000, 8 + len(message), 0) + message
    ip_header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                            socket.inet_aton("10.1.0.1"), socket.inet_aton("10.1.0.2"))
    return b"\2\0\0\0\0\1" + b"\2\0\0\0\0\2" + b"\x08\x00" + ip_header + udp


def memory_for(data, arguments):
    """KiB that the program needs for a capture, and the bytes that it writes."""
    process = subprocess.Popen([program] + READ + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    threading.Thread(target=lambda: (process.stdin.write(data), process.stdin.close()), daemon=True).start()
    size, last = 0, b""
    while piece := process.stdout.read(1 << 20):
        size, last = size + len(piece), piece
    _, status, usage = os.wait4(process.pid, 0)
    expect(status == 0 and last.endswith(b"\n"), status, process.stderr.read())
    return usage.ru_maxrss, size


def test_dns_names_of_pointers_need_no_memory():
    data = file_header() + record(dns_bomb())
    for arguments in ([], ["--json"], ["--html", "/dev/null"]):
        least, _ = memory_for(whole(), arguments)
        memory, size = memory_for(data, arguments)
        expect(size > 100 << 20, "no bomb:", size)
        expect(memory < least + 4096, arguments, "needs", memory, "KiB, otherwise", least)


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
    return process.wait(20), output, errors


def test_output_that_does_not_block_is_waited_for():
    data = whole(800)
    status, output, errors = read_slowly(READ, data)
    expect(status == 0 and output == read(data)[1], status, errors, len(output))


def test_capture_to_output_that_does_not_block_is_waited_for():
    data = whole(2000)
    status, output, errors = read_slowly(["-r", "-", "-w", "-"], data)
    expect(status == 0 and output == data, status, errors, len(output), len(data))


def test_filter_file_with_a_nul_byte_is_status_2():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"tcp\0 port 80")
        file.flush()
        status, output, errors = run(["-nn", "-r", capture, "-F", file.name])
    expect(status == 2 and not output and b"NUL" in errors, status, output, errors)


def check_root_that_stays(prefix):
    """What a root that can become nobody else does: it goes on, says so once, and is refused by strict."""
    if os.geteuid() != 0:
        skip("needs root")
    if subprocess.run(prefix + ["true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        skip("not possible here")

    def behind(arguments):
        done = subprocess.run(prefix + [program] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=20, env=dict(os.environ, SUDO_USER=""), check=False)
        return done.returncode, done.stdout, done.stderr

    expected = run(["-n", "-r", capture])[1]
    status, output, errors = behind(["-n", "-r", capture])
    expect(status == 0 and output == expected, status, output, errors)
    expect(errors.count(b"WARNING") == 1 and b"stays root" in errors, errors)
    status, _, errors = behind(["-c", "1", "-r", capture])  # names are looked up
    expect(status == 0 and errors.count(b"WARNING") == 1, status, errors)
    status, output, errors = behind(["-n", "-r", capture, "--sandbox", "strict"])
    expect(status == 1 and not output and b"stays root" in errors, status, output, errors)
    status, output, errors = behind(["-n", "-r", capture, "-Z", "nobody"])
    expect(status == 1 and not output and b"nobody" in errors, status, output, errors)


def test_root_of_a_container_reads_a_file():
    check_root_that_stays(["unshare", "-r"])


def test_root_without_capabilities_reads_a_file():
    check_root_that_stays(["setpriv", "--bounding-set", "-all", "--inh-caps=-all"])


FILE_OPTIONS = ["-w", "--svg", "--graph", "--html", "--pcapng", "--mermaid", "--notes-to"]


def open_folder():
    """A new folder in which everybody may create files."""
    folder = tempfile.TemporaryDirectory()
    os.chmod(folder.name, 0o777)
    return folder


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


def test_files_belong_to_the_user_whom_root_becomes():
    if os.geteuid() != 0:
        skip("needs root")
    user, group = 65534, 65534
    with open_folder() as folder:
        arguments = [word for option in FILE_OPTIONS for word in (option, os.path.join(folder, option))]
        os.chmod(folder, 0o755)  # root may create files here, nobody may not
        expect(run(["-r", capture, "--print", "-Z", "nobody"] + arguments)[0] == 0)
        for option in FILE_OPTIONS:
            status = os.stat(os.path.join(folder, option))
            expect((status.st_uid, status.st_gid) == (user, group), option, status)
            os.chown(os.path.join(folder, option), 12345, 12345)
        expect(run(["-r", capture, "--print", "-Z", "nobody"] + arguments)[0] == 0)
        for option in FILE_OPTIONS:
            status = os.stat(os.path.join(folder, option))
            expect(status.st_uid == 12345, "what was there is given away:", option, status)
        # Of a rotation, all files are of one owner.
        expect(run(["-r", "-", "-w", os.path.join(folder, "turn"), "-C", "1"], input=whole(5000),
                   env=dict(os.environ, SUDO_USER=""))[0] == 0)
        owners = {os.stat(os.path.join(folder, name)).st_uid for name in os.listdir(folder) if
                  name.startswith("turn")}
        expect(owners == {0} and os.path.exists(os.path.join(folder, "turn2")), owners, os.listdir(folder))


def test_root_follows_no_link_to_a_file_of_another_user():
    if os.geteuid() != 0:
        skip("needs root")
    with open_folder() as folder:
        for option in FILE_OPTIONS:
            secret, own, link = (os.path.join(folder, name + option) for name in ("secret", "own", "link"))
            for path, owner in ((secret, 0), (own, 65534)):
                with open(path, "wb") as file:
                    file.write(b"secret")
                os.chown(path, owner, owner)
            os.symlink(secret, link)
            status, _, errors = run(["-r", capture, "--print", "-Z", "nobody", option, link])
            with open(secret, "rb") as file:
                expect(status == 4 and b"symbolic link" in errors and file.read() == b"secret", option, status,
                       errors)
            expect(os.stat(secret).st_uid == 0, option)
            os.unlink(link)
            os.symlink(own, link)
            status, _, errors = run(["-r", capture, "--print", "-Z", "nobody", option, link])
            expect(status == 0 and os.path.getsize(own) > 6, option, status, errors)


def test_segment_without_flags_and_empty_packets_are_shown():
    """Nothing is added to a null pointer, which clang's sanitizer would end the program for."""
    segment = record(tcp_packet(("10.1.0.1", 1), ("10.1.0.2", 2), 0, 5))
    data = file_header() + record(b"") * 5000 + segment * 3 + record(b"", length=60) * 3
    with open_folder() as folder:
        for view, options in VIEWS.items():
            arguments = options + [os.path.join(folder, view)] if view in IN_A_FILE else options
            status, _, errors = read(data, arguments)
            expect(status == 0, view, status, errors)


def feed_flood(pipe, millions):
    """SYNs of ever new flows, and a hundred connections from handshake to end between them."""
    block_size, real = 50000, 100
    one = record(tcp_packet(("11.0.0.1", 1), ("10.1.0.2", 80), SYN, 7), 100)
    block = bytearray(b"".join(
        record(tcp_packet((f"11.0.{i >> 14 & 255}.1", 1024 + (i & 16383)), ("10.1.0.2", 80), SYN, 7),
               100) for i in range(block_size)))
    address = 16 + 14 + 12
    blocks = millions * 1000000 // block_size
    try:
        pipe.write(file_header())
        for number in range(blocks):
            block[address + 3::len(one)] = bytes([number & 255]) * block_size
            block[address + 1::len(one)] = bytes([number >> 8]) * block_size
            pipe.write(block)
            for i in range(number * real // blocks, (number + 1) * real // blocks):
                pipe.write(b"".join(record(packet, 100) for packet in conversation(i)))
        pipe.close()
    except BrokenPipeError:
        pass


def flood(millions):
    """Runs through a flood. Returns the flows of the hundred, and the memory used in KiB."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        process = subprocess.Popen([program] + READ + ["-w", "/dev/null", "--summary", "--sort",
                                                       "packets", "--lang", "en"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C.UTF-8"))
        threading.Thread(target=feed_flood, args=(process.stdin, millions), daemon=True).start()
        output = process.stdout.read()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    expect(status == 0, status, errors)
    return output.decode().split("\n"), usage.ru_maxrss


def test_flood_of_10_million_syns_leaves_the_hundred_right():
    lines, memory = flood(10)
    right = [line for line in lines if "10.1.0.1." in line and "three-way" in line and
             "merged" in line]
    expect(len(right) == 100, len(right), "\n".join(lines[:5]))
    _, less = flood(2)
    expect(memory < less * 1.1 + 4096, "memory grows:", less, "KiB, then", memory)


main(tests_of(globals()))
