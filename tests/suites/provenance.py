#!/usr/bin/env python3
"""Each fact of a graph names the rule that made it and the version of the program, and nothing else changes by that.

usage: provenance.py PROGRAM
"""
import collections
import os
import re
import sys

import yaml

from common import Checks, DOCUMENTS, SOURCE, export, run, scratch, triples

DIP, PROV, RDFS = "https://w3id.org/demarche/ontology#", "http://www.w3.org/ns/prov#", "http://www.w3.org/2000/01/rdf-schema#"
TYPE, ID = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/demarche/id/"
TRIPLE = re.compile(r"<([^>]*)> <([^>]*)> (?:<([^>]*)>|(\".*)) \.")
NODES = ("Position", "Participation", "Post")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml, as in the program; PyYAML's own parser is stricter
# properties of documents and events whose statements have no node of their own
PLAIN = [DIP + name for name in ("discussed", "mentions", "series", "ordinal", "startDate", "endDate", "place", "forum")]
MOST = 1.3  # times as many bytes as without


class Graph:
    def __init__(self, lines):
        self.objects, self.subjects = collections.defaultdict(set), collections.defaultdict(set)
        for line in lines:
            subject, predicate, iri, literal = TRIPLE.fullmatch(line).groups()
            self.objects[subject, predicate].add(iri or literal)
            self.subjects[predicate, iri or literal].add(subject)

    def of(self, subject, predicate):
        return self.objects[subject, predicate]

    def all(self, type_):
        return self.subjects[TYPE, type_]


def lines_of(program, *options):
    return export(program, "-f", "ntriples", *options, DOCUMENTS).decode().splitlines()


def rules_of_data():
    rules = {}
    folder = os.path.join(SOURCE, "data", "rules")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".yaml"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for rule in yaml.load(file, LOADER).get("rules") or []:
                    rules[rule["rule"]] = rule
    return rules


def nothing_else(checks, program, told):
    bare = lines_of(program, "--provenance", "none")
    more = set(told) - set(bare)
    checks.hold(not set(bare) - set(told), "--provenance rules leaves out no statement that none makes")
    odd = [line for line in more if f"> <{PROV}" not in line and f"> <{DIP}asserts>" not in line and not line.startswith((f"<{ID}rule/", f"<{ID}software/"))
           and f"<{TYPE}> <{PROV}Activity>" not in line]
    checks.hold(more and not odd, f"and adds only who made them: {odd[:3]}")
    checks.hold(not any(PROV in line or f"{DIP}asserts" in line for line in bare), "--provenance none tells no provenance")
    size = sum(map(len, told)) / sum(map(len, bare))
    checks.hold(size < MOST, f"{size:.2f} times as many bytes, {MOST} at most")


def activities(checks, graph, version):
    rules, plans = rules_of_data(), graph.all(PROV + "Plan")
    agents = graph.all(PROV + "SoftwareAgent")
    checks.hold(agents == {f"{ID}software/demarche-{version}"}, f"one program, of the version that --version tells: {agents}")
    for agent in agents:
        checks.hold(graph.of(agent, RDFS + "label") == {f'"demarche {version}"'}, "which has its name and version as its label")
    for plan in plans:
        name = plan[len(ID + "rule/"):]
        told = {text.rsplit("@", 1)[0].strip('"') for text in graph.of(plan, RDFS + "comment")}
        comment = rules.get(name, {}).get("comment")
        if name not in rules or graph.of(plan, RDFS + "label") != {f'"{name}"'} or (comment and '"' not in comment and told != {comment}):
            checks.hold(False, f"{name} is a rule of data/rules with its comment")
    bad = []
    for activity in graph.all(PROV + "Activity"):
        used = graph.of(activity, PROV + "used")
        documents, used_rules = used & graph.all_documents, used & plans
        if len(documents) != 1 or len(used_rules) != 1 or len(used) != 2 or graph.of(activity, PROV + "wasAssociatedWith") != agents:
            bad.append(activity)
        elif activity != f"{next(iter(documents))}/rule/{next(iter(used_rules)).rsplit('/', 1)[1]}":
            bad.append(activity)
    checks.hold(graph.all(PROV + "Activity") and not bad, f"every activity used one document and one rule, for the program: {bad[:3]}")
    unused = [plan for plan in plans if not graph.subjects[PROV + "used", plan]]
    checks.hold(plans and not unused, f"only rules that made something are described: {unused[:3]}")


def facts(checks, graph):
    for kind in NODES:
        nodes, bad = graph.all(DIP + kind), []
        for node in nodes:
            makers = graph.of(node, PROV + "wasGeneratedBy")
            told_by = {document for maker in makers for document in graph.of(maker, PROV + "used") & graph.all_documents}
            if not makers or told_by != graph.of(node, DIP + "statedIn"):
                bad.append(node)
        checks.hold(nodes and not bad, f"each of {len(nodes)} {kind}s names a rule at work on each document that states it: {bad[:3]}")
    bad = []
    for document in graph.all_documents:
        at_work = graph.subjects[PROV + "used", document]
        asserted = {name for activity in at_work for name in graph.of(activity, DIP + "asserts")}
        events = graph.of(document, DIP + "reportsOn") | {following for event in graph.of(document, DIP + "reportsOn") for following in graph.of(event, DIP + "next")}
        bad += [(document, name) for name in PLAIN for subject in {document} | events if graph.of(subject, name) and name not in asserted]
        bad += [(document, TYPE)] if TYPE not in asserted else []
    checks.hold(not bad, f"every other property of a document and its event is asserted by some rule: {bad[:3]}")
    topics = [passage for passage in graph.all(DIP + "Passage") if graph.of(passage, PROV + "wasGeneratedBy")]
    checks.hold(topics and all(graph.of(maker, DIP + "asserts") for passage in topics for maker in graph.of(passage, PROV + "wasGeneratedBy")),
                f"{len(topics)} passages are made by rules that assert a property")


def bases(checks, program):
    moved = "https://example.org/data/"
    graph = Graph(lines_of(program, "--base", moved))
    checks.hold(all(name.startswith(moved) for name in graph.all(PROV + "Activity")), "--base moves activities")
    reference = graph.all(PROV + "Plan") | graph.all(PROV + "SoftwareAgent")
    checks.hold(all(name.startswith(ID) for name in reference), "and neither rules nor the program")


def main(program):
    checks = Checks()
    version = run(program, "--version").stdout.decode().split("\n")[0].split()[1]
    told = lines_of(program)
    checks.hold(told == lines_of(program, "--provenance", "rules"), "rules is the default")
    checks.hold(not any(line.startswith("_:") or " _:" in line for line in told), "no blank nodes")
    nothing_else(checks, program, told)
    graph = Graph(told)
    graph.all_documents = {subject for subject, predicate in list(graph.objects) if predicate == "http://purl.org/dc/terms/identifier"}
    activities(checks, graph, version)
    facts(checks, graph)
    bases(checks, program)
    with scratch() as folder:
        turtle, plain = os.path.join(folder, "graph.ttl"), os.path.join(folder, "graph.nt")
        export(program, "-o", turtle, DOCUMENTS)
        export(program, "-o", plain, DOCUMENTS)
        checks.hold(triples(turtle, "turtle") == triples(plain, "ntriples"), "rapper reads the same from Turtle and N-Triples")
        checks.hold(run("serdi", "-i", "turtle", "-o", "ntriples", turtle).returncode == 0, "and serdi reads it")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
