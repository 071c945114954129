#!/usr/bin/env python3
"""A second opinion: Oxigraph answers every question of queries/ over the five source documents as we do.

usage: oxigraph.py PROGRAM      tools/test has fetched Oxigraph into tests/oxigraph/node_modules
"""
import os
import sys

from common import Checks, DOCUMENTS, SOURCE, export, run, scratch
from queries import QUERIES, is_construct, names

COMPARE = os.path.join(SOURCE, "tests", "oxigraph", "compare.mjs")


def main(program):
    checks = Checks()
    with scratch() as folder:
        graph = os.path.join(folder, "graph.ttl")
        export(program, "-o", graph, DOCUMENTS)
        for name in names():
            ours = os.path.join(folder, "ours.nt" if is_construct(name) else "ours.json")
            done = run(program, "query", "-d", graph, "-o", ours, name)
            checks.hold(done.returncode == 0, f"{name} is answered {done.stderr.decode()[:300]}")
            done = run("node", COMPARE, graph, os.path.join(QUERIES, f"{name}.rq"), ours)
            checks.hold(done.returncode == 0, f"{name}: the same {(done.stdout + done.stderr).decode()[:2000]}")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
