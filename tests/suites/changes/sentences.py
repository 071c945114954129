"""Sentences of the documents denied; sentences made up said in another way."""
import itertools
import re

from .invented import EVILS, GOODS, RECORD_PARTIES, SPEAKERS, capital, record, statement
from .layout import is_wrapped
from .relations import Pair, relation, same_positions, same_set, states_positions

PAST = ("affirmed reaffirmed confirmed reiterated underlined underscored stressed emphasized emphasised highlighted recognized recognised acknowledged supported endorsed welcomed condemned "
        "proposed called urged encouraged agreed shared expressed decided").split()
PRESENT = {"supports": "support", "reaffirms": "reaffirm", "welcomes": "welcome", "underlines": "underline", "condemns": "condemn", "calls": "call", "urges": "urge", "believes": "believe", "recognizes": "recognize",
           "recognises": "recognise", "stresses": "stress", "proposes": "propose", "considers": "consider"}
BASES = {"agreed": "agree", "decided": "decide", "shared": "share", "endorsed": "endorse", "welcomed": "welcome", "encouraged": "encourage", "urged": "urge", "proposed": "propose", "acknowledged": "acknowledge",
         "reiterated": "reiterate", "underlined": "underline", "underscored": "underscore", "recognized": "recognize", "recognised": "recognise", "emphasized": "emphasize", "emphasised": "emphasise"}
SUBJECT = r"(?:[Tt]he (?:two )?(?:sides|countries|participants|EU|ministers|Ministers|delegations|Dialogue|meeting)|[Bb]oth (?:sides|countries|parties)|We|[A-Z][a-z]+(?: and (?:the )?[A-Z][A-Za-z.]+)?)"
SAID = re.compile(rf"(?<![a-z] )({SUBJECT}) (?:also |further )?({'|'.join(PAST)}|{'|'.join(PRESENT)}|support|welcome|condemn|reaffirm)\b(?! by)")


def denied(match):
    verb = match[2]
    if verb in PRESENT:
        return f"{match[1]} does not {PRESENT[verb]}"
    if verb in PAST:
        return f"{match[1]} did not {BASES.get(verb, verb.removesuffix('ed'))}"
    return f"{match[1]} do not {verb}"


def not_in(phrase):
    """Of the positions of the text, none stands any more in the sentence that denies its own."""
    def holds(before, after):
        sentence = next((facts for words, facts in after.said if phrase in words), None)
        kept = [fact for fact in sentence or [] if fact.family == "position" and fact in before]
        return ["the sentence is not found"] if sentence is None else [f"still {fact}" for fact in kept]
    return holds


VERB = re.compile(rf"\b({'|'.join(PAST)}|{'|'.join(PRESENT)}|support|supporting|welcome|condemn|reaffirm|resolved|pledged|will|would|shall|committed|commitment|determined|must|should|need|needs|important|importance|essential)\b", re.IGNORECASE)


@relation("a sentence of a document that is denied keeps none of its positions")
def denied_sentences(sources, rng):
    """Only sentences with one verb that takes a position."""
    for source in sources:
        text, chosen = source.text, []
        for match in [] if is_wrapped(text) else SAID.finditer(text):
            end = re.search(r"\.(?=\s|$)|\n|;", text[match.end():])
            sentence = text[match.start():match.end() + (end.start() if end else 200)]
            if text[:match.start()].endswith((". ", "\n")) and len(VERB.findall(sentence)) == 1:
                chosen.append(match)
        for match in rng.sample(chosen, min(3, len(chosen))):
            turned = denied(match)
            yield Pair(f"{source.name}: {turned}", text, text[:match.start()] + turned + text[match.end():], not_in(turned))


