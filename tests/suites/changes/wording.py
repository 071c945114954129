"""How things are spelt and put: British or American, dates, ordinals, acronyms, adverbs, sentence openers, who `the two sides` are called."""
import re

from .layout import is_wrapped
from .relations import Pair, alike, each, relation, same

MONTHS = "January February March April May June July August September October November December".split()
MONTH = f"(?:{'|'.join(MONTHS)})"
DAY_FIRST = re.compile(rf"\b(\d{{1,2}}(?:[-–]\d{{1,2}})?) ({MONTH}),? (\d{{4}})\b")
MONTH_FIRST = re.compile(rf"\b({MONTH}) (\d{{1,2}}(?:[-–]\d{{1,2}})?), (\d{{4}})\b")

# British, American: beginnings of words
SPELLINGS = [("behaviour", "behavior"), ("defence", "defense"), ("centred", "centered"), ("centre", "center"), ("favour", "favor"), ("endeavour", "endeavor"), ("labour", "labor"),
             ("honour", "honor"), ("programme", "program"), ("co-operat", "cooperat"), ("co-ordinat", "coordinat"), ("neighbour", "neighbor")] + [
             (stem + "is" + end, stem + "iz" + end) for end in ("e", "ing", "ation") for stem in
             ("recogn", "emphas", "organ", "real", "util", "critic", "summar", "standard", "general", "operational", "digital", "harmon", "priorit", "mobil", "stabil", "jeopard", "final")]

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
ENDINGS = {1: "st", 2: "nd", 3: "rd"}

ACRONYMS = [("UN", "United Nations"), ("EU", "European Union"), ("ARF", "ASEAN Regional Forum"), ("CBMs", "confidence-building measures"), ("IHL", "international humanitarian law"),
            ("ICTs", "information and communications technologies"), ("NATO", "North Atlantic Treaty Organization"), ("OSCE", "Organization for Security and Co-operation in Europe"),
            ("GFCE", "Global Forum on Cyber Expertise"), ("ASEAN", "Association of Southeast Asian Nations"), ("UNSC", "UN Security Council")]

VERBS = ("affirmed reaffirmed confirmed reconfirmed reiterated underlined underscored stressed emphasized emphasised highlighted recognized recognised acknowledged supported endorsed welcomed "
         "appreciated commended condemned rejected called urged encouraged proposed suggested reaffirms underlines supports welcomes condemns urges").split()
HOLDER = r"(?:[Tt]he two sides|[Bb]oth sides|[Tt]he two countries|[Bb]oth countries|[Tt]he participants|[Jj]apan|We)"
SENTENCE_BEGIN = re.compile(rf"(?<=[.] )(?:The (?:two|sides|participants|EU|meeting)|Both (?:sides|countries)|We|They|Japan|France|Australia|India|Singapore|Germany|Estonia|Korea|China)(?= \w+(?:ed|s|t)? )")
OPENERS = ("In this regard", "In this context", "Furthermore", "Moreover", "In addition", "At the same time", "In particular", "Finally", "To this end", "Against this background")


def unwrapped(sources):
    """Where lines are wrapped, longer words would move them."""
    return [source for source in sources if not is_wrapped(source.text)]


def like(model, word):
    """`word` with the capitals of `model`."""
    return word.upper() if model.isupper() and len(model) > 1 else word[0].upper() + word[1:] if model[0].isupper() else word


def respell(text, pairs):
    for one, other in pairs:
        text = re.sub(rf"\b{one}(?!me)", lambda match: like(match[0], other), text, flags=re.IGNORECASE)  # pylint: disable=cell-var-from-loop
    return text


def american(text):
    return respell(text, SPELLINGS)


def british(text):
    return respell(text, [(b, a) for a, b in SPELLINGS])


@relation("American spelling for British changes nothing")
def in_american(sources, _):
    yield from each(unwrapped(sources), american, alike(american))


@relation("British spelling for American changes nothing")
def in_british(sources, _):
    yield from each(unwrapped(sources), british, alike(american))


def redated(pattern, change):
    """The change of single dates; the ends of ranges stay."""
    def one(match):
        return match[0] if re.search(r"\b(and|to|from)( \w+day,)? $|\d[-–] ?$", match.string[:match.start()]) else change(match)
    return lambda text: pattern.sub(one, text)


month_first = redated(DAY_FIRST, lambda match: f"{match[2]} {match[1]}, {match[3]}")
day_first = redated(MONTH_FIRST, lambda match: f"{match[2]} {match[1]} {match[3]}")


