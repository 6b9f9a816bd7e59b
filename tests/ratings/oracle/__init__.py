"""
A second reading of the language: small, slow and obvious, from the text of the format and nothing else.

It shares no code with `sanliang.ratings`: only the values that a book that was read consists of. It has no
intervals and no shortcuts. What is not known is `Unknown`, what cannot be taken is `Wrong`, and what that
means for a tier is tried out: by completions (see `strategies`).
"""

from fractions import Fraction

import attrs
from tests.ratings.oracle.numbers import Unknown, Wrong, chosen
from tests.ratings.oracle.points import Points

from sanliang.rulebooks import NONE, Effect, NamedStars, PointStars, Rungs, Test


@attrs.frozen(kw_only=True)
class Answer:
    """What a subject comes to: rated, exempt, unknown, wrong; *sure* if no clause before may exempt too."""

    outcome: str
    clause: int | None = None
    sure: bool = True
    tier: str | None = None
    proposed: str | None = None
    left: tuple = ()
    score: Fraction | None = None
    items: dict = attrs.field(factory=dict)
    struck: tuple = ()
    yielded: tuple = ()
    withheld: bool = False
    actions: tuple = ()


def judged(given, book, on, records=None, past=None, credited=()):
    """What a subject comes to, step by step; `unknown` where a step cannot be taken."""
    reader = Points(given, book, on, records, past, credited)
    wrong = [fact.id for fact in book.facts if is_wrong(lambda one=fact: reader.fact(one.id))]
    wrong += [item.id for item in book.items if is_wrong(lambda one=item: reader.item(one.id))]
    wrong += [one for one in asked(reader) if is_wrong(lambda when=one: reader.holds(when))]
    doubt = False
    for place, clause in enumerate(book.clauses):  # step 4
        if isinstance(clause.then, Effect) and clause.then.word == "exempt":
            answer = quiet(lambda one=clause: reader.holds(one.when))
            if answer:
                return Answer(outcome="exempt", clause=place, sure=not doubt)
            doubt |= answer is None
    items = {item.id: quiet(lambda one=item: reader.item(one.id)) for item in book.items}
    items = {name: steps for name, steps in items.items() if steps is not None}
    if wrong:
        return Answer(outcome="wrong", items=items)
    try:
        if doubt:
            raise Unknown
        return settled(reader, items)
    except Wrong:
        return Answer(outcome="wrong", items=items)
    except Unknown:
        return Answer(outcome="unknown", items=items)


def asked(reader):
    """The questions that are asked of everybody: of tiers up to the one that holds, and of rules."""
    book = reader.book
    for tier in getattr(book.scale, "tiers", ()) or getattr(book.scale, "stars", ()):
        if tier.when is not None:
            yield tier.when
        if not isinstance(book.scale, NamedStars) and quiet(lambda one=tier: reader.holds(one.when)):
            break
    for rule in (*book.clauses, *book.consequences):
        if rule.when is not None:
            yield rule.when


def settled(reader, items):
    """Steps 5, 6 and 10 for somebody of whom enough is known."""
    proposed = scaled(reader)
    left, struck, yielded, withheld = list(reader.ladder), [], [], False
    for place, clause in enumerate(reader.book.clauses):
        if isinstance(clause.then, Effect):
            if clause.then.word == "withheld":
                withheld |= known(reader.holds(clause.when, proposed))
            continue
        if not known(reader.holds(clause.when, proposed)):
            continue
        keep = remaining(reader, clause.then)
        if not [tier for tier in left if tier in keep]:
            yielded.append(place)
        elif [tier for tier in left if tier not in keep]:
            struck.append(place)
            left = [tier for tier in left if tier in keep]
    tier = nearest(proposed, left, reader.ladder)
    return Answer(
        outcome="rated",
        tier=tier,
        proposed=proposed,
        left=tuple(left[::-1]),
        score=items["score"].points if "score" in items else None,
        items=items,
        struck=tuple(struck),
        yielded=tuple(yielded),
        withheld=withheld,
        actions=tuple(
            action for one in reader.book.consequences if reader.holds(one.when, tier) for action in one.then
        ),
    )


def scaled(reader):
    """The tier that the scale proposes."""
    scale = reader.book.scale
    if scale is None:
        return NONE
    if isinstance(scale, PointStars):
        stars = min(max(int(reader.item("score").points), 0), scale.most)
        return str(stars) if stars else NONE
    if isinstance(scale, NamedStars):
        won = [known(reader.holds(star.when)) for star in scale.stars]
        return str(sum(won)) if any(won) else NONE
    lines = {}
    for tier in scale.tiers:
        if is_band(tier.when):
            lines.setdefault((tier.when.of, tier.when.name), []).append(tier)
    for tier in scale.tiers:
        if not is_band(tier.when):
            if known(reader.holds(tier.when)):
                return tier.name
            continue
        (of, name), line = (tier.when.of, tier.when.name), lines[tier.when.of, tier.when.name]
        x = reader.fact(name) if of == "fact" else reader.item(name).points
        bands = [one.when.band for one in line]
        place = chosen(x, bands, scale.gap, scale.overlap, reader.end, reader.words)
        if place is not None and line[place] is tier:
            return tier.name
    return NONE


def is_band(condition):
    """Whether a tier is a band of an item or a fact."""
    return isinstance(condition, Test) and condition.of in {"item", "fact"} and not condition.among


def remaining(reader, then):
    """The tiers that a clause leaves."""
    if not isinstance(then, Rungs):
        return reader.named(then.band, then.among)
    rated = [tier for tier in reader.known_past() if tier is not None]
    if not rated and then.start is None:
        return set(reader.ladder)
    at = reader.ladder.index(rated[-1] if rated else then.start)
    low = 0 if then.fall is None else max(at - then.fall, 0)
    high = len(reader.ladder) if then.rise is None else at + then.rise
    return set(reader.ladder[low : high + 1])


def nearest(tier, left, ladder):
    """The nearest tier left: the tier itself, one below, else one above."""
    at = ladder.index(tier)
    below = [one for one in ladder[: at + 1] if one in left]
    return below[-1] if below else next(one for one in ladder[at:] if one in left)


def known(answer):
    """An answer that has to be known."""
    if answer is None:
        raise Unknown
    return answer


def is_wrong(ask):
    """Whether something was given that cannot be taken."""
    try:
        ask()
    except Wrong:
        return True
    except Unknown:
        return False
    return False


def quiet(ask):
    """The answer, or None where it is not known or cannot be taken."""
    try:
        return ask()
    except (Unknown, Wrong):
        return None
