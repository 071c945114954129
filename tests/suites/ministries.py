#!/usr/bin/env python3
"""The bodies of the states: each UN member has a foreign ministry, which a sentence finds by its name and as `Foreign Ministry`, on the side of its own
state and of no other; a strategy that many states call by one name is that of the state named with it. Prints the bodies that the lexicon has for each
member.

usage: ministries.py PROGRAM
"""
import collections
import os
import re
import sys

from common import Checks, SOURCE, export, scratch

ONTOLOGY = "https://w3id.org/demarche/ontology#"
IDS = "https://w3id.org/demarche/id/"
MEMBERS = 193
OTHERS = {"VAT", "PSE"}
#           how a sentence names the ministry
SENTENCES = {"name": "Representatives of the {ministry} took part on the side of {state}.",
             "short": "Representatives of the Foreign Ministry took part on the side of {state}.",
             "alone": "Consultations were hosted by {state}. Representatives of the {ministry} took part."}
STRATEGIES = "Japan and Kenya met. They welcomed the Zambian National Cyber Security Strategy and the National Cybersecurity Strategy of the Republic of Latvia.\n"
TRIPLE = re.compile(r"<([^>]*)> <([^>]*)> (?:<([^>]*)>|\"(.*)\"\S*) \.")


def ministries():
    with open(os.path.join(SOURCE, "tests", "data", "foreign-ministries.tsv"), encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


def triples(graph):
    for line in graph.decode().splitlines():
        match = TRIPLE.fullmatch(line)
        if match:
            yield match[1], match[2], match[3] or match[4]


def delegates(graph):
    """Of each document: the bodies that took part, with the state on whose side."""
    cells, stated = collections.defaultdict(dict), collections.defaultdict(set)
    for subject, predicate, value in triples(graph):
        if predicate.startswith(ONTOLOGY) and "/participation/" in subject:
            cells[subject][predicate[len(ONTOLOGY):]] = value
    for cell in cells.values():
        if cell.get("role") == f"{IDS}role/delegate" and "/agency/" in cell["participant"]:
            stated[cell["statedIn"].rsplit("/", 1)[1]].add((cell["participant"].rsplit("/", 1)[1], cell.get("onBehalfOf", "").rsplit("/", 1)[1]))
    return stated


def write(folder, rows):
    for code, state, ministry, _ in rows:
        for how, sentence in SENTENCES.items():
            with open(os.path.join(folder, f"{code}-{how}.txt"), "w", encoding="utf-8") as file:
                file.write("Cyber Consultations\n\n" + sentence.format(state=state, ministry=ministry) + "\n")


def tell(program, path):
    """Prints how many bodies each state has, and which."""
    bodies, label = collections.defaultdict(list), {}
    for subject, predicate, value in triples(export(program, "-q", "-f", "ntriples", "--reference", "all", path)):
        if predicate == ONTOLOGY + "agencyOf" and value.startswith(IDS + "state/"):
            bodies[value.rsplit("/", 1)[1]].append(subject)
        elif predicate == "http://www.w3.org/2000/01/rdf-schema#label":
            label[subject] = value
    for code in sorted(bodies):
        print(f"{code} {len(bodies[code]):3d}: {'; '.join(sorted(label[body] for body in bodies[code]))}")
    return bodies


def named_strategies(program, folder):
    path = os.path.join(folder, "strategies.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(STRATEGIES)
    graph = export(program, "-q", "-f", "ntriples", path)
    return sorted(value.rsplit("/", 1)[1] for _, predicate, value in triples(graph) if predicate == ONTOLOGY + "mentions" and "/instrument/" in value)


def main(program):
    checks, rows = Checks(), ministries()
    with scratch() as folder:
        write(folder, rows)
        stated = delegates(export(program, "-q", "-f", "ntriples", folder))
        strategies = named_strategies(program, folder)
        bodies = tell(program, os.path.join(folder, "JPN-name.txt"))
    checks.hold(strategies == ["lva-national-cybersecurity-strategy", "zmb-national-cybersecurity-strategy"], f"strategies by their states: {strategies}")
    members = {code for code, *_ in rows} - OTHERS
    checks.hold(len(members) == MEMBERS and len(rows) == MEMBERS + len(OTHERS), f"the table has {len(members)} members of the United Nations once each")
    for code, state, ministry, slug in rows:
        checks.hold(f"{IDS}agency/{slug}" in bodies[code], f"{code} has {slug}")
        for how in SENTENCES:
            found = stated[f"{code}-{how}"]
            if code not in OTHERS or how != "short":
                checks.hold(found == {(slug, code)}, f"{ministry if how != 'short' else 'Foreign Ministry'} of {state}, {how}: {sorted(found)}")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
