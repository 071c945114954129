"""Meetings told in other words: when and where, who led, who took part, when the next one is."""
import itertools

from .relations import Pair, differences, relation

PARTIES = [("Japan", "Japanese", "Spain", "Spanish"), ("Australia", "Australian", "Thailand", "Thai"), ("New Zealand", "New Zealand", "Costa Rica", "Costa Rican"), ("Brazil", "Brazilian", "South Africa", "South African")]

HELD = [
    "{A} and {B} held the Third {A}-{B} Cyber Dialogue in Geneva on 5 March 2019.",
    "The Third {A}-{B} Cyber Dialogue was held in Geneva on 5 March 2019.",
    "The Third {A}-{B} Cyber Dialogue took place in Geneva on 5 March 2019.",
    "On 5 March 2019, the Third {A}-{B} Cyber Dialogue was held in Geneva.",
    "On 5 March 2019, {A} and {B} held the 3rd {A}-{B} Cyber Dialogue in Geneva.",
    "The third meeting of the {A}-{B} Cyber Dialogue was held on 5 March 2019 in Geneva.",
    "The third round of the {A}-{B} Cyber Dialogue convened in Geneva on 5 March 2019.",
    "{A} and {B} convened the third {A}-{B} Cyber Dialogue in Geneva on Tuesday, 5 March 2019.",
    "Officials of {A} and {B} met in Geneva on 5 March 2019 for the Third {A}-{B} Cyber Dialogue.",
    "The 3rd {A}-{B} Cyber Dialogue was convened in Geneva on March 5 (Tue), 2019.",
    "Representatives of {A} and {B} gathered in Geneva on 5 March 2019 to hold the third {A}-{B} Cyber Dialogue.",
    "{A} and {B} concluded the Third {A}-{B} Cyber Dialogue in Geneva on 5 March 2019.",
]
LED = [
    "The dialogue was co-chaired by Ms. Ann Bellamy, Ambassador for Cyber Affairs of {A}, and Mr. Tom Varga, Director for Digital Affairs of {B}.",
    "Ms. Ann Bellamy, Ambassador for Cyber Affairs of {A}, and Mr. Tom Varga, Director for Digital Affairs of {B}, co-chaired the dialogue.",
    "The {a} delegation was led by Ms. Ann Bellamy, Ambassador for Cyber Affairs, and the {b} delegation by Mr. Tom Varga, Director for Digital Affairs.",
    "Ms. Ann Bellamy, Ambassador for Cyber Affairs, led the {a} delegation. Mr. Tom Varga, Director for Digital Affairs, led the {b} delegation.",
    "The {a} delegation was headed by Ms. Ann Bellamy, Ambassador for Cyber Affairs. Mr. Tom Varga, Director for Digital Affairs, headed the {b} delegation.",
    "The dialogue was led by Ms. Ann Bellamy, Ambassador for Cyber Affairs, for {A} and Mr. Tom Varga, Director for Digital Affairs, for {B}.",
    "The dialogue was co-chaired, on the {a} side, by Ms. Ann Bellamy, Ambassador for Cyber Affairs, and, on the {b} side, by Mr. Tom Varga, Director for Digital Affairs.",
    "The co-chairs were Ms. Ann Bellamy, Ambassador for Cyber Affairs of {A}, and Mr. Tom Varga, Director for Digital Affairs of {B}.",
    "Co-chairs: Ms. Ann Bellamy, Ambassador for Cyber Affairs of {A}; Mr. Tom Varga, Director for Digital Affairs of {B}",
]
TOOK_PART = [
    "The {a} delegation included officials of the Ministry of Defence, the National Police Agency and the Office for Orderly Networks. The {b} delegation included officials of the Ministry of Interior.",
    "On the {a} side, officials of the Ministry of Defence, the National Police Agency and the Office for Orderly Networks took part, and on the {b} side, officials of the Ministry of Interior.",
    "The {a} side was represented by the Ministry of Defence, the National Police Agency and the Office for Orderly Networks; the {b} side by the Ministry of Interior.",
    "Participants on the {a} side were the Ministry of Defence, the National Police Agency and the Office for Orderly Networks. On the {b} side, the Ministry of Interior participated.",
    "The dialogue was attended by officials of the {a} Ministry of Defence, the {a} National Police Agency and the {a} Office for Orderly Networks, and of the {b} Ministry of Interior.",
    "From the {a} side, representatives of the Ministry of Defence, the National Police Agency and the Office for Orderly Networks participated. From the {b} side, representatives of the Ministry of Interior participated.",
    "The {a} delegation was made up of representatives of the Ministry of Defence, the National Police Agency and the Office for Orderly Networks, while the {b} delegation comprised representatives of the Ministry of Interior.",
    "{A} was represented by the Ministry of Defence, the National Police Agency and the Office for Orderly Networks. {B} was represented by the Ministry of Interior.",
    "({A} side) Ministry of Defence, National Police Agency, Office for Orderly Networks\n\n({B} side) Ministry of Interior",
    "{a} side: Ministry of Defence, National Police Agency, Office for Orderly Networks\n{b} side: Ministry of Interior",
]
NEXT = [
    "The next dialogue will be held in Paris in 2020.",
    "The fourth dialogue will be held in Paris in 2020.",
    "Both sides agreed to hold the next dialogue in Paris in 2020.",
    "The two sides decided to hold the fourth dialogue in Paris in 2020.",
    "The next round of the dialogue will take place in Paris in 2020.",
    "The two sides agreed to meet again in Paris in 2020.",
    "The two countries will hold the next Cyber Dialogue in Paris in 2020.",
    "The next dialogue is to be held in Paris in 2020.",
    "It was agreed that the next dialogue would be held in Paris in 2020.",
    "The Fourth {A}-{B} Cyber Dialogue is scheduled to be held in Paris in 2020.",
]


