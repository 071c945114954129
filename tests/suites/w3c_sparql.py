#!/usr/bin/env python3
"""The W3C's tests of SPARQL 1.0 and 1.1 queries, through `demarche query --default-graph strict`: syntax, evaluation, formats of results. Not SERVICE, entailment, update.

usage: w3c_sparql.py PROGRAM [FILTER]     FILTER: only tests with this in their name, and more is said of them

The tests lie beside the project (../shared/w3c-rdf-tests); where they do not, it is said how many were left out. w3c-sparql-known.tsv lists the tests that end in another way than
their authors wanted, and why: any other failure fails the suite, and so does a test of the list that passes.
"""
import concurrent.futures
import os
import re
import subprocess
import sys

import solutions
from common import SOURCE, scratch
from graphs import MF, SYNTAX_OF, TYPE, Graph, isomorphic, known, manifest, parse_nquads, show

SUITES = os.path.join(SOURCE, "..", "shared", "w3c-rdf-tests", "sparql")
KNOWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "w3c-sparql-known.tsv")
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
LIBRARIES = ("sparql10/manifest-evaluation.ttl", "sparql10/manifest-syntax.ttl", "sparql11/manifest-sparql11-query.ttl", "sparql11/manifest-sparql11-results.ttl")
N_TESTS = 820
SECONDS = 60
BAD_QUERY = 3


class Suite:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.reader = os.path.join(os.path.dirname(program), "tests", "rdf_read")
        self.files = {}

    def quads(self, path):
        """A file as N-Quads lines, as our readers read it."""
        if path not in self.files:
            done = subprocess.run([self.reader, SYNTAX_OF[os.path.splitext(path)[1]], "file://" + path, path], stdout=subprocess.PIPE, check=False)
            self.files[path] = done.stdout.decode() if done.returncode == 0 else None
            if done.returncode:
                raise ValueError(f"{path} cannot be read")
        return self.files[path]

    def dataset(self, name, default, named):
        """One file of N-Quads; blank nodes of two graphs are not the same."""
        lines = []
        for at, (path, graph) in enumerate([(path, None) for path in default] + [(path, f"<{iri}>") for path, iri in named]):
            text = re.sub(r'(^| )_:', rf'\1_:g{at}x', self.quads(path), flags=re.M)
            if graph:
                text = re.sub(r" \.$", lambda _: f" {graph} .", text, flags=re.M)
            lines.append(text)
        path = os.path.join(self.folder, re.sub(r"\W", "_", name) + ".nq")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("".join(lines))
        return path

    def ask(self, name, query_path, data_path, output):
        """Exit code, output, messages. Relative IRIs in a query of the suite are meant from where it lies."""
        with open(query_path, "rb") as file:
            text = file.read()
        path = os.path.join(self.folder, re.sub(r"\W", "_", name) + ".rq")
        with open(path, "wb") as file:
            file.write(f"BASE <file://{query_path}> ".encode() + text)
        try:
            done = subprocess.run([self.program, "query", "--default-graph", "strict", "-d", data_path, "-f", output, path], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return -1, b"", f"no answer in {SECONDS} s"
        finally:
            os.remove(path)
        return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def path_of(term):
    return term[1][len("file://"):]


def syntax(suite, graph, entry, name, is_good):
    data = suite.dataset(name, [], [])
    query = path_of(graph.one(entry, MF + "action"))
    with open(query, encoding="utf-8") as file:
        form = re.search(r"\b(construct|describe)\b", re.sub(r"#.*", "", file.read()), re.I)
    code, _, said = suite.ask(name, query, data, "ntriples" if form else "json")
    if is_good:
        return None if code in (0, 1) else f"refused: exit {code}: {said}"
    return None if code == BAD_QUERY and re.search(r":\d+:\d+: error: ", said) else f"accepted: exit {code} {said}"


def inputs(suite, graph, action, name):
    query = path_of(graph.one(action, QT + "query"))
    default = [path_of(term) for term in graph.all(action, QT + "data")]
    named = [(path_of(term), term[1]) for term in graph.all(action, QT + "graphData")]
    with open(query, encoding="utf-8") as file:
        froms = re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>:]+)>", file.read(), re.I)
    for relative in froms:
        path = os.path.join(os.path.dirname(query), relative)
        if (path, "file://" + path) not in named:
            named.append((path, "file://" + path))
    return query, suite.dataset(name, default, named)


