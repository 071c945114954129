#!/usr/bin/env python3
"""Links to other data sets: only such as tests/data/identifiers.tsv allows, and none that it rejects. A wrong link is worse than none.

usage: identifiers.py PROGRAM
"""
import collections
import os
import re
import sys

from common import Checks, DOCUMENTS, SOURCE, export

OWL_SAME = "http://www.w3.org/2002/07/owl#sameAs"
SKOS = "http://www.w3.org/2004/02/skos/core#"
HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage"
#           property                  kinds of the list that may stand there
ALLOWED = {OWL_SAME: {"exact"}, SKOS + "exactMatch": {"exact"}, SKOS + "closeMatch": {"close", "exact"}, HOMEPAGE: {"homepage"}}
LINK = re.compile(r"<([^>]*)> <([^>]*)> <([^>]*)> \.")


def listed():
    kinds, state = collections.defaultdict(set), {}
    with open(os.path.join(SOURCE, "tests", "data", "identifiers.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                kind, uri, thing = line.rstrip("\n").split("\t")
                kinds[uri].add(kind)
                if kind == "exact" and re.fullmatch("[A-Z]{3}", thing):
                    state[uri] = thing
    return kinds, state


def main(program):
    checks = Checks()
    kinds, state = listed()
    graph = export(program, "-f", "ntriples", "--reference", "all", DOCUMENTS).decode()
    rejected = sorted(uri for uri, of in kinds.items() if of == {"rejected"} and f"<{uri}>" in graph)
    checks.hold(not rejected, f"no rejected identifier: {rejected}")
    counts = collections.Counter()
    for line in graph.splitlines():
        match = LINK.fullmatch(line)
        if not match or match[2] not in ALLOWED:
            continue
        thing, link, uri = match.groups()
        counts[link] += 1
        if not kinds.get(uri, set()) & ALLOWED[link]:
            checks.hold(False, f"{thing} has the unlisted {link} {uri}")
        elif link == OWL_SAME and "/state/" in thing:
            code = thing.rsplit("/", 1)[1]
            if state.get(uri) != code:
                checks.hold(False, f"{thing} is not {uri}, which is {state.get(uri)}")
    for link in sorted(ALLOWED):
        print(f"{counts[link]:5d} {link}")
    checks.hold(counts[OWL_SAME] >= 193, f"{counts[OWL_SAME]} owl:sameAs, one for each UN member at least")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
