"""Other names: states of every shape, persons, bodies in another order."""
import itertools
import re
import unicodedata
from dataclasses import dataclass

from .layout import is_wrapped
from .relations import Pair, alike, changed, differences, relation, same_positions, states_positions


@dataclass(frozen=True)
class State:
    code: str
    name: str       # as a sentence has it
    adjective: str
    capital: str
    full: str = ""  # behind `of`

    @property
    def bare(self):
        return self.name.removeprefix("the ")

    @property
    def whole(self):
        return self.full or self.name


STATES = [
    State("CHL", "Chile", "Chilean", "Santiago", "the Republic of Chile"), State("NZL", "New Zealand", "New Zealand", "Wellington"), State("NLD", "the Netherlands", "Dutch", "The Hague"),
    State("GBR", "the United Kingdom", "British", "London"), State("KOR", "the Republic of Korea", "Korean", "Seoul"), State("USA", "the United States", "American", "Washington", "the United States of America"),
    State("CZE", "Czechia", "Czech", "Prague", "the Czech Republic"), State("ZAF", "South Africa", "South African", "Pretoria", "the Republic of South Africa"), State("CRI", "Costa Rica", "Costa Rican", "San José"),
    State("THA", "Thailand", "Thai", "Bangkok", "the Kingdom of Thailand"), State("BIH", "Bosnia and Herzegovina", "Bosnian", "Sarajevo"), State("TTO", "Trinidad and Tobago", "Trinidadian", "Port of Spain"),
    State("TUR", "Türkiye", "Turkish", "Ankara"), State("CIV", "Côte d'Ivoire", "Ivorian", "Abidjan"), State("PNG", "Papua New Guinea", "Papua New Guinean", "Port Moresby"),
    State("PHL", "the Philippines", "Philippine", "Manila", "the Republic of the Philippines"), State("ARE", "the United Arab Emirates", "Emirati", "Abu Dhabi"), State("GEO", "Georgia", "Georgian", "Tbilisi"),
    State("SAU", "Saudi Arabia", "Saudi", "Riyadh"), State("GNB", "Guinea-Bissau", "Bissau-Guinean", "Bissau"),
]

RECORD = """{A.bare}-{B.bare} Cyber Dialogue

1. {A.Name} and {B.name} held the Third {A.bare}-{B.bare} Cyber Dialogue in {A.capital} on 5 March 2019.

2. The {A.adjective} delegation was led by Ms. Ann Bellamy, Ambassador for Cyber Affairs of the Ministry of Digital Peace of {A.whole}, and included officials of the Office for Orderly Networks and the Bureau of Quiet Channels. \
The {B.adjective} delegation was led by Mr. Tom Varga, Director for Digital Affairs of the Ministry of Digital Peace of {B.whole}, and included officials of the Directorate of Public Networks.

3. Both sides reaffirmed that international law applies in cyberspace. {A.Name} presented its national cybersecurity strategy. {B.Name} welcomed {A.name}'s support for capacity building. \
The {A.adjective} side underlined the importance of confidence-building measures, and the {B.adjective} side emphasized the multi-stakeholder approach to Internet governance. {A.Name} and {B.name} condemned ransomware.

4. {B.Name}, together with {A.name}, supported the work of the Open-ended Working Group. {A.Name} called on all States to respect human rights online.

5. The next dialogue will be held in {B.capital} in 2020.
"""

STATEMENT = """Statement by {A.name} at the Open-ended Working Group on developments in the field of information and telecommunications in the context of international security

12 February 2020

Delivered by H.E. Ms. Ann Bellamy, Permanent Representative of {A.whole} to the United Nations

Mr. Chair,

{A.Name} reaffirms that international law applies in cyberspace. The Government of {A.whole} supports capacity building, and {A.name} attaches great importance to confidence-building measures.

We thank {B.name} for its proposal. My country condemns malicious cyber activities against hospitals. Together with {B.name}, {A.name} proposes a directory of points of contact. \
{A.Adjective} experts took part in the Group of Governmental Experts. In {A.name}'s view, human rights must be respected online.

Thank you.
"""


class Written:
    """A state for the templates: `{A.Name}` begins a sentence."""

    def __init__(self, state):
        self.__dict__.update(code=state.code, name=state.name, bare=state.bare, adjective=state.adjective, capital=state.capital, whole=state.whole,
                             Name=state.name[0].upper() + state.name[1:], Adjective=state.adjective[0].upper() + state.adjective[1:])


