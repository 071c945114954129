#!/usr/bin/env python3
"""What takes long: the whole corpus, millions of quads through every syntax and back, fuzzing, kills, a soak, damaged and large indexes, random queries,
many requests. Run by tools/test --slow.

usage: slow.py PROGRAM FUZZ_FOLDER --result FILE [--minutes N] [--seed N] [--only PART] [--keep FOLDER]

FUZZ_FOLDER holds the fuzz targets, built with clang and DM_FUZZ. With fewer minutes than 30 there are fewer speeches, quads, runs. What was found is written to
FILE (not with --only), and fuzzing leaves what it found in FUZZ_FOLDER. Exit status: 0 all held; 1 not.
"""
import argparse
import datetime
import filecmp
import os
import random
import resource
import signal
import subprocess
import sys
import time

from common import SOURCE, SYNTAXES, measure, run, scratch
from slow_queries import PARTS as QUERY_PARTS
from speeches import ARCHIVE, texts, unpack

FULL_MINUTES = 30
DEV = os.path.join(SOURCE, "tests", "corpus", "dev", "docs")
QUADS_AIM, KILLS_AIM = 2_100_000, 120
FUZZ_SHARE, SOAK_SHARE, KILL_SHARE = 0.30, 0.10, 0.10  # of the time
CORPUS_MEGABYTES, EXPORT_MEGABYTES, QUERY_MEGABYTES = 400, 150, 2500
FUZZ_TARGETS = ("text", "yaml", "rdf_read", "lines", "sparql", "query", "results", "function", "index", "rules", "document")


class Report:
    """Lines that go to the screen at once, and to the file in the end."""

    def __init__(self):
        self.lines, self.failed = [], 0

    def tell(self, text):
        self.lines.append(text)
        print(text, flush=True)

    def hold(self, condition, text):
        self.failed += not condition
        self.tell(f"{'ok    ' if condition else 'FAILED'}  {text}")
        return condition

    def note(self, text):
        self.tell(f"        {text}")


def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


# The corpus.

def corpus(asked, report, folder):
    if not os.path.exists(ARCHIVE):
        report.note(f"corpus: {os.path.basename(ARCHIVE)} is not there, nothing was read")
        return
    every = texts(unpack(ARCHIVE, os.path.join(asked.keep or folder, "all")))
    some = sorted(random.Random(asked.seed).sample(every, max(1, round(len(every) * asked.scale))))
    linked = os.path.join(folder, "speeches")
    os.mkdir(linked)
    for path in some:
        os.symlink(path, os.path.join(linked, os.path.basename(path)))
    graph = os.path.join(folder, "speeches.nq")
    code, said, seconds, processor, megabytes = measure(asked.program, "export", "-v", "-f", "nquads", "-o", graph, linked)
    last = said.decode().strip().splitlines()[-1].split("note: ")[-1] if said.strip() else ""
    report.hold(code == 0 and " 0 refused" in last, f"corpus: {len(some)} of {len(every)} speeches: {last} (exit {code})")
    size = sum(os.path.getsize(path) for path in some) / 1e6
    report.hold(megabytes < CORPUS_MEGABYTES, f"corpus: {size:.0f} MB in {seconds:.0f} s ({processor:.0f} s of processor), {megabytes:.0f} MB of memory at most "
                                              f"({CORPUS_MEGABYTES} allowed)")
    report.note(f"corpus: {os.path.getsize(graph) / 1e6:.0f} MB of N-Quads, {count_lines(graph)} quads")
    os.remove(graph)
    done = run(os.path.join(SOURCE, "tools", "coverage"), asked.program, linked)
    report.hold(done.returncode == 0, "corpus: what is said about cyberspace")
    for line in done.stdout.decode().splitlines():
        report.note(f"  {line}")


# Millions of quads.

def copies(folder, n):
    """`n` documents under names of their own."""
    os.mkdir(folder)
    names = sorted(os.listdir(DEV))
    for i in range(n):
        os.symlink(os.path.join(DEV, names[i % len(names)]), os.path.join(folder, f"{i // len(names)}-{names[i % len(names)]}"))
    return folder


def sorted_statements(command, path, drop_graphs):
    """Where the statements stand, sorted, each once."""
    out = path + ".sorted"
    cut = r" | sed -E 's/ <[^>]*> \.$/ ./'" if drop_graphs else ""
    script = f"set -o pipefail; {command} '{path}'{cut} | LC_ALL=C sort -u -S 500M -T '{os.path.dirname(path)}' > '{out}'"
    done = run("bash", "-c", script)
    return out if done.returncode == 0 and not done.stderr else done.stderr.decode()[:300] or f"exit {done.returncode}"


