#!/usr/bin/env python3
"""Random queries over random graphs have the solutions that Jena's arq finds; numbers are compared by value. The default graph is by turns the union of all graphs and that of the
standard, on both sides.

usage: random_queries.py ANSWERS [--queries N] [--seed N] [--keep FOLDER] [--all] [--one SEED/NUMBER]

ANSWERS is the helper of tests/suites/answers.c. Both engines run in one process each. Where they differ, Jena's reference engine is asked too, which evaluates the algebra as the
standard writes it down. What differs is made smaller as long as it differs and shown with its data; --all goes on behind
the tenth difference, --one shows one query of a run and both answers. Queries with too many rows or that take too long are counted, not compared. Differences that are Jena's are told by
random-known.tsv: a pattern of the query's text, and the reason. Where there is no Jena or no Java compiler, it is said what was left out.
"""
import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys

import solutions
from common import scratch
from graphs import TERM, XSD, isomorphic, parse_term, show

HERE = os.path.dirname(os.path.abspath(__file__))
KNOWN = os.path.join(HERE, "random-known.tsv")
JAVA = "/usr/share/java"
MOST_ROWS = 3000
QUERIES_PER_DATASET = 100
MOST_TOLD = 10
AGREED = (None, "skip", "Jena")
PREFIX = "PREFIX : <http://e/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"

# ---- data ----

SUBJECTS = [f":s{i}" for i in range(6)]
PREDICATES = [f":p{i}" for i in range(4)]
GRAPHS = [":g0", ":g1", ":s0"]
LITERALS = ["0", "1", "2", "3", "-1", "10", "1.5", "2.0", "-0.5", "1e0", "2.5e1", '"1"^^xsd:float', '"a"', '"ab"', '"b"', '"Ab c"', '""', '"é"', '"a"@en', '"ab"@en', '"a"@fr', '"chat"@en-gb',
            "true", "false", '"2020-01-01"^^xsd:date', '"2019-12-31"^^xsd:date', '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2019-06-01T12:00:00+02:00"^^xsd:dateTime',
            '"x"^^:dt', '"y"^^:dt', '"abc"^^xsd:integer', '"01"^^xsd:integer']
LISTED = [":s0", ":s1", "1", "2", '"a"', '"a"@en', "1.5", "true", '"2020-01-01"^^xsd:date']


def expand(term):
    """A term of Turtle as N-Triples."""
    if term.startswith(":"):
        return f"<http://e/{term[1:]}>"
    if term.startswith("_:"):
        return term
    if term in ("true", "false"):
        return f'"{term}"^^<{XSD}boolean>'
    if term.startswith('"'):
        return re.sub(r"\^\^:(\w+)", r"^^<http://e/\1>", term).replace("^^xsd:", "^^<" + XSD) + (">" if "^^xsd:" in term else "")
    kind = "double" if "e" in term else "decimal" if "." in term else "integer"
    return f'"{term}"^^<{XSD}{kind}>'


def dataset(pick):
    """Quads of terms as in Turtle, the last empty for the default graph, and whether there are blank nodes in it."""
    has_blanks = pick.random() < 0.4
    has_languages = pick.random() < 0.5
    subjects = SUBJECTS + (["_:b0", "_:b1"] if has_blanks else [])
    literals = pick.sample([term for term in LITERALS if has_languages or "@" not in term], 10)
    quads = set()
    for _ in range(pick.randint(15, 40)):
        other = pick.choice(subjects) if pick.random() < 0.6 else pick.choice(literals)
        graph = pick.choice(GRAPHS + ["", ""])
        quads.add((pick.choice(subjects), pick.choice(PREDICATES), other, graph))
    return sorted(quads), has_blanks


def nquads(quads):
    return "".join(f"{expand(s)} {expand(p)} {expand(o)} {expand(g) + ' ' if g else ''}.\n" for s, p, o, g in quads)


# ---- queries: trees of lists, so that they can be cut ----

