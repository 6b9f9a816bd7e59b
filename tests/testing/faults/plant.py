"""What a planted fault is, the sound towns that it is planted in, and how it is planted."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs
from hypothesis import Phase, settings
from tests.testing.planted import SOUND, checks
from tests.townships.folders import DEEDS, folder

from sanliang.testing._check import Check
from sanliang.testing._effort import Effort

BOOK = (
    DEEDS
    + """\
[fact.deeds]
at_least = 0
at_most  = 90
[fact.absences]
at_least = 0
at_most  = 90
[fact.sheet]
at_least = 0
at_most  = 100
[fact.red]
type     = "yes"
[item.score]
says     = "三项相加"
[item.help]
fact     = "deeds"
each     = { 2026-01-01 = 1, 2028-01-01 = 2 }
ceiling  = 12
says     = "每件好事一分，至多十二分；2028 年起每件两分"
[item.missed]
fact     = "absences"
each     = -2
floor    = -10
says     = "缺席一次扣两分，至多扣十分"
[item.sheet]
fact     = "sheet"
weight   = "50%"
says     = "测评分的一半"
[[clause]]
says     = "触碰红线的不定星"
when     = { fact = "red", is = true }
then     = { is = "none" }
[scale]
says     = "四十分以上二星，十分以上一星"
tiers    = [ { name = 2, at_least = 40 }, { name = 1, at_least = 10 } ]
[[quota]]
says     = "二星至多一名，同分都不评"
tier     = 2
at_most  = 1
of       = "branch"
ties     = "narrow"
"""
)
CASE = """
[[case]]
name   = "{name}"
cycle  = [{year}-01-01, {year}-12-31]
{who}
expect = {expect}
"""


def case(name: str, who: str, expect: str, year: int = 2026) -> str:
    """A case of the book."""
    return CASE.format(name=name, who=who, expect=expect, year=year)


def facts(deeds: int, absences: int, sheet: int, red: str = "false") -> str:
    """What is known of somebody."""
    return f"{{ deeds = {deeds}, absences = {absences}, sheet = {sheet}, red = {red} }}"


CASES = (
    case("四件好事", f"facts = {facts(4, 1, 40)}", "{ score = 22, tier = 1 }"),
    case("好事有上限", f"facts = {facts(30, 0, 56)}", "{ score = 40, tier = 2 }"),
    case("扣分有下限", f"facts = {facts(10, 20, 20)}", "{ score = 10, tier = 1 }"),
    case("触碰红线", f"facts = {facts(12, 0, 80, 'true')}", '{ score = 52, tier = "none" }'),
    case("单数不舍去", f"facts = {facts(1, 0, 13)}", '{ score = 7.5, tier = "none" }'),
    case("2028 年每件两分", f"facts = {facts(4, 1, 40)}", "{ score = 26, tier = 1 }", 2028),
    case(
        "名额只有一个，同分都不评",
        f"people = {{ m-1 = {facts(10, 0, 80)}, m-2 = {facts(10, 0, 80)} }}",
        "{ m-1 = { tier = 1 }, m-2 = { tier = 1 } }",
    ),
    case(
        "名额归分高者",
        f"people = {{ m-1 = {facts(10, 0, 80)}, m-2 = {facts(10, 0, 78)} }}",
        "{ m-1 = { tier = 2 }, m-2 = { tier = 1 } }",
    ),
)
HEAD = """
schema = 1
id     = "qingshan"
name   = { zh = "青山镇", en = "Qingshan" }
since  = 2026-01-20

[sources.rules]
title = "青山镇三亮办法"
date  = 2026-01-20
"""
WRITTEN = BOOK + "".join(CASES)
Swap = tuple[Any, str, Callable[[Any], Any]]


@attrs.frozen(kw_only=True)
class Fault:
    """
    Something wrong, and what has to notice it.

    Attributes:
        code: The part that it is in, and its name there.
        says: What is broken, in a sentence.
        caught: The ids of the checks of the suite that fail.
        tells: What the story of each of them names.
        changes: The changes of the town that it is in, as its file has them.
        book: The text of the rulebook that is replaced, and by what.
        guards: The town's own guards, by word and name.
        swaps: What is swapped in the code: an owner, a name of it, and what makes the wrong one of the right.
        times: How many examples a law gets.
    """

    code: str
    says: str
    caught: tuple[str, ...]
    tells: str
    changes: tuple[str, ...] = ()
    book: tuple[str, str] = ("", "")
    guards: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    swaps: tuple[Swap, ...] = ()
    times: int = 20

    @property
    def part(self) -> str:
        """What it is in."""
        return self.code.partition(".")[0]


@attrs.frozen(kw_only=True)
class Few(Effort):
    """So many examples, always the same, and none of them made smaller."""

    times: int

    def settings(self, share: int = 1) -> settings:
        """The settings of a law that takes a share of the examples; at least two, wherever some are drawn."""
        most = max(self.times // share, 1 if share > self.times else 2)
        return settings(Effort.settings(self, share), max_examples=most, phases=(Phase.generate,))


def faulty(fault: Fault, path: Path) -> dict[str, Check]:
    """The checks of the town that the fault is in, as far as the fault is in the town."""
    old, new = fault.book
    text = WRITTEN.replace(old, new) if old else WRITTEN
    assert not old or text != WRITTEN, f"{fault.code}: the book has no {old!r}"
    return checks(folder(path, *SOUND, *fault.changes, head=HEAD, deeds=text), guards=fault.guards)


@cache
def passes(id: str, times: int, changes: tuple[str, ...], path: Path) -> bool:
    """Whether a town that is sound, with these changes, passes a check; it can be read, whatever else."""
    found = sound(changes, path)
    if id != "load":
        assert found[id].exempt is None, f"{id} is exempt"
        [*found[id].run(Few(times=times))]
    return "load" not in found


@cache
def sound(changes: tuple[str, ...], path: Path) -> dict[str, Check]:
    """The checks of a town without a fault."""
    return checks(folder(path, *SOUND, *changes, head=HEAD, deeds=WRITTEN))


def always(found: Any) -> Callable[[Any], Any]:
    """A swap for something that answers the same to whatever it is asked."""
    return lambda _right: lambda *_args, **_asked: found


def then(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A swap for something whose answers are changed."""
    return lambda right: lambda *args, **asked: change(right(*args, **asked))


def on_day(name: str, days: int = 1) -> Callable[[Any], Any]:
    """A swap for something that takes a day to be the next one, or one so many days away."""

    def swap(right: Any) -> Any:
        def wrong(*args: Any, **asked: Any) -> Any:
            return right(*args, **{**asked, name: asked[name] + timedelta(days=days)})

        return wrong

    return swap


def in_turns(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A swap for something whose every second answer is another one."""

    def swap(right: Any) -> Any:
        calls: list[int] = []

        def wrong(*args: Any, **asked: Any) -> Any:
            calls.append(1)
            found = right(*args, **asked)
            return found if len(calls) % 2 else change(found)

        return wrong

    return swap
