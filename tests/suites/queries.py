#!/usr/bin/env python3
"""Every question of queries/ over the five source documents: its head is complete, its answer is what tests/queries/NAME.csv says.

usage: queries.py [--accept] PROGRAM

--accept writes the answers that came as expected; nothing else ever does.
"""
import difflib
import os
import re
import shlex
import sys

from common import Checks, DOCUMENTS, SOURCE, export, run, scratch

QUERIES = os.path.join(SOURCE, "queries")
EXPECTED = os.path.join(SOURCE, "tests", "queries")
AT_LEAST = 12


def names():
    return sorted(name[:-3] for name in os.listdir(QUERIES) if name.endswith(".rq"))


def head(checks, name, columns):
    """A question, each column of the answer, and an example that names the question."""
    with open(os.path.join(QUERIES, f"{name}.rq"), encoding="utf-8") as file:
        lines = [line[2:].rstrip() for line in file if line.startswith("# ")]
    told = [re.match(r"Columns: (\w+) - \S", line)[1] for line in lines if line.startswith("Columns: ") and re.match(r"Columns: (\w+) - \S", line)]
    checks.hold(lines and lines[0].startswith("Question: ") and lines[0].endswith("?"), f"{name} opens with its question")
    checks.hold(told == columns, f"{name} tells its columns {told}")
    examples = [line[len("Example: "):] for line in lines if line.startswith("Example: ")]
    checks.hold(any(f" {name}" in example for example in examples), f"{name} has an example")
    return examples


def answer(program, graph, name, accepting, checks):
    done = run(program, "query", "-d", graph, "-f", "csv", name)
    path = os.path.join(EXPECTED, f"{name}.csv")
    if not checks.hold(done.returncode == 0 and not done.stderr, f"{name} is answered {done.stderr.decode()[:300]}"):
        return []
    if accepting:
        os.makedirs(EXPECTED, exist_ok=True)
        with open(path, "wb") as file:
            file.write(done.stdout)
    wanted = open(path, "rb").read() if os.path.exists(path) else b""
    if not checks.hold(done.stdout == wanted, f"{name} has the rows of tests/queries/{name}.csv"):
        print(*list(difflib.unified_diff(wanted.decode().splitlines(), done.stdout.decode().splitlines(), "expected", "came", lineterm=""))[:40], sep="\n")
    return done.stdout.decode().splitlines()


def main(program, accepting):
    checks = Checks()
    with scratch() as folder:
        graph = os.path.join(folder, "graph.ttl")
        export(program, "-o", graph, DOCUMENTS)
        checks.hold(len(names()) >= AT_LEAST, f"{len(names())} questions, {AT_LEAST} at least")
        for name in names():
            rows = answer(program, graph, name, accepting, checks)
            for example in head(checks, name, rows[0].split(",") if rows else []):
                words = shlex.split(example)
                done = run(program, *words[1:], cwd=folder)
                checks.hold(words[0] == "demarche" and done.returncode == 0, f"{name}: {example} {done.stderr.decode()[:200]}")
        if not accepting:
            kept = sorted(name[:-4] for name in os.listdir(EXPECTED)) if os.path.isdir(EXPECTED) else []
            checks.hold(kept == names(), "each question has its expected rows, and no others are kept")
    checks.end()


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--accept"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(os.path.abspath(arguments[0]), "--accept" in sys.argv)
