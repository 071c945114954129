"""Texts made up for the relations: a record or a statement around sentences of one's choice."""
import itertools

RECORD_PARTIES = [("Japan", "Spain"), ("the United Kingdom", "Thailand"), ("New Zealand", "the Netherlands"), ("the Republic of Korea", "the EU")]
SPEAKERS = ["Chile", "the Philippines", "Costa Rica", "Türkiye"]

# what is stood for: words, and whether they are plural
GOODS = [("capacity building", False), ("confidence-building measures", True), ("the rule of law", False), ("international humanitarian law", False),
         ("the multi-stakeholder approach to Internet governance", False), ("the protection of critical infrastructure", False), ("the free flow of information", False),
         ("human rights online", True), ("an open, free and secure cyberspace", False), ("the norms of responsible State behaviour", True), ("international cooperation", False),
         ("the work of the Open-ended Working Group", False)]
EVILS = [("ransomware", False), ("malicious cyber activities", True), ("cybercrime", False), ("the spread of disinformation", False)]

# past, base, third person, what they are about
VERBS = [("reaffirmed", "reaffirm", "reaffirms", GOODS), ("underlined", "underline", "underlines", GOODS), ("emphasized", "emphasize", "emphasizes", GOODS),
         ("recognized", "recognize", "recognizes", GOODS), ("supported", "support", "supports", GOODS), ("endorsed", "endorse", "endorses", GOODS),
         ("welcomed", "welcome", "welcomes", GOODS), ("condemned", "condemn", "condemns", EVILS), ("denounced", "denounce", "denounces", EVILS)]


def capital(words):
    return words[0].upper() + words[1:]


def bare(state):
    return state.removeprefix("the ")


def record(parties, body):
    one, other = parties
    return (f"Press release\n\n{capital(one)} and {other} held the Third {bare(one)}-{bare(other)} Cyber Dialogue in Geneva on 5 March 2019. "
            f"The dialogue was the first of its kind since 2016.\n\n{body}\n")


def statement(state, body):
    return (f"Statement by {state}\n\nOpen-ended Working Group on developments in the field of information and telecommunications in the context of international security\n\n"
            f"12 February 2020\n\nMr. Chair,\n\nI thank you for convening this session.\n\n{body}\n\nThank you, Mr. Chair.\n")


def subjects(parties):
    one, other = parties
    return ["both sides", "the two sides", one, f"{one} and {other}"]


def told(rng, n):
    """n times: parties, their subject, a verb, a good or evil thing it is about."""
    for parties, verb in itertools.islice(itertools.cycle(itertools.product(RECORD_PARTIES, VERBS)), n):
        yield parties, rng.choice(subjects(parties)), verb, rng.choice(verb[3])
