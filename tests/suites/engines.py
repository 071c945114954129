#!/usr/bin/env python3
"""Other engines answer the questions of queries/ as we do: Jena, Oxigraph and Virtuoso, over the five source documents, the development corpus and speeches.

usage: engines.py [--speeches N] [--keep FOLDER] PROGRAM

The graphs are asked as unions, the questions with their defaults. Rows are compared as multisets, and in their order where the strings that decide it have ASCII only
(engines collate by code point, by UTF-16 unit, or otherwise); numbers by value, language tags in lower case. Over the five documents each parameter's example is sent to
Virtuoso too, as `--endpoint`, so that what is bound there is what is bound at home. An engine that is not installed, and speeches that are not there, are told as left out.
--keep: unpacked speeches are kept in FOLDER, or taken from there.
"""
import argparse
import json
import os
import re
import shutil
import sys
from collections import Counter

from common import Checks, DOCUMENTS, SOURCE, export, run, scratch
from queries import QUERIES, is_construct, names, parameters, text
from speeches import ARCHIVE, unpack
from virtuoso import Virtuoso

HERE = os.path.dirname(os.path.abspath(__file__))
DEV = os.path.join(SOURCE, "tests", "corpus", "dev", "docs")
OXIGRAPH = os.path.join(SOURCE, "tests", "oxigraph")
JAVA = "/usr/share/java"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMERIC = {XSD + name for name in ("integer", "int", "decimal", "double", "float", "nonNegativeInteger")}
SHOWN = 6
# (question, engine): why it answers otherwise than the standard. The other questions are written around what is known (queries/README.md).
KNOWN = {("silent", "Virtuoso"): "it takes nothing away where two subqueries are joined first, by MINUS, NOT EXISTS or OPTIONAL with !BOUND alike"}


# ---- answers

def spell(term):
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        return f"<{value}>"
    if term["type"] == "bnode":
        return "_:"
    if term.get("xml:lang"):
        return f"{json.dumps(value)}@{term['xml:lang'].lower()}"
    if datatype in NUMERIC:
        return f"{float(value):.9g}"
    return json.dumps(value) + (f"^^<{datatype}>" if datatype not in ("", XSD + "string") else "")


def unescape(line):
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda match: chr(int(match[1] or match[2], 16)), line)


def statements(answer):
    """Lines of N-Triples, each once: engines differ in blanks, escapes and order."""
    return sorted({" ".join(unescape(line).split()) for line in answer.decode().splitlines() if line.strip() and not line.startswith("#")})


def rows(answer):
    return [" ".join(f"{name}={spell(row[name])}" for name in sorted(row)) for row in json.loads(answer)["results"]["bindings"]]


def read(folder, name):
    path = os.path.join(folder, name + (".nt" if is_construct(name) else ".json"))
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        answer = file.read()
    try:
        return statements(answer) if is_construct(name) else rows(answer)
    except (ValueError, KeyError, UnicodeDecodeError):
        return None


def differences(ours, theirs):
    """What to show of two answers that are not the same; none if they are."""
    missing, extra = Counter(theirs) - Counter(ours), Counter(ours) - Counter(theirs)
    if missing or extra:
        told = [("only they", missing), ("only we", extra)]
        return [f"  {who} ({sum(counter.values())}): {row[:300]}" for who, counter in told for row in list(counter.elements())[:SHOWN]]
    if ours != theirs and all(row.isascii() for row in ours):
        return next([f"  in another order: {one[:300]}", f"  theirs: {other[:300]}"] for one, other in zip(ours, theirs) if one != other)
    return []


# ---- engines: each writes its answers to the folder, and tells what went wrong

def ask_us(program, graph, folder):
    index = os.path.join(folder, "graph.index")
    said = [run(program, "index", "-q", "-o", index, graph).stderr.decode()]
    for name in names():
        form, ending = ("ntriples", "nt") if is_construct(name) else ("json", "json")
        said.append(run(program, "query", "-d", index, "-f", form, "-o", os.path.join(folder, f"{name}.{ending}"), name).stderr.decode())
    return "".join(said)


def ask_jena(graph, folder, classes):
    paths = [os.path.join(QUERIES, f"{name}.rq") for name in names()]
    done = run("sh", os.path.join(HERE, "jena.sh"), classes, "JenaQuestions", graph, folder, *paths)
    return (done.stdout + done.stderr).decode()


def ask_oxigraph(graph, folder):
    paths = [os.path.join(QUERIES, f"{name}.rq") for name in names()]
    done = run("node", "--max-old-space-size=8000", os.path.join(OXIGRAPH, "answer.mjs"), graph, folder, *paths)
    return (done.stdout + done.stderr).decode()


def ask_virtuoso(server, graph_name, folder):
    said = []
    for name in names():
        form, ending = ("text/plain", "nt") if is_construct(name) else ("application/sparql-results+json", "json")
        try:
            answer = server.ask(text(name), graph_name, form)
            with open(os.path.join(folder, f"{name}.{ending}"), "wb") as file:
                file.write(answer)
        except OSError as error:
            said.append(f"{name}: {error}\n")
    return "".join(said)


