"""What holds of graphs rather than of single documents: copies, unions, and that a renamed text makes the statements that it made."""
import collections
import itertools
import os
import re

from .names import RECORD, STATES, Written

OWN = re.compile(r"<[^>]*/id/(document|event|person|post)/")


def export(run, program, folder, texts):
    """The lines of N-Triples of texts by name."""
    os.makedirs(folder)
    for name, text in texts.items():
        with open(os.path.join(folder, f"{name}.txt"), "w", encoding="utf-8", newline="") as file:
            file.write(text)
    done = run(program, "export", "-q", "-f", "ntriples", folder)
    if done.returncode:
        raise SystemExit(f"export ended with {done.returncode}:\n{done.stderr.decode()[:2000]}")
    return set(done.stdout.decode().splitlines())


def shown(wanted, found):
    return "".join(f"    {sign} {line:.300}\n" for sign, lines in (("-", wanted - found), ("+", found - wanted)) for line in sorted(map(str, lines))[:10])


def properties(graph):
    """How often each property is stated of what the documents bring."""
    return collections.Counter(line.split(" ", 2)[1] for line in graph if OWN.match(line))


def check(run, program, sources, scratch, checks):
    texts = {source.name: source.text for source in sources}
    with scratch() as folder:
        whole = export(run, program, os.path.join(folder, "whole"), texts)
        copies = export(run, program, os.path.join(folder, "copies"), {f"copy.of.{name}": text for name, text in texts.items()})
        renamed = {line.replace("copy.of.", "") for line in copies}
        checks.hold(whole and renamed == whole, "a copy under another name makes the same graph, names apart")
        print(shown(whole, renamed), end="")
        names = sorted(texts)
        parts = [export(run, program, os.path.join(folder, f"part{i}"), {name: texts[name] for name in names[i::3]}) for i in range(3)]
        union = set().union(*parts)
        checks.hold(union == whole, "the union of the graphs of parts is the graph of the whole")
        print(shown(whole, union), end="")
        counted = None
        for i, (one, other) in enumerate(itertools.islice(itertools.permutations(STATES, 2), 0, None, 61)):
            graph = properties(export(run, program, os.path.join(folder, f"states{i}"), {"record": RECORD.format(A=Written(one), B=Written(other))}))
            counted = counted or graph
            checks.hold(graph and graph == counted, f"{one.name} and {other.name} for others: as many statements of each property")
            print(shown(set(counted.items()), set(graph.items())) if graph != counted else "", end="")
