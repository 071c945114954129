"""A Virtuoso of our own in a folder, on loopback only, for as long as a `with` lasts."""
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "private"
START_SECONDS = 60

SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Virtuoso:
    """`with Virtuoso(folder) as server`: server.load(path.nt, graph), server.ask(text, graph, media_type), server.endpoint."""

    @staticmethod
    def is_there():
        return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None

    def __init__(self, folder, n_buffers=40000):
        self.folder = os.path.join(folder, "virtuoso")
        os.mkdir(self.folder)
        self.sql, self.http, self.n_buffers = free_port(), free_port(), n_buffers
        self.endpoint = f"http://127.0.0.1:{self.http}/sparql"
        self.process = None

    def start(self):
        """In the foreground, as a child of this process, so that it ends with it."""
        command = ["virtuoso-t", "-f", "-c", os.path.join(self.folder, "virtuoso.ini")]
        self.process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return self.ask("SELECT (1 AS ?x) {}", None, "text/csv")
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("Virtuoso does not start")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()  # nothing of it is needed any more, and a query may keep it from ending by itself
            self.process.wait()
        lock = os.path.join(self.folder, "virtuoso.lck")
        if os.path.exists(lock):
            os.remove(lock)

    def __enter__(self):
        with open(os.path.join(self.folder, "virtuoso.ini"), "w", encoding="utf-8") as file:
            file.write(SETTINGS.format(folder=self.folder, sql=self.sql, http=self.http, buffers=self.n_buffers, dirty=self.n_buffers * 3 // 4))
        words = ["+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD]  # makes the database, sets the passwords, ends
        subprocess.run(["virtuoso-t", "-f", "-c", os.path.join(self.folder, "virtuoso.ini"), *words], cwd=self.folder, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False, timeout=START_SECONDS)
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def load(self, path, graph):
        """Loads an N-Triples file; raises if a line was not taken."""
        shutil.copy(path, os.path.join(self.folder, os.path.basename(path)))
        words = (f"ld_dir('{self.folder}', '{os.path.basename(path)}', '{graph}'); rdf_loader_run(); checkpoint;"
                 f"select count(*) from DB.DBA.load_list where ll_error is not null;")
        done = subprocess.run(["isql-vt", f"127.0.0.1:{self.sql}", "dba", PASSWORD, "BANNER=OFF", "VERBOSE=OFF", f"EXEC={words}"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=True)
        if done.stdout.split()[-1:] != [b"0"]:
            raise RuntimeError(f"Virtuoso does not load {path}: {done.stdout.decode()}")

    def ask(self, text, graph, media_type, seconds=120):
        """The bytes of the answer. OSError if there is none; one that does not come in time has the server started anew, since it would go on with it."""
        fields = {"query": text, **({"default-graph-uri": graph} if graph else {})}
        request = urllib.request.Request(self.endpoint, urllib.parse.urlencode(fields).encode(), {"Accept": media_type})
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise OSError(error.read()[:300].decode(errors="replace")) from error
        except TimeoutError:
            self.stop()
            self.start()
            raise
