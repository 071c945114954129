#!/usr/bin/env python3
"""Inputs at the edge: one line of 100 MB, many small documents, long sentences, deep lists. They end in bounded time and memory.

usage: limits.py PROGRAM
"""
import os
import sys

from common import Checks, measure, run, scratch

SENTENCE = "Japan and France held consultations on cybersecurity in Tokyo and reaffirmed their commitment to an open, free and secure cyberspace. "
MB = 1000 * 1000


def write(path, text, times=1):
    """In pieces: the memory of a child counts from what its parent had."""
    with open(path, "w", encoding="utf-8") as file:
        for _ in range(times):
            file.write(text)
    return path


def long_line(folder):
    """Prose without a line end; most of it says nothing, so that time goes into reading."""
    filler = "The weather in the capital was fair on that day and all went home. " * 150
    block = SENTENCE + filler
    return write(os.path.join(folder, "line.txt"), block, 100 * MB // len(block) + 1)


CASES = {
    #  name                          file                                                                       seconds  MB
    "one line of 100 MB": (long_line, 600, 6000),
    "one word of 1 MB": (lambda f: write(os.path.join(f, "word.txt"), "x" * MB), 20, 500),
    "one sentence of 100 kB": (lambda f: write(os.path.join(f, "sentence.txt"), "Japan and " * (MB // 100) + "France met."), 20, 500),
    "one sentence of 1 MB": (lambda f: write(os.path.join(f, "sentence.txt"), "Japan and " * (MB // 10) + "France met."), 40, 500),
    "a list 10,000 deep": (lambda f: write(os.path.join(f, "list.txt"), "".join(" " * n + "- item\n" for n in range(0, 10000))), 60, 1000),
    "100,000 brackets": (lambda f: write(os.path.join(f, "brackets.txt"), "(" * 100000 + "Japan" + ")" * 100000), 20, 500),
    "100,000 short lines": (lambda f: write(os.path.join(f, "lines.txt"), "Tokyo\n" * 100000), 100, 1000),
}


def main(program):
    checks = Checks()
    with scratch() as folder:
        for name, (make, seconds, megabytes) in CASES.items():
            path = make(folder)
            code, said, took, _, peak = measure(program, "export", "-f", "ntriples", "-o", os.path.join(folder, "out.nt"), path)
            checks.hold(code == 0, f"{name}: accepted ({code} {said.decode()[:300]})")
            checks.hold(took < seconds, f"{name}: {took:.1f} s, under {seconds} s")
            checks.hold(peak < megabytes, f"{name}: {peak:.0f} MB, under {megabytes} MB")
            os.remove(path)
        path = long_line(folder)
        done = run(program, "export", "--max-document", "50MB", path)
        checks.hold(done.returncode == 6 and b"longer than the limit" in done.stderr, "the same line is refused over --max-document")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
