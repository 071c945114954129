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
SENTENCE = re.compile(r"^\d+,\d+ (?:paragraph|heading|item|field): (.*)$")
STEPS = {"speaking-group", "council", "committee", "assembly", "event-day", "likely-voice", "blamed"}  # families that only lead to others: nothing in the graph is made of them
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


class Reading(collections.Counter):
    """The facts of a document, each as often as it is stated. `said` has the sentences with their facts, in order."""

    def __init__(self, *facts):
        super().__init__(*facts)
        self.said = []


@dataclass
class Pair:
    """A text and its change. `holds(before, after)` is given the Readings of both and returns what should not be: lines to print."""
    what: str
    before: str
    after: str
    holds: Callable


@dataclass
class Relation:
    name: str
    pairs: Callable

    def collect(self, sources, most=None):
        """All pairs, or a sample of about `most` characters, always the same."""
        pairs = list(self.pairs(sources, random.Random(f"{SEED} {self.name}")))
        if most is None:
            return pairs
        taken, n = [], 0
        for pair in random.Random(f"{SEED} sample of {self.name}").sample(pairs, len(pairs)):
            if n < most:
                taken.append(pair)
                n += len(pair.after)
        return taken


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
    """The same facts, however often each is stated."""
    return differences(collections.Counter(set(before)), collections.Counter(set(after)))


def changed(facts, mend):
    found = Reading()
    for fact, n in facts.items():
        found[Fact(fact.family, mend(fact.cells))] += n
    return found


def mapped(mend):
    """The same facts once `mend` has changed their cells as the text was changed."""
    return lambda before, after: differences(changed(before, mend), after)


def alike(mend):
    """The same facts once `mend` has made the cells of both alike."""
    return lambda before, after: differences(changed(before, mend), changed(after, mend))


def each(sources, change, holds=same):
    """Every source that the change touches."""
    for source in sources:
        after = change(source.text)
        if after != source.text:
            yield Pair(source.name, source.text, after, holds)


def positions(facts):
    return {fact for fact in facts if fact.family == "position"}


def states_positions(facts):
    """What a pair must have to say anything of positions."""
    return [] if positions(facts) else ["the text before states no position"]


def same_positions(before, after):
    """The same facts, and a position among them."""
    return states_positions(before) + differences(before, after)


def read(explained):
    """The facts of each document in the output of explain, by its name."""
    found, now = {}, None
    for line in explained.split("\n"):
        if re.fullmatch(r"t\d{5}", line):
            now = found[line] = Reading()
            continue
        sentence, match = SENTENCE.match(line), FACT.match(line)
        if sentence:
            now.said.append((sentence[1], []))
        elif match and match[1] not in STEPS:
            fact = Fact(match[1], match[2])
            now[fact] += 1
            if now.said:
                now.said[-1][1].append(fact)
    return found
