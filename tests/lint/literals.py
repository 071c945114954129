#!/usr/bin/env python3
"""The C sources know nothing of the domain: no string literal is a form of the lexicon, a word of its classes or rules, or a term of the mapping.

usage: literals.py

Whole literals are compared, without regard to case. One that is also a word of the program's own trade (an option, a key of YAML, a keyword of
SPARQL) stands in literals-allowed.tsv for the folder that needs it, with the reason.
Exit status: 0 none, 1 some.
"""
import os
import re
import sys
import unicodedata

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml, as in the program; PyYAML's own parser is stricter
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"((?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\\n]|\\.)*\'', re.S)
INCLUDE = re.compile(r"^\s*#\s*include[^\n]*", re.M)
PATTERN_WORD = re.compile(r"[^\W\d_][\w'’-]*~?")
NAMES = ("label", "names", "acronyms", "adjectives")


def fold(text):
    text = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).casefold().split())


def literals():
    """(place, text) of every string literal; adjacent ones are one."""
    for folder, _, names in sorted(os.walk(os.path.join(SOURCE, "src"))):
        for name in sorted(n for n in names if n.endswith((".c", ".h"))):
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                text = INCLUDE.sub("", file.read())
            pending, begin, end = None, 0, 0
            for match in TOKEN.finditer(text):
                if match[1] is None:
                    continue
                if pending is not None and not text[end:match.start()].strip():
                    pending, end = pending + match[1], match.end()
                    continue
                if pending is not None:
                    yield f"{os.path.relpath(path, SOURCE)}:{text.count(chr(10), 0, begin) + 1}", pending
                pending, begin, end = match[1], match.start(), match.end()
            if pending is not None:
                yield f"{os.path.relpath(path, SOURCE)}:{text.count(chr(10), 0, begin) + 1}", pending


def yaml_files(*folders):
    for folder in folders:
        for place, _, names in sorted(os.walk(os.path.join(SOURCE, folder))):
            for name in sorted(n for n in names if n.endswith(".yaml")):
                with open(os.path.join(place, name), encoding="utf-8") as file:
                    yield name, yaml.load(file, Loader=LOADER) or {}


def pattern_words(pattern):
    """The words that a pattern asks for: what stands in neither brackets of a class, kind or shape nor before `=`."""
    bare = re.sub(r"%[\w-]+|<[^>]*>|\[[^\]]*\]|[\w-]+=(?=[(<\[%])|\\.", " ", pattern)
    return {fold(word.rstrip("~")) for word in PATTERN_WORD.findall(bare)}


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)


def domain():
    """{folded form: where it comes from}"""
    forms = {}
    for name, tree in yaml_files("data/lexicon", "data/rules"):
        for entity in tree.get("entities") or []:
            forms.setdefault(fold(entity.get("id", "")), f"an id of {name}")
            for key in NAMES:
                for text in strings(entity.get(key) or []):
                    forms.setdefault(fold(text), f"a form of {name}")
            for pattern in strings(entity.get("patterns") or []):
                for word in pattern_words(pattern):
                    forms.setdefault(word, f"a word of a pattern of {name}")
        for key in ("classes", "forms"):
            for pattern in strings(tree.get(key) or {}):
                for word in pattern_words(pattern):
                    forms.setdefault(word, f"a word of {key} of {name}")
        for kind in tree.get("kinds") or {}:
            forms.setdefault(fold(kind), f"a kind of {name}")
        for base, inflected in (tree.get("inflections") or {}).items():
            for word in [base, *strings(inflected)]:
                forms.setdefault(fold(word), f"an inflection of {name}")
        for word in tree.get("abbreviations") or []:
            forms.setdefault(fold(word), f"an abbreviation of {name}")
        for family, made in (tree.get("families") or {}).items():
            for word in [family, *(made.get("cells") or [])]:
                forms.setdefault(fold(word), f"a family or cell of {name}")
        for rule in tree.get("rules") or []:
            forms.setdefault(fold(rule.get("rule", "")), f"a rule of {name}")
            for key in ("match", "collect", "trigger", "under", "stop", "subject"):
                for pattern in strings(rule.get(key) or []):
                    for word in pattern_words(pattern):
                        forms.setdefault(word, f"a word of a rule of {name}")
    for term in mapping_terms():
        forms.setdefault(fold(term), "a term of the mapping")
        forms.setdefault(fold(re.split(r"[:#/]", term)[-1]), "the local name of a term of the mapping")
    forms.pop("", None)
    return forms


def mapping_terms():
    with open(os.path.join(SOURCE, "ontology", "mapping.yaml"), encoding="utf-8") as file:
        text = file.read()
    tree = yaml.load(text, Loader=LOADER)
    prefixes = "|".join(map(re.escape, tree.get("prefixes") or {}))
    yield from re.findall(rf"\b(?:{prefixes}):[\w-]+", text)
    yield from re.findall(r"https?://[^\s\"'>}]+", text)


def allowed():
    """{(folder, folded literal)}"""
    permitted = set()
    with open(os.path.join(HERE, "literals-allowed.tsv"), encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            row = line.rstrip("\n").split("\t")
            if len(row) != 3 or not all(cell.strip() for cell in row):
                sys.exit(f"literals-allowed.tsv:{number}: a row is a folder, a reason and words")
            permitted.update((row[0], fold(word)) for word in row[2].split("|"))
    return permitted


def main():
    forms, permitted = domain(), allowed()
    found, needed = 0, set()
    for place, text in literals():
        form = fold(text)
        if form not in forms:
            continue
        permission = next((p for p in permitted if p[1] == form and place.startswith(p[0])), None)
        if permission:
            needed.add(permission)
        else:
            found += 1
            print(f'{place}: "{text}" is {forms[form]}')
    for folder, form in sorted(permitted - needed):
        print(f"note: nobody needs `{form}` in {folder} any more")
    print(f"{len(forms)} forms and terms of the domain, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
