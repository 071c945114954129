"""Whole texts: paragraphs that come or go, items of lists in another order, documents under other names and together."""
import re

from .relations import Pair, relation, same

UNRELATED = [
    "The weather was sunny throughout the week, with temperatures of up to 28 degrees and a light wind from the west. Rain is forecast for the weekend.",
    "In the evening the guests attended a football match, which the home team won by three goals to one. The crowd of 40,000 was in high spirits.",
    "Exports of wheat and citrus fruit rose by four per cent in the second quarter, while the price of copper fell slightly. Shipping companies expect a good autumn.",
    "The museum of natural history will reopen in spring after the renovation of its east wing. Entrance will be free for children under twelve.",
    "The Committee then turned to the question of fisheries. The stocks of cod and herring had declined, and several speakers called for stricter quotas and for the protection of coral reefs.",
    "The delegations also reviewed progress against malaria and tuberculosis. More midwives and nurses are needed in rural areas, and vaccines must reach every village.",
    "The Assembly had before it a report on desertification. Many speakers underlined the plight of small farmers and welcomed the planting of trees along the edge of the desert.",
]


def paragraphs(text):
    """(begin, end) of each paragraph of prose that neither leads into a list nor goes on with what stands before it."""
    return [match.span() for match in re.finditer(r"(?<=\n\n)[A-Z\"“][^\n]{120,}[.](?=\n\n[A-Z])", text)]


@relation("a paragraph about something else changes no fact")
def unrelated(sources, rng):
    for source in sources:
        for begin, _ in rng.sample(paragraphs(source.text), min(2, len(paragraphs(source.text)))):
            for extra in rng.sample(UNRELATED, 2):
                yield Pair(f"{source.name}: {extra[:30]}", source.text, source.text[:begin] + extra + "\n\n" + source.text[begin:], same)


SAID_HERE = {"position", "discussed", "mention"}


def said_in(reading, paragraph):
    """What the sentences of a paragraph state."""
    flat = re.sub(r"\W+", " ", paragraph)
    return [fact for sentence, facts in reading.said if re.sub(r"\W+", " ", sentence).strip() in flat for fact in facts]


def only_its_own(paragraph):
    """Facts that go stood in the paragraph; none come. Where it says who meets, when, or for whom the text speaks, what depends on that may change."""
    def holds(before, after):
        own = said_in(before, paragraph)
        if {fact.family for fact in own} - SAID_HERE or any(fact.family == "voice" for fact in before - after):
            return []
        return [f"- {fact}" for fact in before - after if fact not in own] + [f"+ {fact}" for fact in after - before]
    return holds


@relation("dropping a paragraph drops only what stood in it")
def dropped(sources, _):
    for source in sources:
        for begin, end in paragraphs(source.text):
            paragraph = source.text[begin:end]
            yield Pair(f"{source.name}: {paragraph[:40]}", source.text, source.text[:begin] + source.text[end:].lstrip("\n"), only_its_own(paragraph))


def blocks_of_items(text):
    """Lists of unnumbered items of one line each, three or more, none of which speaks of another."""
    for match in re.finditer(r"(?m)(?:^[-*•–] [^\n]+\n(?:\n(?=[-*•–] ))?){3,}", text):
        if not re.search(r"\b(it|its|they|their|this|these|that|such|other|latter|former|also|above|following)\b", match[0], re.IGNORECASE):
            yield match


@relation("the order of the items of a list does not matter")
def reordered_items(sources, rng):
    for source in sources:
        for match in blocks_of_items(source.text):
            items = [item for item in match[0].split("\n") if item.strip()]
            ends = [item[len(item.rstrip(";,.")):] if not re.search(r"[;,] and$", item) else item[-5:] for item in items]
            bodies = [item[:len(item) - len(end)] for item, end in zip(items, ends)]
            joint = "\n\n" if "\n\n" in match[0] else "\n"
            shuffled = [body + end for body, end in zip(rng.sample(bodies, len(bodies)), ends)]
            after = source.text[:match.start()] + joint.join(shuffled) + match[0][len(match[0].rstrip("\n")):] + source.text[match.end():]
            if after != source.text:
                yield Pair(source.name, source.text, after, same)




CARRIED = re.compile(r"(?i)^(they|it|its|their|this|these|that|those|such|he|she|his|her|both|here|there|the (former|latter|same|following)|all|one|another|other|second|third|in (this|that|addition)|to (this|that)|first|also|moreover|furthermore|however)\b")


@relation("breaking a paragraph in two at the end of a sentence changes nothing")
def broken(sources, rng):
    """Not before a sentence that hangs on the one before, and not in the items of a list."""
    for source in sources:
        places = []
        for begin, end in paragraphs(source.text):
            places += [begin + match.end() for match in re.finditer(r"[a-z]{4}[.] (?=[A-Z])", source.text[begin:end])
                       if not CARRIED.match(source.text[begin + match.end():end]) and not re.match(r"[^.]*\b(it|them|these|(endorsed|confirmed|welcomed|affirmed|supported|said) (this|that))\b", source.text[begin + match.end():end])
                       and not re.match(r"[IVX]+\. ", source.text[begin:end])]
        for place in rng.sample(places, min(3, len(places))):
            yield Pair(f"{source.name}: {source.text[place:place + 40]}", source.text, source.text[:place].rstrip(" ") + "\n\n" + source.text[place:], same)


@relation("joining two paragraphs changes nothing")
def joined(sources, rng):
    for source in sources:
        spans = paragraphs(source.text)
        pairs = [(one, other) for one, other in zip(spans, spans[1:]) if source.text[one[1]:other[0]] == "\n\n" and not CARRIED.match(source.text[other[0]:])]
        for one, other in rng.sample(pairs, min(2, len(pairs))):
            yield Pair(f"{source.name}: {source.text[other[0]:other[0] + 40]}", source.text, source.text[:one[1]] + " " + source.text[other[0]:], same)


@relation("headings marked otherwise change nothing")
def headings(sources, _):
    for source in sources:
        for form in (r"## \1", r"**\1**", r"\1"):
            after = re.sub(r"(?m)(?<=\n\n)#{2,3} +([^\n#*_]+?) *#*(?=\n\n)", form, source.text)
            if after != source.text:
                yield Pair(f"{source.name}: {form}", source.text, after, same)


@relation("emphasis inside a paragraph changes nothing")
def emphasis(sources, rng):
    for source in sources:
        after = source.text
        for begin, end in reversed(paragraphs(source.text)):
            words = list(re.finditer(r"(?<= )[a-z]{5,}(?: [a-z]{5,})?(?= [a-z])", source.text[begin:end]))
            if words and "*" not in source.text[begin:end] and "_" not in source.text[begin:end]:
                word, mark = rng.choice(words), rng.choice(("*", "**", "_"))
                after = after[:begin + word.start()] + mark + word[0] + mark + after[begin + word.end():]
        if after != source.text:
            yield Pair(source.name, source.text, after, same)
