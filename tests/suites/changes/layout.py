"""How a text is set: line ends, wraps, marks, spaces, quotes, hyphens, pages. None of it may change a fact."""
import re
import unicodedata

from .relations import Pair, alike, each, relation, same

MARK = re.compile(r"(?m)^( *)([-*•–]|\([a-z]\)|\d{1,2}[.)]?)( +|\t)(?=\S)")
BULLET = re.compile(r"(?m)^( *)[-*•–]( +)(?=\S)")


def is_wrapped(text):
    return max(map(len, text.split("\n"))) <= 100


def dashes_alike(text):
    return re.sub("[‐‑‒–—−]", "-", text)


QUOTE = re.compile(r"(> ?)*")


def wrap(text, width):
    """Wraps the lines of a text that is not wrapped yet, quotations and items as editors do. A text of which a line would fill its row by chance is left alone: nobody
    could tell whether it goes on."""
    lines, out = text.split("\n"), []
    if is_wrapped(text):
        return text
    for line, below in zip(lines, lines[1:] + [""]):
        rows = [line]
        if len(line) > width and not line.startswith(("|", "#")) and " | " not in line:
            quote = QUOTE.match(line)[0]
            mark = MARK.match(line, len(quote))
            rows = wrap_line(line, width, quote + " " * (mark.end() - mark.start() if mark else 2 * line.startswith("  ") + len(line) - len(line.lstrip(" "))))
        if below.strip("> ") and len(rows[-1]) + 1 + len(below.split()[0]) > width - 3:
            return text
        out += rows
    return "\n".join(out)


def wrap_line(line, width, indent):
    first, *words = line.strip(" ").split(" ")
    rows, row = [], line[:len(line) - len(line.lstrip(" "))] + first
    for word in words:
        if len(row) + 1 + len(word) > width:
            rows.append(row)
            row = indent + word
        else:
            row = f"{row} {word}"
    return rows + [row]


COLUMNS = re.compile(r"\S {4,}\S")


def unwrap(text):
    """Joins the lines of each wrapped paragraph: lines in a row of which all but the last are nearly as long as the longest line of the text."""
    lines, out = text.split("\n"), []
    longest = max(map(len, lines))
    if not is_wrapped(text):
        return text
    joined = False
    for line in lines:
        if joined and line.strip() and not MARK.match(line) and not COLUMNS.search(line):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
        joined = longest - 14 <= len(line) and not line.startswith("#") and not COLUMNS.search(line)
    return "\n".join(out)


@relation("wrapping lines at 60 changes nothing")
def wrapped_narrow(sources, _):
    yield from each(sources, lambda text: wrap(text, 60))


@relation("wrapping lines at 78 changes nothing")
def wrapped(sources, _):
    yield from each(sources, lambda text: wrap(text, 78))


@relation("unwrapping changes nothing")
def unwrapped(sources, _):
    yield from each(sources, unwrap)