def quads(asked, report, folder):
    n_copies = max(54, round(54 * 98 * asked.scale))
    documents = copies(os.path.join(folder, "many"), n_copies)
    first = {}  # the statements of N-Quads, as quads and as triples, and as rapper spells the triples
    for name in ("nquads", "trig", "ntriples", "turtle", "rdfxml"):
        ending, by_rapper, by_serdi, _ = SYNTAXES[name]
        path = os.path.join(folder, f"many.{ending}")
        code, said, seconds, _, megabytes = measure(asked.program, "export", "-q", "-f", name, "-o", path, documents)
        report.hold(code == 0 and not said and megabytes < EXPORT_MEGABYTES,
                    f"quads: {n_copies} documents to {name}: {seconds:.0f} s, {megabytes:.0f} MB of memory ({EXPORT_MEGABYTES} allowed)")
        command = f"serdi -i {by_serdi} -o nquads" if by_serdi else f"rapper -q -i {by_rapper} -o ntriples"
        found = sorted_statements(command, path, False)
        if not report.hold(os.path.exists(found), f"quads: {command.split()[0]} reads {name} {'' if os.path.exists(found) else found}"):
            continue
        if name == "nquads":
            report.hold(asked.scale < 1 or count_lines(found) > 2_000_000, f"quads: {count_lines(found)} quads")
            first = {"quads": found, "triples": sorted_statements("cat", found, True)}
        elif first:
            like = "quads" if name == "trig" else "triples" if by_serdi else "rapper"
            report.hold(filecmp.cmp(found, first[like], shallow=False), f"quads: {name} holds the same statements")
        if name == "ntriples":
            first["rapper"] = sorted_statements("rapper -q -i ntriples -o ntriples", path, False)
        if found not in first.values():
            os.remove(found)
        read_back(asked, report, path, name, count_lines(first["triples"]))
        os.remove(path)


def read_back(asked, report, path, name, n_triples):
    """Our own reader counts as many triples."""
    out = path + ".csv"
    code, said, seconds, _, megabytes = measure(asked.program, "query", "-q", "-d", path, "-f", "csv", "-o", out, "-e", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    with open(out, encoding="utf-8") as file:
        n = int(file.read().split()[1]) if code == 0 else -1
    report.hold(code == 0 and not said and n == n_triples and megabytes < QUERY_MEGABYTES,
                f"quads: our reader counts {n} triples of {name}: {seconds:.0f} s, {megabytes:.0f} MB of memory ({QUERY_MEGABYTES} allowed)")
    os.remove(out)


# Fuzzing.

def fuzz(asked, report, folder):
    seconds = max(5, round(asked.minutes * 60 * FUZZ_SHARE * (os.cpu_count() or 1) / len(FUZZ_TARGETS)))
    waiting, running = list(FUZZ_TARGETS), {}
    environment = {**os.environ, "LSAN_OPTIONS": f"suppressions={os.path.join(SOURCE, 'tests', 'lsan.supp')}:print_suppressions=0"}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name = waiting.pop(0)
            grown, log = os.path.join(folder, f"fuzz-{name}"), os.path.join(asked.fuzz_folder, f"{name}.log")
            os.mkdir(grown)
            command = [os.path.join(asked.fuzz_folder, "tests", f"fuzz_{name}"), f"-seed={asked.seed}", f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=4096",
                       "-print_final_stats=1", f"-artifact_prefix={asked.fuzz_folder}/{name}-", grown, os.path.join(SOURCE, "tests", "fuzz", "corpus", name)]
            words = os.path.join(SOURCE, "tests", "fuzz", f"{name}.dict")
            command += [f"-dict={words}"] if os.path.exists(words) else []
            with open(log, "wb") as out:
                running[name] = (subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment), log)
        time.sleep(0.2)
        for name in [name for name, (process, _) in running.items() if process.poll() is not None]:
            process, log = running.pop(name)
            with open(log, encoding="utf-8", errors="replace") as file:
                said = file.read().splitlines()
            units = next((line.rsplit(":", 1)[1].strip() for line in said if line.startswith("stat::number_of_executed_units")), "no")
            report.hold(process.returncode == 0, f"fuzz: {name}: {units} inputs in {seconds} s" + ("" if process.returncode == 0 else f"; see {log}"))


# Kills.

