#!/usr/bin/env python3
"""What changes in a text and does not change what it says: each relation is one test, over the source documents, the corpora and texts made up for it.

usage: metamorphic.py PROGRAM [WORD]

Without WORD each relation is tried on a sample of its texts, the same in every run. With WORD (which may be '') only the relations whose name has it, on all
their texts, and with each difference the texts are left in /tmp/metamorphic to be looked at.
"""
import os
import re
import sys

from common import Checks, DOCUMENTS, SOURCE, run, scratch
from changes import graphs, relations
from changes.relations import RELATIONS, Source
import changes.clauses  # noqa: F401  each registers its relations
import changes.layout  # noqa: F401
import changes.meetings  # noqa: F401
import changes.names  # noqa: F401
import changes.sentences  # noqa: F401
import changes.speakers  # noqa: F401
import changes.whole  # noqa: F401
import changes.wording  # noqa: F401

FOLDERS = [DOCUMENTS] + [os.path.join(SOURCE, "tests", "corpus", name, "docs") for name in ("dev", "own")]
# of our own texts those whose names, dates and events are invented: in the others a body or event hangs on the state that names it
INVENTED = re.compile(r"r\d+\.txt|[^rhc].*|[rhc]\D.*")
MOST_SHOWN = 12
MOST_CHARACTERS = 60_000  # of a sample


def sources():
    found = []
    for folder in FOLDERS:
        for name in sorted(os.listdir(folder)):
            if name.endswith(".txt") and INVENTED.fullmatch(name):
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                    found.append(Source(name[:-4], file.read()))
    return found


def explain(program, texts):
    """The facts of each text."""
    names = {text: f"t{number:05}" for number, text in enumerate(texts)}
    with scratch() as folder:
        for text, name in names.items():
            with open(os.path.join(folder, f"{name}.txt"), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        done = run(program, "explain", "-q", folder)
    if done.returncode:
        sys.exit(f"explain ended with {done.returncode}:\n{done.stderr.decode()[:2000]}")
    facts = relations.read(done.stdout.decode())
    return {text: facts[name] for text, name in names.items()}


def keep(pair, number):
    os.makedirs("/tmp/metamorphic", exist_ok=True)
    for part, text in (("before", pair.before), ("after", pair.after)):
        with open(f"/tmp/metamorphic/{number:03}-{part}.txt", "w", encoding="utf-8", newline="") as file:
            file.write(text)


def main(program, word):
    checks, documents, all_of_them = Checks(), sources(), word is not None
    chosen = [(relation, relation.collect(documents, None if all_of_them else MOST_CHARACTERS)) for relation in RELATIONS if (word or "") in relation.name]
    facts = explain(program, dict.fromkeys(text for _, pairs in chosen for pair in pairs for text in (pair.before, pair.after)))
    n_kept = 0
    for relation, pairs in chosen:
        broken = [(pair, lines) for pair in pairs for lines in [pair.holds(facts[pair.before], facts[pair.after])] if lines]
        checks.hold(pairs and not broken, f"{relation.name} ({len(pairs) - len(broken)} of {len(pairs)} texts)")
        for pair, lines in broken[:None if all_of_them else MOST_SHOWN]:
            print(f"  {pair.what}" + (f" [{n_kept:03}]" if all_of_them else ""))
            print("".join(f"    {line}\n" for line in lines), end="")
            if all_of_them:
                keep(pair, n_kept)
            n_kept += 1
    if (word or "") in "graphs":
        graphs.check(run, program, documents, scratch, checks)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else None)
