#!/usr/bin/env python3
"""The page of `demarche serve` in Chromium: a query is typed, its answer is read, and nothing is asked of another host.

usage: browser.py PROGRAM CHROMIUM      tools/test has fetched playwright-core into tests/browser/node_modules
"""
import json
import os
import sys

from common import Checks, SOURCE, run, scratch
from serve import Server


def main(program, chromium):
    checks = Checks()
    with scratch() as folder:
        data = os.path.join(folder, "data.nt")
        with open(data, "w", encoding="ascii") as file:
            file.write('<http://e/s1> <http://e/p> "one <b>bold</b>" .\n<http://e/s2> <http://e/p> "two" .\n')
        server = Server(program, "-d", data)
        done = run("node", os.path.join(SOURCE, "tests", "browser", "page.mjs"), f"http://127.0.0.1:{server.port}/", chromium, timeout=120)
        server.end()
        if not checks.hold(done.returncode == 0, f"the browser ran {done.stderr.decode()[-2000:]}"):
            checks.end()
        seen = json.loads(done.stdout)
        print(json.dumps(seen, indent=1))
        checks.hold(seen.get("endpoint") == f"http://127.0.0.1:{server.port}/sparql" and seen.get("title") == "demarche", "the page tells its endpoint")
        checks.hold(any("http://e/s1" in cell for cell in seen.get("cells", [])) and any("one <b>bold</b>" in cell for cell in seen["cells"]), "the answer is there")
        checks.hold(not any("two" in cell for cell in seen.get("cells", [])), "and no other one")
        checks.hold(seen.get("injected") == 0, "a value is shown, not obeyed")
        checks.hold("query:1:8" in seen.get("error", "") or "error" in seen.get("error", "").lower(), "a mistake is told")
        checks.hold(seen["requests"] >= 6 and not seen["elsewhere"], f"{seen['requests']} requests, none to another host: {seen['elsewhere']}")
        checks.hold(seen["answers"] == [200, 400], "two queries were sent")
        faults = [fault for fault in seen["faults"] if "Bad Request" not in fault]  # the mistake that was typed
        checks.hold(not faults, f"no faults in scripts or against the policy: {faults}")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), sys.argv[2])
