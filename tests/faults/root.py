"""Root that stays root, and the files that it creates. root.py PROGRAM TEST CAPTURE"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "harness"))
from program import expect, main, program, run, skip, tests_of
from wholes import FILE_OPTIONS, open_folder, whole

capture = sys.argv[3]


def check_root_that_stays(prefix):
    """What a root that can become nobody else does: it goes on, says so once, and is refused by strict."""
    if os.geteuid() != 0:
        skip("needs root")
    if subprocess.run(prefix + ["true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        skip("not possible here")

    def behind(arguments):
        done = subprocess.run(prefix + [program] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=600, env=dict(os.environ, SUDO_USER=""), check=False)
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


main(tests_of(globals()))
