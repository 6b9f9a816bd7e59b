"""Everything that is asked of a town, in the order in which it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import attrs
from hypothesis.strategies import DataObject

from sanliang.kernel.errors import Lang, SanliangError
from sanliang.kernel.labels import Text
from sanliang.kernel.verdicts import Reason
from sanliang.ratings import CaseResult, GroupRating, Rating, explain, run_cases
from sanliang.rulebooks import Case, Rulebook
from sanliang.testing._check import DOUBT, EXEMPT, REACHED, RULES, Broken, Check, Note
from sanliang.testing._days import days
from sanliang.testing._dues import dues
from sanliang.testing._effort import Effort
from sanliang.testing._hidden import hiding
from sanliang.testing._junk import junk
from sanliang.testing._law import Law
from sanliang.testing._machine import Machine
from sanliang.testing._reach import reach
from sanliang.testing._since import counting
from sanliang.testing._story import what_happened
from sanliang.testing._subject import Subject
from sanliang.testing._terms import terms
from sanliang.townships import Township, check, is_doubtful
from sanliang.townships._books import CASE_FAILED
from sanliang.townships._check import CASE_FAILED as OWN_CASE_FAILED
from sanliang.townships._check import failed
from sanliang.townships._misnamed import STRANGE

LOADS = Text("读得出来：没有错误", "it can be read: nothing is wrong with its files")
SOUND = Text("全镇核查没有错误", "nothing is wrong with the town as a whole")
CASE = Text("办法“{book}”的算例：{case}", "case of book {book}: {case}")
OWN_CASE = Text("本镇的算例：{case}", "case of the town: {case}")
CASE_AT = Text("算例“{case}”，周期 {start} 至 {end}", "case {case}, cycle {start} to {end}")
EXPECTED = Text("{who}{what}：应为 {expected}，得 {got}", "{who}{what}: expected {expected}, got {got}")
WHO = "{}: "
NO_EXAMPLE = Text("本镇造不出可试的例子", "no example of it can be made in this town")


def checks_of(subject: Subject) -> tuple[Check, ...]:
    """
    The checks of a town, each with an id of its own.

    A town that could not be read has one, which fails with all that is wrong.
    """
    if subject.town is None:
        return (Check(id="load", says=LOADS, run=partial(_refused, subject.refused or LOADS)),)
    return (
        Check(id="check", says=SOUND, run=partial(_sound, subject.town)),
        *_cases(subject.town),
        *_laws(subject.town, found("laws", "LAWS")),
        *_machines(subject.town, found("machines", "MACHINES")),
        *days(subject.town),
        *dues(subject.town),
        *terms(subject.town),
        *counting(subject.town),
        *junk(subject, subject.town),
        *hiding(subject.town),
        *reach(subject.town),
    )


def found(module: str, name: str) -> tuple[Any, ...]:
    """What a module of this package lists under a name; nothing as long as there is no such module."""
    path = f"sanliang.testing.{module}"
    return tuple(getattr(import_module(path), name)) if find_spec(path) else ()


# --- the town itself, and its cases -----------------------------------------------------------------------


def _refused(refused: Text, _effort: Effort) -> Iterable[Note]:
    raise Broken(refused)


def _sound(town: Township, _effort: Effort) -> Iterable[Note]:
    """What is wrong, cases left out: each of them is a check of its own."""
    cases = {CASE_FAILED.code, OWN_CASE_FAILED.code, STRANGE.code}
    return _judged([one for one in check(town).reasons if one.code not in cases])


def _judged(reasons: list[Reason]) -> Iterable[Note]:
    """What is doubtful, as notes; broken where something is wrong."""
    told = [(f"{one.path}: {one.text('zh')}", f"{one.path}: {one.text('en')}") for one in reasons]
    wrong = [said for one, said in zip(reasons, told, strict=True) if not is_doubtful(one)]
    if wrong:
        raise Broken(Text(*("\n".join(said) for said in zip(*wrong, strict=True))))
    return [Note(DOUBT, "check", *said) for said in told]


def _own_case(town: Township, place: int, _effort: Effort) -> Iterable[Note]:
    return _judged([*failed(town, place)])


def _cases(town: Township) -> Iterator[Check]:
    for place, own in enumerate(town.layer.cases):
        says = _filled(OWN_CASE, case=own.name)
        yield Check(id=f"case:{place + 1}", says=says, run=partial(_own_case, town, place))
    for book in town.rulebooks.values():
        for place, case in enumerate(book.cases, 1):
            says = _filled(CASE, book=book.id, case=case.name)
            source = str(case.source.text("zh") if case.source else book.source.text("zh"))
            run = partial(_case, book, case)
            yield Check(id=f"case:{book.id}:{place}", says=says, source=source, run=run)


def _case(book: Rulebook, case: Case, _effort: Effort) -> Iterable[Note]:
    (result,) = run_cases(attrs.evolve(book, cases=(case,)))
    if result.differences:
        told = (_told(case, result, book, zh=zh) for zh in (True, False))
        raise Broken(Text(*("\n".join(lines) for lines in told)))
    return ()


def _told(case: Case, result: CaseResult, book: Rulebook, *, zh: bool) -> Iterator[str]:
    """Whose case it is, when, what came out otherwise, and why it did."""
    lang: Lang = "zh" if zh else "en"
    yield _filled(CASE_AT, case=case.name, start=case.cycle[0], end=case.cycle[1]).get(lang)
    for one in result.differences:
        whose = "" if one.who is None else WHO.format(one.who)
        said = _filled(EXPECTED, who=whose, what=one.what, expected=one.expected, got=one.got)
        yield f"  {said.get(lang)}"
    for rating in _ratings(result):
        yield from (f"    {line}" for line in _why(rating, book, lang).splitlines())


def _why(rating: Rating, book: Rulebook, lang: Lang) -> str:
    """Why a rating came out so; that it cannot be explained hides nothing of what came out."""
    try:
        return explain(rating, book).text(lang)
    except SanliangError as error:
        return error.text(lang)


def _ratings(result: CaseResult) -> Iterator[Rating]:
    """The ratings that came out otherwise; a wrong cycle is nobody's."""
    for who in dict.fromkeys(one.who for one in result.differences):
        if not isinstance(result.rating, GroupRating):
            yield result.rating
        elif who is not None:
            yield result.rating.ratings[who]


