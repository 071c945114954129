#!/usr/bin/env python3
"""The installed program finds its data by itself, from any folder, and after its folder was moved.

usage: install.py BUILD_FOLDER
"""
import os
import shutil
import sys

from common import Checks, DOCUMENTS, export, run, scratch

FILES = ["bin/demarche", "share/demarche/data/lexicon/states.yaml", "share/demarche/data/serve/yasgui/yasgui.min.js",
         "share/demarche/ontology/mapping.yaml", "share/demarche/ontology/demarche.ttl",
         "share/man/man1/demarche.1", "share/bash-completion/completions/demarche", "share/zsh/site-functions/_demarche"]


def main(build):
    checks = Checks()
    with scratch() as folder:
        first, second = os.path.join(folder, "first"), os.path.join(folder, "second", "deeper")
        done = run("cmake", "--install", build, "--prefix", first)
        checks.hold(done.returncode == 0, f"cmake --install {done.stderr.decode()[:300]}")
        for name in FILES:
            checks.hold(os.path.isfile(os.path.join(first, name)), f"{name} is installed")
        queries = os.path.join(first, "share/demarche/queries")
        checks.hold(os.path.isdir(queries) and any(name.endswith(".rq") for name in os.listdir(queries)), "queries are installed")
        os.mkdir(os.path.dirname(second))
        wanted = export(os.path.join(build, "demarche"), "-f", "nquads", DOCUMENTS)
        for where in (first, second):
            if where == second:
                shutil.move(first, second)
            done = run(os.path.join(where, "bin", "demarche"), "export", "-f", "nquads", DOCUMENTS, cwd="/")
            checks.hold(done.returncode == 0 and done.stdout == wanted, f"{where} exports {done.stderr.decode()[:300]}")
        os.symlink(os.path.join(second, "bin", "demarche"), os.path.join(folder, "linked"))
        done = run(os.path.join(folder, "linked"), "--version", cwd=folder)
        checks.hold(done.returncode == 0 and os.path.join(second, "share").encode() in os.path.realpath(done.stdout.split(b", ")[1].split(b"\n")[0]),
                    f"through a link: {done.stdout.decode()}")
    checks.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]))
