"""What a metamorphic test is made of: texts, changed texts, and what the change should do to the facts.

A relation is a generator, `@relation("what is held")`, that is given the sources and a random generator of its own and yields Pairs. All texts of all
relations are read by one run of the program, so a relation costs what its texts cost.
"""
import collections
import random
import re
from dataclasses import dataclass
from typing import Callable

SEED = 2026
FACT = re.compile(r"^    => (\S+) ?(.*?)  \[([^:\]]*).*\]$")
RELATIONS = []


@dataclass(frozen=True)
class Source:
    name: str
    text: str


@dataclass(frozen=True)
class Fact:
    family: str
    cells: str

    def __str__(self):
        return f"{self.family} {self.cells}"


@dataclass
class Pair:
    """A text and its change. `holds(before, after)` is given the facts of both as Counters and returns what should not be: lines to print."""
    what: str
    before: str
    after: str
    holds: Callable


@dataclass
class Relation:
    name: str
    pairs: Callable

    def collect(self, sources):
        return list(self.pairs(sources, random.Random(f"{SEED} {self.name}")))


def relation(name):
    def keep(pairs):
        RELATIONS.append(Relation(name, pairs))
        return pairs
    return keep


def differences(wanted, found):
    """Lines that tell two Counters apart."""
    return [f"- {fact}" for fact in sorted((wanted - found).elements(), key=str)] + [f"+ {fact}" for fact in sorted((found - wanted).elements(), key=str)]


def same(before, after):
    return differences(before, after)


def same_set(before, after):
    """The same facts, each as often as you like."""
    return differences(collections.Counter(set(before)), collections.Counter(set(after)))


def mapped(mend, compare=same):
    """The same facts once `mend` has changed their cells as the text was changed."""
    def holds(before, after):
        changed = collections.Counter()
        for fact, n in before.items():
            changed[Fact(fact.family, mend(fact.cells))] += n
        return compare(changed, after)
    return holds


def stands(fact, before, after):
    """What must be in both for a pair to say anything."""
    return [] if any(fact in str(f) for f in before) and any(fact in str(f) for f in after) else [f"neither with nor without the change: {fact}"]


def read(explained):
    """The facts of each document in the output of explain, by its name."""
    found, now = {}, None
    for line in explained.split("\n"):
        if re.fullmatch(r"t\d{5}", line):
            now = found[line] = collections.Counter()
            continue
        match = FACT.match(line)
        if match:
            now[Fact(match[1], match[2])] += 1
    return found
