"""Graphs and datasets in Python, for the suites: terms, N-Quads lines, isomorphism, lists, the W3C's test manifests.

A term is a tuple: ("iri", text), ("blank", label), ("literal", text, datatype, language). A quad has four, the last None for the default graph.
"""
import os
import re
import subprocess
import sys
from collections import defaultdict

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
FIRST, REST, NIL, TYPE = ("iri", RDF + "first"), ("iri", RDF + "rest"), ("iri", RDF + "nil"), ("iri", RDF + "type")

TERM = re.compile(r'<([^>]*)>|_:([^ ]+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?')
ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))')
NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
sys.setrecursionlimit(20000)  # isomorphic() goes one step deeper for each blank node
SYNTAX_OF = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads", ".rdf": "rdfxml"}


def unescape(text):
    if "\\" not in text:
        return text
    return ESCAPE.sub(lambda m: NAMED[m[3]] if m[3] else chr(int(m[1] or m[2], 16)), text)


def literal(text, datatype=None, language=None):
    return ("literal", text, RDF + "langString" if language else datatype or XSD + "string", (language or "").lower())


def parse_term(match):
    iri, label, text, language, datatype = match.groups()
    if iri is not None:
        return ("iri", unescape(iri))
    if label is not None:
        return ("blank", label)
    return literal(unescape(text), datatype and unescape(datatype), language)


def parse_nquads(text):
    """The set of quads of N-Quads that our own writer wrote."""
    quads = set()
    for line in text.split("\n"):
        terms = [parse_term(match) for match in TERM.finditer(line)]
        if terms:
            quads.add(tuple(terms + [None] * (4 - len(terms))))
    return quads


def show(term):
    if term is None:
        return "-"
    if term[0] == "iri":
        return f"<{term[1]}>"
    if term[0] == "blank":
        return f"_:{term[1]}"
    text = '"' + term[1].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
    if term[3]:
        return f"{text}@{term[3]}"
    return text if term[2] == XSD + "string" else f"{text}^^<{term[2]}>".replace(f"<{XSD}", "<xsd:")


def _signatures(rows):
    """For each blank node a value that any isomorphism keeps: colours, refined by the rows that a node stands in until they split no further."""
    nodes = {term for row in rows for term in row if term and term[0] == "blank"}
    color = dict.fromkeys(nodes, 0)
    n_before = 0
    for _ in range(len(nodes) + 1):
        seen = defaultdict(list)
        for row in rows:
            shape = tuple(color[term] if term in color else term for term in row)
            for at, term in enumerate(row):
                if term in color:
                    seen[term].append((at, str(shape)))
        color = {node: hash((color[node], tuple(sorted(seen[node])))) for node in nodes}
        n_now = len(set(color.values()))
        if n_now == n_before:
            break
        n_before = n_now
    return color


def isomorphic(a, b, equal=None):
    """Whether two collections of rows (tuples of terms; None is a value) are the same multiset up to the names of blank nodes."""
    a, b = list(a), list(b)
    if len(a) != len(b):
        return False
    counts_a, counts_b = _count(a), _count(b)
    if counts_a == counts_b:
        return True
    color_a, color_b = _signatures(list(counts_a)), _signatures(list(counts_b))
    if sorted(color_a.values()) != sorted(color_b.values()):
        return False
    by_color = defaultdict(list)
    for node, color in sorted(color_b.items()):
        by_color[color].append(node)
    order = sorted(color_a, key=lambda node: (len(by_color[color_a[node]]), node))
    rows_of = defaultdict(list)
    for row in counts_a:
        for term in set(row):
            if term in color_a:
                rows_of[term].append(row)
    return _match(order, 0, {}, set(), rows_of, color_a, by_color, counts_a, counts_b)


def _count(rows):
    counts = defaultdict(int)
    for row in rows:
        counts[row] += 1
    return dict(counts)


def _match(order, at, mapping, used, rows_of, color_a, by_color, counts_a, counts_b):
    if at == len(order):
        return {tuple(mapping.get(term, term) for term in row): n for row, n in counts_a.items()} == counts_b
    node = order[at]
    for candidate in by_color[color_a[node]]:
        if candidate in used:
            continue
        mapping[node] = candidate
        done = [row for row in rows_of[node] if all(not term or term[0] != "blank" or term in mapping for term in row)]
        if all(counts_b.get(tuple(mapping.get(term, term) for term in row)) == counts_a[row] for row in done):
            if _match(order, at + 1, mapping, used | {candidate}, rows_of, color_a, by_color, counts_a, counts_b):
                return True
        del mapping[node]
    return False


class Graph:
    """Triples by subject, for manifests and result sets."""

    def __init__(self, quads):
        self.by_subject = defaultdict(lambda: defaultdict(list))
        for s, p, o, _ in sorted(quads, key=str):
            self.by_subject[s][p[1]].append(o)

    def all(self, subject, predicate):
        return self.by_subject[subject][predicate] if subject in self.by_subject else []

    def one(self, subject, predicate):
        found = self.all(subject, predicate)
        return found[0] if found else None

    def list(self, head):
        while head and head != NIL:
            yield self.one(head, FIRST[1])
            head = self.one(head, REST[1])

    def subjects(self, predicate, value):
        return [s for s, predicates in self.by_subject.items() if value in predicates.get(predicate, ())]


def read(reader, path, base=None, syntax=None):
    """The quads of a file, by our own readers; (quads, None) or (None, what was said)."""
    syntax = syntax or SYNTAX_OF[os.path.splitext(path)[1]]
    done = subprocess.run([reader, syntax, base or "", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        return None, f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
    return parse_nquads(done.stdout.decode()), None


def manifest(reader, path):
    """A manifest as a graph, its entries in order, and what stands before relative names in it."""
    base = "file://" + path
    quads, said = read(reader, path, base)
    if quads is None:
        raise SystemExit(f"{path}: {said}")
    graph = Graph(quads)
    top = graph.subjects(TYPE[1], ("iri", MF + "Manifest"))[0]
    return graph, [entry for head in graph.all(top, MF + "entries") for entry in graph.list(head)], graph.one(top, MF + "assumedTestBase")


def known(path):
    """A table of tests and reasons: name, what happens, why; by name."""
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}
