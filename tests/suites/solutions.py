"""Result sets in Python, for the suites: reading the W3C's formats, comparing up to blank nodes, numbers by their form or by their value.

A result is a bool (ASK), or (names, rows): each row a tuple of terms as in graphs.py, None where unbound.
"""
import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal, InvalidOperation

from graphs import RDF, XSD, TERM, TYPE, isomorphic, literal, parse_term

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SR = "{http://www.w3.org/2005/sparql-results#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EXACT = {XSD + name for name in ("integer", "decimal", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte", "nonNegativeInteger", "unsignedLong",
                                 "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger")}
INEXACT = {XSD + "float", XSD + "double"}


def from_json(text):
    got = json.loads(text)
    if "boolean" in got:
        return got["boolean"]
    names = got["head"].get("vars", [])
    return names, [tuple(_json_term(row.get(name)) for name in names) for row in got["results"]["bindings"]]


def _json_term(value):
    if value is None:
        return None
    if value["type"] in ("uri", "bnode"):
        return ("iri" if value["type"] == "uri" else "blank", value["value"])
    return literal(value["value"], value.get("datatype"), value.get("xml:lang"))


def from_xml(text):
    top = ElementTree.fromstring(text)
    boolean = top.find(SR + "boolean")
    if boolean is not None:
        return boolean.text.strip() == "true"
    names = [variable.get("name") for variable in top.iter(SR + "variable")]
    rows = []
    for result in top.iter(SR + "result"):
        row = {binding.get("name"): _xml_term(binding[0]) for binding in result.iter(SR + "binding")}
        rows.append(tuple(row.get(name) for name in names))
    return names, rows


def _xml_term(element):
    text = element.text or ""
    if element.tag != SR + "literal":
        return ("iri" if element.tag == SR + "uri" else "blank", text)
    return literal(text, element.get("datatype"), element.get(LANG))


def from_csv(text):
    """CSV keeps no kinds: every cell is a string, but blank nodes are told apart by their `_:`."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return head, [tuple(("blank", cell[2:]) if cell.startswith("_:") else ("literal", cell, "", "") for cell in row or [""]) for row in rows]


def from_tsv(text):
    head, *lines = text.rstrip("\n").split("\n")
    return [name.lstrip("?$") for name in head.split("\t")], [tuple(_tsv_term(cell) for cell in line.split("\t")) for line in lines]


def _tsv_term(cell):
    if not cell:
        return None
    for pattern, name in ((r"[+-]?\d+", "integer"), (r"[+-]?\d*\.\d+", "decimal"), (r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+", "double"), ("true|false", "boolean")):
        if re.fullmatch(pattern, cell):
            return literal(cell, XSD + name)
    match = TERM.fullmatch(cell)
    if not match:
        raise ValueError(f"no term: {cell}")
    return parse_term(match)


def from_graph(graph):
    """The vocabulary of the first test suite; also whether the solutions have an order."""
    sets = graph.subjects(TYPE[1], ("iri", RS + "ResultSet"))
    if not sets:
        return None, False
    boolean = graph.one(sets[0], RS + "boolean")
    if boolean:
        return boolean[1] == "true", False
    names = [name[1] for name in graph.all(sets[0], RS + "resultVariable")]
    found = []
    for solution in graph.all(sets[0], RS + "solution"):
        row = {graph.one(binding, RS + "variable")[1]: graph.one(binding, RS + "value") for binding in graph.all(solution, RS + "binding")}
        index = graph.one(solution, RS + "index")
        found.append((int(index[1]) if index else 0, tuple(row.get(name) for name in names)))
    has_order = all(index for index, _ in found)
    return (names, [row for _, row in (sorted(found, key=lambda pair: pair[0]) if has_order else found)]), has_order and len(found) > 1


def by_value(term):
    """A number as its value: its form does not matter, its datatype does; doubles to twelve digits."""
    if not term or term[0] != "literal" or term[2] not in EXACT | INEXACT:
        return term
    try:
        value = Decimal(term[1].strip().upper().replace("INF", "Infinity"))
    except InvalidOperation:
        return term
    text = f"{float(value):.11e}" if term[2] in INEXACT else str(value.normalize() + 0)
    return ("literal", text, term[2], "")


def same(expected, got, is_ordered=False, is_lax=False):
    """"same", "value" (numbers have another form), or None. `is_lax`: rows may be repeated less often (REDUCED)."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return "same" if expected is got else None
    if sorted(expected[0]) != sorted(got[0]):
        return None
    order = [got[0].index(name) for name in expected[0]]
    rows = [tuple(row[at] for at in order) for row in got[1]]
    for name, change in (("same", lambda term: term), ("value", by_value)):
        a = [tuple(map(change, row)) for row in expected[1]]
        b = [tuple(map(change, row)) for row in rows]
        if is_lax:
            if set(a) == set(b) and all(b.count(row) <= a.count(row) for row in b):
                return name
        elif isomorphic(*((numbered(a), numbered(b)) if is_ordered else (a, b))):
            return name
    return None


def numbered(rows):
    return [(("literal", str(at), RDF, ""), *row) for at, row in enumerate(rows)]
