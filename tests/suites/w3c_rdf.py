#!/usr/bin/env python3
"""The W3C's tests of Turtle, TriG, N-Triples and N-Quads, through the readers that the program uses: syntax, good and bad, and what is read.

usage: w3c_rdf.py RDF_READ [FILTER]     RDF_READ: the helper of tests/suites/rdf_read.c; FILTER: only tests with this in their name

The tests lie beside the project (../shared/w3c-rdf-tests); where they do not, it is said how many were left out. w3c-rdf-known.tsv lists the tests that end in another way than
their authors wanted, and why: any other failure fails the suite, and so does a test of the list that passes.
"""
import os
import sys

from common import SOURCE
from graphs import MF, TYPE, isomorphic, known, manifest, read, show

SUITES = os.path.join(SOURCE, "..", "shared", "w3c-rdf-tests", "rdf", "rdf11")
KNOWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "w3c-rdf-known.tsv")
N_TESTS = 826
#        folder            syntax
FOLDERS = {"rdf-n-triples": "ntriples", "rdf-n-quads": "nquads", "rdf-turtle": "turtle", "rdf-trig": "trig"}


def explain(expected, got):
    lines = [f"      missing {' '.join(map(show, row))}" for row in sorted(expected - got, key=str)[:4]]
    return "\n".join(lines + [f"      more    {' '.join(map(show, row))}" for row in sorted(got - expected, key=str)[:4]])


def judge(reader, graph, entry, syntax, base):
    """None if the test passes, else what happened."""
    kind = graph.one(entry, TYPE[1])[1].rsplit("#", 1)[1]
    action = graph.one(entry, MF + "action")[1][len("file://"):]
    got, said = read(reader, action, base and base[1] + os.path.basename(action), syntax)
    if "Negative" in kind:
        return None if got is None and said.startswith("exit 4") and ": error: " in said else "accepted" if got is not None else said
    if got is None:
        return f"refused: {said}"
    if "Eval" in kind:
        expected, said = read(reader, graph.one(entry, MF + "result")[1][len("file://"):], syntax="nquads")
        if expected is None:
            return f"its result is refused: {said}"
        if not isomorphic(expected, got):
            return f"read as something else\n{explain(expected, got)}"
    return None


def main(reader, wanted):
    if not os.path.isdir(SUITES):
        print(f"{N_TESTS} tests left out: {os.path.normpath(SUITES)} is not there")
        return 0
    exceptions = known(KNOWN)
    n_all, n_bad = 0, 0
    for folder, syntax in FOLDERS.items():
        graph, entries, base = manifest(reader, os.path.join(os.path.realpath(SUITES), folder, "manifest.ttl"))
        n_passed, n_known = 0, 0
        for entry in entries:
            name = f"{folder}/{entry[1].rsplit('#', 1)[1]}"
            if wanted not in name:
                continue
            n_all += 1
            happened = judge(reader, graph, entry, syntax, base)
            n_passed += happened is None
            n_known += happened is not None and name in exceptions
            if (happened is None) == (name in exceptions):
                n_bad += 1
                print(f"FAILED {name}: {happened or 'passes, though the list of known exceptions has it'}")
        print(f"{folder}: {n_passed} passed, {n_known} known exceptions")
    print(f"{n_all} tests, {n_bad} failed")
    return 1 if n_bad or not n_all or (not wanted and n_all != N_TESTS) else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else ""))
