#!/usr/bin/env python3
"""The same input gives the same bytes: again, in another order, on any number of threads, from another folder; and single exports join to the joint one.

usage: determinism.py PROGRAM
"""
import os
import shutil
import sys

from common import Checks, DOCUMENTS, SYNTAXES, documents, export, run, scratch, triples


def main(program):
    checks = Checks()
    paths = documents()
    for syntax in SYNTAXES:
        first = export(program, "-f", syntax, *paths)
        checks.hold(first == export(program, "-f", syntax, *paths), f"{syntax}: a second export is the same")
        checks.hold(first == export(program, "-f", syntax, *reversed(paths)), f"{syntax}: inputs named in another order")
    first = export(program, "-f", "nquads", *paths)
    checks.hold(first == export(program, "-f", "nquads", DOCUMENTS), "a folder is the same as its files")
    for n_threads in ("1", "2", "8"):
        checks.hold(first == export(program, "-f", "nquads", "--threads", n_threads, *paths), f"{n_threads} threads")
    with scratch() as folder:
        moved = os.path.join(folder, "moved")
        shutil.copytree(DOCUMENTS, moved)
        elsewhere = run(program, "export", "-f", "nquads", "moved", cwd=folder, env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8"})
        checks.hold(first == elsewhere.stdout, "from another folder, time zone and locale")
        checks.hold(joined(program, folder, paths) == alone(program, folder, paths), "the union of single exports is the joint export")
    checks.end()


def joined(program, folder, paths):
    path = os.path.join(folder, "joint.nt")
    export(program, "-f", "ntriples", "-o", path, *paths)
    return triples(path, "ntriples")


def alone(program, folder, paths):
    """Merged as users would: the files one behind the other."""
    path = os.path.join(folder, "singles.nt")
    with open(path, "wb") as out:
        for one in paths:
            out.write(export(program, "-f", "ntriples", one))
    return triples(path, "ntriples")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
