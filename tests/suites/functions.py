#!/usr/bin/env python3
"""Random expressions over all functions and operators have the same results as in Jena, in one Java process (numbers, times and durations compared by value).

usage: functions.py SHOW [--expressions N] [--seed N]     SHOW: the program of tests/unit/function/show.c

functions-known.tsv says where Jena 4.5 does otherwise than the standard: patterns of `EXPRESSION => OURS <> JENA`. Any other difference fails the suite. Without javac and Jena's
jars nothing is compared, and that is said.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
from decimal import Decimal, InvalidOperation

from common import scratch

HERE = os.path.dirname(os.path.abspath(__file__))
KNOWN = os.path.join(HERE, "functions-known.tsv")
JAVA = "/usr/share/java"
XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(datatype, *forms):
    return [f'"{form}"^^xsd:{datatype}' for form in forms]


NUMBERS = (
    "0 1 2 -1 7 10 1.0 2.5 -2.5 0.5 0.1 -0.5 1.50 1e0 2.5e0 -2.5e0 0e0 1e6 1e-7 1.5e300 9223372036854775807 -9223372036854775808 123456789012345678901234567890 0.123456789012345678901 "
    "16777217 9007199254740993 9007199254740992e0".split()
    + typed("float", "1", "2.5", "-0.1", "-INF") + typed("double", "NaN", "INF") + typed("byte", "5") + typed("int", "300") + typed("unsignedLong", "18446744073709551615")
    + typed("integer", "+3", "007", "-0") + typed("decimal", "3", ".5")
)
ILL_TYPED = typed("integer", "abc", "1.5") + typed("byte", "300") + typed("boolean", "x") + typed("date", "2010-02-30") + typed("double", "") + typed("dateTime", "abc")
STRINGS = (
    '"" "a" "abc" "b" "foobar" "abc"@en "abc"@EN "abc"@fr "a"@en ""@en "Straße" "ΟΔΥΣΣΕΥΣ" "日本語" "日本語"@ja "食べ物𠀋x" "1" "1.5" "-1e3" "true" "false" "2010-01-02" '
    '"2010-01-02T03:04:05Z" "http://e/x" "abc"^^xsd:string "ABC" "a.b*c" "bar"@en-GB "en" "en-GB" "*" "1"@en "\\n" "x\\ty" "İi" "ﬁ" "%7e~-_.!"'.split(" ")
    + ['"a b/c?d=é"']
)
OTHERS = '<http://e/a> <http://e/b> _:b "x"^^<http://e/t> "y"^^<http://e/t> "x"^^<http://e/u> true false "1"^^xsd:boolean "0"^^xsd:boolean'.split()
TIMES = (
    typed("dateTime", "2010-06-21T11:28:01Z", "2010-06-21T11:28:01", "2010-06-21T13:28:01+02:00", "2010-12-21T15:38:02.50-08:00", "2010-06-22T11:28:01", "2010-06-20T11:28:01.000",
          "2010-12-31T24:00:00Z", "2011-01-01T00:00:00Z", "-0044-03-15T12:00:00Z", "12010-06-21T11:28:01Z")
    + typed("date", "2010-06-21", "2010-06-21Z", "2010-06-22+01:00", "2012-02-29") + typed("time", "11:28:01", "11:28:01Z", "12:28:01+01:00", "23:59:59.5")
    + typed("gYear", "2010", "2011", "2010Z") + typed("gYearMonth", "2010-06") + typed("gMonth", "--06") + typed("gMonthDay", "--06-21") + typed("gDay", "---21", "---22")
)
DURATIONS = (
    typed("duration", "P1Y", "P12M", "P1M", "P30D", "P32D") + typed("dayTimeDuration", "PT1H", "PT60M", "P1DT2H", "-PT8H", "PT0S", "PT1.5S")
    + typed("yearMonthDuration", "P1Y2M", "P14M")
)
ALL = NUMBERS + ILL_TYPED + STRINGS + OTHERS + TIMES + DURATIONS
PATTERNS = [f'"{pattern}"' for pattern in (
    "a", "^a", "b$", ".", "[a-c]+", "^.{3}$", "(a)(b)?", r"\\d+", r"\\w+", r"\\s", "[^a]", "a|b", "^$", "A", "o+?", r"(o)\\1", r"\\p{L}", r"\\p{Lu}", r"[\\-x]", "(", "a**", "[z-a]",
    r"\\.", "[a-z-[b]]", "", "x*", "é", "(?:ab)c", "a{2,1}", "ss", r"[\\d\\-]", "[a-]", r"\\S\\s?", "^|b", "b|$")]
FLAGS = [f'"{flags}"' for flags in ("", "i", "s", "m", "x", "q", "im", "z")]
REPLACEMENTS = [f'"{text}"' for text in ("X", "$1", "[$0]", "$2-$1", r"\\$", r"\\\\", "$", r"\\x", "", "$1$1")]
COMPARISONS = "= != < > <= >=".split()
OPERATIONS = "+ - * /".split()
OF_ONE = ("STR LANG DATATYPE isIRI isBLANK isLITERAL isNUMERIC STRLEN UCASE LCASE ENCODE_FOR_URI ABS ROUND CEIL FLOOR YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 "
          "SHA384 SHA512 xsd:string xsd:boolean xsd:integer xsd:decimal xsd:float xsd:double xsd:dateTime xsd:date ! - +").split()
OF_TWO = "STRSTARTS STRENDS CONTAINS STRBEFORE STRAFTER LANGMATCHES sameTerm STRDT STRLANG CONCAT".split()


def expression(pick):
    """One of the kinds of expressions, its arguments mostly of the kind that it wants."""
    kind = pick.random()
    one = pick.choice
    if kind < 0.2:
        pool = one([NUMBERS, STRINGS, TIMES, DURATIONS, OTHERS + ILL_TYPED, ALL])
        return f"{one(pool)} {one(COMPARISONS)} {one(one([pool, pool, ALL]))}"
    if kind < 0.4:
        pool = one([NUMBERS, NUMBERS, NUMBERS, TIMES, DURATIONS, ALL])
        return f"{one(pool)} {one(OPERATIONS)} {one(one([NUMBERS, NUMBERS, DURATIONS, TIMES, pool]))}"
    if kind < 0.6:
        return f"{one(OF_ONE)}({one(ALL)})"
    if kind < 0.75:
        function = one(OF_TWO)
        second = one(STRINGS if pick.random() < 0.8 else ALL)
        if function == "STRDT" and pick.random() < 0.7:
            second = f"<{XSD}{one(['integer', 'string', 'date', 'boolean'])}>"
        return f"{function}({one(STRINGS if pick.random() < 0.8 else ALL)}, {second})"
    if kind < 0.8:
        length = "" if pick.random() < 0.4 else f", {one(['0', '1', '2', '5', '-1', '1.6'])}"
        return f"SUBSTR({one(STRINGS)}, {one(['0', '1', '2', '3', '-1', '10', '1.5'])}{length})"
    flags = f", {one(FLAGS)}" if pick.random() < 0.5 else ""
    if kind < 0.9:
        return f"REGEX({one(STRINGS)}, {one(PATTERNS)}{flags})"
    return f"REPLACE({one(STRINGS)}, {one(PATTERNS)}, {one(REPLACEMENTS)}{flags})"


def value(result):
    """A result as it is compared."""
    number = re.fullmatch(r'"(.*)"\^\^(decimal|double|float)', result)
    if number:
        try:
            return number[2], Decimal(number[1]) if number[2] == "decimal" else f"{float(number[1].replace('INF', 'inf')) + 0.0:.{7 if number[2] == 'float' else 17}g}"
        except (ValueError, InvalidOperation):
            return result
    duration = re.fullmatch(r'"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?"\^\^\w*[dD]uration', result)
    if duration:
        years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in duration.groups()[1:])
        sign = -1 if duration[1] else 1
        return sign * (years * 12 + months), sign * (((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    time = re.fullmatch(r'"(.*:\d\d\.\d*?)0*((?:Z|[+-]\d\d:\d\d)?)"\^\^(dateTime|time)', result)
    if time:
        return f'"{time[1].rstrip(".")}{time[2]}"^^{time[3]}'
    return int(result) if re.fullmatch(r"[+-]?\d+", result) else result


def ask(command, expressions, blank):
    text = "\n".join(text.replace("_:b", blank) for text in expressions) + "\n"
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    results = done.stdout.decode().split("\n")[:-1]
    if done.returncode or len(results) != len(expressions):
        raise SystemExit(f"{command[0]} ends with {done.returncode} after {len(results)} results\n{done.stderr.decode()[-2000:]}")
    return results


def main():
    options = argparse.ArgumentParser()
    options.add_argument("show")
    options.add_argument("--expressions", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    names = [f"{JAVA}/jena-{part}.jar" for part in ("arq", "core", "base")]
    if not shutil.which("javac") or not all(map(os.path.exists, names)):
        print(f"left out: {options.expressions} expressions (no javac, or no Jena)")
        return 0
    pick = random.Random(options.seed)
    expressions = set()
    while len(expressions) < options.expressions:
        expressions.add(expression(pick))
    expressions = sorted(expressions)
    with open(KNOWN, encoding="utf-8") as lines:
        known = [re.compile(line.split("\t")[0]) for line in lines if line.strip() and not line.startswith("#")]
    with scratch() as folder:
        subprocess.run(["javac", "-nowarn", "-cp", ":".join(names), "-d", folder, os.path.join(HERE, "JenaFunctions.java")], check=True)
        theirs = ask(["sh", os.path.join(HERE, "jena.sh"), folder, "JenaFunctions"], expressions, "?b")
    ours = ask([options.show], expressions, "_:b")
    n_known = n_failed = 0
    for text, our, their in zip(expressions, ours, theirs):
        if value(our) == value(their):
            continue
        line = f"{text} => {our} <> {their}"
        if any(pattern.search(line) for pattern in known):
            n_known += 1
        else:
            n_failed += 1
            print(f"FAILED {line}")
    print(f"{len(expressions)} expressions, {n_known} where Jena does otherwise than the standard, {n_failed} failed")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