def slug(words):
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def anonymous(states, series=()):
    """Cells with the states called A and B, wherever they are named."""
    def mend(cells):
        if cells.startswith("title="):
            return "title"
        for letter, state in zip("AB", states):
            cells = re.sub(rf"\b{state.code}\b", letter, cells)
            cells = re.sub(rf"(?<![a-z]){state.code.lower()}-", f"{letter}-", cells)
            cells = re.sub(rf"(?<![a-z-]){slug(state.capital) or '#'}(-{slug(state.bare)})?(?![a-z-])", f"{letter}-capital", cells)
            for words in (state.whole, state.name, state.adjective):
                cells = re.sub(rf"\b{words}\b", f"{letter}-name", cells)
        for name in series:
            cells = cells.replace(name, "A-B")
        return cells
    return mend


def series_of(one, other):
    return tuple("-".join(slug(state.bare) for state in pair) for pair in ((one, other), (other, one)))


def renamed(first, second):
    """The facts of two texts that differ in the states only."""
    def holds(before, after):
        one, other = anonymous(first, series_of(*first)), anonymous(second, series_of(*second))
        return states_positions(before) + differences(changed(before, one), changed(after, other))
    return holds


@relation("renaming the states of a record renames them in the facts and changes nothing else")
def states_of_record(_, rng):
    pairs = [pair for pair in itertools.permutations(STATES, 2) if {state.code for state in pair} != {"CRI", "USA"}]  # both have a San José
    model = (STATES[0], STATES[9])
    before = RECORD.format(A=Written(model[0]), B=Written(model[1]))
    for pair in rng.sample(pairs, 60):
        yield Pair(f"{pair[0].name}, {pair[1].name}", before, RECORD.format(A=Written(pair[0]), B=Written(pair[1])), renamed(model, pair))


@relation("renaming the state of a statement renames it in the facts and changes nothing else")
def states_of_statement(_, rng):
    model = (STATES[0], STATES[9])
    before = STATEMENT.format(A=Written(model[0]), B=Written(model[1]))
    for state in STATES[1:]:
        other = rng.choice([one for one in STATES if one not in (state, model[0])])
        yield Pair(f"{state.name}, {other.name}", before, STATEMENT.format(A=Written(state), B=Written(other)), renamed(model, (state, other)))


SHORTER = [("GBR", "the United Kingdom", "the UK"), ("GBR", "the United Kingdom", "the U.K."), ("GBR", "the United Kingdom", "Britain"), ("GBR", "the United Kingdom", "the United Kingdom of Great Britain and Northern Ireland"),
           ("KOR", "the Republic of Korea", "the ROK"), ("KOR", "the Republic of Korea", "South Korea"), ("KOR", "the Republic of Korea", "Korea"), ("USA", "the United States", "the U.S."),
           ("USA", "the United States", "the US"), ("USA", "the United States", "the USA"), ("ARE", "the United Arab Emirates", "the UAE"), ("CZE", "Czechia", "the Czech Republic"),
           ("NLD", "the Netherlands", "the Kingdom of the Netherlands"), ("TUR", "Türkiye", "Turkey"), ("TUR", "Türkiye", "the Republic of Türkiye"), ("CIV", "Côte d'Ivoire", "Cote d’Ivoire")]


@relation("a state by another of its names is the same state")
def other_names(_, rng):
    for code, name, other in SHORTER:
        state = next(state for state in STATES if state.code == code)
        partner = rng.choice([one for one in STATES if one.code not in (code, "CRI")])
        for form, parts in ((RECORD, {"A": Written(state), "B": Written(partner)}), (RECORD, {"A": Written(partner), "B": Written(state)}), (STATEMENT, {"A": Written(state), "B": Written(partner)})):
            before = form.format(**parts)
            head, body = before.split("\n\n", 1)
            after = head + "\n\n" + re.sub(rf"(?<!of )(?<![\w-])({name[0].upper() + name[1:]}|{name})(?![\w-])", lambda match: other[0].upper() + other[1:] if match[0][0].isupper() else other, body)  # pylint: disable=cell-var-from-loop
            yield Pair(f"{other}, {partner.name}", before, after, same_positions)


@relation("the Japanese side is the side of Japan")
def sides(_, rng):
    for one, other in rng.sample(list(itertools.permutations(STATES, 2)), 12):
        if "CRI" in (one.code, other.code):
            continue
        before = RECORD.format(A=Written(one), B=Written(other))
        for form in ("{name} side", "side of {state}", "{adjective} delegation"):
            after = before
            for state in (one, other):
                after = after.replace(f"{state.adjective} side", form.format(name=state.bare, state=state.name, adjective=state.adjective))
            yield Pair(f"{form}: {one.name}, {other.name}", before, after, same_positions)


def rename(text, old, new):
    """Every name of one state becomes that of the other, in capitals too; not in names of other things, such as the ASEAN-Singapore Cybersecurity Centre."""
    pairs = [(old.full, new.whole), (old.name, new.name), (old.adjective, new.adjective), (old.capital, new.capital)]
    for words, others in sorted({pair for pair in pairs if pair[0]}, key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<!ASEAN-)(?<!UN-)\b{words}\b", others, text)
        text = re.sub(rf"\b{words.upper()}\b", others.upper(), text)
    return text


