"""A town with one rule changed at a time, and whether its own cases notice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache, partial
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput, NotFound, SanliangError
from sanliang.kernel.fields import clean_text, instance
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.lifecycles import Node, Row
from sanliang.kernel.overlays import Change, Op
from sanliang.kernel.sources import Source
from sanliang.ratings import Difference
from sanliang.ratings import run_cases as run_book
from sanliang.rulebooks import Case, Each, Fixed, FromRaters, FromRecords, Item, Quota, Rulebook
from sanliang.rulebooks._check import Names, faults
from sanliang.rulebooks._places import Places
from sanliang.rulebooks._read import Draft
from sanliang.rulebooks._values import leaves
from sanliang.townships._cases import TownCase
from sanliang.townships._check import is_doubtful
from sanliang.townships._hints import hint_for
from sanliang.townships._layer import Stated
from sanliang.townships._one_change import Changed, bare, changes, field_changes, joined
from sanliang.townships._parts import COURSES, PARTS
from sanliang.townships._run_cases import run_case
from sanliang.townships._town import Township, base
from sanliang.townships._unreached import same_for_all
from sanliang.townships._where import written_at

RULED = (*COURSES, "calendar", "notices", "pairing", "rulebooks", "posts", "points", "shown")
"""The parts that are rules: the others are names, of which `check` sees what leads nowhere."""

BOOK = "rulebooks"
ONE_EACH = Each(points=Fixed(Fraction(1)))
"""What holds where an item that reads a fact has no tariff."""
UNDONE = Phrase(
    "mutant.undone", "{path}：不作本镇的这一更改", "{path}: what the town changes here is left undone"
)
NO_PART = Phrase(
    "mutant.part",
    "没有这一部分规则；{near}",
    "is no part of a town that has rules; {near}",
)
_NOBODY = Source(title="mutant")


@attrs.frozen(kw_only=True)
class Mutant:
    """
    A town with one rule changed.

    Attributes:
        part: The part of the town.
        path: Where in it: the key of the entry, and what of it; of rulebooks, the book and the path in its
            file.
        says: What was changed, from what to what.
        town: The town with the change; nothing where such a town is refused.
        hint: Which case would notice it.
        file, at: The file that says it, and the path there; nothing where no file of the town does.
    """

    part: str
    path: str
    says: Text
    town: Township | None
    hint: Text
    file: str = ""
    at: str = ""


@attrs.frozen(kw_only=True)
class Trial:
    """
    A mutant, and what noticed it.

    Attributes:
        mutant: The town with one rule changed.
        by: `load` where no such town can be made, `check` where the check finds it, `case` where a case does;
            empty where nothing does.
        case: The first case that notices it, if one does.
    """

    mutant: Mutant
    by: str = ""
    case: str | None = None


def mutants(town: Township, *, part: str | None = None, whole: bool = False) -> Iterator[Mutant]:
    """
    The towns that differ from this one in one rule, part by part, in the order of the entries.

    An edge of a band is moved or takes in what it left out; a number is one more or less; a guard, a role, a
    need, a rank, a clause, a duty, a ceiling is dropped; a day is one later; one of few words is another.
    Each change of the town is also undone. Names, titles and sources are no rules.

    Args:
        town: The town.
        part: Only of this part.
        whole: Whether what the town takes over from the base is changed too, and not only what it changes.

    Raises:
        InvalidInput: It is no town, or the part is no text.
        NotFound: There is no such part.

    Example:
        >>> from sanliang.townships import get
        >>> [one.path for one in mutants(get("xingshisi"), part="calendar")][:3]
        ['new-year-day.month', 'new-year-day.day', 'new-year-day']
    """
    instance(Township)(town, "town")
    if part is not None and clean_text(part, "part") not in RULED:
        raise NotFound(NO_PART.fault("part", near=nearest_of(part, RULED)))
    return _mutants(town, RULED if part is None else (part,), whole=whole)


def tried(town: Township, *, part: str | None = None, whole: bool = False) -> Iterator[Trial]:
    """
    Each mutant of a town, and what notices it: the loader, the check, or a case.

    Raises:
        InvalidInput, NotFound: As `mutants`.

    Example:
        >>> from sanliang.townships import get
        >>> {one.by for one in tried(get("xingshisi"), part="calendar")} <= {"load", "check", "case"}
        True
    """
    found, before = mutants(town, part=part, whole=whole), _Before(town)
    return (_tried(one, before) for one in found)


def _mutants(town: Township, parts: tuple[str, ...], *, whole: bool) -> Iterator[Mutant]:
    for name in parts:
        old, new = (PARTS[name].entries(one.part(name)) for one in (base(), town))
        for key in dict.fromkeys((*old, *new)):
            was, entry = old.get(key), new.get(key)
            own = bare(was) != bare(entry)
            if name == BOOK:
                own = was != entry
            if entry is not None and (own or whole):
                yield from _of_entry(town, name, key, entry, None if whole else was)
            if own and name != BOOK:
                yield _undone(town, name, key, was, entry)


def _of_entry(town: Township, part: str, key: str, entry: Any, was: Any) -> Iterator[Mutant]:
    for one in _changed(entry, was):
        path = joined(key, one.path)
        says = Text(one.says.zh.replace("{path}", path), one.says.en.replace("{path}", path))
        if part == BOOK and (_alike(entry, one.value) or same_for_all(entry, one.value)):
            continue
        if part == BOOK and not _holds(one.value):
            made = None
        else:
            made = _town(town, part, Op.REPLACE, key, one.value)
        within = one.path if part == BOOK else path
        hint = hint_for(part, key, within, entry, one)
        file, at = written_at(town.layer, part, key, one.path)
        yield Mutant(part=part, path=path, says=says, town=made, hint=hint, file=file, at=at)


def _changed(entry: Any, was: Any) -> Iterator[Changed]:
    """The changes of an entry; of a state or a move of the base, only of what is another there."""
    if type(entry) is str:
        # A setting that is a text is a list of words; a dash is none of them.
        for one in changes(tuple(entry.split())):
            yield one._replace(value=" ".join(one.value) or "-")
        return
    if not isinstance(entry, Node | Row) or was is None:
        yield from changes(entry)
        return
    for field in attrs.fields(type(entry)):
        if bare(getattr(entry, field.name)) != bare(getattr(was, field.name)):
            yield from field_changes(entry, field)


def _undone(town: Township, part: str, key: str, was: Any, entry: Any) -> Mutant:
    op = Op.DROP if was is None else Op.ADD if entry is None else Op.REPLACE
    made, says = _town(town, part, op, key, was), UNDONE.fill(path=key)
    hint = hint_for(part, key, key, was if entry is None else entry, None)
    file, at = written_at(town.layer, part, key, "")
    return Mutant(part=part, path=key, says=says, town=made, hint=hint, file=file, at=at)


def _town(town: Township, part: str, op: Op, key: str, value: Any) -> Township | None:
    """The town with one more change; nothing where it does not hold together."""
    try:
        change: Change[Any] = Change(op=op, key=key, value=value, source=_NOBODY)
        more = (*town.changes, Stated(part=part, change=change))
        return Township(layer=attrs.evolve(town.layer, changes=more, open=()))
    except InvalidInput:
        return None


def _alike(old: Rulebook, new: Rulebook) -> bool:
    """Whether only items changed, and in nothing but what holds of them unwritten."""
    differ = [one for one in new.items if one not in old.items]
    before = [_at_least(old, was) for was in old.items]
    return bool(differ) and all(_at_least(old, one) in before for one in differ)


def _at_least(book: Rulebook, item: Item) -> Item:
    """An item without what says nothing: a point each, parts of a whole count, how one part is taken."""
    origin = next((fact.origin for fact in book.facts if fact.id == item.fact), None)
    recorded = isinstance(origin, FromRecords)
    take = item.take if recorded or [one.part_of for one in book.items].count(item.id) > 1 else "sum"
    plain = attrs.evolve(item, take=take, for_each=item.for_each and recorded)
    if item.for_each or not isinstance(item.tariff, Each):
        return plain
    counted = isinstance(origin, FromRecords) and origin.sum is None and item.tariff.per is None
    tariff = attrs.evolve(item.tariff, whole=item.tariff.whole and not counted)
    return attrs.evolve(plain, tariff=None if tariff == ONE_EACH else tariff)


def _holds(book: Rulebook) -> bool:
    """Whether the reader of books would have taken this one."""
    if not all(map(_capped, book.quotas)) or any(one.number <= 0 for one in _divisors(book)):
        return False
    bookless = attrs.evolve(book, cases=())
    draft = Draft(bookless, Faults(), Places.of(bookless), frozenset())
    return next(iter(faults(Names(draft))), None) is None


def _capped(quota: Quota) -> bool:
    """Whether a quota has one limit, and says who gives way at the edge where it is enforced."""
    one = (quota.at_most is None) != (quota.at_least is None)
    return one and quota.least >= 0 and (quota.at_most is None or not quota.binding or quota.ties is not None)


def _divisors(book: Rulebook) -> Iterator[Fixed]:
    """What a reader takes only above 0: the weights of marks, and how many make one."""
    for fact in book.facts:
        for weight in fact.origin.weights.values() if isinstance(fact.origin, FromRaters) else ():
            yield from leaves(weight)
    for item in book.items:
        if isinstance(item.tariff, Each) and item.tariff.per is not None:
            yield from leaves(item.tariff.per)


# --- noticing ------------------------------------------------------------------------------------------


class _Before:
    """What the town itself comes to, found once for all of its mutants."""

    def __init__(self, town: Township) -> None:
        self.town = town
        self.grave = cache(partial(_grave, town))
        self.own = cache(partial(_of_town, town))
        self.rated = cache(partial(_of_book, town))


def _tried(mutant: Mutant, before: _Before) -> Trial:
    changed = mutant.town
    if changed is None:
        return Trial(mutant=mutant, by="load")
    if mutant.part == BOOK:
        case = _by_book(mutant.path.partition(".")[0], changed, before)
    else:
        if _grave(changed, mutant.part) - before.grave(mutant.part):
            return Trial(mutant=mutant, by="check")
        case = _by_town(mutant.part, changed, before)
    return Trial(mutant=mutant, by="" if case is None else "case", case=case)


def _grave(town: Township, part: str) -> frozenset[tuple[str, str]]:
    found = PARTS[part].check(town.part(part), town)
    return frozenset((one.path, one.code) for one in found if not is_doubtful(one))


def _of_town(town: Township, case: TownCase) -> tuple[Difference, ...]:
    return run_case(case, town).differences


def _of_book(town: Township, id: str, case: Case) -> tuple[Difference, ...]:
    return run_book(attrs.evolve(town.rulebooks[id], cases=(case,)))[0].differences


def _by_town(part: str, changed: Township, before: _Before) -> str | None:
    for case in before.town.cases:
        if case.part == part and _of_town(changed, case) != before.own(case):
            return case.name
    return None


def _by_book(id: str, changed: Township, before: _Before) -> str | None:
    """The first case of a book that comes out otherwise, or that cannot be rated any more."""
    for case in changed.rulebooks[id].cases:
        try:
            found = _of_book(changed, id, case)
        except SanliangError:
            return case.name
        if found != before.rated(id, case):
            return case.name
    return None
