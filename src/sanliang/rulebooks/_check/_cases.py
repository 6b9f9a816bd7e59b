"""The cases of a book name its facts and its results."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.kernel.sheets import shown
from sanliang.rulebooks._check._items import RESULTS
from sanliang.rulebooks._check._names import UNKNOWN_FACT, UNKNOWN_TIER, Names
from sanliang.rulebooks._model import Case, FromRecords, Given

UNKNOWN_KIND = Phrase(
    "name.kind",
    "没有事实读取这种记录；{near}",
    "is a kind of record that no fact reads; {near}",
)
UNKNOWN_PERSON = Phrase(
    "name.person", "people 中没有此人；{near}", "is not among the people of this case; {near}"
)
UNKNOWN_RESULT = Phrase(
    "name.result",
    "不是可核对的结果；{near}",
    "is nothing that a rating says; {near}",
)


def of_cases(names: Names) -> Iterator[Fault]:
    """A case names facts and results of the book; for a group, results of its people."""
    results = {**names.items, **dict.fromkeys(RESULTS)}
    groups = {quota.of for quota in names.book.quotas}
    for path, case in zip(names.places.cases, names.book.cases, strict=True):
        yield from _facts(case, names, groups, path)
        yield from _records(case, names, path)
        yield from _past(case, names, f"{path}.past")
        for where, expected in _expected(case, f"{path}.expect"):
            for name in expected:
                yield from names.named(name, f"{where}.{name}", UNKNOWN_RESULT, results)
        for id in case.expect if case.people is not None else ():
            yield from names.named(id, f"{path}.expect.{shown(id)}", UNKNOWN_PERSON, case.people or ())


def _facts(case: Case, names: Names, groups: Collection[str], path: str) -> Iterator[Fault]:
    """Facts of the book; of one in a group also the peer group."""
    people = [(f"{path}.people.{shown(id)}", facts) for id, facts in (case.people or {}).items()]
    for where, facts in [(f"{path}.facts", case.facts or {}), *people]:
        for name in facts:
            if name not in groups:
                yield from names.named(name, f"{where}.{name}", UNKNOWN_FACT, names.facts)


def _past(case: Case, names: Names, path: str) -> Iterator[Fault]:
    """Past tiers are tiers of the book; in a group each has those of somebody in it."""
    some = [(path, case.past), *((f"{path}.{shown(id)}", tiers) for id, tiers in case.pasts.items())]
    for where, tiers in () if "scale" in names.unread else some:
        for tier in tiers:
            yield from names.named(tier, where, UNKNOWN_TIER, names.tier_names)
    for id in case.pasts:
        yield from names.named(id, f"{path}.{shown(id)}", UNKNOWN_PERSON, case.people or ())


def _records(case: Case, names: Names, path: str) -> Iterator[Fault]:
    """Records are of kinds that a fact reads, and of people of the case."""
    origins = [fact.origin for fact in names.book.facts]
    kinds = {origin.kind: None for origin in origins if isinstance(origin, FromRecords)}
    if any(unread.startswith(("fact", "item")) for unread in names.unread):
        return
    for place, record in enumerate(case.records):
        where = f"{path}.records[{place}]"
        yield from names.named(record.kind, f"{where}.kind", UNKNOWN_KIND, kinds)
        if record.subject is not None:
            yield from names.named(record.subject, f"{where}.subject", UNKNOWN_PERSON, case.people or ())


def _expected(case: Case, path: str) -> Iterator[tuple[str, Given]]:
    """What is expected of the one subject, or of each of the people."""
    if case.people is None:
        yield path, case.expect
        return
    yield from ((f"{path}.{shown(id)}", cast(Given, one)) for id, one in case.expect.items())