def kills(asked, report, folder):
    documents = copies(os.path.join(folder, "killed"), 54 * 6)
    whole, out = os.path.join(folder, "whole.ttl"), os.path.join(folder, "out.ttl")
    _, _, seconds, _, _ = measure(asked.program, "export", "-q", "-o", whole, documents)
    chance, n_killed, n_there, n_torn, n_kept, n_runs = random.Random(asked.seed), 0, 0, 0, 0, 0
    end = time.monotonic() + asked.minutes * 60 * KILL_SHARE
    while n_runs < max(10, KILLS_AIM * asked.scale) and (time.monotonic() < end or n_runs < 10):
        n_runs += 1
        old = chance.random() < 0.5
        if os.path.exists(out):
            os.remove(out)
        if old:
            with open(out, "w", encoding="utf-8") as file:
                file.write("what was there\n")
        process = subprocess.Popen([asked.program, "export", "-q", "-o", out, documents], stdin=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0, 1.3 * seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            n_killed += 1
        if not os.path.exists(out):
            n_torn += old  # the old file is gone
            continue
        with open(out, "rb") as file:
            head = file.read(16)
        if old and head.startswith(b"what was there"):
            n_kept += 1
        elif filecmp.cmp(out, whole, shallow=False):
            n_there += 1
        else:
            n_torn += 1
    report.hold(n_torn == 0 and n_killed > 0, f"kills: {n_runs} exports, {n_killed} killed: {n_there} outputs whole, {n_kept} old ones as they were, "
                                               f"{n_runs - n_there - n_kept - n_torn} not there, {n_torn} torn")


# Soak.

def soak(asked, report, folder):
    """Exports and queries again and again under a ceiling of memory: the same bytes, no growth; and memory does not grow with the number of documents."""
    graph, few, many = os.path.join(folder, "soak.ttl"), DEV, copies(os.path.join(folder, "soak"), 54 * 20)
    limit = 2 * 1000 * 1000 * 1000

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    end, n_rounds, outputs = time.monotonic() + asked.minutes * 60 * SOAK_SHARE, 0, set()
    names = sorted(name[:-3] for name in os.listdir(os.path.join(SOURCE, "queries")) if name.endswith(".rq"))
    chance, bad = random.Random(asked.seed), []
    answers = {}
    while time.monotonic() < end or n_rounds < 3:
        n_rounds += 1
        threads = str(chance.choice((1, 2, 4, 8)))
        done = run(asked.program, "export", "-q", "--threads", threads, few, preexec_fn=limited)
        outputs.add(done.stdout)
        if done.returncode or done.stderr:
            bad.append(f"export {done.returncode} {done.stderr.decode()[:100]}")
        with open(graph, "wb") as file:
            file.write(done.stdout)
        name = chance.choice(names)
        done = run(asked.program, "query", "-q", "-d", graph, "-f", "csv", name, preexec_fn=limited)
        answers.setdefault(name, set()).add((done.returncode, done.stdout))
    report.hold(not bad and len(outputs) == 1, f"soak: {n_rounds} exports under {limit // 10**6} MB of address space, {len(outputs)} output {' '.join(bad[:2])}")
    report.hold(all(len(found) == 1 for found in answers.values()), f"soak: {n_rounds} queries of {len(answers)} sorts, each with one answer")
    peaks = [measure(asked.program, "export", "-q", "-o", graph, documents)[4] for documents in (few, many)]
    report.hold(peaks[1] < 1.5 * peaks[0] + 10, f"soak: {peaks[0]:.0f} MB of memory for 54 documents, {peaks[1]:.0f} MB for {54 * 20}")


PARTS = {"corpus": corpus, "quads": quads, "fuzz": fuzz, "kills": kills, "soak": soak, **QUERY_PARTS}


def describe(asked, report):
    version = run(asked.program, "--version").stdout.decode().splitlines()
    commit = run("git", "-C", SOURCE, "describe", "--always", "--dirty").stdout.decode().strip() or "unknown"
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) / 1e6
    report.tell("The last run of tools/test --slow.")
    report.tell("")
    report.tell(f"date     {datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%d %H:%M UTC')}")
    report.tell(f"seed     {asked.seed}")
    report.tell(f"minutes  {asked.minutes:g} wanted")
    report.tell(f"machine  {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}")
    report.tell(f"program  {version[0]}, commit {commit}, {version[1].split(',')[0]}")
    report.tell("")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("fuzz_folder")
    parser.add_argument("--minutes", type=float, default=FULL_MINUTES)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**6))
    parser.add_argument("--result", required=True)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--keep")
    asked = parser.parse_args()
    asked.program, asked.fuzz_folder = os.path.abspath(asked.program), os.path.abspath(asked.fuzz_folder)
    asked.keep = asked.keep and os.path.abspath(asked.keep)
    asked.scale = min(1.0, asked.minutes / FULL_MINUTES)
    report = Report()
    begin = time.monotonic()
    describe(asked, report)
    for name, part in PARTS.items():
        if asked.only not in (None, name):
            continue
        since = time.monotonic()
        with scratch() as folder:
            try:
                part(asked, report, folder)
            except (OSError, ValueError, IndexError, SystemExit) as error:  # the other parts are worth their time all the same
                report.hold(False, f"{name}: {type(error).__name__}: {error}")
        report.note(f"{name}: {time.monotonic() - since:.0f} s")
    report.tell("")
    report.tell(f"{'all held' if not report.failed else f'{report.failed} FAILED'}, {(time.monotonic() - begin) / 60:.1f} minutes")
    if not asked.only:
        with open(asked.result, "w", encoding="utf-8") as file:
            file.write("\n".join(report.lines) + "\n")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