@relation("5 March 2019 or March 5, 2019 are the same")
def months(sources, _):
    yield from each(unwrapped(sources), month_first, alike(month_first))
    yield from each(unwrapped(sources), day_first, alike(day_first))


@relation("short names of months, ordinal days and points are the same dates")
def short_months(sources, _):
    def short(match):
        return f"{match[1]} {match[2][:3]}{'.' if len(match[2]) > 4 else ''} {match[3]}" if match[2] != "September" else f"{match[1]} Sept. {match[3]}"

    def nth(match):
        return match[0] if "-" in match[1] or "–" in match[1] else f"{number(int(match[1]))} {match[2]} {match[3]}"

    def pointed(match):
        day = match[1]
        return f"{int(day):02}.{MONTHS.index(match[2]) + 1:02}.{match[3]}" if day.isdigit() and int(day) > 12 else match[0]
    for change in (short, nth, pointed):
        yield from each(unwrapped(sources), redated(DAY_FIRST, change), without_titles)


def without_titles(before, after):
    """Titles are cited as they are spelt."""
    return alike(lambda cells: "" if cells.startswith("title=") else cells)(before, after)


def number(n):
    return f"{n}{'th' if n % 100 in (11, 12, 13) else ENDINGS.get(n % 10, 'th')}"


def in_figures(text):
    return re.sub(rf"(?<=the )({'|'.join(ORDINALS[1:])})(?= (?:[A-Z](?!ommittee)|round|meeting|session))", lambda match: number(ORDINALS.index(match[1].lower()) + 1), text, flags=re.IGNORECASE)


def in_words(text):
    def change(match):
        n = int(match[1])
        return ORDINALS[n - 1] if n <= len(ORDINALS) else match[0]
    return re.sub(rf"\b(\d+)(?:st|nd|rd|th)\b(?! (?:of )?{MONTH}| Committee)", change, text)


@relation("4th and fourth are the same")
def ordinals(sources, _):
    yield from each(unwrapped(sources), in_words, alike(lambda cells: in_words(cells).lower()))
    yield from each(unwrapped(sources), in_figures, alike(lambda cells: in_words(cells).lower()))


def spelt_out(text, short, long):
    """Not in brackets, and not before a name of which it is a part: nobody writes `Association of Southeast Asian Nations Member States`."""
    return re.sub(rf"(?<![\w(/-]){short}(?![\w)/-]|’s|[”\"’]| [A-Z])", long, text)


@relation("an acronym and what it stands for are the same")
def acronyms(sources, _):
    for short, long in ACRONYMS:
        def folded(cells, short=short, long=long):
            return re.sub(r"\W+", "-", spelt_out(cells, short, long).lower()).replace(re.sub(r"\W+", "-", long.lower()), short.lower())
        for source in unwrapped(sources):
            if f"({short})" not in source.text:
                yield from each([source], lambda text: spelt_out(text, short, long), alike(folded))  # pylint: disable=cell-var-from-loop


@relation("adverbs change nothing")
def adverbs(sources, rng):
    for source in unwrapped(sources):
        after = re.sub(rf"\b({HOLDER}) ({'|'.join(VERBS)})\b", lambda match: f"{match[1]} {rng.choice(('also', 'further', 'strongly', 'fully', 'once again', 'jointly'))} {match[2]}", source.text)
        if after != source.text:
            yield Pair(source.name, source.text, after, same)


@relation("what opens a sentence changes nothing")
def openers(sources, rng):
    for source in unwrapped(sources):
        def change(match):
            return f"{rng.choice(OPENERS)}, " + re.sub("^(The|Both|We|They)", lambda word: word[0].lower(), match[0])
        after = SENTENCE_BEGIN.sub(change, source.text)
        if after != source.text:
            yield Pair(source.name, source.text, after, same)


SIDES = ["the two sides", "both sides", "the two countries", "both countries", "both parties", "the two parties"]


@relation("the two sides are both sides, and the two countries")
def sides(sources, _):
    for source in unwrapped(sources):
        used = [one for one in SIDES if re.search(rf"(?i)\b{one}\b", source.text)]
        for one in used:
            for other in SIDES:
                if one != other and not ("count" in one + other and re.search(r"\b(EU|European Union|ASEAN)\b", source.text[:300])):
                    yield from each([source], lambda text: re.sub(rf"(?i)\b{one}\b(?! of the)", lambda match: like(match[0], other), text))  # pylint: disable=cell-var-from-loop