@relation("CR LF changes nothing")
def cr_lf(sources, _):
    yield from each(sources, lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"))


@relation("a byte-order mark changes nothing")
def byte_order_mark(sources, _):
    yield from each(sources, lambda text: "\ufeff" + text)


@relation("curly quotes for straight ones change nothing")
def curly(sources, _):
    def change(text):
        text = re.sub(r'(^|[\s(\[])"(?=\S)', r"\1“", text)
        text = text.replace('"', "”")
        text = re.sub(r"(^|[\s(\[])'(?=\w)", r"\1‘", text)
        return text.replace("'", "’")
    yield from each(sources, change)


@relation("straight quotes for curly ones change nothing")
def straight(sources, _):
    yield from each(sources, lambda text: re.sub("[“”„‟]", '"', re.sub("[‘’‚‛]", "'", text)))


@relation("other bullets change nothing")
def bullets(sources, _):
    for mark in "-*•–◦▪":
        yield from each(sources, lambda text: BULLET.sub(rf"\g<1>{mark}\2", text))  # pylint: disable=cell-var-from-loop


def lettered(text, form):
    """Bullets in a row become (a), (b) ... or 1., 2. ..., but for the nested ones."""
    out, n = [], 0
    for line in text.split("\n"):
        item = re.match(r"[-*•–] +(?=\S)", line)
        if item:
            n += 1
            line = form(n) + " " + line[item.end():]
        elif line.strip():
            n = n if line.startswith(" ") else 0
        out.append(line)
    return "\n".join(out)


@relation("letters or numbers for bullets change nothing")
def letters(sources, _):
    for form in (lambda n: f"({chr(96 + n)})" if n <= 26 else "-", lambda n: f"{n}.", lambda n: f"({n})"):
        yield from each(sources, lambda text: lettered(text, form))  # pylint: disable=cell-var-from-loop


@relation("non-breaking spaces change nothing")
def non_breaking(sources, rng):
    for source in sources:
        after = re.sub(r"(?<=[\w,.]) (?=\w)", lambda _: rng.choice("  \u00a0\u202f"), source.text)
        yield Pair(source.name, source.text, after, same)


@relation("other hyphens and dashes change nothing")
def hyphens(sources, rng):
    for source in sources:
        after = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", lambda _: rng.choice("-‐‑"), source.text)
        after = re.sub(r" – ", lambda _: rng.choice((" – ", " — ", " - ")), after)
        if after != source.text:
            yield Pair(source.name, source.text, after, alike(dashes_alike))


@relation("decomposed letters change nothing")
def decomposed(sources, _):
    yield from each(sources, lambda text: unicodedata.normalize("NFD", text))


@relation("composed letters change nothing")
def composed(sources, _):
    for source in sources:
        apart = unicodedata.normalize("NFD", source.text)
        if apart != source.text:
            yield Pair(source.name, apart, unicodedata.normalize("NFC", apart), same)


@relation("doubled blank lines change nothing")
def blank_lines(sources, _):
    yield from each(sources, lambda text: re.sub(r"\n(?=\r?\n)", "\n\n", text))


@relation("spaces at the end of lines change nothing")
def trailing_spaces(sources, rng):
    for source in sources:
        yield Pair(source.name, source.text, re.sub(r"(?m)(?<=\S)$", lambda _: rng.choice(("", "   ", "\t")), source.text), same)


@relation("doubled spaces change nothing")
def doubled_spaces(sources, rng):
    for source in sources:
        if not is_wrapped(source.text):
            yield Pair(source.name, source.text, re.sub(r"(?<=\w[.,]) (?=\w)", lambda _: rng.choice((" ", "  ")), source.text), same)


@relation("soft hyphens and zero-width spaces change nothing")
def invisible(sources, rng):
    for source in sources:
        yield Pair(source.name, source.text, re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", lambda _: rng.choice(("", "", "\u00ad", "\u200b")), source.text), same)


def paged(text, head, rng):
    """A page break with `head(number)` after about every third paragraph."""
    parts, out, page = re.split(r"\n{2,}", text), [], 1
    for part in parts:
        out.append(part)
        if len(part) > 200 and rng.random() < 0.4:
            out.append(head(page))
            page += 1
    return "\n\n".join(out)


@relation("page numbers change nothing")
def page_numbers(sources, rng):
    for form in (lambda n: f"- {n} -", lambda n: f"Page {n} of 30", lambda n: f"\f{n}"):
        for source in sources:
            before = re.sub(r"\n{2,}", "\n\n", source.text)
            after = paged(source.text, form, rng)
            if after != before:
                yield Pair(source.name, before, after, same)


@relation("running heads change nothing")
def running_heads(sources, rng):
    for form in (lambda n: f"Working translation, not an official text\f{n}", lambda n: f"\fWorking translation of the Ministry    {n}"):
        for source in sources:
            before = re.sub(r"\n{2,}", "\n\n", source.text)
            after = paged(source.text, form, rng)
            if after.count("Working translation") > 2:
                yield Pair(source.name, before, after, same)