def expect(suite, path):
    """Expected result and its format for -f, whether in order; a graph is a set of quads."""
    ending = os.path.splitext(path)[1]
    if ending in (".ttl", ".rdf", ".nt"):
        quads = parse_nquads(suite.quads(path))
        result, has_order = solutions.from_graph(Graph(quads))
        return (result, "json", has_order) if result is not None else (quads, "ntriples", False)
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    name = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}[ending]
    return READERS[name](text), name, False


READERS = {"xml": solutions.from_xml, "json": solutions.from_json, "csv": solutions.from_csv, "tsv": solutions.from_tsv}


def describe(what, result):
    if isinstance(result, bool):
        return f"      {what} {result}"
    rows = result[1] if isinstance(result, tuple) else sorted(result, key=str)
    head = f"      {what} {len(rows)} rows" + (f" of {' '.join(result[0])}" if isinstance(result, tuple) else "")
    return "\n".join([head] + ["        " + "  ".join(map(show, row)) for row in rows[:12]])


def evaluate(suite, graph, entry, name):
    query, data = inputs(suite, graph, graph.one(entry, MF + "action"), name)
    expected, output, has_order = expect(suite, path_of(graph.one(entry, MF + "result")))
    code, out, said = suite.ask(name, query, data, output)
    os.remove(data)
    if code not in (0, 1) or (said and "error:" in said):
        return f"exit {code}: {said}"
    if code == 1 and expected is not False:
        return f"exit {code} {said}"
    if output == "ntriples":
        got = parse_nquads(out.decode())
        return None if isomorphic(expected, got) else f"another graph\n{describe('expected', expected)}\n{describe('got', got)}"
    got = READERS[output](out.decode())
    is_lax = graph.one(entry, MF + "resultCardinality") == ("iri", MF + "LaxCardinality")
    found = solutions.same(expected, got, has_order, is_lax)
    if found == "value":
        return "value"
    return None if found else f"another result\n{describe('expected', expected)}\n{describe('got', got)}"


def judge(suite, graph, entry, name):
    """None if the test passes, "value" if its numbers have other forms, else what happened."""
    kind = graph.one(entry, TYPE[1])[1].rsplit("#", 1)[1]
    try:
        if "Syntax" in kind:
            return syntax(suite, graph, entry, name, kind.startswith("Positive"))
        return evaluate(suite, graph, entry, name)
    except (ValueError, KeyError, OSError) as error:
        return f"{type(error).__name__}: {error}"


def tests(suite, wanted):
    top = os.path.realpath(SUITES)
    for library in LIBRARIES:
        path = os.path.join(top, library)
        graph = Graph(parse_nquads(suite.quads(path)))
        for head in graph.all(graph.subjects(TYPE[1], ("iri", MF + "Manifest"))[0], MF + "include"):
            for included in graph.list(head):
                folder = path_of(included)[len(top) + 1:].rsplit("/", 1)[0]
                inner, entries, _ = manifest(suite.reader, path_of(included))
                for entry in entries:
                    name = f"{folder}/{entry[1].rsplit('#', 1)[1]}"
                    if wanted in name:
                        yield folder, name, inner, entry


def main(program, wanted):
    if not os.path.isdir(SUITES):
        print(f"{N_TESTS} tests left out: {os.path.normpath(SUITES)} is not there")
        return 0
    exceptions = known(KNOWN)
    groups, bad, n_value = {}, 0, 0
    with scratch() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        suite = Suite(program, folder)
        every = list(tests(suite, wanted))
        for (group, name, _, _), happened in zip(every, pool.map(lambda test: judge(suite, test[2], test[3], test[1]), every)):
            counts = groups.setdefault(group, [0, 0, 0])
            if happened == "value":
                n_value += 1
                print(f"note   {name}: the values are right, their form is another")
                happened = None
            is_known = name in exceptions
            counts[0 if not happened else 1 if is_known else 2] += 1
            if bool(happened) != is_known:
                bad += 1
                print(f"FAILED {name}: {happened or 'passes, though the list of known exceptions has it'}")
    for group, counts in groups.items():
        print("{:32} {:4} passed {:3} known {:3} failed".format(group, *counts))
    print(f"{len(every)} tests, {bad} failed, {n_value} of those that passed by value only")
    return 1 if bad or not every or (not wanted and len(every) != N_TESTS) else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else ""))
