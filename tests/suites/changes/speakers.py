"""For whom a statement speaks, put in other words."""
from .relations import Pair, differences, relation

SPEAKERS = [("Chile", "Chilean", "the Republic of Chile"), ("New Zealand", "New Zealand", "New Zealand"), ("the Netherlands", "Dutch", "the Kingdom of the Netherlands"), ("Thailand", "Thai", "the Kingdom of Thailand"),
            ("South Africa", "South African", "the Republic of South Africa"), ("the Philippines", "Philippine", "the Republic of the Philippines")]
OCCASION = "Open-ended Working Group on developments in the field of information and telecommunications in the context of international security"
BODY = """Mr. Chair,

I thank you for convening this session. We reaffirm that international law applies in cyberspace. My delegation supports capacity building, and we underline the importance of confidence-building measures.

We condemn malicious cyber activities against hospitals. We believe that the multi-stakeholder approach must be preserved.

Thank you, Mr. Chair.
"""
HEADS = [
    "Statement by {S}\n\n{O}\n\n12 February 2020",
    "Statement of {S}\n\n{O}\n\n12 February 2020",
    "{U}\n\nStatement at the {O}\n\n12 February 2020",
    "Statement by the delegation of {S} at the {O}\n\n12 February 2020",
    "Statement delivered by {S}\n\n{O}\n\n12 February 2020",
    "Statement by H.E. Ms. Ann Bellamy, Permanent Representative of {S} to the United Nations\n\n{O}\n\n12 February 2020",
    "Statement by Ms. Ann Bellamy, Ambassador for Cyber Affairs of {S}, at the {O}\n\nNew York, 12 February 2020",
    "Remarks by Ambassador Ann Bellamy, Permanent Representative of {F} to the United Nations\n\n{O}\n\n12 February 2020",
    "Intervention by {S} at the {O}\n\n12 February 2020",
    "{U}\n\nStatement by Ms. Ann Bellamy\nAmbassador for Cyber Affairs\nMinistry of Foreign Affairs of {S}\n\n{O}\n\n12 February 2020",
    "PERMANENT MISSION OF {F} TO THE UNITED NATIONS\n\nStatement at the {O}\n\n12 February 2020",
    "{S}: Statement\n\n{O}\n\n12 February 2020",
    "National statement of {S}\n\n{O}\n\n12 February 2020",
    "STATEMENT BY {U}\n\n{O}\n\n12 February 2020",
    "Speech by the {a} Ambassador for Cyber Affairs, Ann Bellamy, at the {O}\n\n12 February 2020",
    "{a} Statement at the {O}\n\n12 February 2020",
    "Statement by Ms. Ann Bellamy, Ministry of Foreign Affairs, {s}\n\n{O}\n\n12 February 2020",
    "Statement by Ms. Ann Bellamy ({s})\n\n{O}\n\n12 February 2020",
]
COMPARED = {"position", "voice", "document-kind", "document-date", "event-forum"}


def written(form, speaker):
    name, adjective, full = speaker
    return form.format(S=name[0].upper() + name[1:] if form.startswith("{S}") else name, s=name.removeprefix("the "), a=adjective, F=full, U=name.removeprefix("the ").upper(), O=OCCASION)


def holds(before, after):
    one, other = (type(facts)({fact: n for fact, n in facts.items() if fact.family in COMPARED}) for facts in (before, after))
    return ([] if any(fact.family == "position" for fact in one) else ["the text before states no position"]) + differences(one, other)


@relation("a statement whose head is put otherwise speaks for the same state")
def speakers(_sources, _):
    for speaker in SPEAKERS:
        for form in HEADS[1:]:
            yield Pair(written(form, speaker).replace("\n", " / ")[:120], written(HEADS[0], speaker) + "\n\n" + BODY, written(form, speaker) + "\n\n" + BODY, holds)


ACTS = ["My delegation {v} {o}.", "My country {v} {o}.", "Our delegation {v} {o}.", "{S} {v} {o}.", "The {a} delegation {v} {o}.", "The delegation of {s} {v} {o}.", "The Government of {s} {v} {o}.", "My Government {v} {o}."]


@relation("my delegation, my country and the state's name are one subject")
def subjects(_sources, rng):
    for speaker in SPEAKERS:
        for verb, thing in (("supports", "capacity building"), ("reaffirms", "the rule of law"), ("welcomes", "the work of the Group of Governmental Experts"), ("condemns", "ransomware")):
            name, adjective, _ = speaker

            def text(form, verb=verb, thing=thing, name=name, adjective=adjective, speaker=speaker):
                said = form.format(S=name[0].upper() + name[1:], s=name, a=adjective, v=verb, o=thing)
                return written(HEADS[0], speaker) + "\n\nMr. Chair,\n\n" + said + "\n\nThank you.\n"
            for form in rng.sample(ACTS[1:], 4):
                yield Pair(form.format(S=name, s=name, a=adjective, v=verb, o=thing), text(ACTS[0]), text(form), holds)
