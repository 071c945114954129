#!/usr/bin/env python3
"""Each header compiles alone, no file steps round the floors by `#include "../`, and nothing is left for later.

usage: headers.py COMPILER [FLAG...]
"""
import os
import re
import subprocess
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STRICT = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-fsyntax-only"]


def files(folder, *endings):
    for place, _, names in sorted(os.walk(os.path.join(SOURCE, folder))):
        yield from (os.path.join(place, name) for name in sorted(names) if name.endswith(endings))


def main(compiler):
    failed = 0
    headers = list(files("src", ".h"))
    for header in headers:
        # twice, so that include guards are held too
        text = f'#include "{os.path.relpath(header, os.path.join(SOURCE, "src"))}"\n' * 2
        done = subprocess.run([*compiler, *STRICT, "-I", os.path.join(SOURCE, "src"), "-x", "c", "-"], input=text, text=True, capture_output=True, check=False)
        if done.returncode:
            failed += 1
            print(f"{header} does not compile alone:\n{done.stderr}")
    for path in files("src", ".c", ".h"):
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if re.match(r'\s*#\s*include\s*"\.\./', line):
                    failed += 1
                    print(f"{path}:{number}: steps out of its folder: {line.strip()}")
                if re.search(r"\b(TODO|FIXME)\b", line):
                    failed += 1
                    print(f"{path}:{number}: unfinished: {line.strip()}")
    print(f"{len(headers)} headers, {failed} faults")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
