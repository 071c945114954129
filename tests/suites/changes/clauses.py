"""How a sentence is built: voice, coordination, lists, negation."""
from .invented import RECORD_PARTIES, SPEAKERS, VERBS, capital, record, statement, subjects, told
from .relations import Pair, positions, relation, same_positions, states_positions


def both(what, before, after):
    return Pair(what, before, after, same_positions)


@relation("the passive with its agent says what the active says")
def passive(_, rng):
    for parties, subject, (past, _, _, _), (thing, many) in told(rng, 72):
        active, turned = f"{capital(subject)} {past} {thing}.", f"{capital(thing)} {'were' if many else 'was'} {past} by {subject}."
        yield both(turned, record(parties, active), record(parties, turned))
    for speaker in SPEAKERS:
        for _, _, third, things in VERBS:
            thing, many = rng.choice(things)
            past = next(verb[0] for verb in VERBS if verb[2] == third)
            active, turned = f"{capital(speaker)} {third} {thing}.", f"{capital(thing)} {'are' if many else 'is'} {past} by {speaker}."
            yield both(turned, statement(speaker, active), statement(speaker, turned))


@relation("two subjects of one sentence or of two say the same")
def split_subjects(_, rng):
    for parties, _, (past, _, _, _), (thing, _) in told(rng, 72):
        one, other = parties
        joint, apart = f"{capital(one)} and {other} {past} {thing}.", f"{capital(one)} {past} {thing}. {capital(other)} {past} {thing}."
        yield both(apart, record(parties, joint), record(parties, apart))


@relation("two subjects with commas, with `as well as` and `together with` say the same")
def joined_subjects(_, rng):
    for parties, _, (past, _, _, _), (thing, _) in told(rng, 36):
        one, other = parties
        for joint in (f"{capital(one)}, together with {other}, {past} {thing}.", f"{capital(one)} as well as {other} {past} {thing}.", f"Both {one} and {other} {past} {thing}.",
                      f"{capital(one)} and {other} both {past} {thing}.", f"{capital(other)} and {one} {past} {thing}."):
            yield both(joint, record(parties, f"{capital(one)} and {other} {past} {thing}."), record(parties, joint))


def some(rng, things, n=3):
    return [thing for thing, _ in rng.sample(things, n)]


def listed(things, last=" and "):
    return ", ".join(things[:-1]) + last + things[-1] if len(things) > 1 else things[0]


@relation("objects in one sentence, or each in one of its own, say the same")
def split_objects(_, rng):
    for parties, subject, (past, _, _, things), _ in told(rng, 72):
        chosen = some(rng, things)
        apart = f"{capital(subject)} {past} {chosen[0]}. {capital(subject)} also {past} {chosen[1]}. Furthermore, {subject} {past} {chosen[2]}."
        yield both(apart, record(parties, f"{capital(subject)} {past} {listed(chosen)}."), record(parties, apart))


@relation("the order of concepts does not matter, nor how they are joined")
def reordered_objects(_, rng):
    for parties, subject, (past, _, _, things), _ in told(rng, 72):
        chosen = some(rng, things)
        shuffled = rng.sample(chosen, 3)
        before = record(parties, f"{capital(subject)} {past} {listed(chosen)}.")
        for after in (f"{capital(subject)} {past} {listed(shuffled)}.", f"{capital(subject)} {past} {listed(shuffled, ', and ')}.", f"{capital(subject)} {past} {listed(shuffled, ' as well as ')}.",
                      f"{capital(subject)} {past} {'; '.join(shuffled[:2])}; and {shuffled[2]}."):
            yield both(after, before, record(parties, after))


@relation("verbs that share a subject, or each with its own, say the same")
def split_verbs(_, rng):
    for parties, subject, (past, _, _, _), (thing, _) in told(rng, 72):
        others = rng.sample([verb for verb in VERBS if verb[0] != past], 2)
        said = [(past, thing)] + [(verb[0], rng.choice(verb[3])[0]) for verb in others]
        if len({thing for _, thing in said}) < 3:
            continue
        joint = f"{capital(subject)} {listed([f'{verb} {what}' for verb, what in said])}."
        apart = " ".join(f"{capital(subject)} {verb} {what}." for verb, what in said)
        yield both(joint, record(parties, joint), record(parties, apart))


@relation("items of a list say what the sentence says")
def itemised(_, rng):
    for parties, subject, (past, _, _, things), _ in told(rng, 36):
        chosen = some(rng, things)
        before = record(parties, f"{capital(subject)} {past} {listed(chosen)}.")
        for mark in ("- ", "• ", "(a) "):
            items = [mark.replace("a", "abc"[i]) + thing for i, thing in enumerate(chosen)]
            yield both(f"{past}, {mark}", before, record(parties, f"{capital(subject)} {past}:\n\n" + ";\n".join(items) + "."))
            yield both(f"{past} the following, {mark}", before, record(parties, f"{capital(subject)} {past} the following:\n\n" + "\n".join(items)))


