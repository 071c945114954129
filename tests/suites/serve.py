#!/usr/bin/env python3
"""demarche serve: the right status for whatever comes, and nobody is harmed by anybody else.

usage: serve.py PROGRAM                     the protocol, malformed requests, slow clients, endless queries, limits, the end
       serve.py PROGRAM REQUESTS CLIENTS    only so many good requests at so many connections, with the time and the memory that they take
"""
import atexit
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

from common import Checks, run, scratch

JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
SELECT = "SELECT ?s ?o { ?s <http://e/p> ?o } ORDER BY ?s"
ALL = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h FILTER(?a != ?d || ?b != ?f) }"
N_ENDLESS = 40
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


class Server:
    """The program, on a port that the system chose."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, "serve", "--port", "0", *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)  # whatever happens here
        self.said = ""
        while "serving at" not in self.said:
            line = self.process.stderr.readline()
            if not line:
                raise RuntimeError(f"it does not serve: {self.said}")
            self.said += line
        self.port = int(re.search(r":(\d+)/", self.said[self.said.index("serving at"):])[1])
        self.drain = threading.Thread(target=self.process.stderr.read, daemon=True)  # a full pipe must not hold it up
        self.drain.start()

    def ask(self, method="GET", path="/sparql", body=None, timeout=30, **fields):
        """(status, fields, body)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in fields.items()})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def query(self, text, timeout=30, **fields):
        return self.ask("GET", "/sparql?" + urllib.parse.urlencode({"query": text}), timeout=timeout, **fields)

    def memory_kb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def receive(client):
    """All that comes until the other side closes, or closes the connection by force."""
    data = b""
    try:
        while True:
            piece = client.recv(65536)
            if not piece:
                return data
            data += piece
    except (ConnectionResetError, socket.timeout):
        return data


def status_of(data):
    found = re.match(rb"HTTP/1\.[01] (\d+)", data)
    return int(found[1]) if found else 0