TOLD_IN_OTHER_WORDS = [
    ("{S} reaffirmed {x} and welcomed {y}.", "Reaffirming {x}, {s} welcomed {y}."),
    ("{S} underlined {x}. {S} supported {y}.", "Underlining {x}, {s} supported {y}."),
    ("{S} supported {x}.", "{S} expressed their support for {x}."),
    ("{S} supported {x}.", "{S} voiced their full support for {x}."),
    ("{S} supported {x}.", "{S} said that they supported {x}."),
    ("{S} supported {x}.", "{S} declared their support for {x}."),
    ("{S} emphasized {x}.", "{S} emphasized the importance of {x}."),
    ("{S} emphasized {x}.", "{S} emphasized how important {x} is."),
    ("{S} emphasized {x}.", "{S} laid emphasis on {x}."),
    ("{S} emphasized {x}.", "{S} placed great emphasis on {x}."),
    ("{S} reaffirmed {x}.", "{S} reaffirmed the importance of promoting {x}."),
    ("{S} reaffirmed {x}.", "The importance of {x} was reaffirmed."),
    ("{S} reaffirmed {x}.", "{S} had reaffirmed {x}."),
    ("{S} were committed to {x}.", "{S} committed themselves to {x}."),
    ("{S} were committed to {x}.", "{S} expressed their commitment to {x}."),
    ("{S} were committed to {x}.", "{S} pledged to promote {x}."),
    ("{S} were committed to {x}.", "{S} agreed to strengthen {x}."),
    ("{S} were committed to {x}.", "{S} undertook to advance {x}."),
    ("{S} condemned {e}.", "{S} expressed their strong condemnation of {e}."),
    ("{S} condemned {e}.", "{S} strongly condemned all forms of {e}."),
    ("{S} condemned {e}.", "{S} condemned {e} in the strongest terms."),
    ("{S} expressed concern about {e}.", "{S} were deeply concerned by {e}."),
    ("{S} expressed concern about {e}.", "{S} shared grave concerns over {e}."),
    ("{S} expressed concern about {e}.", "{S} voiced their concern at {e}."),
    ("{S} expressed concern about {e}.", "Concern was expressed by {s} about {e}."),
    ("{S} discussed {x} and {y}.", "{S} exchanged views on {x} and {y}."),
    ("{S} discussed {x} and {y}.", "{X} and {y} were discussed."),
    ("{S} discussed {x} and {y}.", "Discussions covered {x} and {y}."),
    ("{S} discussed {x} and {y}.", "Topics included {x} and {y}."),
]
SAID_IN_OTHER_WORDS = [
    ("{S} supports {x}.", "{S} expresses its support for {x}."), ("{S} supports {x}.", "{S} is a strong supporter of {x}."), ("{S} supports {x}.", "We are in favour of {x}."), ("{S} supports {x}.", "{S} stands for {x}."),
    ("{S} supports {x}.", "{X} has our full support."), ("{S} supports {x}.", "We lend our support to {x}."), ("{S} supports {x}.", "{S} has always supported {x}."), ("{S} supports {x}.", "{S} continues to support {x}."),
    ("{S} is committed to {x}.", "{S} remains committed to {x}."), ("{S} is committed to {x}.", "{S} will continue to promote {x}."),
    ("{S} underlines the importance of {x}.", "{X} {is} important."), ("{S} underlines the importance of {x}.", "{X} {is} essential."), ("{S} underlines the importance of {x}.", "We cannot stress enough the importance of {x}."),
    ("{S} underlines the importance of {x}.", "{S} attaches great importance to {x}."), ("{S} underlines the importance of {x}.", "It is our view that {x} {is} crucial."),
    ("{S} underlines the importance of {x}.", "Allow me to underline the importance of {x}."), ("{S} underlines the importance of {x}.", "For {s}, {x} {is} of the utmost importance."),
    ("{S} condemns {e}.", "We condemn {e} in the strongest possible terms."), ("{S} condemns {e}.", "{S} unequivocally condemns {e}."), ("{S} condemns {e}.", "My country joins others in condemning {e}."),
    ("{S} is concerned about {e}.", "We are gravely concerned about {e}."), ("{S} is concerned about {e}.", "{E} remains a source of great concern."), ("{S} is concerned about {e}.", "{S} expresses its deep concern over {e}."),
    ("{S} calls for {x}.", "We call upon all States to promote {x}."), ("{S} calls for {x}.", "{S} urges States to strengthen {x}."), ("{S} calls for {x}.", "{S} encourages all States to uphold {x}."),
]


def filled(form, subject, things, evil):
    (x, many), (y, _) = things
    return form.format(S=capital(subject), s=subject, x=x, y=y, X=capital(x), e=evil, E=capital(evil), **{"is": "are" if many else "is"})


def same_in_kind(before, after):
    """The same facts, passages aside."""
    return (states_positions(before) if any(fact.family == "position" for fact in before) else []) + same_set(before, after)


@relation("a record in other words says the same")
def told_otherwise(_, rng):
    for (before, after), parties in itertools.product(TOLD_IN_OTHER_WORDS, RECORD_PARTIES):
        things, evil = rng.sample(GOODS[:-1], 2), rng.choice(EVILS)[0]
        subject = rng.choice(["both sides", "the two sides", f"{parties[0]} and {parties[1]}"])
        yield Pair(filled(after, subject, things, evil), record(parties, filled(before, subject, things, evil)), record(parties, filled(after, subject, things, evil)), same_in_kind)


@relation("a statement in other words says the same")
def said_otherwise(_, rng):
    for (before, after), speaker in itertools.product(SAID_IN_OTHER_WORDS, SPEAKERS):
        things, evil = rng.sample(GOODS[:-1], 2), EVILS[0][0]
        yield Pair(filled(after, speaker, things, evil), statement(speaker, filled(before, speaker, things, evil)), statement(speaker, filled(after, speaker, things, evil)), same_positions)
