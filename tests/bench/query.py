"""What `tools/bench query` measures: loading, opening and growth of the index, the shipped queries and the joins of ../shared/design, beside librdf and Oxigraph, in one run.
Each part gives lines of the table.

A line is (what, what was measured, what is wanted, whether it was held; None where nothing is wanted).
"""
import hashlib
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(SOURCE, "tests", "suites"))
from common import measure  # noqa: E402
import speeches  # noqa: E402

ROUNDS = 5
STATEMENTS, MANY_STATEMENTS = 1_000_000, 10_000_000
EVERY_SPEECH, COPIES = 7, 30  # a million statements come of these
DEV = os.path.join(SOURCE, "tests", "corpus", "dev", "docs")
BASELINES = os.path.join(SOURCE, "..", "shared", "design", "baseline-src")
OXIGRAPH = os.path.join(SOURCE, "tests", "oxigraph")
JOINS_FASTER, JOINS = 10, ("q3", "q4", "q5", "q6", "q7", "q8")  # joins, OPTIONAL and GROUP BY
FASTER, SMALLER, OPEN_MILLISECONDS, MANY_MEGABYTES = 3, 6, 20, 1000
DOCUMENT = re.compile(rb"[A-Z]{3}_\d\d_\d{4}")


def apart(make, *arguments):
    """Makes a graph in a process of its own: what this one has held counts as memory of the programs that it starts (getrusage(2), ru_maxrss)."""
    child = os.fork()
    if child == 0:
        make(*arguments)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit(1)
    return make(*arguments)  # it is there


class Bench:
    """The programs and graphs of a run."""

    def __init__(self, program, folder, graph=None, many=None):
        self.program, self.folder = program, folder
        self.build = os.path.dirname(program)
        self.graph = graph or apart(self.make_whole_graph, "whole1m.nt")
        self.many = many
        self.index = os.path.join(folder, "graph.index")
        self.redland = self.compile_redland()

    def compile_redland(self):
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "redland"], stdout=subprocess.PIPE, check=False)
        if flags.returncode:
            return None
        out = os.path.join(self.folder, "redland")
        subprocess.run(["cc", "-O2", "-o", out, os.path.join(HERE, "redland.c"), *flags.stdout.decode().split()], check=True)
        return out

    def make_whole_graph(self, name):
        """About a million statements, all that the program states of speeches and of documents about cyberspace (copies of them under names of their own); kept in the build folder."""
        kept = os.path.join(self.build, "bench")
        path, links = os.path.join(kept, name), os.path.join(self.folder, "links")
        if os.path.exists(path):
            return path
        if not os.path.exists(speeches.ARCHIVE):
            sys.exit(f"no {speeches.ARCHIVE} to make a graph of: name one by --graph FILE.nt")
        os.makedirs(kept, exist_ok=True)
        os.mkdir(links)
        some = sorted(speeches.texts(speeches.unpack(speeches.ARCHIVE, os.path.join(kept, "speeches"))))[::EVERY_SPEECH]
        cyber = [os.path.join(DEV, document) for document in sorted(os.listdir(DEV))]
        for copy, document in [("", one) for one in some] + [(f"{copy}-", one) for copy in range(COPIES) for one in cyber]:
            os.symlink(document, os.path.join(links, copy + os.path.basename(document)))
        done = subprocess.run([self.program, "export", "-q", "-f", "ntriples", links], stdout=subprocess.PIPE, check=True)
        with open(path + ".part", "wb") as out:
            out.writelines(dict.fromkeys(done.stdout.splitlines(keepends=True)))
        os.rename(path + ".part", path)
        return path

    def make_graph(self, name, n_statements):
        """Different statements that the program itself states of the speeches, and of copies with other names and words where there are too few; kept in the build folder."""
        kept = os.path.join(self.build, "bench")
        path = os.path.join(kept, name)
        if os.path.exists(path):
            return path
        if not os.path.exists(speeches.ARCHIVE):
            sys.exit(f"no {speeches.ARCHIVE} to make a graph of: name one by --graph FILE.nt")
        os.makedirs(kept, exist_ok=True)
        folder = speeches.unpack(speeches.ARCHIVE, os.path.join(kept, "speeches"))
        seen = set()
        with open(path + ".part", "wb") as out:
            for copy in (b"", b"b", b"c", b"d"):
                if len(seen) >= n_statements:
                    break
                with subprocess.Popen([self.program, "export", "-q", "-f", "ntriples", folder], stdout=subprocess.PIPE) as export:
                    for line in export.stdout:
                        if copy:
                            line = DOCUMENT.sub(rb"\g<0>" + copy, line)
                            line = line[:-4] + b" " + copy + line[-4:] if line.endswith(b'" .\n') else line
                        mark = hashlib.blake2b(line, digest_size=8).digest()
                        if mark not in seen and len(seen) < n_statements:
                            seen.add(mark)
                            out.write(line)
                        if len(seen) >= n_statements:
                            export.kill()
                            break
        os.rename(path + ".part", path)
        return path

    def run(self, *job):
        """Seconds, seconds of processor, MB."""
        code, said, *figures = measure(*job)
        if code:
            sys.exit(f"{' '.join(job)} ended with {code}: {said.decode()[:500]}")
        return figures

    def rounds(self, jobs):
        """Medians of interleaved rounds; of memory the most."""
        runs = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, job in jobs.items():
                runs[name].append(self.run(*job))
        return {name: (*(statistics.median(figures) for figures in list(zip(*run))[:2]), max(memory for *_, memory in run)) for name, run in runs.items()}


