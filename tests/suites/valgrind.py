#!/usr/bin/env python3
"""The main job under valgrind: no error, no lost byte, in any syntax.

usage: valgrind.py PROGRAM
"""
import os
import sys

from common import Checks, DOCUMENTS, SYNTAXES, run, scratch

VALGRIND = ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect"]


def main(program):
    checks = Checks()
    with scratch() as folder:
        graph = os.path.join(folder, "graph.ttl")
        for syntax in SYNTAXES:
            done = run(*VALGRIND, program, "export", "-f", syntax, "-o", graph if syntax == "turtle" else os.path.join(folder, "out"), DOCUMENTS)
            checks.hold(done.returncode == 0, f"export to {syntax}: {done.returncode} {done.stderr.decode()[:2000]}")
        done = run(*VALGRIND, program, "explain", DOCUMENTS)
        checks.hold(done.returncode == 0, f"explain: {done.returncode} {done.stderr.decode()[:2000]}")
        done = run(*VALGRIND, program, "export", "gone.txt", os.path.join(DOCUMENTS, "README.md"))
        checks.hold(done.returncode == 1, f"export with a missing input: {done.returncode} {done.stderr.decode()[:2000]}")
        question = "SELECT ?s (COUNT(?p) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 3"
        done = run(*VALGRIND, program, "query", "-d", graph, "-f", "csv", "-e", question)
        checks.hold(done.returncode == 0, f"query: {done.returncode} {done.stderr.decode()[:2000]}")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
