#!/usr/bin/env python3
"""Run folder cases: a command, its inputs, and what must come out.

usage: run_case.py [--accept] PROGRAM CASE_FOLDER...

A case is a folder with
  command         shell commands; $DEMARCHE is the program, $SOURCE the source tree. They run in a copy of the folder.
  expected.out    standard output, to the byte (absent: empty)
  expected.err    standard error (absent: empty); the scratch folder's and the source tree's names are replaced by $WORK and $SOURCE
  expected.exit   exit code (absent: 0); 128 and above are never right but 130, since a signal ended it
and any inputs. --accept writes what came as what is expected; nothing else ever does.
Exit status: 0 all as expected, 1 not, 2 usage.
"""
import difflib
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIME_LIMIT_SECONDS = 300
EXPECTED = ("expected.out", "expected.err", "expected.exit")


def run(program, folder):
    """Runs the case in a scratch copy; returns its standard output, standard error and exit code as the files' bytes."""
    with tempfile.TemporaryDirectory(prefix="demarche-case-") as scratch:
        work = os.path.join(scratch, "work")
        shutil.copytree(folder, work, symlinks=True, ignore=shutil.ignore_patterns(*EXPECTED, "command"))
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "DEMARCHE_DATA", "LANG", "LANGUAGE")}
        environment.update(DEMARCHE=program, SOURCE=SOURCE, LC_ALL="C.UTF-8", TERM="dumb")
        with open(os.path.join(folder, "command"), encoding="utf-8") as command:
            script = command.read()
        done = subprocess.run(["sh", "-c", script], cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=TIME_LIMIT_SECONDS, check=False)
        out, err = (stream.replace(os.path.realpath(work).encode(), b"$WORK").replace(SOURCE.encode(), b"$SOURCE")
                    for stream in (done.stdout, done.stderr))
        return out, err, b"%d\n" % (done.returncode if done.returncode >= 0 else 128 - done.returncode)


def expected(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return b"0\n" if name == "expected.exit" else b""
    with open(path, "rb") as file:
        return file.read()


def accept(folder, name, content):
    path = os.path.join(folder, name)
    if content == (b"0\n" if name == "expected.exit" else b""):
        if os.path.exists(path):
            os.remove(path)
        return
    with open(path, "wb") as file:
        file.write(content)


def tell(name, want, got):
    lines = [stream.decode("utf-8", "backslashreplace").splitlines() for stream in (want, got)]
    diff = list(difflib.unified_diff(*lines, f"{name} as expected", f"{name} as it came", lineterm=""))
    print(*(diff or ["(they differ in the last line's end)"]), sep="\n")


def check(program, folder, accepting):
    streams = dict(zip(EXPECTED, run(program, folder)))
    code = int(streams["expected.exit"])
    right = True
    if code > 127 and code != 130:
        print(f"ended by signal {code - 128}")
        right = False
    for name, got in streams.items():
        if accepting:
            accept(folder, name, got)
        elif got != expected(folder, name):
            tell(name, expected(folder, name), got)
            right = False
    print(f"{'accepted' if accepting else 'ok' if right else 'FAILED'}: {os.path.basename(folder)}")
    return right


def main(argv):
    accepting = "--accept" in argv
    arguments = [a for a in argv if a != "--accept"]
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program = os.path.abspath(arguments[0])
    return 0 if all([check(program, folder.rstrip("/"), accepting) for folder in arguments[1:]]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