class Maker:
    """Makes one query. Most triples are made from a quad of the data, each variable standing for one term all over the query, so that there are solutions."""

    def __init__(self, pick, quads, has_blanks):
        self.pick, self.quads, self.has_blanks, self.n_new, self.budget = pick, quads, has_blanks, 0, 6
        self.stands_for, self.graph = {}, None
        self.has_languages = any("@" in quad[2] for quad in quads)

    def new(self, stem):
        self.n_new += 1
        return f"?{stem}{self.n_new}"

    def variable(self, scope):
        return self.pick.choice(sorted(scope)) if scope and self.pick.random() < 0.75 else f"?v{self.pick.randint(0, 5)}"

    def path(self, depth=2):
        kind = self.pick.choice(["link", "link", "inv", "seq", "alt", "star", "plus", "opt", "neg"]) if depth else "link"
        if kind == "link":
            return self.pick.choice(PREDICATES)
        if kind == "neg":
            return ["neg"] + self.pick.sample(PREDICATES + ["^" + p for p in PREDICATES], self.pick.randint(1, 3))
        if kind in ("seq", "alt"):
            return [kind, self.path(depth - 1), self.path(depth - 1)]
        return [kind, self.path(depth - 1)]

    def part(self, term, constant):
        """A variable for a term of the data, or, by that chance, the term."""
        if self.pick.random() < constant and not term.startswith("_:"):
            return term
        have = sorted(name for name, meant in self.stands_for.items() if meant == term)
        free = sorted({f"?v{i}" for i in range(6)} - set(self.stands_for))
        if have and (not free or self.pick.random() < 0.85):
            return self.pick.choice(have)
        name = self.pick.choice(free) if free else f"?v{self.pick.randint(0, 5)}"
        self.stands_for.setdefault(name, term)
        return name

    def triple(self, scope):
        pick = self.pick
        quads = [quad for quad in self.quads if self.graph is None or quad[3] == self.graph] or self.quads
        known = [quad for quad in quads if quad[0] in self.stands_for.values() or quad[2] in self.stands_for.values()]
        quad = pick.choice(known if known and pick.random() < 0.8 else quads)
        subject = self.part(quad[0], 0.08)
        predicate = self.path() if pick.random() < 0.15 else self.part(quad[1], 0.85)
        other = self.part(quad[2], 0.1) if pick.random() < 0.9 else self.variable(scope)
        scope.update(part for part in (subject, predicate, other) if isinstance(part, str) and part[0] == "?")
        return ["t", subject, predicate, other]

    def triples(self, scope):
        return ["triples"] + [self.triple(scope) for _ in range(self.pick.choice([1, 1, 2, 2, 3]))]

    def group(self, depth, scope, least=1):
        elements = [self.triples(scope)] if self.pick.random() < 0.85 else []
        for _ in range(self.pick.randint(0 if elements else least, 3 if depth else 1)):
            elements.append(self.element(depth, scope))
        return ["group"] + elements

    def element(self, depth, scope):
        self.budget -= 1
        kinds = ["filter", "filter", "bind", "values", "triples"]
        if depth and self.budget > 0:
            kinds += ["optional", "optional", "union", "union", "minus", "graph", "graph", "sub", "group"]
        kind = self.pick.choice(kinds)
        return getattr(self, "make_" + kind)(depth - 1, scope)

    def make_triples(self, _, scope):
        return self.triples(scope)

    def make_filter(self, depth, scope):
        return ["filter", self.boolean(2, scope, depth)]

    def make_bind(self, depth, scope):
        made = ["bind", self.expression(2, scope, depth), self.new("b")]
        scope.add(made[2])
        return made

    def make_values(self, _, scope):
        names = [self.variable(scope) for _ in range(self.pick.choice([1, 1, 2]))]
        names = sorted(set(names))
        scope.update(names)
        return ["values", names] + [[self.pick.choice([term for term in LISTED if self.has_languages or "@" not in term] + ["UNDEF"]) for _ in names] for _ in range(self.pick.randint(0, 3))]

    def make_optional(self, depth, scope):
        return ["optional", self.group(depth, scope)]

    def make_union(self, depth, scope):
        inner = [set(scope) for _ in range(2)]
        made = ["union"] + [self.group(depth, part) for part in inner]
        scope |= inner[0] | inner[1]
        return made

    def make_minus(self, depth, scope):
        return ["minus", self.group(depth, set(scope))]

    def make_group(self, depth, scope):
        return self.group(depth, scope)

    def make_graph(self, depth, scope):
        outer, self.graph = self.graph, self.pick.choice(GRAPHS)
        name = self.part(self.graph, 0.3) if self.pick.random() < 0.9 else self.variable(scope)
        inner = set(scope)
        made = ["graph", name, self.group(depth, inner)]
        self.graph = outer
        scope |= inner | ({name} if name[0] == "?" else set())
        return made

    def make_sub(self, depth, scope):
        inner = set()
        made = self.select(depth, inner, is_inner=True)
        scope |= inner
        return ["sub", made]

    # expressions

    def expression(self, depth, scope, group_depth=0):
        return self.pick.choice([self.number, self.string, self.boolean, self.term])(depth, scope, group_depth)

    def term(self, depth, scope, group_depth=0):
        if depth and self.pick.random() < 0.3:
            kind = self.pick.choice(["IF", "COALESCE", "DATATYPE", "cast", "IRI"])
            if kind == "cast":
                return ["call", self.pick.choice(["xsd:boolean", "xsd:dateTime", "xsd:float", "xsd:string"]), self.expression(depth - 1, scope)]
            if kind == "IRI":
                return ["call", "IRI", ["call", "CONCAT", '"http://e/"', ["call", "ENCODE_FOR_URI", self.text_of(self.variable(scope))]]]
            if kind == "IF":
                return ["call", "IF", ["call", "!", self.boolean(depth - 1, scope, group_depth)], self.expression(depth - 1, scope), self.expression(depth - 1, scope)]
            if kind == "COALESCE":
                return ["call", "COALESCE", self.expression(depth - 1, scope), self.expression(depth - 1, scope)]
            return ["call", "DATATYPE", self.variable(scope)]
        return self.variable(scope) if self.pick.random() < 0.7 else self.pick.choice([term for term in LISTED if self.has_languages or "@" not in term])

    def number(self, depth, scope, _=0):
        pick = self.pick
        if not depth or pick.random() < 0.3:
            return self.variable(scope) if pick.random() < 0.6 else pick.choice(["0", "1", "2", "-1", "1.5", "2e0"])
        kind = pick.choice(["op", "op", "op", "STRLEN", "ABS", "ROUND", "CEIL", "FLOOR", "YEAR", "MONTH", "DAY", "HOURS", "cast", "neg", "SECONDS"])
        if kind == "op":
            return ["op", pick.choice("+-*/"), self.number(depth - 1, scope), self.number(depth - 1, scope)]
        if kind == "cast":
            return ["call", pick.choice(["xsd:integer", "xsd:decimal", "xsd:double"]), self.expression(depth - 1, scope)]
        if kind == "neg":
            return ["call", "-", self.number(depth - 1, scope)]
        if kind == "STRLEN":
            return ["call", kind, self.string(depth - 1, scope)]
        if kind in ("YEAR", "MONTH", "DAY", "HOURS", "SECONDS"):
            return ["call", kind, self.variable(scope)]
        return ["call", kind, self.number(depth - 1, scope)]

    def text_of(self, name):
        """STR, but for blank nodes, whose labels Jena gives."""
        return ["call", "STR", ["call", "IF", ["call", "isBlank", name], '""', name] if self.has_blanks else name]

    def string(self, depth, scope, _=0):
        pick = self.pick
        if not depth or pick.random() < 0.3:
            return self.variable(scope) if pick.random() < 0.5 else pick.choice(['"a"', '"b"', '"ab"', '""'] + ['"a"@en'] * self.has_languages)
        kind = pick.choice(["STR", "STR", "LANG", "UCASE", "LCASE", "CONCAT", "SUBSTR", "STRBEFORE", "STRAFTER", "ENCODE_FOR_URI", "REPLACE", "xsd:string", "STRDT", "MD5", "TZ"] + ["STRLANG"] * self.has_languages)
        if kind == "STR":
            return self.text_of(self.variable(scope))
        if kind == "LANG":
            return ["call", kind, self.variable(scope)]
        if kind == "xsd:string":
            return ["call", kind, self.expression(depth - 1, scope)]
        if kind == "SUBSTR":
            return ["call", kind, self.string(depth - 1, scope)] + [str(pick.randint(1, 3)) for _ in range(pick.randint(1, 2))]
        if kind in ("CONCAT", "STRBEFORE", "STRAFTER"):
            return ["call", kind, self.string(depth - 1, scope), self.string(depth - 1, scope)]
        if kind == "REPLACE":
            return ["call", kind, self.string(depth - 1, scope), pick.choice(['"a"', '"[ab]"', '"b$"', '"(a)(b)?"', '"^."']), pick.choice(['"x"', '""', '"$0-"'])]
        if kind == "TZ":
            return ["call", kind, self.variable(scope)]
        if kind == "STRLANG":
            return ["call", kind, self.text_of(self.variable(scope)), '"en"']
        if kind == "STRDT":
            return ["call", kind, self.text_of(self.variable(scope)), pick.choice(["xsd:integer", ":dt", "xsd:string"])]
        return ["call", kind, self.string(depth - 1, scope)]

    def boolean(self, depth, scope, group_depth=0):
        pick = self.pick
        kinds = ["compare"] * 5 + ["BOUND", "isIRI", "isLiteral", "isNumeric", "isBlank", "REGEX", "STRSTARTS", "CONTAINS", "STRENDS", "sameTerm", "LANGMATCHES", "variable"]
        if depth:
            kinds += ["&&", "||", "not", "in", "notin"] * 2
        if group_depth > 0:
            kinds += ["exists", "notexists"] * 2
        kind = pick.choice(kinds)
        if kind == "compare":
            sides = pick.choice([self.number, self.string, self.term, self.term])
            # Jena orders strings with languages, which §17.3 leaves to errors
            return ["op", pick.choice(["=", "!="] + ([] if self.has_languages else ["<", ">", "<=", ">="])), sides(max(depth - 1, 0), scope), sides(max(depth - 1, 0), scope)]
        if kind in ("&&", "||"):
            return ["op", kind, self.boolean(depth - 1, scope, group_depth), self.boolean(depth - 1, scope, group_depth)]
        if kind == "not":
            return ["call", "!", self.boolean(depth - 1, scope, group_depth)]
        if kind in ("in", "notin"):
            return [kind, self.term(depth - 1, scope)] + [self.term(0, scope) for _ in range(pick.randint(1, 3))]  # () and an unbound variable is an error for Jena
        if kind in ("exists", "notexists"):
            triples = self.triples(set(scope))
            for triple in triples[1:]:  # Jena fails where a literal comes to be a predicate
                if triple[2][0] == "?":
                    triple[2] = pick.choice(PREDICATES)
            more = [["filter", self.boolean(0, scope)]] if pick.random() < 0.3 else []
            if pick.random() < 0.2:
                more.append([pick.choice(["optional", "minus"]), ["group", ["triples", ["t", self.variable(scope), pick.choice(PREDICATES), self.variable(scope)]]]])
            return [kind, ["group", triples] + more]
        if kind == "variable":
            return self.variable(scope)
        if kind == "REGEX":
            return ["call", kind, self.string(0, scope), pick.choice(['"^a"', '"B"', '"a.*"'])] + (['"i"'] if pick.random() < 0.4 else [])
        if kind in ("STRSTARTS", "CONTAINS", "STRENDS"):
            return ["call", kind, self.string(depth, scope), self.string(0, scope)]
        if kind == "sameTerm":
            return ["call", kind, self.term(0, scope), self.term(0, scope)]
        if kind == "LANGMATCHES":
            return ["call", kind, ["call", "LANG", self.variable(scope)], pick.choice(['"*"', '"en"', '"en-gb"'])]
        return ["call", kind, self.variable(scope)]

    def aggregate(self, scope):
        pick = self.pick
        kind = pick.choice(["COUNT", "COUNT", "COUNT*", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT"])
        distinct = ["DISTINCT"] if pick.random() < 0.3 and kind != "GROUP_CONCAT" else []  # Jena: an error where there is nothing to join
        if kind == "COUNT*":
            return ["aggregate", "COUNT", distinct, "*"]
        if kind == "GROUP_CONCAT":
            return ["aggregate", kind, distinct, self.text_of(self.variable(scope))]
        if kind in ("MIN", "MAX"):  # of one kind, since which of 1 and 1.0, or of a date and a string, is the least is nobody's to say
            name = self.variable(scope)
            number = ["call", "xsd:double", ["call", "IF", ["call", "isNumeric", name], name, "0"]]
            return ["aggregate", kind, distinct, pick.choice([number, self.text_of(name), ["call", "STRLEN", self.text_of(name)]])]
        return ["aggregate", kind, distinct, self.variable(scope) if pick.random() < 0.7 else self.number(1, scope)]

    # SELECT

    def select(self, depth, scope, is_inner=False):
        """["select", modifier, items, group, keys, having, order, slice]; `scope` becomes what it shows."""
        pick = self.pick
        inner = set()
        where = self.group(depth, inner)
        modifier = pick.choice(["", "", "", "DISTINCT"])
        keys, having, order, slices = [], [], [], []
        if pick.random() < 0.25:
            items = []
            for _ in range(pick.randint(0, 2)):
                if pick.random() < 0.7 or not inner:
                    keys.append(self.variable(inner))
                else:
                    keys.append(["as", self.expression(1, inner), self.new("k")])
                items.append(keys[-1] if isinstance(keys[-1], str) else keys[-1][2])
            items += [["as", self.aggregate(inner), self.new("a")] for _ in range(pick.randint(1, 2))]
            if pick.random() < 0.25:
                having = [["op", pick.choice(["<", ">", "="]), self.aggregate(inner), pick.choice(["1", "2"])]]
        elif pick.random() < 0.3:
            items = ["*"]
        else:
            items = sorted({self.variable(inner) for _ in range(pick.randint(1, 3))})
            if pick.random() < 0.3:
                items.append(["as", self.expression(2, inner), self.new("e")])
        items = [item for at, item in enumerate(items) if item not in items[:at]]
        shown = [item if isinstance(item, str) else item[2] for item in items] if items != ["*"] else sorted(inner)
        scope.update(shown)
        if pick.random() < 0.3:
            order = [key for name in shown for key in (["asc", self.text_of(name)], [pick.choice(["asc", "desc"]), ["call", "isIRI", name]],
                                                       ["asc", ["call", "STR", ["call", "DATATYPE", name]]], ["asc", ["call", "LANG", name]])]
            if not self.has_blanks and order and pick.random() < 0.7:
                slices = [f"LIMIT {pick.randint(0, 4)}"] + ([f"OFFSET {pick.randint(0, 3)}"] if pick.random() < 0.4 else [])
            elif is_inner:
                order = []
        elif pick.random() < 0.15:
            order = [[pick.choice(["asc", "desc"]), self.variable(set(shown))]]
        if not keys and not slices and pick.random() < 0.08:
            made = self.make_values(0, set(shown))
            slices = [render(made)] if set(made[1]) <= inner | scope else []
        return ["select", modifier, items, where, keys, having, order, slices]

    def query(self):
        made = self.form()
        if self.pick.random() < 0.1:
            names = self.pick.sample(GRAPHS, self.pick.randint(1, 2)) + [f"NAMED {name}" for name in self.pick.sample(GRAPHS, self.pick.randint(0, 2))]
            made = ["dataset", ["names"] + names, made]
        return made

    def form(self):
        kind = self.pick.random()
        if kind < 0.8:
            return self.select(2, set())
        scope = set()
        where = self.group(2, scope)
        if kind < 0.9:
            return ["ask", where]
        shape = [["t", self.pick.choice(sorted(scope) + ["_:n", ":s0"]) if scope else ":s0", self.pick.choice(PREDICATES), self.pick.choice(sorted(scope) + ["_:n", "1"]) if scope else "1"]
                 for _ in range(self.pick.randint(1, 2))]
        return ["construct", shape, where]


# ---- text ----

def render_path(path):
    if isinstance(path, str):
        return path
    kind, *parts = path
    if kind == "neg":
        return "!(" + "|".join(parts) + ")"
    inner = [render_path(part) for part in parts]
    if kind in ("seq", "alt"):
        return "(" + {"seq": "/", "alt": "|"}[kind].join(inner) + ")"
    return f"(^{inner[0]})" if kind == "inv" else f"({inner[0]}){ {'star': '*', 'plus': '+', 'opt': '?'}[kind]}"


def render(node):
    if isinstance(node, str):
        return node
    kind, *parts = node
    if kind == "group":
        return "{ " + " ".join(render(part) for part in parts) + " }"
    if kind == "triples":
        return " ".join(f"{s} {render_path(p)} {o} ." for _, s, p, o in parts)
    if kind == "union":
        return " UNION ".join(render(part) for part in parts)
    if kind in ("optional", "minus"):
        return f"{kind.upper()} {render(parts[0])}"
    if kind == "graph":
        return f"GRAPH {parts[0]} {render(parts[1])}"
    if kind == "filter":
        return f"FILTER ({render(parts[0])})"
    if kind == "bind":
        return f"BIND ({render(parts[0])} AS {parts[1]})"
    if kind == "values":
        return f"VALUES ({' '.join(parts[0])}) {{ " + " ".join(f"({' '.join(row)})" for row in parts[1:]) + " }"
    if kind == "sub":
        return "{ " + render(parts[0]) + " }"
    if kind == "as":
        return f"({render(parts[0])} AS {parts[1]})"
    if kind == "op":
        return f"({render(parts[1])} {parts[0]} {render(parts[2])})"
    if kind == "call":
        return f"({parts[0]} {render(parts[1])})" if parts[0] in ("!", "-") else f"{parts[0]}({', '.join(render(part) for part in parts[1:])})"
    if kind in ("in", "notin"):
        return f"({render(parts[0])} {'IN' if kind == 'in' else 'NOT IN'} ({', '.join(render(part) for part in parts[1:])}))"
    if kind in ("exists", "notexists"):
        return f"{'EXISTS' if kind == 'exists' else 'NOT EXISTS'} {render(parts[0])}"
    if kind == "aggregate":
        tail = ' ; SEPARATOR="|"' if parts[0] == "GROUP_CONCAT" else ""
        return f"{parts[0]}({' '.join(parts[1] + [render(parts[2])])}{tail})"
    if kind == "dataset":
        return render(parts[1]).replace(" WHERE ", "".join(f" FROM {name}" for name in parts[0][1:]) + " WHERE ", 1)
    if kind == "ask":
        return f"ASK WHERE {render(parts[0])}"
    if kind == "construct":
        return "CONSTRUCT { " + " ".join(f"{s} {p} {o} ." for _, s, p, o in parts[0]) + " } WHERE " + render(parts[1])
    modifier, items, where, keys, having, order, slices = parts
    text = f"SELECT {modifier} {' '.join(map(render, items))} WHERE {render(where)}".replace("  ", " ")
    text += (" GROUP BY " + " ".join(map(render, keys))) if keys else ""
    text += (" HAVING (" + render(having[0]) + ")") if having else ""
    text += (" ORDER BY " + " ".join(f"{way.upper()}({render(key)})" for way, key in order)) if order else ""
    return " ".join([text] + slices)


def is_ordered(query):
    """Whether the order is told in full: only then may results be cut, and their order compared."""
    query = query[2] if query[0] == "dataset" else query
    return query[0] == "select" and bool(query[6]) and len(query[6]) > 1


# ---- engines ----

class Engine:
    def __init__(self, *command):
        self.command, self.path, self.how = command, None, "data"
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def tell(self, head, more=b""):
        try:
            self.process.stdin.write(head.encode() + b"\n" + more)
            self.process.stdin.flush()
            kind, n_bytes = self.process.stdout.readline().decode().split()
            return kind, self.process.stdout.read(int(n_bytes)).decode(errors="replace")
        except (ValueError, BrokenPipeError):
            code = self.process.wait()
            self.start()
            if self.path:
                self.load(self.path)
            return "crash", f"the process ended with {code}"

    def load(self, path, how=None):
        self.path, self.how = None, how or self.how
        kind, said = self.tell(f"{self.how} {path}")
        if kind != "ok":
            raise SystemExit(f"{path} cannot be loaded: {said}")
        self.path = path

    def ask(self, text, how="query"):
        data = (PREFIX + text).encode()
        return self.tell(f"{how} {len(data)}", data)


def parse(kind, payload):
    lines = payload.split("\n")[:-1]
    if kind == "select":
        if not lines[0]:
            return [], [()] * (len(lines) - 1)
        return lines[0].split("\t"), [tuple(parse_cell(cell) for cell in line.split("\t")) for line in lines[1:]]
    return [tuple(parse_cell(cell) for cell in line.split("\t")) for line in lines]


def parse_cell(cell):
    if cell == "-":
        return None
    match = TERM.fullmatch(cell)
    if not match:
        return ("broken", cell)
    term = parse_term(match)
    if term[0] == "literal" and "|" in term[1]:
        return term[:1] + ("|".join(sorted(term[1].split("|"))),) + term[2:]
    if term[0] == "literal" and term[2] == XSD + "decimal":
        try:
            return ("literal", f"{float(term[1]):.11e}", term[2], "")
        except ValueError:
            return term
    return solutions.by_value(term)


def differ(query, ours, theirs):
    """None, or "skip", or how two answers differ."""
    if "crash" in (ours[0], theirs[0]):
        return "crash"
    if theirs[0] == "error" and not theirs[1].startswith("QueryParse"):
        return "skip"  # of Jena itself: a literal that came to be a predicate, for example
    if {"many", "slow"} & {ours[0], theirs[0]}:
        return "skip" if ours[0] == theirs[0] or "slow" in (ours[0], theirs[0]) else "rows"
    if ours[0] != theirs[0]:
        return "kind"
    if ours[0] in ("error", "ask"):
        return None if ours[0] == "error" or ours[1] == theirs[1] else "boolean"
    a, b = parse(*ours), parse(*theirs)
    if ours[0] == "graph":
        return None if isomorphic(set(a), set(b)) else "graph"
    is_star = re.match(r"SELECT (DISTINCT )?\* ", query)
    if (sorted(a[0]) if is_star else a[0]) != (sorted(b[0]) if is_star else b[0]):
        return "columns"
    order = [b[0].index(name) for name in a[0]]
    rows_b = [tuple(row[at] for at in order) for row in b[1]]
    rows_a = a[1]
    if len(rows_a) != len(rows_b):
        return "rows"
    counts = collections.Counter(rows_a), collections.Counter(rows_b)
    if counts[0] == counts[1]:
        return None
    return None if isomorphic(rows_a, rows_b) else "rows"


def judge(query, engines):
    text = render(query)
    answers = [engine.ask(text) for engine in engines]
    how = differ(text, *answers)
    if how is None and is_ordered(query) and answers[0][0] == "select" and "_:" not in answers[0][1]:
        rows = [parse(*answer)[1] for answer in answers]
        how = None if rows[0] == rows[1] or re.match(r"SELECT (DISTINCT )?\*", text) else "order"
    if how not in (None, "skip", "crash") and differ(text, answers[0], engines[1].ask(text, "reference")) is None:
        return "Jena", answers
    return how, answers


# ---- cutting ----

def smaller(node):
    """Queries that are like `node` with something cut away."""
    if isinstance(node, str) or not node:
        return
    kind = node[0]
    if kind == "dataset":
        yield node[2]
    if kind in ("group", "triples", "union", "values", "names") or (isinstance(kind, list) or kind in ("asc", "desc")):
        first = 0 if isinstance(kind, list) else 2 if kind == "values" else 1
        if kind not in ("asc", "desc"):
            for at in range(first, len(node)):
                yield node[:at] + node[at + 1:]
    if kind in ("op", "call", "in", "notin", "aggregate", "as"):
        for part in node[1:]:
            if kind != "as" and isinstance(part, list) and part and part[0] in ("op", "call", "in", "notin", "exists", "notexists"):
                yield part
            elif kind in ("op", "call") and isinstance(part, str) and part[:1] in '?"0123456789:':
                yield part
    if kind == "group":
        for at, part in enumerate(node):
            if part[0] in ("optional", "minus"):
                yield node[:at] + part[1][1:] + node[at + 1:]
            elif part[0] == "graph":
                yield node[:at] + part[2][1:] + node[at + 1:]
            elif part[0] == "group":
                yield node[:at] + part[1:] + node[at + 1:]
            elif part[0] == "union" and len(part) == 2:
                yield node[:at] + part[1][1:] + node[at + 1:]
            elif part[0] == "sub":
                yield node[:at] + part[1][3][1:] + node[at + 1:]
    if kind == "select":
        for at in (1, 4, 5, 6, 7):
            if node[at]:
                yield node[:at] + ["" if at == 1 else []] + node[at + 1:]
        for at in (2, 4):
            for item in range(len(node[at])):
                if len(node[at]) > 1:
                    yield node[:at] + [node[at][:item] + node[at][item + 1:]] + node[at + 1:]
        if node[2] != ["*"] and not node[4]:
            yield node[:2] + [["*"]] + node[3:]
    for at, part in enumerate(node):
        if isinstance(part, list):
            for cut in smaller(part):
                yield node[:at] + [cut] + node[at + 1:]


def shrink(query, how, engines):
    """The smallest query by steps of cutting that still differs; both answers to it."""
    answers = None
    for _ in range(200):
        for cut in smaller(query):
            try:
                now, got = judge(cut, engines)
            except (IndexError, KeyError, TypeError, ValueError):
                continue
            if now not in AGREED and (now != "kind" or how == "kind"):
                query, answers, how = cut, got, now
                break
        else:
            break
    return query, answers or judge(query, engines)[1]


def shrink_data(lines, query, engines, path):
    """As few quads as still make a difference."""
    def differs(some):
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(some))
        for engine in engines:
            engine.load(path)
        return judge(query, engines)[0] not in AGREED

    size = len(lines) // 2
    while size:
        at = 0
        while at < len(lines):
            rest = lines[:at] + lines[at + size:]
            if differs(rest):
                lines = rest
            else:
                at += size
        size //= 2
    differs(lines)
    return lines


# ---- running ----

def show_answer(name, answer):
    lines = answer[1].strip("\n").split("\n")
    return "\n".join([f"    {name}: {answer[0]}"] + [f"      {line[:300]}" for line in lines[:12]] + ([f"      ... {len(lines)} lines"] if len(lines) > 12 else []))


def compile_java(folder):
    names = [f"{JAVA}/jena-{part}.jar" for part in ("arq", "core", "base")]
    if not shutil.which("javac") or not all(map(os.path.exists, names)):
        return None
    done = subprocess.run(["javac", "-nowarn", "-cp", ":".join(names), "-d", folder, os.path.join(HERE, "JenaAnswers.java")], stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return ["sh", os.path.join(HERE, "jena.sh"), folder, "JenaAnswers", str(MOST_ROWS)]


def load_known():
    with open(KNOWN, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(re.compile(row[0]), row[1]) for row in rows]


def report(seed, number, how, query, path, data, engines):
    query, _ = shrink(query, how, engines)
    lines = shrink_data(data.splitlines(keepends=True), query, engines, path)
    query, _ = shrink(query, how, engines)
    how, answers = judge(query, engines)
    print(f"DIFFERENCE {seed}/{number} in {how}\n  {render(query)}\n  over\n" + "".join("    " + line for line in lines))
    print(show_answer("ours", answers[0]) + "\n" + show_answer("Jena", answers[1]), flush=True)


def compare(asked, engines, folder):
    counts = collections.Counter()
    exceptions = load_known()
    number = 0
    while number < asked.queries:
        pick = random.Random(f"{asked.seed} {number}")
        quads, has_blanks = dataset(pick)
        data = nquads(quads)
        path = os.path.join(folder, "data.nq")
        with open(path, "w", encoding="utf-8") as file:
            file.write(data)
        if asked.one is not None and not number <= asked.one < number + QUERIES_PER_DATASET:
            number += QUERIES_PER_DATASET
            continue
        for engine in engines:
            engine.load(path, "strict" if number // QUERIES_PER_DATASET % 3 == 2 else "data")
        for number in range(number, min(number + QUERIES_PER_DATASET, asked.queries)):
            query = Maker(random.Random(f"{asked.seed} query {number}"), quads, has_blanks).query()
            if asked.one is not None and asked.one != number:
                continue
            how, answers = judge(query, engines)
            counts["all"] += 1
            counts["skipped"] += how == "skip"
            counts["rows"] += answers[0][0] == "select" and answers[0][1].count("\n") > 1
            counts["errors"] += answers[0][0] == "error"
            if asked.one is not None:
                print(PREFIX + render(query) + "\n" + show_answer("ours", answers[0]) + "\n" + show_answer("Jena", answers[1]))
            counts["itself"] += how == "Jena"
            if how in AGREED:
                continue
            reason = next((reason for pattern, reason in exceptions if pattern.search(render(query))), None)
            if reason:
                counts["known"] += 1
                continue
            counts["bad"] += 1
            report(asked.seed, number, how, query, path, data, engines)
            if counts["bad"] == MOST_TOLD and not asked.all:
                return counts
            with open(path, "w", encoding="utf-8") as file:
                file.write(data)
            for engine in engines:
                engine.load(path)
        number += 1
    return counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("answers")
    parser.add_argument("--queries", type=int, default=10000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--one")
    asked = parser.parse_args()
    if asked.one:
        asked.seed, asked.one = asked.one.rsplit("/", 1)
        asked.one = int(asked.one)
    with scratch() as folder:
        command = compile_java(folder)
        if not command:
            print(f"{asked.queries} queries left out: there is no Jena or no Java compiler")
            return 0
        engines = [Engine(os.path.abspath(asked.answers), str(MOST_ROWS)), Engine(*command)]
        counts = compare(asked, engines, asked.keep or folder)
        for engine in engines:
            engine.process.stdin.close()
            engine.process.wait()
    print(f"{counts['all']} queries, {counts['rows']} with rows, {counts['errors']} refused by both, {counts['skipped']} too slow or large to compare, "
          f"{counts['itself']} where Jena's two engines differ and ours is with that which follows the standard's algebra, {counts['known']} where Jena is known to be wrong, "
          f"{counts['bad']} different; seed {asked.seed}")
    return 1 if counts["bad"] or not counts["all"] else 0


if __name__ == "__main__":
    sys.exit(main())
