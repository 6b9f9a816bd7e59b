"""The subjects of a group: who they are, what is known of them, and who their peers are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import (
    DOUBLED,
    LONGEST_ID,
    FrozenMap,
    checked,
    clean_text,
    code,
    identifier,
    instance,
    instances,
    listed,
    maker,
    optional,
)
from sanliang.kernel.labels import Phrase
from sanliang.ratings._given import at, table
from sanliang.ratings._outcomes import Override
from sanliang.ratings._rate import NOTHING
from sanliang.records import Record

NO_PEERS = Phrase(
    "subjects.group",
    "未写明属于哪个 {kind}：该办法按它计算名额或名次",
    "does not say which {kind} it belongs to: the book counts seats or places by it",
)


def _peers(value: Any, path: str) -> str | FrozenMap[str, str]:
    """The name of a group, or one for each kind of group."""
    if not isinstance(value, Mapping):
        return identifier(value, path)
    return FrozenMap((code(kind, path), identifier(name, at(path, kind))) for kind, name in value.items())


def _past(value: Any, path: str) -> tuple[str | None, ...]:
    """The tiers of cycles; whether the book has them is asked later."""
    return tuple(
        None if one is None else clean_text(one, f"{path}[{place}]")
        for place, one in enumerate(listed(value, path))
    )


@attrs.frozen(kw_only=True, weakref_slot=False)
class Subject:
    """
    One of a group that is rated together.

    Attributes:
        id: Who; each stands once in a group.
        facts: As for `rate`, and so are *records*, *past*, *credited* and *override*.
        group: The name of the peer group for every quota, or one for each kind of group, such as
            `{"branch": "b-1", "town": "t-1"}`. Those who name none are all peers of one another.

    Example:
        >>> Subject(id="m-1", facts={"hours": 12}, group={"branch": "b-1"}).peers("branch")
        'b-1'
    """

    id: str = attrs.field(validator=checked(identifier))
    facts: Mapping[str, Any] = FrozenMap()
    group: str | Mapping[str, str] | None = attrs.field(default=None, validator=checked(optional(_peers)))
    records: Iterable[Record] | None = attrs.field(
        default=None, validator=checked(optional(instances(Record)))
    )
    past: Iterable[str | None] | None = attrs.field(default=None, validator=checked(optional(_past)))
    credited: Mapping[str, Fraction | int | str] = NOTHING
    override: Override | None = attrs.field(default=None, validator=checked(optional(instance(Override))))

    def peers(self, kind: str) -> str | None:
        """The name of the subject's peer group of a kind; nothing where it names none."""
        group = self.group
        return group if group is None or isinstance(group, str) else group.get(kind)

    @property
    def facts_only(self) -> bool:
        """Whether nothing but facts is known: no records, and nothing of the cycles before."""
        return self.records is None and self.past is None and not self.credited


MAKE: Callable[..., Subject] = maker(Subject)


def of_facts(id: str, facts: Mapping[str, Any]) -> Subject:
    """A subject of whom nothing but facts is known, its id being clean."""
    return MAKE(id, facts, None, None, None, NOTHING, None)


def plain_facts(given: object) -> dict[str, dict[str, Any]] | None:
    """What was given, where it is facts by ids of visible ASCII characters: there is nothing to clean."""
    if type(given) is not dict or {*map(type, given)} != {str} or {*map(type, given.values())} != {dict}:
        return None
    joined, lengths = "".join(given), [*map(len, given)]
    plain = joined.isascii() and joined.isprintable() and " " not in joined
    return given if plain and min(lengths) > 0 and max(lengths) <= LONGEST_ID else None


def subjects_of(given: Iterable[Subject] | Mapping[str, Mapping[str, Any]]) -> tuple[Subject, ...]:
    """
    The subjects of a group, as given; of a mapping, each id with its facts.

    Raises:
        InvalidInput: Something else, or an id that stands here a second time; every fault at once.
    """
    facts = plain_facts(given)
    if facts is not None:
        return tuple([of_facts(id, known) for id, known in facts.items()])
    some = _made(given) if isinstance(given, Mapping) else instances(Subject)(given, "subjects")
    faults, seen = Faults(), set[str]()
    for place, one in enumerate(some):
        if one.id in seen:
            faults.add(DOUBLED.fault(f"subjects[{place}].id"))
        seen.add(one.id)
    faults.check()
    return some


def _made(given: Mapping[Any, Any]) -> tuple[Subject, ...]:
    faults, found = Faults(), list[Subject]()
    for place, (id, facts) in enumerate(given.items()):
        try:
            found.append(Subject(id=id, facts=table(facts, "facts")))
        except InvalidInput as error:
            faults.extend(error, under=f"subjects[{place}]")
    faults.check()
    return tuple(found)


def check_peers(some: Iterable[Subject], kinds: Iterable[str]) -> None:
    """
    See that whoever names groups names one of each kind that is asked for.

    Raises:
        InvalidInput: Somebody does not; every one of them at once.
    """
    faults, wanted = Faults(), sorted(kinds)
    for place, one in enumerate(some):
        group = one.group
        if group is not None and not isinstance(group, str):
            for kind in wanted:
                if kind not in group:
                    faults.add(NO_PEERS.fault(f"subjects[{place}].group", kind=kind))
    faults.check()
