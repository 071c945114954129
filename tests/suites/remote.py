#!/usr/bin/env python3
"""A server that does what servers do wrong: src/remote tries again, gives up, refuses and says why, and sends nothing on of what is not whole.

usage: remote.py ASK_REMOTE      the program of ask_remote.c
"""
import gzip
import http.server
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

from common import Checks, run, scratch

JSON = "application/sparql-results+json"
ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"yes"}}]}}'
XML = (b"<?xml version='1.0'?><sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='x'/></head>"
       b"<results><result><binding name='x'><literal>yes</literal></binding></result></results></sparql>")
TSV = b"?x\n\"yes\"\n"
QUERY = "SELECT ?x { ?x ?p \"a&b=c+d \u00e9\" }"


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.seen = []  # (path, headers, body)

    def handle_error(self, *_):
        """Clients that go away are what is tested."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", content_type="text/plain", **fields):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):  # noqa: N802
        self.server.seen.append((self.path, dict(self.headers), b""))
        self.answer(200, ROW, JSON)

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, dict(self.headers), body))
        n = sum(1 for seen in self.server.seen if seen[0] == self.path)
        getattr(self, self.path[1:].split("/")[0].split("?")[0])(n)

    def good(self, _n):
        self.answer(200, ROW, JSON + "; charset=utf-8")

    def xml(self, _n):
        self.answer(200, XML, "application/sparql-results+xml")

    def tsv(self, _n):
        self.answer(200, TSV, "text/tab-separated-values")

    def no(self, _n):
        self.answer(200, b'{"head":{},"boolean":false}', JSON)

    def packed(self, _n):
        self.answer(200, gzip.compress(ROW), JSON, Content_Encoding="gzip")

    def bomb(self, _n):
        self.answer(200, gzip.compress(b" " * 50_000_000), JSON, Content_Encoding="gzip")

    def busy_twice(self, n):
        if n < 3:
            self.answer(503, b"wait\n", Retry_After="0")
        else:
            self.good(n)

    def too_many(self, n):
        if n < 2:
            self.answer(429, b"slower\n", Retry_After="1")
        else:
            self.good(n)

    def busy(self, _n):
        self.answer(503, b"\n  down for\x1b[31m repair \nuntil noon")

    def busy_long(self, _n):
        self.answer(503, b"later", Retry_After="86400")

    def secret(self, _n):
        if self.headers.get("Authorization") in ("Basic dXNlcjpwYXNz", "Bearer t0ken"):
            self.answer(200, ROW, JSON)
        else:
            self.answer(401, b"who are you?", WWW_Authenticate='Basic realm="x"')

    def bad_query(self, _n):
        self.answer(400, b"line 1: expected WHERE")

    def missing(self, _n):
        self.answer(404, b"")

    def fault(self, _n):
        self.answer(500, ("x" * 1000).encode())

    def cut(self, _n):
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(ROW) + 100))
        self.end_headers()
        self.wfile.write(ROW)
        self.close_connection = True

    def cut_silently(self, _n):
        """Without a length: only the JSON tells."""
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(ROW[:-2])
        self.close_connection = True

    def malformed(self, _n):
        self.answer(200, b'{"head":{"vars":["x"]},\n"results":{"bindings":[}}', JSON)

    def page(self, _n):
        self.answer(200, b"<html>welcome</html>", "text/html; charset=utf-8")

    def untyped(self, _n):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def slow(self, _n):
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def silent(self, _n):
        time.sleep(20)

    def huge(self, _n):
        self.answer(200, b" " * 2_000_000, JSON)

    def moved(self, _n):
        self.answer(307, b"", Location="/good")

    def moved_old(self, _n):
        self.answer(302, b"", Location="/good")

    def see(self, _n):
        self.answer(303, b"", Location="/good")

    def circle(self, _n):
        self.answer(307, b"", Location="/circle")

    def elsewhere(self, _n):
        self.answer(307, b"", Location=f"http://localhost:{self.server.other}/good")

    def to_file(self, _n):
        self.answer(307, b"", Location="file:///etc/passwd")

    def to_plain(self, _n):
        self.answer(307, b"", Location=f"http://127.0.0.1:{self.server.other}/good")

    def turtle(self, _n):
        self.answer(200, b"<http://e/s> <http://e/p> 'a\xc3\xa9', <r> .", "text/turtle; charset=utf-8")

    def triples(self, _n):
        self.answer(200, b"<http://e/s> <http://e/p> \"a\" .\n", "application/n-triples")

    def turtle_cut(self, _n):
        self.answer(200, b"<http://e/s> <http://e/p> 'a', ", "text/turtle")


def serve(certificate=None):
    server = Server(("127.0.0.1", 0), Handler)
    server.other = 0
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Asker:
    def __init__(self, program, folder):
        self.program = program
        self.environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self.environment.update(HOME=folder)

    def __call__(self, url, kind="rows", seconds="5", tries="4", most="1000000", **environment):
        return run(self.program, url, kind, QUERY, seconds, tries, most, env={**self.environment, **environment}, timeout=60)


def check_answers(checks, ask, server, url):
    for path in ("good", "xml", "tsv", "packed", "moved", "moved_old", "see"):
        done = ask(url + path)
        checks.hold(done.returncode == 0 and done.stdout == TSV, f"{path}: {done}")
    done = ask(url + "good?already=there")
    path, headers, body = server.seen[-1]
    checks.hold(path == "/good?already=there" and urllib.parse.parse_qs(body.decode()) == {"query": [QUERY]}, f"the query comes as a form: {body}")
    checks.hold(headers["Content-Type"].startswith("application/x-www-form-urlencoded") and headers["Accept"].startswith(JSON)
                and headers["User-Agent"] == "demarche/test" and "Authorization" not in headers, f"the fields of the request: {headers}")
    ask(url + "good", ASK_GRAPHS="1")
    form = urllib.parse.parse_qs(server.seen[-1][2].decode())
    checks.hold(form["default-graph-uri"] == form["named-graph-uri"] == ["http://example.org/g?a&b"], f"graphs come with it: {form}")
    done = ask(url + "no")
    checks.hold(done.returncode == 1 and done.stdout == b"false\n", f"a false answer: {done}")
    done = ask(url + "turtle", "statements")
    checks.hold(done.returncode == 0 and done.stdout.decode().splitlines() == [
        '<http://e/s> <http://e/p> "a\u00e9" .', f"<http://e/s> <http://e/p> <{url}r> ."], f"Turtle: {done}")
    done = ask(url + "triples", "statements")
    checks.hold(done.returncode == 0 and done.stdout == b'<http://e/s> <http://e/p> "a" .\n', f"N-Triples: {done}")


def check_tries(checks, ask, server, url):
    def count(path):
        return sum(1 for seen in server.seen if seen[0] == "/" + path)
    done = ask(url + "busy_twice")
    checks.hold(done.returncode == 0 and done.stdout == TSV and count("busy_twice") == 3, f"503 twice, then an answer: {done}")
    begin = time.monotonic()
    done = ask(url + "too_many")
    checks.hold(done.returncode == 0 and 1 <= time.monotonic() - begin < 4, f"429 with Retry-After: {done}")
    begin = time.monotonic()
    done = ask(url + "busy")
    checks.hold(done.returncode == 5 and count("busy") == 4 and time.monotonic() - begin > 0.05 + 0.1 + 0.2 and not done.stdout
                and b"503 Service Unavailable: down for\xef\xbf\xbd[31m repair" in done.stderr and b"noon" not in done.stderr, f"503 to the end: {done}")
    begin = time.monotonic()
    done = ask(url + "busy_long")
    checks.hold(done.returncode == 5 and count("busy_long") == 1 and time.monotonic() - begin < 2, f"a Retry-After of a day is not waited for: {done}")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        begin = time.monotonic()
        done = ask(f"http://127.0.0.1:{bound.getsockname()[1]}/")
        checks.hold(done.returncode == 5 and b"no connection, after 4 tries" in done.stderr and time.monotonic() - begin > 0.3, f"refused: {done}")


def check_refusals(checks, ask, url):
    expected = {
        "bad_query": (3, b"400 Bad Request: line 1: expected WHERE"),
        "secret": (5, b"401 Unauthorized: who are you?"),
        "missing": (5, b"404 Not Found"),
        "fault": (5, b"500 Internal Server Error: xxx"),
        "cut": (5, b"cut off"),
        "cut_silently": (4, b"cut off"),
        "malformed": (4, b":2:24: error: expected a value"),
        "page": (4, b"`text/html; charset=utf-8`"),
        "untyped": (4, b"no answer to this question"),
        "huge": (6, b"more than 1000000 bytes"),
        "bomb": (6, b"more than 1000000 bytes"),
        "circle": (5, b"more than 5 redirections"),
        "to_file": (5, b"redirected to where no SPARQL is spoken"),
    }
    for path, (code, message) in expected.items():
        done = ask(url + path)
        checks.hold(done.returncode == code and message in done.stderr and not done.stdout and len(done.stderr) < 1000, f"{path}: {done}")
    for path, kind in (("good", "statements"), ("turtle", "rows"), ("turtle_cut", "statements")):
        done = ask(url + path, kind)
        checks.hold(done.returncode == 4 and not done.stdout and done.stderr, f"{path} as {kind}: {done}")
    for path in ("slow", "silent"):
        begin = time.monotonic()
        done = ask(url + path, seconds="1")
        checks.hold(done.returncode == 6 and b"in time" in done.stderr and time.monotonic() - begin < 3, f"{path}: {done}")


def check_usage(checks, ask, url):
    host = url[len("http://"):]
    for bad, message in ((f"http://user:pass@{host}good", b"DEMARCHE_PASSWORD"), (f"http://user@{host}good", b"DEMARCHE_PASSWORD"),
                         ("ftp://127.0.0.1/", b"http or https"), ("file:///etc/passwd", b"http or https"), ("http://", b"no URL"), ("", b"no URL")):
        done = ask(bad)
        checks.hold(done.returncode == 2 and message in done.stderr and b"pass@" not in done.stderr, f"`{bad}`: {done}")


def check_credentials(checks, ask, server, other, url, folder):
    for environment in ({"DEMARCHE_USER": "user", "DEMARCHE_PASSWORD": "pass"}, {"DEMARCHE_TOKEN": "t0ken"}):
        done = ask(url + "secret", **environment)
        checks.hold(done.returncode == 0 and done.stdout == TSV, f"credentials from the environment: {done}")
        done = ask(url + "elsewhere", **environment)
        checks.hold(done.returncode == 0 and "Authorization" in server.seen[-1][1] and "Authorization" not in other.seen[-1][1],
                    f"they do not go to another host: {done} {other.seen[-1][1]}")
    with open(os.path.join(folder, ".netrc"), "w", encoding="ascii") as file:
        file.write("machine 127.0.0.1 login user password pass\n")
    done = ask(url + "secret")
    checks.hold(done.returncode == 0, f"credentials from netrc: {done}")
    done = ask(url + "elsewhere")
    checks.hold(done.returncode == 0 and "Authorization" not in other.seen[-1][1], "nor do those of netrc")
    os.remove(os.path.join(folder, ".netrc"))


def check_tls(checks, ask, other, folder):
    certificate = [os.path.join(folder, name) for name in ("certificate.pem", "key.pem")]
    made = run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
               "-out", certificate[0], "-keyout", certificate[1])
    if not checks.hold(made.returncode == 0, f"a certificate {made.stderr.decode()[-200:]}"):
        return
    server = serve(certificate)
    server.other = other.server_address[1]
    url = f"https://127.0.0.1:{server.server_address[1]}/"
    done = ask(url + "good")
    checks.hold(done.returncode == 5 and not server.seen and b"certificate" in done.stderr.lower(), f"a certificate that nobody signed: {done}")
    done = ask(url + "good", SSL_CERT_FILE=certificate[0])
    checks.hold(done.returncode == 0 and done.stdout == TSV, f"one that is trusted: {done}")
    done = ask(url + "to_plain", SSL_CERT_FILE=certificate[0])
    checks.hold(done.returncode == 5 and b"from https to http" in done.stderr, f"no way from https to http: {done}")
    server.shutdown()


def check_stop(checks, ask, url):
    for path in ("silent", "busy"):
        process = subprocess.Popen([ask.program, url + path + "/stop", "rows", QUERY, "30", "100", "1000"], env=ask.environment, stderr=subprocess.PIPE)
        time.sleep(0.5)
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
        checks.hold(process.returncode == 130 and time.monotonic() - begin < 2.5 and b"interrupted" in said, f"{path} is stopped: {process.returncode} {said}")


def main(program):
    checks = Checks()
    server, other = serve(), serve()
    server.other = other.server_address[1]
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    with scratch() as folder:
        ask = Asker(program, folder)
        check_answers(checks, ask, server, url)
        check_tries(checks, ask, server, url)
        check_refusals(checks, ask, url)
        check_usage(checks, ask, url)
        check_credentials(checks, ask, server, other, url, folder)
        check_tls(checks, ask, other, folder)
        check_stop(checks, ask, url)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
