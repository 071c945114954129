#!/usr/bin/env python3
"""The index as a storage of librdf: rdfproc, Redland's own tool, finds, lists and counts in it what `demarche query` does; what it adds and removes is there afterwards.

usage: redland.py PROGRAM MODULES     MODULES: the folder of librdf_storage_demarche.so
"""
import os
import re
import shutil
import sys

from common import Checks, DOCUMENTS, export, run, scratch

CONTEXT = "http://example.org/added"
ADDED = ("http://example.org/s", "http://example.org/p", "http://example.org/o")


class Store:
    """An index that rdfproc and the program open in turn."""

    def __init__(self, program, modules, path):
        self.program, self.path = program, path
        self.environment = {**os.environ, "REDLAND_MODULE_PATH": modules}

    def rdfproc(self, *arguments, contexts=False):
        done = run("rdfproc", *(["-c"] if contexts else []), "-s", "demarche", self.path, *arguments, env=self.environment)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def lines(self, *arguments, contexts=False):
        """What rdfproc writes as N-Quads or N-Triples, as a set of lines."""
        _, out, _ = self.rdfproc("-o", "nquads" if contexts else "ntriples", *arguments, contexts=contexts)
        return sorted(line for line in out.split("\n") if line.strip())

    def size(self, contexts=False):
        _, out, said = self.rdfproc("size", contexts=contexts)
        found = re.search(r"graph has (\d+) triples", out + said)
        return int(found[1]) if found else -1

    def ask(self, text, form="tsv"):
        """The lines of the answer, without those that name columns."""
        done = run(self.program, "query", "-d", self.path, "-f", form, "-e", text)
        return sorted(done.stdout.decode().split("\n")[1 if form == "tsv" else 0:-1])

    def count(self, pattern):
        return int(self.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0])


def plain(line):
    """librdf writes letters beyond ASCII as escapes; and our own N-Triples have nothing else to differ in."""
    text = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda m: chr(int(m[1] or m[2], 16)), line)
    return re.sub(r"\s+\.$", " .", text).strip()


def whole(checks, store):
    every = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    ours = sorted(map(plain, store.ask(every, "ntriples")))
    theirs = sorted(map(plain, store.lines("serialize", "ntriples")))
    checks.hold(ours and ours == theirs, f"rdfproc lists the {len(ours)} statements that a query does")
    checks.hold(store.size() == store.count("?s ?p ?o"), f"and counts {store.size()} of them")
    quads = store.count("GRAPH ?g { ?s ?p ?o }")
    checks.hold(store.size(contexts=True) == quads, f"with contexts, the {quads} of all named graphs")
    graphs = store.ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    _, out, _ = store.rdfproc("contexts", contexts=True)
    checks.hold(sorted(re.findall(r"<.*>", out)) == graphs, f"and the names of {len(graphs)} graphs")


def found(checks, store):
    some = store.ask("SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(ISIRI(?o)) } ORDER BY ?o ?s LIMIT 400")[::40]
    for row in some:
        s, p, o = (term[1:-1] for term in row.split("\t"))
        for pattern in ((s, p, o), (s, "-", "-"), ("-", p, o), ("-", "-", o), (s, "-", o), (s, p, "-")):
            terms = " ".join(f"<{part}>" if part != "-" else f"?v{i}" for i, part in enumerate(pattern))
            _, out, said = store.rdfproc("find", *pattern)
            n = re.search(r"matching triples: (\d+)", out + said)
            if not checks.hold(n and int(n[1]) == store.count(terms), f"find {terms}: {n and n[1]}"):
                print(said)


def changed(checks, store):
    before, quads = store.size(), store.size(contexts=True)
    store.rdfproc("add", *ADDED, CONTEXT, contexts=True)
    checks.hold(store.size() == before + 1 and store.size(contexts=True) == quads + 1, "what rdfproc adds to a context is saved")
    checks.hold(store.ask("SELECT ?o WHERE { GRAPH <%s> { <%s> <%s> ?o } }" % (CONTEXT, *ADDED[:2])) == [f"<{ADDED[2]}>"], "and a query finds it there")
    store.rdfproc("remove-context", CONTEXT, contexts=True)
    checks.hold(store.size() == before and store.size(contexts=True) == quads, "a context that it removes is gone")
    checks.hold(run(store.program, "index", "--check", store.path).returncode == 0, "the file is a sound index")


def broken(checks, store, folder):
    path = os.path.join(folder, "cut.index")
    shutil.copy(store.path, path)
    os.truncate(path, os.path.getsize(path) // 2)
    code, _, said = Store(store.program, store.environment["REDLAND_MODULE_PATH"], path).rdfproc("size")
    checks.hold(code != 0 and "cut.index" in said, "a damaged index is refused by name")


def main(program, modules):
    checks = Checks()
    with scratch() as folder:
        graph, index = os.path.join(folder, "graph.trig"), os.path.join(folder, "graph.index")
        export(program, "-o", graph, DOCUMENTS)
        made = run(program, "index", graph, "-o", index)
        checks.hold(made.returncode == 0, f"the index is made {made.stderr.decode()[:300]}")
        store = Store(program, modules, index)
        whole(checks, store)
        found(checks, store)
        changed(checks, store)
        broken(checks, store, folder)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*map(os.path.abspath, sys.argv[1:]))
