#!/usr/bin/env python3
"""Every question of queries/ over the five source documents: its opening comment is complete, its answer is what tests/queries/NAME.csv says, and each of its
parameters takes its example, by itself and as its IRI, and answers as tests/queries/parameters.tsv says.

usage: queries.py [--accept] PROGRAM

--accept writes the answers that came as expected; nothing else ever does.
"""
import csv
import difflib
import hashlib
import io
import os
import re
import shlex
import sys

from common import Checks, DOCUMENTS, SOURCE, export, run, scratch

QUERIES = os.path.join(SOURCE, "queries")
EXPECTED = os.path.join(SOURCE, "tests", "queries")
PARAMETERS = os.path.join(EXPECTED, "parameters.tsv")
AT_LEAST = 28
PARAMETER = re.compile(r"# Parameter: (\S+) (\S+?)(?: default (\"[^\"]*\"|\S+))? - (.*); for example (.*)")


def names():
    return sorted(name[:-3] for name in os.listdir(QUERIES) if name.endswith(".rq"))


def text(name):
    with open(os.path.join(QUERIES, f"{name}.rq"), encoding="utf-8") as file:
        return file.read()


def is_construct(name):
    return re.search(r"^CONSTRUCT\b", text(name), re.M) is not None


def parameters(name):
    """(name, kind, default or None, example) of each."""
    found = [PARAMETER.fullmatch(line) for line in text(name).splitlines() if line.startswith("# Parameter: ")]
    return [(match[1], match[2], None if match[3] is None else match[3].strip('"'), match[5].strip('"')) for match in found]


def head(checks, name, columns):
    """A question, each column of the answer, and an example that names the question."""
    lines = [line[2:] for line in text(name).splitlines() if line.startswith("# ")]
    told = [match[1] for match in (re.match(r"Columns: (\w+) - \S", line) for line in lines) if match]
    checks.hold(lines and lines[0].startswith("Question: ") and lines[0].endswith("?"), f"{name} opens with its question")
    checks.hold(is_construct(name) or told == columns, f"{name} tells its columns {told}")
    examples = [line[len("Example: "):] for line in lines if line.startswith("Example: ")]
    checks.hold(any(f" {name}" in example for example in examples), f"{name} has an example")
    return examples


def ask(program, graph, name, *options):
    done = run(program, "query", "-d", graph, "-f", "ntriples" if is_construct(name) else "csv", name, *options)
    return done, done.stdout.decode()


def answer(program, graph, name, accepting, checks):
    done, _ = ask(program, graph, name)
    path = os.path.join(EXPECTED, f"{name}.{'nt' if is_construct(name) else 'csv'}")
    if not checks.hold(done.returncode == 0 and not done.stderr, f"{name} is answered {done.stderr.decode()[:300]}"):
        return []
    if accepting:
        os.makedirs(EXPECTED, exist_ok=True)
        with open(path, "wb") as file:
            file.write(done.stdout)
    wanted = open(path, "rb").read() if os.path.exists(path) else b""
    if not checks.hold(done.stdout == wanted, f"{name} has the rows of tests/queries/{os.path.basename(path)}"):
        print(*list(difflib.unified_diff(wanted.decode().splitlines(), done.stdout.decode().splitlines(), "expected", "came", lineterm=""))[:40], sep="\n")
    return done.stdout.decode().splitlines()


def narrowed(program, graph, checks):
    """A row for each parameter: question, parameter, example, rows, the first digits of the SHA-256 of the answer."""
    rows = []
    for name in names():
        for parameter, kind, _, example in parameters(name):
            done, out = ask(program, graph, name, f"--{parameter}", example)
            if not checks.hold(done.returncode == 0, f"{name} --{parameter} {example} {done.stderr.decode()[:300]}"):
                continue
            n = len(out.splitlines()) if is_construct(name) else len(list(csv.reader(io.StringIO(out)))) - 1
            rows.append((name, parameter, example, str(n), hashlib.sha256(done.stdout).hexdigest()[:8]))
    return rows


def reserved(program):
    """The long options of `demarche query`."""
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", run(program, "query", "--help").stdout.decode(), re.M))


def main(program, accepting):
    checks = Checks()
    with scratch() as folder:
        graph = os.path.join(folder, "graph.ttl")
        export(program, "-o", graph, DOCUMENTS)
        checks.hold(len(names()) >= AT_LEAST, f"{len(names())} questions, {AT_LEAST} at least")
        options = reserved(program)
        checks.hold({"data", "format", "timeout", "explain", "base"} <= options, f"the options of query are known {sorted(options)}")
        for name in names():
            rows = answer(program, graph, name, accepting, checks)
            for example in head(checks, name, rows[0].split(",") if rows else []):
                words = shlex.split(example)
                done = run(program, *words[1:], cwd=folder)
                checks.hold(words[0] == "demarche" and done.returncode == 0, f"{name}: {example} {done.stderr.decode()[:200]}")
            for parameter, _, _, _ in parameters(name):
                checks.hold(parameter not in options, f"{name}: --{parameter} is no option")
            told = run(program, "query", "--describe", name)
            checks.hold(told.returncode == 0 and all(f"--{p[0]} " in told.stdout.decode() for p in parameters(name)), f"--describe {name}")
        lines = ["\t".join(row) for row in narrowed(program, graph, checks)]
        if accepting:
            with open(PARAMETERS, "w", encoding="utf-8") as file:
                file.write("\n".join(["question\tparameter\texample\trows\tsha256", *lines]) + "\n")
        with open(PARAMETERS, encoding="utf-8") as file:
            wanted = file.read().splitlines()[1:]
        if not checks.hold(wanted == lines, "parameters answer as tests/queries/parameters.tsv says"):
            print(*list(difflib.unified_diff(wanted, lines, "expected", "came", lineterm=""))[:40], sep="\n")
        if not accepting:
            kept = sorted(name.rsplit(".", 1)[0] for name in os.listdir(EXPECTED) if name != "parameters.tsv")
            checks.hold(kept == names(), "each question has its expected rows, and no others are kept")
    checks.end()


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--accept"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(os.path.abspath(arguments[0]), "--accept" in sys.argv)
