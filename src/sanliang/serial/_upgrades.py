"""Upgrades: how the data of an older version becomes that of the next, checked as a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, cast

import attrs

from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.fields import checked
from sanliang.kernel.labels import Phrase
from sanliang.serial._tags import Tag, parsed, tag_text

DOUBLED = Phrase("upgrade.twice", "该版本已有升级", "is a version that another upgrade starts from")
CURRENT = Phrase(
    "upgrade.current", "是当前版本，不再升级", "is a version of today, and nothing is left to upgrade"
)
SKIPS = Phrase("upgrade.step", "应升至下一版本", "must be the next version of the same kind")
CIRCLE = Phrase("upgrade.circle", "升级首尾相接", "leads back to where it started")
NOWHERE = Phrase("upgrade.nowhere", "未能升至已登记的类型", "leads to no kind that the registry has")
GAP = Phrase("upgrade.gap", "缺少自 {tag} 的升级", "has no upgrade from {tag}, which once was written")
NOT_UPGRADED = Phrase(
    "upgrade.failed",
    "不是版本 {old} 的数据，未能升级",
    "is not what version {old} wrote, and cannot be upgraded",
)


@attrs.frozen(kw_only=True)
class Upgrade:
    """
    How the data of one version becomes data of the next.

    Args:
        old: The tag that is read, such as `"pledge/1"`.
        new: The next version of the same name; or the first of another name, where a kind was renamed.
        change: A pure function from plain data to plain data: the document without its `kind`.

    Example:
        >>> lamps = Upgrade(old="lamp/1", new="lamp/2", change=lambda data: {**data, "watts": 40})
        >>> lamps.applied({"id": "l-1"})
        {'id': 'l-1', 'watts': 40}
    """

    old: str = attrs.field(validator=checked(tag_text))
    new: str = attrs.field(validator=checked(tag_text))
    change: Callable[[dict[str, Any]], dict[str, Any]]

    def applied(self, data: dict[str, Any]) -> dict[str, Any]:
        """
        The data of the next version; what was given stays as it was.

        Raises:
            InvalidInput: The function cannot take it.
        """
        try:
            made = self.change(deepcopy(data))
        except Exception:  # a stranger's data may be of any shape, and the function knows only its own
            made = None
        if type(made) is not dict or "kind" in made:
            raise InvalidInput(NOT_UPGRADED.fault(old=self.old))
        return made


def bad_chains(tags: frozenset[str], upgrades: tuple[Upgrade, ...]) -> Iterator[Fault]:
    """What does not hold together: doubles, steps over a version, circles, dead ends, gaps."""
    steps: dict[str, str] = {}
    for place, one in enumerate(upgrades):
        if one.old in steps:
            yield DOUBLED.fault(f"upgrades[{place}].old")
        if one.old in tags:
            yield CURRENT.fault(f"upgrades[{place}].old")
        if not _is_next(one):
            yield SKIPS.fault(f"upgrades[{place}].new")
        steps[one.old] = one.new
    for place, one in enumerate(upgrades):
        if (phrase := _end(one.old, steps, tags)) is not None:
            yield phrase.fault(f"upgrades[{place}].new")
    yield from _gaps(tags, steps)


def _tag(text: str) -> Tag:
    """A tag in its two parts: whoever gives it has checked that it is one."""
    return cast("Tag", parsed(text))


def _is_next(one: Upgrade) -> bool:
    (old, old_version), (new, version) = _tag(one.old), _tag(one.new)
    return version == (old_version + 1 if new == old else 1)


def _end(start: str, steps: Mapping[str, str], tags: frozenset[str]) -> Phrase | None:
    """What is wrong with where a chain leads, or nothing."""
    at, seen = start, {start}
    while at in steps and at not in tags:
        at = steps[at]
        if at in seen:
            return CIRCLE
        seen.add(at)
    return None if at in tags else NOWHERE


def _gaps(tags: frozenset[str], steps: Mapping[str, str]) -> Iterator[Fault]:
    """Versions before the newest of a name from which nothing leads on."""
    newest = dict(sorted(map(_tag, {*tags, *steps})))
    for name, version in newest.items():
        for lower in range(1, version):
            if f"{name}/{lower}" not in steps:
                yield GAP.fault(f"forms.{name}", tag=f"{name}/{lower}")


def chain(start: str, steps: Mapping[str, Upgrade]) -> tuple[Upgrade, ...]:
    """The upgrades from a tag on, in the order in which they are applied."""
    found = list[Upgrade]()
    at = start
    while at in steps:
        found.append(steps[at])
        at = steps[at].new
    return tuple(found)
