#!/usr/bin/env python3
"""Every syntax is read by the tools of others (rapper, serdi, Jena's riot), and all hold the same statements.

usage: formats.py PROGRAM [RIOT...]      RIOT: the command that runs Jena's riot; without it riot is not asked
"""
import os
import sys

from common import Checks, DOCUMENTS, SYNTAXES, export, run, scratch, triples


def main(program, riot):
    checks = Checks()
    sets = {}
    with scratch() as folder:
        for syntax, (ending, by_rapper, by_serdi, by_riot) in SYNTAXES.items():
            path = os.path.join(folder, f"graph.{ending}")
            export(program, "-f", syntax, "-o", path, "--reference", "all", DOCUMENTS)
            sets[syntax] = triples(path, by_rapper)
            checks.hold(sets[syntax], f"rapper reads {syntax}: {len(sets[syntax])} statements")
            if by_serdi:
                done = run("serdi", "-i", by_serdi, "-o", "nquads", path)
                checks.hold(done.returncode == 0 and not done.stderr, f"serdi reads {syntax} {done.stderr.decode()[:300]}")
            if riot:
                done = run(*riot, "--validate", f"--syntax={by_riot}", path)
                said = (done.stdout + done.stderr).decode()
                checks.hold(done.returncode == 0 and not said.strip(), f"riot accepts {syntax} {said[:500]}")
        for syntax, found in sets.items():
            lost, more = sets["ntriples"] - found, found - sets["ntriples"]
            checks.hold(not lost and not more, f"{syntax} holds what ntriples holds; missing {sorted(lost)[:3]}, more {sorted(more)[:3]}")
        graphs(checks, os.path.join(folder, "graph.nq"), os.path.join(folder, "graph.trig"))
    checks.end()


def graphs(checks, nquads, trig):
    """TriG and N-Quads agree about graphs too; the documents' own hold at least 500 statements."""
    quads = {name: set(run("serdi", "-i", name, "-o", "nquads", path).stdout.splitlines()) for name, path in (("nquads", nquads), ("trig", trig))}
    checks.hold(quads["nquads"] == quads["trig"], "TriG and N-Quads hold the same quads")
    own = [quad for quad in quads["nquads"] if b"/document/" in quad.rsplit(b" ", 2)[1]]
    checks.hold(len(own) >= 500, f"the documents' own graphs hold {len(own)} statements, 500 at least")
    checks.hold(all(quad.rsplit(b" ", 2)[1].startswith(b"<") for quad in quads["nquads"]), "every statement lies in a graph")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), sys.argv[2:])