def told(figures):
    return f"{figures[0]:.2f} s, {figures[1]:.2f} s CPU, {figures[2]:.0f} MB"


def loading(bench):
    jobs = {
        "load in memory": [os.path.join(bench.build, "tests", "bench_index"), "load", bench.graph],
        "load and save": [bench.program, "index", "-o", bench.index, bench.graph],
    }
    if bench.redland:
        jobs["librdf hashes"] = [bench.redland, "hashes", "hash-type='memory'", bench.graph]
    medians = bench.rounds(jobs)
    other = medians.pop("librdf hashes", None)
    for name, figures in medians.items():
        if not other:
            yield name, told(figures), "no librdf to compare", None
            continue
        faster, smaller = other[0] / figures[0], other[2] / figures[2]
        yield name, f"{told(figures)}: {faster:.1f} times as fast, 1/{smaller:.1f} of the memory", f"{FASTER} times, 1/{SMALLER}", \
            faster >= FASTER and smaller >= SMALLER
    if other:
        yield "librdf hashes, the same", told(other), "", None
    yield "size of the index", f"{os.path.getsize(bench.index) / 1e6:.0f} MB of {os.path.getsize(bench.graph) / 1e6:.0f} MB of N-Triples", "", None


def opening(bench):
    tool = os.path.join(bench.build, "tests", "bench_index")
    opened = [float(subprocess.run([tool, "open", bench.index], stdout=subprocess.PIPE, check=True).stdout) for _ in range(ROUNDS)]
    milliseconds = statistics.median(opened)
    yield "open, find a term, count", f"{milliseconds:.3f} ms", f"under {OPEN_MILLISECONDS} ms", milliseconds < OPEN_MILLISECONDS
    asked = bench.rounds({"ask": [bench.program, "query", "-q", "-d", bench.index, "-e", "ASK { ?s ?p ?o }"]})["ask"]
    yield "a query of it, the program's start included", f"{asked[0] * 1000:.1f} ms, {asked[2]:.0f} MB", "", None


def growth(bench):
    """Processor time, since that of the disk has another law."""
    if not bench.many:
        return
    jobs = {name: [bench.program, "index", "-o", os.path.join(bench.folder, "many.index"), path] for name, path in (("one", bench.graph), ("many", bench.many))}
    medians = bench.rounds(jobs)
    times = medians["many"][1] / medians["one"][1]
    allowed = MANY_STATEMENTS * math.log(MANY_STATEMENTS) / (STATEMENTS * math.log(STATEMENTS))
    yield "ten million", told(medians["many"]), f"{MANY_MEGABYTES} MB", medians["many"][2] <= MANY_MEGABYTES
    yield "their time by that of one million", f"{times:.1f} times", f"n log n: {allowed:.1f} times", times <= allowed


