#!/usr/bin/env python3
"""The pages of `explain --html`: valid as HTML 5 goes without a validator (nesting, attributes, ids, where which element may stand), their links lead
somewhere, nothing is fetched, and the text on them is the document's own, character by character, whatever it holds.

usage: pages.py PROGRAM
"""
import collections
import glob
import html.parser
import os
import sys

from common import Checks, DOCUMENTS, SOURCE, run, scratch

VOID = {"meta", "br"}
PHRASING = {"a", "b", "br", "code", "em", "q", "small", "span", "strong", "sup"}
FLOW = PHRASING | {"article", "div", "h1", "h2", "h3", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul"}
INSIDE = {  # what may stand in an element; what is not named here holds phrasing
    "#": {"html"}, "html": {"head", "body"}, "head": {"meta", "title", "style"}, "title": set(), "style": set(), "body": FLOW, "main": FLOW,
    "article": FLOW, "section": FLOW, "div": FLOW, "nav": FLOW, "li": FLOW, "ol": {"li"}, "ul": {"li"},
    "table": {"caption", "thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"},
}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "id", "title", "href", "aria-label", "aria-labelledby", "scope", "tabindex"}

TRICKY = (
    "# A <b>bold</b> title & \"quotes\"\r\n\r\n"
    "Japan and France held the Japan-France Cyber Dialogue in S\u00e3o Paulo \u2013 \u201cgood\u201d \u2014 \U0001f600 na\u00efve e\u0301.\r\n"
    "Both sides re-\r\naffirmed that existing international law applies to cyberspace, and welcomed the Ministry of Foreign Affairs of Japan (MOFA).\r\n"
    "Tab\there, form\ffeed, bell\x07, C1\x85, lone &amp; entity, </pre><script>alert(1)</script>, \u202e\ufffe.\r\n\r\n"
    "Mr. \u5c71\u7530 \u592a\u90ce of Japan\u2019s Ministry of Foreign Affairs chaired the meeting \u2460\u00a0\u00bd.\r"
)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.faults, self.ids, self.links, self.texts = ["#"], [], collections.Counter(), [], []
        self.titles, self.numbers = 0, 0

    def handle_starttag(self, tag, attributes):
        inside = INSIDE.get(self.stack[-1], PHRASING)
        if tag not in inside:
            self.faults.append(f"{tag} in {self.stack[-1]} at {self.getpos()}")
        if tag == "a" and "a" in self.stack:
            self.faults.append(f"a link in a link at {self.getpos()}")
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)) or set(names) - ATTRIBUTES or any(value is None for _, value in attributes):
            self.faults.append(f"attributes {names} at {self.getpos()}")
        of = dict(attributes)
        if "id" in of:
            self.ids[of["id"]] += 1
        if "aria-labelledby" in of:
            self.links.append("#" + of["aria-labelledby"])
        if "href" in of:
            self.links.append(of["href"])
        self.titles += "title" in of
        if tag == "pre":
            self.texts.append("")
        if tag == "sup":
            self.numbers += 1
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if self.stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1]} at {self.getpos()}")
        else:
            self.stack.pop()

    def handle_data(self, data):
        if "pre" in self.stack and "sup" not in self.stack:
            self.texts[-1] += data


def allowed(character):
    """Whether HTML may hold it."""
    code = ord(character)
    control = (code < 0x20 and character not in "\t\n\f\r") or 0x7F <= code <= 0x9F
    return not (control or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def on_page(text):
    return "".join(c if allowed(c) else "\ufffd" for c in text)


def source_of(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8-sig")


def check(checks, program, paths, what, facts=True):
    with scratch() as folder:
        target = os.path.join(folder, "page.html")
        done = run(program, "explain", "-q", "--html", "-o", target, *paths)
        if not checks.hold(done.returncode == 0 and not done.stdout, f"{what}: written {done.stderr.decode()[:200]}"):
            return
        with open(target, "rb") as file:
            text = file.read().decode()
    page = Page()
    page.feed(text)
    page.close()
    checks.hold(text.startswith("<!DOCTYPE html>\n") and "\r" not in text and all(map(allowed, text)), f"{what}: a doctype, and only what HTML may hold")
    checks.hold(not page.faults and page.stack == ["#"], f"{what}: well nested {page.faults[:3]} {page.stack[1:]}")
    twice = [name for name, n in page.ids.items() if n > 1]
    checks.hold(page.ids and not twice, f"{what}: {len(page.ids)} ids, each once {twice[:3]}")
    inner = [link[1:] for link in page.links if link.startswith("#")]
    lost = [link for link in inner if link not in page.ids]
    checks.hold(inner and not lost, f"{what}: {len(inner)} links lead somewhere {lost[:3]}")
    strange = [link for link in page.links if not link.startswith(("#", "https://", "http://", "urn:"))]
    checks.hold(not strange and "@import" not in text and "url(" not in text, f"{what}: nothing is fetched {strange[:3]}")
    checks.hold(not facts or (page.titles and page.numbers), f"{what}: mentions have titles, passages have numbers")
    want = [on_page(source_of(path)) for path in sorted(paths, key=lambda p: os.path.splitext(os.path.basename(p))[0])]
    got = [shown.removeprefix("\n") for shown in page.texts]
    checks.hold(got == want, f"{what}: the text is the document's own ({sum(map(len, want))} characters)")


def main(program):
    checks = Checks()
    development = sorted(glob.glob(os.path.join(SOURCE, "tests", "corpus", "dev", "docs", "*")))[::9]
    for path in sorted(glob.glob(os.path.join(DOCUMENTS, "*.txt"))):
        check(checks, program, [path], os.path.basename(path))
    check(checks, program, development, f"{len(development)} documents of the development corpus")
    with scratch() as folder:
        cases = {"tricky": TRICKY, "short": "x", "bom": "\ufeff\nJapan spoke.\n", "front": "---\ntitle: \"<A> & B\"\nissued: 2021-02-03\n---\nJapan spoke.\n",
                 "a&b\"<c>": "France spoke."}
        for name, text in cases.items():
            path = os.path.join(folder, name + ".txt")
            with open(path, "wb") as file:
                file.write(text.encode())
            check(checks, program, [path], name, facts=name == "tricky")
        refused = os.path.join(folder, "empty.txt")
        with open(refused, "wb"):
            pass
        target = os.path.join(folder, "page.html")
        done = run(program, "explain", "--html", "-o", target, refused, os.path.join(folder, "short.txt"))
        with open(target, encoding="utf-8") as file:
            text = file.read()
        checks.hold(done.returncode == 1 and 'href="#d1"' in text and 'id="d1"' in text and "refused" in text, "a refused document has its place")
        os.remove(target)
        done = run(program, "explain", "--html", "-o", target, refused)
        checks.hold(done.returncode == 4 and not os.path.exists(target), "nothing is written where nothing can be read")
    checks.end()


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
