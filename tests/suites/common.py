"""What the suites share: running the program, reading graphs by the tools of others, saying what failed."""
import os
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCUMENTS = os.path.join(SOURCE, "data", "documents")
#         name of -f   ending   rapper's   serdi's   riot's
SYNTAXES = {
    "turtle": ("ttl", "turtle", "turtle", "turtle"),
    "trig": ("trig", "trig", "trig", "trig"),
    "ntriples": ("nt", "ntriples", "ntriples", "ntriples"),
    "nquads": ("nq", "nquads", "nquads", "nquads"),
    "rdfxml": ("rdf", "rdfxml", None, "rdfxml"),
}


class Checks:
    """Counts what was held and what was not; `end` gives the exit code."""

    def __init__(self):
        self.n, self.failed = 0, 0

    def hold(self, condition, what):
        self.n += 1
        self.failed += not condition
        print(f"{'ok' if condition else 'FAILED'}: {what}")
        return condition

    def end(self):
        print(f"{self.n} checks, {self.failed} failed")
        sys.exit(1 if self.failed or not self.n else 0)


def scratch():
    return tempfile.TemporaryDirectory(prefix="demarche-suite-")


def run(*arguments, **more):
    return subprocess.run(list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)


def measure(*arguments):
    """Runs a command without a look at its output; returns exit code, standard error, seconds, seconds of processor, and the most memory in MB."""
    with tempfile.TemporaryFile() as said:
        begin = time.monotonic()
        process = subprocess.Popen(list(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, said.read(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def export(program, *arguments):
    """Standard output of a good export."""
    done = run(program, "export", *arguments)
    if done.returncode:
        sys.exit(f"export {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return done.stdout


def documents():
    """The five source documents, by name."""
    return sorted(os.path.join(DOCUMENTS, name) for name in os.listdir(DOCUMENTS) if name.endswith(".txt"))


def triples(path, syntax):
    """The set of triples of a file as N-Triples lines, read by rapper; graphs are dropped."""
    done = run("rapper", "-q", "-i", syntax, "-o", "ntriples", path)
    if done.returncode or done.stderr:
        sys.exit(f"rapper does not read {path}:\n{done.stderr.decode()[:2000]}")
    return set(done.stdout.splitlines())