def written(form, parties):
    A, a, B, b = parties  # pylint: disable=invalid-name
    return form.format(A=A, a=a, B=B, b=b)


def text(parties, held=HELD[0], led=LED[0], took_part=TOOK_PART[0], following=NEXT[0]):
    return "Press release\n\n" + "\n\n".join(written(form, parties) for form in (held, "Both sides discussed capacity building. They reaffirmed the rule of law.", led, took_part, following)) + "\n"


def of(families, unless=()):
    """The same facts of these families; cells in `unless` aside, which only one of the forms gives."""
    def holds(before, after):
        one, other = (type(facts)({fact: n for fact, n in facts.items() if fact.family in families and not any(word in fact.cells for word in unless)}) for facts in (before, after))
        return ([] if one else ["the text before states nothing"]) + differences(one, other)
    return holds


def forms(part, ways, holds):
    for parties, form in itertools.product(PARTIES, ways[1:]):
        yield Pair(written(form, parties), text(parties), text(parties, **{part: form}), holds)


@relation("a meeting held in other words is the same meeting")
def held(_sources, _):
    yield from forms("held", HELD, of({"event-start", "event-end", "event-place", "event-series", "event-ordinal", "event-kind", "party", "participation", "document-kind", "position", "discussed"}))


@relation("a meeting led in other words has the same chairs")
def led(_sources, _):
    yield from forms("led", LED, of({"participation", "party", "event-start", "event-place", "event-ordinal", "position"}))


@relation("those who took part in other words are the same")
def took_part(_sources, _):
    yield from forms("took_part", TOOK_PART, of({"participation", "party", "event-start", "event-place", "event-ordinal", "position"}))


@relation("the next meeting in other words is the same")
def following(_sources, _):
    yield from forms("following", NEXT, of({"next-when", "next-place", "participation", "party", "event-start", "event-place", "event-ordinal"}))


SHORT = [("Ministry of Foreign Affairs", "MOFA"), ("Ministry of Economy, Trade and Industry", "METI"), ("Ministry of Internal Affairs and Communications", "MIC"), ("National Police Agency", "NPA"),
         ("National Security Secretariat", "NSS"), ("Ministry of Defense", "MOD"), ("Public Security Intelligence Agency", "PSIA")]


@relation("a body, its acronym, and the body with its acronym are the same")
def acronyms_of_bodies(_sources, rng):
    for _ in range(12):
        chosen = rng.sample(SHORT, 4)

        def side(form, article="the ", chosen=chosen):
            return text(PARTIES[0], took_part="On the Japanese side, officials of " + ", ".join(article + form(*one) for one in chosen[:-1]) + f" and {article}{form(*chosen[-1])} took part.")
        before = side(lambda long, short: long)
        for after in (side(lambda long, short: short, ""), side(lambda long, short: f"{long} ({short})"), side(lambda long, short: short), side(lambda long, short: f"Japanese {long}")):
            yield Pair(after.split("\n\n")[4], before, after, of({"participation"}))