def compile_java(folder):
    """The folder of JenaQuestions, or None where there is no Java compiler or no Jena."""
    jars = [os.path.join(JAVA, f"jena-{part}.jar") for part in ("arq", "core", "base")]
    if not shutil.which("javac") or not all(map(os.path.exists, jars)):
        return None
    classes = os.path.join(folder, "classes")
    os.mkdir(classes)
    done = run("javac", "-nowarn", "-cp", ":".join(jars), "-d", classes, os.path.join(HERE, "JenaQuestions.java"))
    if done.returncode:
        sys.exit(done.stderr.decode())
    return classes


# ---- what is held

def compare(checks, program, graph, what, folder, classes, server):
    engines = {}
    if classes:
        engines["Jena"] = lambda to: ask_jena(graph, to, classes)
    if os.path.isdir(os.path.join(OXIGRAPH, "node_modules")):
        engines["Oxigraph"] = lambda to: ask_oxigraph(graph, to)
    if server:
        server.load(graph, f"http://graph/{what}")
        engines["Virtuoso"] = lambda to: ask_virtuoso(server, f"http://graph/{what}", to)
    answers = {}
    for engine, ask in {"demarche": lambda to: ask_us(program, graph, to), **engines}.items():
        to = os.path.join(folder, f"{what}-{engine}")
        os.mkdir(to)
        said = ask(to)
        answers[engine] = {name: read(to, name) for name in names()}
        failed = [name for name, answer in answers[engine].items() if answer is None and (name, engine) not in KNOWN]
        checks.hold(not failed, f"{what}: {engine} answers all {len(names())} {failed} {said[:1500] if failed else ''}")
    for engine in engines:
        for name in names():
            ours, theirs = answers["demarche"][name], answers[engine][name]
            if ours is None or theirs is None or (name, engine) in KNOWN:
                continue
            told = differences(ours, theirs)
            checks.hold(not told, f"{what}: {name}: {len(ours)} rows, as {engine}" + "".join("\n" + line for line in told))


def bound(checks, program, graph, server):
    """Each parameter's example at an endpoint is what it is at home."""
    for name in (name for name in names() if (name, "Virtuoso") not in KNOWN):
        for parameter, _, _, example in parameters(name):
            command = [program, "query", name, f"--{parameter}", example, "-f", "ntriples" if is_construct(name) else "json"]
            here, there = run(*command, "-d", graph), run(*command, "--endpoint", server.endpoint)
            if not checks.hold(here.returncode == 0 and there.returncode == 0, f"{name} --{parameter} at home and at Virtuoso {there.stderr.decode()[:300]}"):
                continue
            spelled = [(statements if is_construct(name) else rows)(done.stdout) for done in (here, there)]
            told = differences(*spelled)
            checks.hold(not told, f"{name} --{parameter} {example}: {len(spelled[0])} rows, as at Virtuoso" + "".join("\n" + line for line in told))


def union(program, path, *inputs):
    """The export of inputs as N-Triples without graphs, each statement once."""
    lines = sorted(set(export(program, "-q", "-f", "ntriples", *inputs).splitlines(keepends=True)))
    with open(path, "wb") as file:
        file.writelines(lines)
    return path


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("--speeches", type=int, default=0)
    parser.add_argument("--keep")
    asked = parser.parse_args()
    checks = Checks()
    for (name, engine), why in KNOWN.items():
        print(f"left out: {name} of {engine}: {why}")
    with scratch() as folder:
        classes = compile_java(folder)
        has_virtuoso = Virtuoso.is_there()
        for what, is_there in (("Jena", classes), ("Virtuoso", has_virtuoso), ("Oxigraph", os.path.isdir(os.path.join(OXIGRAPH, "node_modules")))):
            if not is_there:
                print(f"left out: {what} is not installed")
        server = Virtuoso(folder, 340000 if asked.speeches else 40000) if has_virtuoso else None
        try:
            if server:
                server.__enter__()
            five = union(asked.program, os.path.join(folder, "five.nt"), DOCUMENTS)
            if server:  # the first graph there, since an endpoint is asked for all of them
                compare(checks, asked.program, five, "five", folder, classes, server)
                bound(checks, asked.program, five, server)
            else:
                compare(checks, asked.program, five, "five", folder, classes, server)
            compare(checks, asked.program, union(asked.program, os.path.join(folder, "dev.nt"), DEV), "dev", folder, classes, server)
            if asked.speeches and os.path.exists(ARCHIVE):
                kept = unpack(ARCHIVE, asked.keep or os.path.join(folder, "all"))
                some = sorted(name for name in os.listdir(kept) if name.endswith(".txt"))[:: max(1, len(os.listdir(kept)) // asked.speeches)][: asked.speeches]
                linked = os.path.join(folder, "speeches")
                os.mkdir(linked)
                for name in some:
                    os.symlink(os.path.join(kept, name), os.path.join(linked, name))
                compare(checks, asked.program, union(asked.program, os.path.join(folder, "speeches.nt"), linked), "speeches", folder, classes, server)
            elif asked.speeches:
                print(f"left out: {asked.speeches} speeches ({os.path.basename(ARCHIVE)} is not there)")
        finally:
            if server:
                server.stop()
    checks.end()


if __name__ == "__main__":
    main()
