"""The parts of slow.py that are about indexes, queries and the server: damage, random queries, many requests, many statements."""
import os
import random
import sys

from common import SOURCE, measure, run

SUITES = os.path.join(SOURCE, "tests", "suites")
DAMAGES, QUERIES, REQUESTS, CLIENTS, SPEECHES = 1_000_000, 10_000, 10_000, 64, 10_000
INDEX_MEGABYTES = 1000
N_STATEMENTS = 10_000_000
STEPS = 4  # each with twice as many statements as the one before


def tell_last(report, done, what, n_lines):
    """Holds a suite of its own, and notes the last lines that it wrote."""
    said = (done.stdout + done.stderr).decode(errors="replace").strip().splitlines()
    report.hold(done.returncode == 0, what)
    for line in said[max(0, len(said) - (n_lines if done.returncode == 0 else 40)):]:
        report.note(f"  {line}")


def damages(asked, report, folder):
    """Damaged index files under sanitizers, half of them with checksums computed anew."""
    program = os.path.join(asked.fuzz_folder, "tests", "test_index_damage")
    n = max(1000, round(DAMAGES * asked.scale))
    done = run(program, env={**os.environ, "DM_DAMAGES": str(n), "DM_SEED": str(asked.seed)}, cwd=folder)
    tell_last(report, done, f"damage: {n} damaged index files, none of them did harm", 0)
    for line in done.stdout.decode().splitlines():
        if "damaged files" in line:
            report.note(f"  {line}")


def random_queries(asked, report, folder):
    program = os.path.join(asked.fuzz_folder, "tests", "answers")
    n = max(200, round(QUERIES * asked.scale))
    done = run(sys.executable, os.path.join(SUITES, "random_queries.py"), program, "--queries", str(n), "--seed", str(asked.seed), "--keep", folder)
    tell_last(report, done, f"random queries: {n} of them have Jena's answers", 4)


def engines(asked, report, folder):
    n = max(200, round(SPEECHES * asked.scale))
    done = run(sys.executable, os.path.join(SUITES, "engines.py"), asked.program, "--speeches", str(n), "--keep", os.path.join(asked.keep or folder, "all"))
    tell_last(report, done, f"engines: every question has one answer, over {n} speeches too", 1)


def requests(asked, report, _):
    n = max(500, round(REQUESTS * asked.scale))
    done = run(sys.executable, os.path.join(SUITES, "serve.py"), asked.program, str(n), str(CLIENTS))
    tell_last(report, done, f"requests: {n} at {CLIENTS} connections", 4)


def write_statements(path, n, seed):
    """Statements like those of an export: things with a type, labels, dates, texts, links to each other; each line once."""
    chance = random.Random(seed)
    words = [f"word{i}" for i in range(5000)]
    with open(path, "w", encoding="utf-8") as file:
        for i in range(n // 8 + 1):
            thing = f"<http://example.org/id/position/{i:09}>"
            file.write(f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Position> .\n"
                       f"{thing} <http://example.org/holder> <http://example.org/id/state/{chance.randrange(200)}> .\n"
                       f"{thing} <http://example.org/target> <http://example.org/id/principle/{chance.randrange(300)}> .\n"
                       f"{thing} <http://example.org/stance> <http://example.org/id/stance/{chance.randrange(12)}> .\n"
                       f'{thing} <http://example.org/statedOn> "{chance.randrange(1946, 2027)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
                       f'{thing} <http://example.org/words> "{" ".join(chance.choices(words, k=9))} {i}"@en .\n'
                       f"{thing} <http://example.org/statedIn> <http://example.org/id/document/{i // 30}> .\n"
                       f"{thing} <http://example.org/evidence> <http://example.org/id/document/{i // 30}#char={i % 977},{i % 977 + 80}> .\n")


def statements(asked, report, folder):
    """Ten million statements within 1 GB; twice as many take about twice as long; and the index answers."""
    graph, index = os.path.join(folder, "many.nt"), os.path.join(folder, "many.index")
    took = []
    for step in range(STEPS):
        n = max(8000, round(N_STATEMENTS * asked.scale / 2 ** (STEPS - 1 - step)))
        write_statements(graph, n, asked.seed)
        code, said, seconds, processor, megabytes = measure(asked.program, "index", graph, "-o", index)
        took.append((n, processor))
        report.hold(code == 0 and megabytes < INDEX_MEGABYTES, f"statements: {n} indexed in {seconds:.1f} s ({processor:.1f} s of processor), {megabytes:.0f} MB "
                                                               f"({INDEX_MEGABYTES} allowed) {said.decode()[:200]}")
    # n log n grows by 2.1 where n doubles; a slow moment of the machine is no other law
    ratios = [later / max(before, 0.05) for (_, before), (_, later) in zip(took, took[1:])]
    report.hold(asked.scale < 1 or max(ratios) < 2.6, f"statements: twice as many take {', '.join(f'{ratio:.2f}' for ratio in ratios)} times as long")
    query = ("SELECT ?s (COUNT(*) AS ?n) WHERE { ?p <http://example.org/holder> ?s ; <http://example.org/target> <http://example.org/id/principle/7> } "
             "GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 3")
    code, said, seconds, _, megabytes = measure(asked.program, "query", "-d", index, "-f", "csv", "-e", query)
    report.hold(code == 0 and not said, f"statements: the index answers in {seconds:.2f} s, {megabytes:.0f} MB")
    report.hold(run(asked.program, "index", "--check", index).returncode == 0, "statements: the index is sound")


PARTS = {"damage": damages, "random": random_queries, "engines": engines, "requests": requests, "statements": statements}