def _filled(text: Text, **shown: object) -> Text:
    return Text(text.zh.format_map(shown), text.en.format_map(shown))


# --- laws and machines ------------------------------------------------------------------------------------


def _laws(town: Township, laws: Iterable[Law]) -> Iterator[Check]:
    for law in laws:
        yield from _over(town, law, partial(_law, town, law), f"law:{law.code}")


def _machines(town: Township, machines: Iterable[Machine]) -> Iterator[Check]:
    for machine in machines:
        yield from _over(town, machine, partial(_machine, town, machine), f"machine:{machine.code}")


def _over(
    town: Township, one: Law | Machine, run: Callable[[str, Effort], Iterable[Note]], id: str
) -> Iterator[Check]:
    """A check for each part of a town that a law is about; one that fails, where it cannot say which."""
    try:
        parts = [(part, one.exempt(town, part)) for part in one.over(town)]
    except Exception as error:  # a law that fails to look at a town keeps no other from being tried
        yield Check(id=id, says=one.says, source=one.source, run=partial(_refused, what_happened(error)))
        return
    for part, exempt in parts:
        yield Check(
            id=f"{id}:{part}", says=one.says, source=one.source, run=partial(run, part), exempt=exempt
        )


def _law(town: Township, law: Law, part: str, effort: Effort) -> Iterable[Note]:
    took = set[str]()

    def once(data: DataObject) -> None:
        took.update(law.holds(town, part, data) or ())

    about = f"law:{law.code}:{part}"
    if not effort.tries(about, once, share=law.share):
        return [Note(EXEMPT, about, NO_EXAMPLE.zh, NO_EXAMPLE.en)]
    paths = "\n".join(sorted(took))
    return [Note(REACHED, f"{part}:laws", paths, paths)] if took else []


def _machine(town: Township, machine: Machine, part: str, effort: Effort) -> Iterable[Note]:
    reached = "\n".join(sorted(machine.drives(town, part, effort.settings(machine.share))))
    rules = "\n".join(machine.rules(town, part))
    told = [Note(RULES, part, rules, rules)] if rules else []
    return [*told, Note(REACHED, f"{part}:machines", reached, reached)]