# states of the corpora, and those that may take their place in any sentence
TOLD = [State("SGP", "Singapore", "Singaporean", "", "the Republic of Singapore"), State("JPN", "Japan", "Japanese", "Tokyo"), State("DEU", "Germany", "German", "Berlin", "the Federal Republic of Germany"),
        State("AUS", "Australia", "Australian", "Canberra"), State("FRA", "France", "French", "Paris"), State("EST", "Estonia", "Estonian", "Tallinn"), State("IND", "India", "Indian", "New Delhi"),
        State("CHN", "China", "Chinese", "Beijing"), State("IRN", "Iran", "Iranian", "Tehran", "the Islamic Republic of Iran"), State("KEN", "Kenya", "Kenyan", "Nairobi"),
        State("RUS", "Russia", "Russian", "Moscow", "the Russian Federation"), State("TON", "Tonga", "Tongan", "Nuku'alofa", "the Kingdom of Tonga")]
PLAIN = [state for state in STATES if state.name == state.bare and state.code not in ("BIH", "TTO", "GNB")]
OWN = {"position", "voice", "party", "speech", "document-kind", "document-date", "event-forum"}


def own_facts(facts):
    return type(facts)({fact: n for fact, n in facts.items() if fact.family in OWN})


@relation("renaming the state of a real statement renames the holder of its positions")
def states_of_sources(sources, rng):
    for source in sources:
        for old in TOLD:
            if re.search(r"(?i)statement|speech|remarks", source.text[:300]) and re.search(rf"(?i)\b{old.bare}\b", source.text[:400]) and not is_wrapped(source.text):
                new = rng.choice([state for state in PLAIN if state.bare not in source.text and state.adjective not in source.text])
                one, other = anonymous((old,)), anonymous((new,))
                yield Pair(f"{source.name}: {old.name}, {new.name}", source.text, rename(source.text, old, new),
                           lambda before, after, one=one, other=other: differences(changed(own_facts(before), one), changed(own_facts(after), other)))


PERSON = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\.? ([A-Z][a-zéöüãíá]+) ([A-Z][a-zéöüãíá]+)(?=,| and |\.| \()")
PERSONS = [("Aiko", "Brandstetter"), ("Jean-Pierre", "Arnoux"), ("Thandiwe", "Nkosi"), ("Ólafur", "Þórsson"), ("Marisol", "Echeverría"), ("Linh", "Tran"), ("Piotr", "Wiśniewski"), ("Oluwaseun", "Adebayo")]


@relation("renaming a person renames the person in the facts and changes nothing else")
def persons(sources, rng):
    for source in sources:
        found = sorted(set(PERSON.findall(source.text)))
        for given, family in found[:2]:
            new = rng.choice(PERSONS)
            if is_wrapped(source.text) or len(re.findall(rf"\b{family}\b", source.text)) > source.text.count(f"{given} {family}") + source.text.count(f"r. {family}") + source.text.count(f"s. {family}"):
                continue
            after = re.sub(rf"\b{family}\b", new[1], re.sub(rf"\b{given} {family}\b", " ".join(new), source.text))

            def mend(cells, old=slug(f"{given} {family}"), new=slug(" ".join(new)), names=(f"{given} {family}", " ".join(new))):
                return re.sub(rf"\b({re.escape(old)}|{re.escape(new)})\b", "somebody", cells.replace(names[1], names[0]).replace(names[0].split()[1], "Somebody").replace(names[1].split()[1], "Somebody"))
            yield Pair(f"{source.name}: {given} {family}, {' '.join(new)}", source.text, after, alike(mend))


BODIES = ["the Ministry of Foreign Affairs", "the Ministry of Defence", "the National Police Agency", "the Ministry of Economy, Trade and Industry", "the Cabinet Secretariat", "the Ministry of Internal Affairs and Communications",
          "the Office of the Prime Minister", "the Bureau of Quiet Channels", "JPCERT/CC", "the National Security Secretariat (NSS)"]
HEADS = ["The Japanese side was represented by {}.", "On the Japanese side, {} took part.", "Participants on the Japanese side came from {}.", "The Japanese delegation included officials of {}.",
         "The Japanese delegation consisted of representatives from {}."]


@relation("the order of a list of agencies does not matter")
def agencies(_, rng):
    def text(bodies, head):
        return (f"Press release\n\nJapan and Spain held the Third Japan-Spain Cyber Dialogue in Geneva on 5 March 2019.\n\n{head.format(', '.join(bodies[:-1]) + ', and ' + bodies[-1])} "
                "Both sides reaffirmed the rule of law.\n")
    for head in HEADS:
        for _ in range(8):
            bodies = rng.sample(BODIES, 5)
            yield Pair(f"{head} {', '.join(bodies)}", text(bodies, head), text(rng.sample(bodies, 5), head), same_positions)
