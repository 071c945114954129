#!/usr/bin/env python3
"""The same question has the same answer here and at an endpoint: `demarche query` asks `demarche serve`, and a query asks another endpoint by SERVICE.

usage: endpoint.py PROGRAM
"""
import os
import sys

from common import Checks, DOCUMENTS, export, run, scratch
from queries import is_construct, names
from serve import Server

PREFIX = "PREFIX dip: <https://w3id.org/demarche/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
WITH_PARAMETERS = (("positions", "--state", "JPN", "--since", "2018"), ("positions", "--state", "Japan", "--state", "European Union"))
TEXTS = {
    "SELECT": PREFIX + "SELECT ?p ?h WHERE { ?p a dip:Position ; dip:holder ?h } ORDER BY ?p ?h",
    "ASK yes": PREFIX + "ASK { ?p a dip:Position }",
    "ASK no": PREFIX + "ASK { ?p a dip:Nothing }",
    "CONSTRUCT": PREFIX + "CONSTRUCT { ?h dip:holds ?p } WHERE { ?p dip:holder ?h }",
    "DESCRIBE": "DESCRIBE <https://w3id.org/demarche/id/state/JPN>",
    "nothing": PREFIX + "SELECT ?p WHERE { ?p a dip:Nothing }",
    "unbound": PREFIX + "SELECT ?p ?x WHERE { ?p a dip:Position OPTIONAL { ?p dip:nothing ?x } } ORDER BY ?p",
}


def both(checks, program, where, endpoint, what, *arguments, expected=(0, 1)):
    here, there = (run(program, "query", *place, *arguments) for place in (where, endpoint))
    same = (here.returncode, here.stdout) == (there.returncode, there.stdout)
    if not checks.hold(same and here.returncode in expected, f"{what}: exit {here.returncode} and {there.returncode}, {len(here.stdout)} bytes"):
        print((here.stderr + there.stderr).decode()[:1000])


def service(checks, program, endpoint):
    """Rows of two graphs joined: one at home, one elsewhere."""
    text = PREFIX + "SELECT ?l (COUNT(?p) AS ?n) WHERE { ?h rdfs:label ?l SERVICE <%s> { ?p dip:holder ?h } } GROUP BY ?l ORDER BY ?l" % endpoint[1]
    home = PREFIX + "SELECT ?l (COUNT(?p) AS ?n) WHERE { ?h rdfs:label ?l . ?p dip:holder ?h } GROUP BY ?l ORDER BY ?l"
    with scratch() as folder:
        graph = os.path.join(folder, "graph.nt")
        export(program, "-f", "ntriples", "-o", graph, DOCUMENTS)
        away, here = (run(program, "query", "--allow-service", "-d", graph, "-f", "csv", "-e", query) for query in (text, home))
        checks.hold(away.returncode == 0 and away.stdout == here.stdout and here.stdout.count(b"\n") > 3, f"SERVICE joins: {away.stderr.decode()[:300]}")
        refused = run(program, "query", "-d", graph, "-e", text)
        checks.hold(refused.returncode == 3 and endpoint[1].encode() in refused.stderr, "without --allow-service it is refused by name")


def main(program):
    checks = Checks()
    with scratch() as folder:
        graph = os.path.join(folder, "graph.trig")
        export(program, "-o", graph, DOCUMENTS)
        server = Server(program, "-d", graph)
        where, endpoint = ("-d", graph), ("--endpoint", f"http://127.0.0.1:{server.port}/sparql")
        for name in names():
            # a table would show what things are called, which is told by graphs at home only
            both(checks, program, where, endpoint, name, name, "-f", "ntriples" if is_construct(name) else "json")
        for question in WITH_PARAMETERS:
            both(checks, program, where, endpoint, " ".join(question), "-f", "json", *question)
        for what, text in TEXTS.items():
            for form in ("ntriples", "turtle") if what in ("CONSTRUCT", "DESCRIBE") else ("csv", "json", "xml", "tsv"):
                both(checks, program, where, endpoint, f"{what} as {form}", "-f", form, "-e", text)
        both(checks, program, where, endpoint, "a name that nothing has", "positions", "--state", "Atlantis", expected=(2,))
        service(checks, program, endpoint)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