@relation("adverbs and what opens a sentence change nothing in a sentence made up")
def adverbs(_, rng):
    for parties, subject, (past, base, third, _), (thing, _) in told(rng, 36):
        before = record(parties, f"{capital(subject)} {past} {thing}.")
        for after in (f"{capital(subject)} also {past} {thing}.", f"{capital(subject)} strongly {past} {thing}.", f"In this regard, {subject} {past} {thing}.", f"{capital(subject)}, in this context, {past} {thing}.",
                      f"During the dialogue, {subject} once again {past} {thing}.", f"Furthermore, {subject} unequivocally {past} {thing}.", f"As in previous years, {subject} {past} {thing}.",
                      f"{capital(subject)} have {past} {thing}.", f"{capital(subject)}, therefore, {past} {thing}."):
            yield both(after, before, record(parties, after))
        speaker = rng.choice(SPEAKERS)
        before = statement(speaker, f"{capital(speaker)} {third} {thing}.")
        for after in (f"{capital(speaker)} fully {third} {thing}.", f"In this regard, {speaker} {third} {thing}.", f"Mr. Chair, {speaker} also {third} {thing}.", f"We {base} {thing}.", f"My delegation {third} {thing}.",
                      f"My country strongly {third} {thing}.", f"Let me stress that {speaker} {third} {thing}.", f"First, we {base} {thing}."):
            yield both(after, before, statement(speaker, after))


def never_kept(before, after):
    """No position of the text before stands in the text after; turned ones may."""
    kept = positions(before) & positions(after)
    return states_positions(before) + [f"still {fact}" for fact in sorted(kept, key=str)]


NOT_TOLD = ["{S} did not {base} {thing}.", "{S} never {past} {thing}.", "{S} no longer {past} {thing}.", "{S} declined to {base} {thing}.", "{S} refused to {base} {thing}.", "{S} failed to {base} {thing}.",
            "{S} were not prepared to {base} {thing}.", "{S} denied that they {base} {thing}.", "Nor did {s} {base} {thing}.", "Nobody {past} {thing}.", "{S} neither {past} nor discussed {thing}.", "Neither side {past} {thing}.", "{S} could not {base} {thing}.",
            "{S} were unable to {base} {thing}.", "{S} would not {base} {thing}.", "{S} did not yet {base} {thing}.", "{S} stopped short of saying that they {base} {thing}."]
NOT_SAID = ["{S} does not {base} {thing}.", "{S} can not {base} {thing}.", "{S} cannot {base} {thing}.", "{S} doesn't {base} {thing}.", "{S} no longer {third} {thing}.", "{S} never {third} {thing}.",
            "{S} refuses to {base} {thing}.", "We do not {base} {thing}.", "We cannot {base} {thing}.", "We are not in a position to {base} {thing}.", "We are unable to {base} {thing}.", "We will not {base} {thing}.",
            "We did not {base} {thing}.", "{S} is not ready to {base} {thing}.", "Nobody in this room {third} {thing}.", "We see no reason to {base} {thing}.", "We hesitate to {base} {thing}.",
            "By no means do we {base} {thing}.", "We neither {base} nor reject {thing}."]


@relation("a negation turns or drops what is said")
def negated(_, rng):
    for parties, subject, (past, base, _, _), (thing, _) in told(rng, 18):
        before = record(parties, f"{capital(subject)} {past} {thing}.")
        for form in NOT_TOLD:
            after = form.format(S=capital(subject), s=subject, past=past, base=base, thing=thing)
            yield Pair(after, before, record(parties, after), never_kept)
    for past, base, third, things in VERBS:
        speaker, (thing, _) = rng.choice(SPEAKERS), rng.choice(things)
        before = statement(speaker, f"{capital(speaker)} {third} {thing}.")
        for form in NOT_SAID:
            after = form.format(S=capital(speaker), third=third, base=base, thing=thing)
            yield Pair(after, before, statement(speaker, after), never_kept)


@relation("two negations keep what is said")
def negated_twice(_, rng):
    for parties, subject, (past, base, _, _), (thing, _) in told(rng, 18):
        before = record(parties, f"{capital(subject)} {past} {thing}.")
        for form in ("{S} could not but {base} {thing}.", "{S} did not fail to {base} {thing}.", "{S} never failed to {base} {thing}.", "{S} did not hesitate to {base} {thing}.", "{S} not only {past} {thing}."):
            after = form.format(S=capital(subject), s=subject, past=past, base=base, thing=thing)
            yield both(after, before, record(parties, after))
    for past, base, third, things in VERBS:
        speaker, (thing, _) = rng.choice(SPEAKERS), rng.choice(things)
        before = statement(speaker, f"{capital(speaker)} {third} {thing}.")
        for form in ("{S} cannot but {base} {thing}.", "{S} does not fail to {base} {thing}.", "We cannot but {base} {thing}.", "We do not hesitate to {base} {thing}.", "{S} not only {third} {thing}.",
                     "We have never ceased to {base} {thing}.", "{S} never fails to {base} {thing}."):
            after = form.format(S=capital(speaker), third=third, base=base, thing=thing)
            yield both(after, before, statement(speaker, after))


@relation("the order of parties does not matter")
def reordered_parties(_, rng):
    for parties in RECORD_PARTIES:
        for past, _, _, things in VERBS[::2]:
            one, other = parties
            body = f"{capital(rng.choice(subjects(parties)[:2]))} {past} {rng.choice(things)[0]}. The next dialogue will be held in Paris in 2020."
            yield Pair(f"{other} and {one}", record(parties, body), record((other, one), body), same_positions)