def ask_all(*job, **more):
    """{query: (rows or None, seconds)} of what the helpers print."""
    done = subprocess.run(job, stdout=subprocess.PIPE, check=True, **more)
    lines = (line.split() for line in done.stdout.decode().splitlines())
    return {name: (None if rows == "-" else int(rows), float(seconds)) for name, rows, seconds in (line for line in lines if len(line) == 3)}


def shipped(bench):
    """Every query of queries/, any value for its parameters: the program's engine in one process, Oxigraph in another, over the same statements."""
    folder = os.path.join(SOURCE, "queries")
    queries = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".rq")]
    ours = ask_all(os.path.join(bench.build, "tests", "bench_ask"), bench.index, *queries)
    if not os.path.exists(os.path.join(OXIGRAPH, "node_modules", "oxigraph")):
        yield "shipped queries", "no Oxigraph to compare: tools/test fetches it", "", None
        return
    theirs = ask_all("node", "--max-old-space-size=8000", os.path.join(HERE, "oxigraph.mjs"), bench.graph, *queries, cwd=OXIGRAPH)
    for name, (rows, seconds) in ours.items():
        other_rows, other = theirs.get(name, (None, math.inf))
        yield f"query {name[:-3]}", f"{seconds * 1000:.2f} ms, Oxigraph {other * 1000:.1f} ms; {rows} rows{'' if rows == other_rows else f', Oxigraph {other_rows}'}", "faster than Oxigraph", \
            seconds < other and rows == other_rows


def joins(bench):
    """The queries and data of the baselines, beside librdf's quickest storage."""
    if not os.path.exists(BASELINES) or not bench.redland:
        yield "joins", "no ../shared/design/baseline-src or no librdf to compare", "", None
        return
    graph, index = os.path.join(bench.folder, "generated.nt"), os.path.join(bench.folder, "generated.index")
    with open(graph, "wb") as out:
        subprocess.run([sys.executable, os.path.join(BASELINES, "gen.py"), str(STATEMENTS)], stdout=out, check=True, cwd=BASELINES)
    subprocess.run([bench.program, "index", graph, "-o", index], check=True)
    folder = os.path.join(BASELINES, "q")
    queries = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name[:2] in JOINS]
    ours = ask_all(os.path.join(bench.build, "tests", "bench_ask"), index, *queries)
    theirs = ask_all(bench.redland, "trees", "", graph, *queries)
    for name, (rows, seconds) in ours.items():
        other_rows, other = theirs[name]
        yield f"join {name[:-3]}", f"{seconds * 1000:.3f} ms; librdf trees {'over ' if other_rows is None else ''}{other * 1000:.1f} ms: {other / seconds:.0f} times; {rows} rows", \
            f"{JOINS_FASTER} times", other / seconds >= JOINS_FASTER and other_rows in (None, rows)


PARTS = (loading, opening, growth, shipped, joins)


def main(program, arguments):
    options = {"--graph": None, "--many": None}
    while arguments and arguments[0] in options and len(arguments) > 1:
        options[arguments[0]] = arguments[1]
        arguments = arguments[2:]
    if arguments:
        program = os.path.abspath(arguments.pop(0))
    if arguments or not os.path.exists(program):
        sys.exit("usage: tools/bench query [--graph FILE.nt] [--many FILE.nt|make] [PROGRAM]")
    is_missed = False
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as folder:
        many = options["--many"]
        bench = Bench(program, folder, options["--graph"], None if many == "make" else many)
        if many == "make":
            bench.many = apart(bench.make_graph, "real10m.nt", MANY_STATEMENTS)
        with open(bench.graph, "rb") as file:
            n = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        print(f"{bench.graph}, {n} statements, medians of {ROUNDS}; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for part in PARTS:
            for what, figures, wanted, is_held in part(bench):
                is_missed |= is_held is False
                print(f"{what:44}{figures:76}{wanted:24}{'' if is_held is None else 'held' if is_held else 'MISSED'}", flush=True)
    return 1 if is_missed else 0
