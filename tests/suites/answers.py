#!/usr/bin/env python3
"""What `explain --why-not` answers agrees with what is read: each fact, asked for by the ids that `explain -f tsv` shows, is stated, by that rule, from those words;
with another actor, place or stance in one cell it is not, unless that is a fact too.

usage: answers.py PROGRAM
"""
import csv
import os
import re
import sys

from common import Checks, DOCUMENTS, run

DOCUMENT = os.path.join(DOCUMENTS, "000_f0aa15330659081c.txt")
EVERY = 5  # facts are many, and each question reads the document again
OTHERS = ("TCD", "tallinn", "condemns")


def rows(program):
    done = run(program, "explain", "-q", "-f", "tsv", DOCUMENT)
    table = csv.DictReader(done.stdout.decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row for row in table if row["row"] == "fact"]


def cells(row):
    return [cell.partition("=")[2] for cell in row["value"].split("; ")]


def ask(program, family, values):
    asked = " ".join([family] + [f'"{value}"' for value in values])
    done = run(program, "explain", "-q", "--why-not", asked, DOCUMENT)
    return asked, done.returncode, done.stdout.decode(), done.stderr.decode()


def main(program):
    checks = Checks()
    facts = rows(program)
    stated = {(row["what"], tuple(cells(row))) for row in facts}
    others = 0
    for row in facts[::EVERY]:
        values = cells(row)
        asked, code, answer, said = ask(program, row["what"], values)
        first = answer.partition("\n")[0]
        checks.hold(code == 0 and first.endswith(": stated"), f"{asked}: {first or said.strip()}")
        checks.hold(f"rule {row['by']} (" in answer and (not row["text"] or f"`{row['text']}`" in answer), f"{asked}: by {row['by']}")
        for other in OTHERS:
            changed = [other] + values[1:]
            if row["what"] != "position" or (other == "condemns") or (row["what"], tuple(changed)) in stated:
                continue
            asked, code, answer, said = ask(program, row["what"], changed)
            first = answer.partition("\n")[0]
            near = re.search(r"^\S+:\d+:\d+: rule ", answer, re.M)
            checks.hold(code == 0 and first.endswith(": not stated") and near, f"{asked}: {first or said.strip()}, and a rule came near")
            others += 1
            break
    checks.hold(others > 0, f"{others} facts that are none")
    checks.end()


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
