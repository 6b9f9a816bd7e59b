"""Settings of a word that cannot both be met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.kernel.verdicts import Reason
from sanliang.pledges import Grade

MOST = "most_items"
COMMENDED, RECTIFIED = "commended_grades", "rectified_grades"
HANDLERS, READERS = "complaint_handlers", "complaint_readers"

TOO_MUCH = Phrase(
    "township.least_over_most",
    "至少 {least} 项，而 {most_of} 至多 {most} 项：没有一份承诺书合格；请改其中一个",
    "asks for {least} at least, and {most_of} allows {most} at most: no letter can be right; change one of"
    " them",
)
BOTH = Phrase(
    "township.grade_twice",
    "{grades}既可表彰，又须整改（{other}）；请从其中一处去掉",
    "has {grades}, which is to be rectified as well ({other}): leave it out of one of them",
)
BLIND = Phrase(
    "township.blind_handler",
    "{roles}可以办理反映党员作风的事项，却不能查看（{other}）；请补入或去掉",
    "has {roles}, who may handle complaints about conduct and not read them ({other}): add them there, or"
    " leave them out here",
)


def at_odds(value: Lifecycle[Any]) -> Iterator[Reason]:
    """Each setting that another one of the same word leaves no room for."""
    word = value.kind.name
    known = {**value.kind.settings, **value.settings}
    if MOST in known:
        most = value.number(MOST)
        for name in sorted(one for one in known if one.startswith("least_")):
            if (least := value.number(name)) > most:
                path = f"{word}.settings.{name}"
                yield Reason.of(TOO_MUCH, path=path, least=least, most=most, most_of=f"settings.{MOST}")
    if COMMENDED in known:
        both = _words(value, COMMENDED) & _words(value, RECTIFIED)
        if grades := tuple(one for one in Grade if one in both):
            path, other = f"{word}.settings.{COMMENDED}", f"settings.{RECTIFIED}"
            yield Reason.of(BOTH, path=path, grades=grades, other=other)
    if HANDLERS in known and (blind := _words(value, HANDLERS) - _words(value, READERS)):
        path, other = f"{word}.settings.{HANDLERS}", f"settings.{READERS}"
        yield Reason.of(BLIND, path=path, roles=blind, other=other)


def _words(value: Lifecycle[Any], name: str) -> frozenset[str]:
    return frozenset(str(value.setting(name)).split())