def check_protocol(checks, server):
    good = urllib.parse.urlencode({"query": SELECT})
    graph = urllib.parse.urlencode({"query": ALL, "default-graph-uri": "http://e/g"})
    rows = {
        "GET": server.ask("GET", "/sparql?" + good),
        "POST of a form": server.ask("POST", "/sparql", good, Content_Type=FORM),
        "POST of a form with a charset": server.ask("POST", "/sparql", good, Content_Type=FORM + "; charset=UTF-8"),
        "POST of a query": server.ask("POST", "/sparql", SELECT, Content_Type=QUERY),
    }
    for what, (status, fields, body) in rows.items():
        checks.hold(status == 200 and fields["Content-Type"] == JSON and len(json.loads(body)["results"]["bindings"]) == 2, f"{what}: {status} {body[:200]}")
    for what, (status, _, body) in {
            "in a form": server.ask("POST", "/sparql", graph, Content_Type=FORM),
            "in a URL": server.ask("GET", "/sparql?" + graph),
            "in the URL of a POST": server.ask("POST", "/sparql?default-graph-uri=http://e/g", ALL, Content_Type=QUERY),
            "over FROM": server.ask("POST", "/sparql?default-graph-uri=http://e/g", "SELECT * FROM <http://e/other> { ?s ?p ?o }", Content_Type=QUERY),
            "and a named one": server.ask("POST", "/sparql?named-graph-uri=http://e/g", "SELECT * { GRAPH ?g { ?s ?p ?o } }", Content_Type=QUERY)}.items():
        checks.hold(status == 200 and [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]] == ["in g"], f"a graph {what}: {status} {body[:300]}")
    status, _, body = server.ask("POST", "/sparql?named-graph-uri=http://e/g", ALL, Content_Type=QUERY)
    checks.hold(status == 200 and not json.loads(body)["results"]["bindings"], f"a named graph alone leaves the default graph empty: {body[:300]}")
    table = {
        ("GET", "/sparql?query=SELECT", None, ""): (400, b"query:1:7: error: "),
        ("GET", "/sparql?query=a&query=b", None, ""): (400, b"more than one query"),
        ("GET", "/sparql?query=%zz", None, ""): (400, b"hexadecimal"),
        ("GET", "/sparql?query=%ff", None, ""): (400, b"UTF-8"),
        ("GET", "/sparql?query=", None, ""): (400, b"query:1:1: error: "),
        ("GET", "/sparql?default-graph-uri=a:b", None, ""): (400, b"no query"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=b", None, ""): (400, b"absolute"),
        ("GET", "/sparql?update=CLEAR+ALL", None, ""): (400, b"reads only"),
        ("POST", "/sparql", "x=y", FORM): (400, b"no query"),
        ("POST", "/sparql", "update=CLEAR+ALL", FORM): (400, b"reads only"),
        ("POST", "/sparql", b"ASK { \xff }", QUERY): (400, b"UTF-8"),
        ("POST", "/sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", QUERY): (400, b"SERVICE"),
        ("POST", "/sparql", "CLEAR ALL", "application/sparql-update"): (415, b"reads only"),
        ("POST", "/sparql", "{}", "application/json"): (415, b"application/sparql-query"),
        ("POST", "/sparql", "ASK {}", ""): (415, b"application/sparql-query"),
        ("POST", "/", "ASK {}", QUERY): (405, b""),
        ("PUT", "/sparql", "x", "text/turtle"): (405, b""),
        ("DELETE", "/sparql", None, ""): (405, b""),
        ("PATCH", "/", None, ""): (405, b""),
        ("GET", "/nothing", None, ""): (404, b"/sparql"),
        ("GET", "/../README.md", None, ""): (404, b""),
        ("GET", "/%2e%2e/README.md", None, ""): (404, b""),
        ("GET", "/yasgui/../../../ontology/README.md", None, ""): (404, b""),
        ("GET", "//etc/passwd", None, ""): (404, b""),
        ("POST", "/sparql", "ASK { } #" + "x" * 2_000_000, QUERY): (413, b"1048576"),
        ("POST", "/sparql", "query=" + "x" * 2_000_000, FORM): (413, b"1048576"),
        ("GET", "/sparql?query=" + "x" * 200_000, None, ""): (414, b""),
    }
    for (method, path, body, content_type), (expected, text) in table.items():
        fields = {"Content_Type": content_type} if content_type else {}
        status, fields, got = server.ask(method, path, body, **fields)
        checks.hold(status == expected and text in got, f"{method} {path[:60]} {str(body)[:40]} {content_type}: {status} {got[:200]}")
        if status == 405:
            checks.hold(fields.get("Allow") == "GET, HEAD, POST, OPTIONS", f"405 tells what is allowed: {fields}")
        if status in (400, 404, 405, 413, 415):
            checks.hold(fields["Content-Type"] == "text/plain; charset=utf-8" and fields["X-Content-Type-Options"] == "nosniff", f"a fault is plain text: {fields}")
    status, fields, body = server.ask("HEAD", "/sparql?" + good)
    checks.hold(status == 200 and not body and int(fields["Content-Length"]) > 100 and fields["Content-Type"] == JSON, f"HEAD: {status} {fields}")
    status, fields, body = server.ask("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    checks.hold(status == 204 and fields["Allow"] == "GET, HEAD, POST, OPTIONS" and not any("Access-Control" in name for name in fields), f"OPTIONS, CORS off: {fields}")
    status, _, body = server.ask("GET", "/", Host="evil.example.org")
    checks.hold(status == 421, f"another name that leads here (DNS rebinding): {status} {body}")
    status, _, body = server.ask("GET", "/", Host=f"localhost:{server.port}")
    checks.hold(status == 200, f"localhost: {status} {body[:100]}")


def check_negotiation(checks, server):
    kinds = {
        SELECT: {None: JSON, "*/*": JSON, "application/sparql-results+xml": "application/sparql-results+xml", "text/csv": "text/csv; charset=utf-8",
                 "text/tab-separated-values": "text/tab-separated-values; charset=utf-8", "text/markdown": "text/markdown; charset=utf-8",
                 BROWSER: "text/html; charset=utf-8", "text/plain": "text/plain; charset=utf-8", "application/json": "application/json",
                 "text/turtle": 406, "image/*": 406, "text/csv;q=0.1,application/sparql-results+xml;q=0.2": "application/sparql-results+xml"},
        "ASK { ?s ?p ?o }": {None: JSON, "text/html": "text/html; charset=utf-8", "application/sparql-results+xml": "application/sparql-results+xml"},
        "ASK { <a:b> ?p ?o }": {None: JSON},
        "CONSTRUCT WHERE { ?s ?p ?o }": {None: "text/turtle; charset=utf-8", "application/n-triples": "application/n-triples",
                                         "application/rdf+xml": "application/rdf+xml", "application/trig": "application/trig",
                                         "application/n-quads": "application/n-quads", JSON: 406},
        "DESCRIBE <http://e/s1>": {None: "text/turtle; charset=utf-8"},
    }
    for query, wanted in kinds.items():
        for accept, expected in wanted.items():
            status, fields, body = server.query(query, **({"Accept": accept} if accept else {}))
            held = status == 406 and b"\n" in body if expected == 406 else status == 200 and fields["Content-Type"] == expected and fields["Vary"] and body
            checks.hold(held, f"{query[:20]} as {accept}: {status} {fields.get('Content-Type')} {body[:100]}")
    _, fields, body = server.query(SELECT, Accept="text/html")
    checks.hold(b"<script" not in body and "default-src 'none'" in fields["Content-Security-Policy"], f"HTML has no scripts, and may have none: {fields}")
    status, _, body = server.query(SELECT, Accept="text/csv")
    checks.hold(body == b"s,o\r\nhttp://e/s1,one\r\nhttp://e/s2,in g\r\n", f"CSV: {body}")
    status, _, body = server.query('SELECT ("\\u0001" AS ?x) {}', Accept="application/sparql-results+xml")
    checks.hold(status == 406 and b"XML 1.0" in body, f"what XML cannot say: {status} {body}")


def check_description(checks, server):
    status, fields, body = server.ask("GET", "/sparql")
    text = body.decode()
    checks.hold(status == 200 and fields["Content-Type"].startswith("text/turtle"), f"the description: {status} {fields}")
    for wanted in (f"http://127.0.0.1:{server.port}/sparql", "sparql-service-description#endpoint", "SPARQL11Query", "UnionDefaultGraph", "SPARQL_Results_JSON", "triples> 2"):
        checks.hold(wanted in text, f"it tells {wanted}: {'' if wanted in text else text}")
    status, fields, body = server.ask("GET", "/sparql", Accept="application/n-triples")
    checks.hold(status == 200 and body.count(b"\n") == text.count(";") + text.count(",") + text.count(".\n") or b" .\n" in body, f"as N-Triples too: {status}")


def check_page(checks, server):
    pages = {"/": "text/html", "/start.js": "text/javascript", "/style.css": "text/css", "/yasgui/yasgui.min.js": "text/javascript", "/yasgui/yasgui.min.css": "text/css",
             "/favicon.ico": "image/svg+xml", "/favicon.svg": "image/svg+xml", "/prefixes.json": "application/json", "/yasgui/LICENSE.txt": "text/plain"}
    for path, expected in pages.items():
        status, fields, body = server.ask("GET", path)
        checks.hold(status == 200 and fields["Content-Type"].startswith(expected) and body and "script-src 'self';" in fields["Content-Security-Policy"],
                    f"{path}: {status} {fields}")
    status, fields, body = server.ask("HEAD", "/yasgui/yasgui.min.js")
    checks.hold(status == 200 and not body and int(fields["Content-Length"]) > 1_000_000, f"HEAD of a page: {fields}")


def check_malformed(checks, server):
    """By raw sockets. What is no HTTP at all may be answered by 400 or by hanging up, but by nothing else."""
    requests = {
        b"GARBAGE\r\n\r\n": (400, 0), b"\r\n\r\n\r\n": (0, 400, 408), b"GET\r\n\r\n": (400, 0), b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n": (505, 400),
        b"GET / HTTP/1.1\r\n\r\n": (400,), b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n": (400,), b"\0" * 100: (400, 0, 408), b"\xff\xfe\r\n\r\n": (400, 0),
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 100_000: (431, 413, 400), b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n": (414,),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: -1\r\n\r\nASK {}": (400,),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99999999999999999999999\r\n\r\nASK {}": (413, 400),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nASK {}": (400,),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nExpect: 100-continue\r\nContent-Length: 100000000\r\n\r\n": (413,),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n": (200,),
        b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n": (200,),
        b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n": (200, 404),
    }
    for request, expected in requests.items():
        with connect(server) as client:
            try:
                client.sendall(request)
                client.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it has heard enough
            data = receive(client)
            checks.hold(status_of(data) in expected, f"{request[:60]!r}: {data[:80]!r}")
    status, _, _ = server.query(SELECT)
    checks.hold(status == 200, "it still answers")


def check_body_without_end(checks, server):
    with connect(server) as client:
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n")
        n = 0
        try:
            while n < 300_000_000:
                client.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                n += 65536
        except OSError:
            pass
        checks.hold(n < 200_000_000 and server.memory_kb() < 300_000, f"a body without end is cut off after {n} bytes, at {server.memory_kb()} KB")


def check_slow_clients(checks, program, data):
    """Those who send a byte now and then, and those who read none: each is hung up on, and the others do not notice."""
    server = Server(program, "-d", data, "--client-timeout", "1.5", "--connections", "40")
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    post = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\n"
    clients = [(connect(server), first) for first in (b"", b"G", head, post) for _ in range(5)]
    for client, first in clients:
        client.sendall(first)
    begin, slowest = time.monotonic(), 0
    while time.monotonic() - begin < 3:
        for client, _ in clients:
            try:
                client.sendall(b"X")
            except OSError:
                pass
        asked = time.monotonic()
        status, _, _ = server.query(SELECT)
        slowest = max(slowest, time.monotonic() - asked)
        if status != 200:
            slowest = 99
        time.sleep(0.2)
    checks.hold(slowest < 1, f"others are answered within 1 s beside slow clients: {slowest:.2f}")
    for client, first in clients:
        data = receive(client)
        checks.hold(status_of(data) in ((408, 0) if first else (408, 400, 0)) and client.recv(1) == b"", f"slow after {first[:20]!r}: {data[:60]!r}")
        client.close()
    with connect(server) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        data = receive(client)
        checks.hold(status_of(data) == 408, f"a request without end: {data[:80]!r}")
    with connect(server) as client:
        client.sendall(b"GET /start.js HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(2.5)
        client.sendall(b"GET /start.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        data = receive(client)
        checks.hold(data.count(b"HTTP/1.1 200") == 2 and b"408" not in data, f"a pause between two requests is allowed: {data[:60]!r}")
    checks.hold(server.end() == 0, "it ends well")


def check_endless(checks, program, data):
    server = Server(program, "-d", data, "--timeout", "2")
    answers = []

    def ask_endless():
        try:
            answers.append(server.query(ENDLESS)[0])
        except OSError as fault:
            answers.append(str(fault))
    threads = [threading.Thread(target=ask_endless) for _ in range(N_ENDLESS)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    slowest, statuses = 0, set()
    while any(thread.is_alive() for thread in threads) and time.monotonic() - begin < 20:
        asked = time.monotonic()
        statuses.add(server.query(SELECT)[0])
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.05)
    checks.hold(answers == [504] * N_ENDLESS and time.monotonic() - begin < 8, f"{N_ENDLESS} endless queries are given up: {answers} {time.monotonic() - begin:.1f} s")
    checks.hold(statuses == {200} and slowest < 1, f"a quick one is answered within 1 s meanwhile: {statuses} {slowest:.2f} s")
    server.end()


def check_endpoint(checks, program, server, data):
    """The same query asked of the server and of the file gives the same bytes."""
    url = f"http://127.0.0.1:{server.port}/sparql"
    for query in (SELECT, "ASK { ?s ?p ?o }", "ASK { <a:b> ?p ?o }", "CONSTRUCT { ?s <a:is> ?o } WHERE { ?s ?p ?o }", "DESCRIBE <http://e/s1>", "SELECT nonsense",
                  "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"):
        here = run(program, "query", "-d", data, "-e", query)
        there = run(program, "query", "--endpoint", url, "-e", query)
        checks.hold(here.stdout == there.stdout and here.returncode == there.returncode and (here.stdout or there.stderr),
                    f"--endpoint answers as -d does, {query}: {here.returncode} {here.stdout} {there.returncode} {there.stdout} {there.stderr}")
    service = f"SELECT ?s ?o ?x {{ VALUES ?x {{ 1 2 }} SERVICE <{url}> {{ ?s <http://e/p> ?o }} }} ORDER BY ?s ?x"
    done = run(program, "query", "-d", data, "--allow-service", "-f", "csv", "-e", service)
    checks.hold(done.returncode == 0 and done.stdout.split()[1:] == [b"http://e/s1,one,1", b"http://e/s1,one,2", b"http://e/s2,in", b"g,1", b"http://e/s2,in", b"g,2"],
                f"SERVICE, when it is allowed: {done}")


def check_busy(checks, program, data):
    server = Server(program, "-d", data, "--timeout", "4", "--threads", "1", "--max-wait", "0.5")
    with connect(server) as client:
        client.sendall(b"GET /sparql?" + urllib.parse.urlencode({"query": ENDLESS}).encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        status, fields, body = server.query(SELECT)
        checks.hold(status == 503 and "Retry-After" in fields and b"too many" in body, f"too busy: {status} {fields} {body}")
        checks.hold(server.ask("GET", "/")[0] == 200, "the page comes all the same")
    begin = time.monotonic()  # the client of the endless query went away
    while server.query(SELECT)[0] != 200 and time.monotonic() - begin < 3:
        pass
    checks.hold(time.monotonic() - begin < 1.5, f"a query whose client went away is ended: {time.monotonic() - begin:.1f} s")
    server.end()


def check_limits(checks, program, folder, data):
    many = os.path.join(folder, "many.nt")
    with open(many, "w", encoding="ascii") as file:
        file.writelines(f"<http://e/s{i}> <http://e/p> \"{'x' * 90}{i}\" .\n" for i in range(30_000))
    server = Server(program, "-d", many, "--max-rows", "40000", "--max-results", "6MB", "--max-memory", "30MB", "--max-query", "1000")
    status, _, body = server.query("SELECT * { ?s ?p ?o }", Accept="text/csv")
    checks.hold(status == 200 and body.count(b"\n") == 30_001, f"an answer from a file: {status} {len(body)}")
    status, fields, body = server.query("SELECT * { ?s ?p ?o }")
    checks.hold(status == 500 and b"6000000 bytes" in body, f"too long an answer: {status} {body[:200]}")
    status, _, body = server.query("SELECT ?s { { ?s ?p ?o } UNION { ?s ?p ?o } }", Accept="text/csv")
    checks.hold(status == 500 and b"40000 rows" in body, f"too many rows: {status} {body[:200]}")
    status, _, body = server.query("SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y } ORDER BY ?x ?y")
    checks.hold(status == 500 and b"memory" in body, f"too much memory: {status} {body[:200]}")
    status, _, body = server.ask("POST", "/sparql", "ASK {} #" + "x" * 1000, Content_Type=QUERY)
    checks.hold(status == 413 and b"1000 bytes" in body, f"too long a query: {status} {body[:200]}")
    with connect(server) as client:  # takes nothing of a large answer
        client.sendall(b"GET /sparql?" + urllib.parse.urlencode({"query": ALL}).encode() + b" HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n")
        time.sleep(1)
        checks.hold(server.query(SELECT + " LIMIT 1")[0] == 200, "a client that does not read harms nobody")
    server.end()
    server = Server(program, "-d", data, "--cors", "https://example.org")
    _, fields, _ = server.query(SELECT, Origin="https://example.org")
    checks.hold(fields["Access-Control-Allow-Origin"] == "https://example.org" and "Origin" in fields["Vary"], f"CORS: {fields}")
    _, fields, _ = server.query(SELECT, Origin="https://evil.example.org")
    checks.hold("Access-Control-Allow-Origin" not in fields, f"CORS of another origin: {fields}")
    status, fields, _ = server.ask("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    checks.hold(status == 204 and "POST" in fields["Access-Control-Allow-Methods"] and "Content-Type" in fields["Access-Control-Allow-Headers"], f"preflight: {fields}")
    server.end()
    server = Server(program, "-d", data, "--cors", "*")
    checks.hold(server.query(SELECT, Origin="https://any.example.org")[1]["Access-Control-Allow-Origin"] == "*", "CORS for all")
    server.end()
    server = Server(program, "-d", data, "--default-graph", "strict")
    checks.hold(len(json.loads(server.query(ALL)[2])["results"]["bindings"]) == 1, "--default-graph strict")
    checks.hold(b"UnionDefaultGraph" not in server.ask()[2], "and the description says so")
    server.end()


def check_end(checks, program, data):
    for number, code in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
        server = Server(program, "-d", data)
        answers = []

        def ask_endless(asked=server, into=answers):
            try:
                into.append(asked.query(ENDLESS)[0])
            except (OSError, http.client.HTTPException) as fault:
                into.append(type(fault).__name__)
        thread = threading.Thread(target=ask_endless)
        thread.start()
        time.sleep(0.5)
        begin = time.monotonic()
        got = server.end(number)
        thread.join()
        checks.hold(got == code and time.monotonic() - begin < 3 and answers == [503], f"{number.name} ends it by {got}, a query under way by {answers}, {time.monotonic() - begin:.1f} s")


def check_usage(checks, program, data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for arguments, code, text in (((data,), 2, b"-d"), (("--port", "70000"), 2, b"65535"), (("--port", "x"), 2, b"65535"), (("--cors", "example.org"), 2, b"origin"),
                                      (("-d", data, "--port", port), 5, b"already in use"), (("-d", data, "--port", "0", "--bind", "192.0.2.1"), 5, b"192.0.2.1"),
                                      (("-d", data + ".missing", "--port", "0"), 4, b"missing")):
            done = run(program, "serve", *arguments, stdin=subprocess.DEVNULL, timeout=20)
            checks.hold(done.returncode == code and text in done.stderr, f"serve {' '.join(arguments)}: {done.returncode} {done.stderr.decode()[:200]}")


def load(server, n_requests, n_clients):
    """Good requests over connections that stay open: (faults, seconds, each request's seconds)."""
    faults, times, lock = [], [], threading.Lock()
    counter = iter(range(n_requests))
    path = "/sparql?" + urllib.parse.urlencode({"query": SELECT})

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with lock:
                i = next(counter, None)
            if i is None:
                connection.close()
                return
            begin = time.monotonic()
            try:
                if i % 3:
                    connection.request("GET", path)
                else:
                    connection.request("POST", "/sparql", SELECT, {"Content-Type": QUERY})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or len(json.loads(body)["results"]["bindings"]) != 2:
                    faults.append(answer.status)
            except (OSError, http.client.HTTPException, ValueError) as fault:
                faults.append(repr(fault))
                connection.close()
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            times.append(time.monotonic() - begin)
    begin = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults, time.monotonic() - begin, sorted(times)


def check_load(checks, server, n_requests, n_clients):
    faults, _, _ = load(server, n_requests // 5 + n_clients, n_clients)  # what grows at first is kept and used again
    files, before = server.files(), server.memory_kb()
    more, seconds, times = load(server, n_requests, n_clients)
    time.sleep(0.5)
    after = server.memory_kb()
    checks.hold(not faults and not more, f"{n_requests} requests at {n_clients} connections without a fault: {(faults + more)[:3]}")
    checks.hold(after - before < 2000 + n_requests // 20, f"memory does not grow: {before} KB, then {after} KB")
    checks.hold(server.files() <= files, f"nor open files: {files}, then {server.files()}")
    print(f"{n_requests} requests in {seconds:.1f} s, {n_requests / seconds:.0f} a second; median {times[len(times) // 2] * 1000:.1f} ms, slowest {times[-1] * 1000:.0f} ms")


def main(program, n_requests=600, n_clients=16):
    checks = Checks()
    with scratch() as folder:
        data = os.path.join(folder, "data.nq")
        with open(data, "w", encoding="ascii") as file:
            file.write('<http://e/s1> <http://e/p> "one" .\n<http://e/s2> <http://e/p> "in g" <http://e/g> .\n')
        large = os.path.join(folder, "large.nt")
        with open(large, "w", encoding="ascii") as file:
            file.writelines(f"<http://e/s{i}> <http://e/p> \"{i}\" .\n<http://e/s{i}> <http://e/q> <http://e/s{i // 2}> .\n" for i in range(1000))
        server = Server(program, "-d", data, "--client-timeout", "3")
        if n_requests == 600:
            check_protocol(checks, server)
            check_negotiation(checks, server)
            check_description(checks, server)
            check_page(checks, server)
            check_endpoint(checks, program, server, data)
            check_malformed(checks, server)
            check_body_without_end(checks, server)
        check_load(checks, server, n_requests, n_clients)
        checks.hold(server.end() == 0, "it ends well")
        if n_requests == 600:
            check_slow_clients(checks, program, data)
            check_endless(checks, program, large)
            check_busy(checks, program, large)
            check_limits(checks, program, folder, data)
            check_end(checks, program, large)
            check_usage(checks, program, data)
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), *(int(number) for number in sys.argv[2:]))
