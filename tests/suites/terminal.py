#!/usr/bin/env python3
"""What only shows on a terminal or under a signal: progress, colours, interruption.

usage: terminal.py PROGRAM
"""
import os
import pty
import select
import signal
import subprocess
import sys
import time

from common import Checks, DOCUMENTS, scratch


def on_terminal(arguments, seconds=300, **more):
    """Runs with standard error on a terminal of its own; returns what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs, **more)
    os.close(theirs)
    shown, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            shown += chunk
        elif process.poll() is not None:
            break
    process.wait()
    os.close(ours)
    return shown.decode("utf-8", "replace")


def many_documents(folder):
    """Enough work for more than a second."""
    text = "Japan and France held consultations and reaffirmed their commitment to an open, free and secure cyberspace.\n\n" * 300
    for number in range(40):
        with open(os.path.join(folder, f"d{number}.txt"), "w", encoding="utf-8") as file:
            file.write(text)


def interrupted(program, folder, inputs, number, **more):
    """Sends a signal in mid-export; returns the exit code, what was said and what files were left."""
    out = os.path.join(folder, "left", "out.nt")
    os.makedirs(os.path.dirname(out), exist_ok=True)
    process = subprocess.Popen([program, "export", "--threads", "1", "-o", out, *inputs], stderr=subprocess.PIPE, **more,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    for _ in range(600):
        if os.listdir(os.path.dirname(out)):
            break
        time.sleep(0.01)
    process.send_signal(number)
    try:
        _, said = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        return None, b"", []
    return process.returncode, said, os.listdir(os.path.dirname(out))


def main(program):
    checks = Checks()
    with scratch() as folder:
        documents = os.path.join(folder, "documents")
        os.mkdir(documents)
        many_documents(documents)
        shown = on_terminal([program, "export", "--threads", "1", "-f", "ntriples", documents])
        checks.hold("documents" in shown and "\r\x1b[K" in shown, f"progress is shown: {shown[-80:]!r}")
        checks.hold(shown.endswith("\r\x1b[K"), "and wiped off at the end")
        checks.hold(not on_terminal([program, "export", "-q", "--threads", "1", "-f", "ntriples", documents]), "-q shows none")
        begin = time.monotonic()
        shown = on_terminal([program, "export", DOCUMENTS])
        checks.hold(not shown or time.monotonic() - begin > 1, "work of less than a second shows none")
        checks.hold("\x1b[1;31m" in on_terminal([program, "export", "gone.txt"], env={**os.environ, "TERM": "xterm"}), "errors have colours")
        for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
            checks.hold("\x1b" not in on_terminal([program, "export", "gone.txt"], env={**os.environ, name: value}), f"none with {name}={value}")
        code, said, left = interrupted(program, folder, [documents], signal.SIGINT)
        checks.hold((code, said, left) == (130, b"", []), f"SIGINT while it works: {code} {said!r} {left}")
        code, said, left = interrupted(program, folder, [documents], signal.SIGTERM)
        checks.hold((code, said, left) == (143, b"", []), f"SIGTERM while it works: {code} {said!r} {left}")
        ours, theirs = os.pipe()
        code, said, left = interrupted(program, folder, ["-"], signal.SIGINT, stdin=ours)
        checks.hold((code, said, left) == (130, b"", []), f"SIGINT while it waits for input: {code} {said!r} {left}")
        os.close(ours)
        os.close(theirs)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
