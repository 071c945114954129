#!/usr/bin/env python3
"""Export a corpus, score the graph against its hand-made facts, and hold the scores against their floors.

usage: check_score.py PROGRAM CORPUS      CORPUS: seeds, dev or own

The floors stand in floors.txt. The graph is Turtle, read by raptor (rapper), so that the whole way is tested.
Exit status: 0 at or above every floor and every passage stands in its source; 1 not.
"""
import os
import re
import subprocess
import sys
import tempfile

TELLING = 10  # facts that a family must have to be one of `each`
HERE = os.path.dirname(os.path.abspath(__file__))


def documents(corpus):
    """The five source documents are the program's own sample input; they lie there only once."""
    return os.path.join(HERE, "..", "..", "data", "documents") if corpus == "seeds" else os.path.join(HERE, corpus, "docs")


def floors(corpus):
    with open(os.path.join(HERE, "floors.txt"), encoding="utf-8") as lines:
        rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {family: float(floor) for name, family, floor in rows if name == corpus}


def main(program, corpus):
    with tempfile.TemporaryDirectory(prefix="demarche-score-") as folder:
        turtle, ntriples = os.path.join(folder, "graph.ttl"), os.path.join(folder, "graph.nt")
        subprocess.run([program, "export", "-o", turtle, documents(corpus)], check=True)
        with open(ntriples, "wb") as out:
            subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", turtle], stdout=out, check=True)
        scored = subprocess.run([sys.executable, os.path.join(HERE, "score.py"), ntriples, os.path.join(HERE, corpus, "gold"), documents(corpus)],
                                stdout=subprocess.PIPE, text=True, check=False)
    print(scored.stdout)
    rows = [row for row in (line.split() for line in scored.stdout.splitlines()) if len(row) == 6 and re.fullmatch(r"[\d.]+", row[3]) and row[4].isdigit()]
    f1 = {row[0]: float(row[3]) for row in rows}
    f1["each"] = min(float(row[3]) for row in rows if int(row[4]) >= TELLING)
    right = scored.returncode == 0
    for family, floor in floors(corpus).items():
        reached = f1.get(family, 0.0)
        print(f"{family}: {reached:.3f}, at least {floor:.3f} wanted{'' if reached >= floor else ': FAILED'}")
        right = right and reached >= floor
    return 0 if right else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2]))
