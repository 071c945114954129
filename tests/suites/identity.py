#!/usr/bin/env python3
"""One thing, one IRI: a body by any of its names, with the state that it is of in any form; bodies of one name that are of two states stay two; so do persons.

usage: identity.py PROGRAM

Bodies are taken from the lexicon, every STEP-th of those that belong to a state, and, by form, from names that it does not list, for every STEP-th state.
"""
import collections
import glob
import os
import re
import sys

import yaml

from common import Checks, SOURCE, export, scratch

ID, DIP = "https://w3id.org/demarche/id/", "https://w3id.org/demarche/ontology#"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
STEP = 5
WITH_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Marshall", "Solomon", "Comoros", "Russian", "Dominican", "Central African",
                "Congo", "Holy See", "Seychelles", "Democratic", "Republic", "State of", "Syrian")
UNLISTED = ("Ministry of Ocean Affairs", "Office of Digital Diplomacy", "Department of Underwater Defence", "Ministry of Steel, Glass and Paper",
            "National Institute for Quantum Studies", "Directorate of Polar Research")
TRIPLE = re.compile(r"<([^>]*)> <([^>]*)> <([^>]*)> \.")
TEXT = "{state} hosted its first cyber consultations. Representatives of {body} took part in the consultations.\n"
PAIR = "Fiji and Kenya met. On the Fijian side, the {body} took part. On the Kenyan side, the {body} took part. The {body} of Fiji and the {body} of Kenya spoke.\n"
#          two documents name somebody on one side; the IRI of both
PERSONS = [
    ("Ms. Michele G. Markoff, Deputy Coordinator of the United States, spoke.", "MARKOFF Michele, Deputy Coordinator of the United States, spoke.", "usa-michele-markoff"),
    ("Ambassador Takeshi Akahori of Japan spoke.", "H.E. Mr. AKAHORI Takeshi, Ambassador of Japan, spoke.", "jpn-takeshi-akahori"),
    ("Dr. J. Maria Kask, Director of Estonia, spoke.", "Maria KASK, Director of Estonia, spoke.", "est-maria-kask"),
    ("Mr. Jürg Lauber, Ambassador of Switzerland, spoke.", "Ambassador JURG LAUBER of Switzerland spoke.", "che-jurg-lauber"),
    ("Mr. Kim Hong-kyun and Mr. Hong-kyun KIM, Ambassador of the Republic of Korea, spoke.", "Mr. Hong-kyun Kim, Ambassador of the Republic of Korea, spoke.", "kor-hong-kyun-kim"),
    ("Ms. Novak, Ambassador of Slovenia, spoke. Ms. Ana B. Novak left.", "Ana Novak, Ambassador of Slovenia, spoke. Ms. Novak left.", "svn-ana-novak"),
]
APART = [("Mr. Ivan Novak, Ambassador of Croatia, spoke.", "Mr. Ivan Novak, Ambassador of Slovenia, spoke.")]


def listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def lexicon():
    things = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(SOURCE, "data", "lexicon", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            read = yaml.load(file, LOADER)
        if read and "entities" in read:
            things[read["kind"]] += read["entities"]
    return things


def owners(state, body):
    """`body` with its state before or behind it."""
    name, article = state["label"], "the " if state["label"].startswith(WITH_ARTICLE) else ""
    forms = {"of": f"the {body} of {article}{name}", "possessive": f"{article}{name}'{'' if name.endswith('s') else 's'} {body}", "noun": f"the {name} {body}",
             "brackets": f"the {body} ({name})"}
    if state["adjective"]:
        forms["adjective"] = f"the {state['adjective']} {body}"
    return forms


def forms_of(body, state, acronym_is_its_own):
    told = [state["label"]] + listed(state.get("names")) + listed(state.get("adjectives"))
    bare = [name for name in [body["label"]] + listed(body.get("names")) if not any(re.search(rf"\b{re.escape(own)}\b", name) for own in told)]
    forms = {"label": f"the {body['label']}"}
    if bare:
        forms.update(owners(state, bare[0]))
        forms["respelt"] = f"the {respelt(bare[0])} ({state['label']})"
        forms["alone"] = f"the {bare[0]}"
    for acronym in listed(body.get("acronyms"))[:1]:
        if acronym_is_its_own(acronym):
            forms["acronym"] = f"the {acronym}"
        forms.update({f"{how} acronym": form for how, form in owners(state, acronym).items() if how in ("possessive", "adjective")})
        if bare:
            forms["both"] = f"the {bare[0]} ({acronym}) of {state['label']}"
    return forms


def respelt(name):
    """The other spelling, another `and`, and a serial comma."""
    for one, other in (("Defence", "Defense"), ("Defense", "Defence"), ("Centre", "Center"), ("Organisation", "Organization")):
        if one in name:
            name = name.replace(one, other)
            break
    return re.sub(",? and ", ", and ", name) if "," in name else name.replace(" and ", " & ")


def plain(name):
    return name.lower().replace(",", "").replace("&", "and")


def states_of(things):
    adjectives = collections.Counter(word for state in things["state"] for word in set(listed(state.get("adjectives"))))
    for state in things["state"]:
        state["adjective"] = next((word for word in listed(state.get("adjectives")) if adjectives[word] == 1), None)
    return {state["id"]: state for state in things["state"]}


def listed_cases(things, states):
    acronyms, names = collections.Counter(), collections.Counter()
    for kind in things:
        for thing in things[kind]:
            acronyms.update(set(listed(thing.get("acronyms"))))
            names.update({(thing.get("of"), plain(name)) for name in [thing["label"]] + listed(thing.get("names"))})
    bodies = [body for body in things["agency"] if body.get("of") in states and all(names[body["of"], plain(name)] == 1 for name in [body["label"]] + listed(body.get("names")))]
    cases = {}
    for body in bodies[::STEP]:
        state = states[body["of"]]
        for how, form in forms_of(body, state, lambda acronym: acronyms[acronym] == 1).items():
            cases[f"{body['id']}--{how.replace(' ', '-')}"] = (TEXT.format(state=state["label"], body=form), body["id"])
    return cases


def unlisted_cases(states):
    cases = {}
    for code in sorted(states)[::STEP]:
        for name in UNLISTED:
            forms = owners(states[code], name)
            forms["respelt"] = f"the {respelt(name)} of {states[code]['label']}"
            forms["introduced"] = f"the {name} (XQZ) of {states[code]['label']}, the {name} and XQZ"
            slug = re.sub(r"[^a-z]+", "-", name.lower().replace("defence", "defense"))
            for how, form in forms.items():
                cases[f"{code}--{slug}--{how}"] = (TEXT.format(state=states[code]["label"], body=form), f"{code.lower()}-{slug}")
    return cases


def write(folder, texts):
    for name, text in texts.items():
        with open(os.path.join(folder, f"{name}.txt"), "w", encoding="utf-8") as file:
            file.write(f"Cyber Consultations\n\n{text}")


def named(program, texts, kind):
    """Of each document: the things of that kind that it mentions."""
    mentioned = collections.defaultdict(set)
    with scratch() as folder:
        write(folder, texts)
        for subject, predicate, value in TRIPLE.findall(export(program, "-q", "--provenance", "none", "-f", "ntriples", folder).decode()):
            if predicate == f"{DIP}mentions" and f"/{kind}/" in value:
                mentioned[subject.rsplit("/", 1)[1]].add(value.rsplit(f"/{kind}/", 1)[1])
    return mentioned


def bodies(checks, program, what, cases):
    found = named(program, {name: text for name, (text, _) in cases.items()}, "agency")
    wrong = [f"{cases[name][0].strip()} {sorted(found[name])}" for name in cases if found[name] != {cases[name][1]}]
    checks.hold(len(cases) > 500 and not wrong, f"{len(cases)} forms of {what} bodies each mean one thing: {len(wrong)} do not: {wrong[:5]}")


def two_states(checks, program):
    cases = {f"pair-{i}": name for i, name in enumerate(UNLISTED + ("Ministry of Interior",))}
    together = named(program, {name: PAIR.format(body=body) for name, body in cases.items()}, "agency")
    checks.hold(all({body.split("-", 1)[0] for body in together[name]} == {"fji", "ken"} and len(together[name]) == 2 for name in cases),
                "two states' bodies of one name stay apart in one document")
    checks.hold(all(len({body.split("-", 1)[1] for body in together[name]}) == 1 for name in cases), "and bear the same name in their IRIs")


def persons(checks, program):
    texts = {}
    for i, (one, other, _) in enumerate(PERSONS):
        texts.update({f"p{i}-one": one + "\n", f"p{i}-other": other + "\n"})
    for i, (one, other) in enumerate(APART):
        texts.update({f"a{i}-one": one + "\n", f"a{i}-other": other + "\n"})
    found = named(program, texts, "person")
    for i, (one, other, wanted) in enumerate(PERSONS):
        checks.hold(found[f"p{i}-one"] == {wanted} == found[f"p{i}-other"], f"{one} {other} tell of {wanted}: {found[f'p{i}-one']} {found[f'p{i}-other']}")
    for i, (one, other) in enumerate(APART):
        checks.hold(len(found[f"a{i}-one"] | found[f"a{i}-other"]) == 2, f"{one} {other} tell of two")


def main(program):
    checks, things = Checks(), lexicon()
    states = states_of(things)
    bodies(checks, program, "listed", listed_cases(things, states))
    bodies(checks, program, "unlisted", unlisted_cases(states))
    two_states(checks, program)
    persons(checks, program)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
