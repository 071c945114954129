#!/usr/bin/env python3
"""Builds with clang, address and undefined-behaviour sanitizers, warnings as errors, and runs the units and the cases there.

usage: sanitizers.py SOURCE BUILD
"""
import os
import subprocess
import sys


def step(*command, **more):
    print("+", *command, flush=True)
    return subprocess.run(command, check=False, **more).returncode


def main(source, build):
    n_jobs = str(os.cpu_count() or 1)
    steps = [["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_C_COMPILER=clang", "-DDM_SANITIZE=address,undefined", "-DDM_WERROR=ON"],
             ["cmake", "--build", build, "-j", n_jobs],
             ["ctest", "--test-dir", build, "-j", n_jobs, "-R", "^(unit|case|fuzz)/", "--output-on-failure"]]
    environment = {**os.environ, "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1"}
    return next((code for code in (step(*one, env=environment) for one in steps) if code), 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
