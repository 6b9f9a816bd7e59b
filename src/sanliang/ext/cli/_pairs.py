"""Pairings for people and for programs: their files, their tables, their documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sanliang import pairing
from sanliang.ext.cli._output import line, table
from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._ratings import both
from sanliang.ext.cli._subjects import content
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing import Pair, Pairing, Problem, Repaired, Unpaired, Why
from sanliang.pairing._pairing import Key
from sanliang.pairing._problem import ROLE

T = TypeVar("T")

HEAD = (Text("户", "household"), Text("联系人", "helper"), Text("角色", "role"), Text("原因", "why"))
LEFT_OUT = (Text("未结对", "unpaired"), Text("角色", "role"), Text("缺", "missing"), Text("原因", "why"))
MOVED = (Text("户", "household"), Text("联系人", "helper"), Text("角色", "role"), Text("变动", "change"))
HELPER = Text("联系人", "helper")
COUNTS = Text(
    "名额 {seats} 个，已配 {filled} 个；必须帮扶的 {must} 户，配齐 {covered} 户",
    "{filled} of {seats} seats are filled; {covered} of the {must} households that must be covered are",
)
LEFT, CAME = Text("解除", "ended"), Text("新结", "made")
UNMOVED = Text("原结对均未变动", "no pair was ended or made")
SHIFTED = Text(
    "原可保留而改换联系人的户：{count}{names}",
    "households whose helper changed although the old one could have stayed: {count}{names}",
)
FEWEST = Text("已证明变动最少", "fewer moves are proved impossible")
PERHAPS = Text("未证明变动最少", "it is not proved that fewer moves are impossible")
LOST = Text("未能保持：", "What could not be kept:")
SOUND = Text("核对无误", "every claim holds")


# --- in ------------------------------------------------------------------------------------------------


def opened(path: Path, read: Callable[[bytes], T]) -> T:
    """
    What a file holds.

    Raises:
        NotFound: It is not there.
        InvalidInput: Every fault of it, its name before each place.
    """
    with of_file(path.name):
        return read(content(path))


# --- counted -------------------------------------------------------------------------------------------


def short(problem: Problem, found: Pairing) -> set[str]:
    """The households that must be covered and miss a helper."""
    must = {one.id for one in problem.households if one.must}
    return must.intersection(one.id for one in found.unpaired)


def _counts(problem: Problem, found: Pairing, lang: Lang) -> str:
    must = sum(one.must for one in problem.households)
    return COUNTS.get(lang).format(
        filled=len(found.pairs),
        seats=sum(sum(one.helpers.values()) for one in problem.households),
        covered=must - len(short(problem, found)),
        must=must,
    )


# --- shown ---------------------------------------------------------------------------------------------


def tell(problem: Problem, found: Pairing, lang: Lang) -> None:
    """Print the pairs, whoever is left out and why, and the counts."""
    _print(HEAD, (_pair(one, lang) for one in found.pairs), lang)
    _print(LEFT_OUT, (_left_out(one, lang) for one in found.unpaired), lang)
    print(_counts(problem, found, lang))


def _print(head: Iterable[Text], rows: Iterable[tuple[str, ...]], lang: Lang) -> None:
    """A table and an empty line after it; nothing where there are no rows."""
    if shown := list(rows):
        table([tuple(word.get(lang) for word in head), *shown])
        print()


def _pair(one: Pair, lang: Lang) -> tuple[str, ...]:
    return one.household, one.helper, _role(one.role, lang), one.why.label(lang)


def _left_out(one: Unpaired, lang: Lang) -> tuple[str, ...]:
    why = Why(one.why).label(lang) if one.why in {*Why} else one.why
    return one.id, _role(one.role, lang), str(one.missing or ""), why


def _role(role: str, lang: Lang) -> str:
    """A role as the problem names it; the one of a problem that names none has a word."""
    return HELPER.get(lang) if role == ROLE else role


def tell_repaired(found: Repaired, lang: Lang) -> None:
    """Print what has moved, whether fewer moves would have done, and what was lost."""
    rows = sorted((*_moves(found.left, LEFT, lang), *_moves(found.came, CAME, lang)))
    _print(MOVED, rows, lang)
    if not rows:
        print(UNMOVED.get(lang))
    names = ("（{}）" if lang == "zh" else " ({})").format(", ".join(found.moved)) if found.moved else ""
    print(SHIFTED.get(lang).format(count=len(found.moved), names=names))
    print((FEWEST if found.fewest else PERHAPS).get(lang))
    if not found.verdict:
        print(LOST.get(lang))
        print(found.verdict.text(lang))
    print(_counts(found.problem, found.pairing, lang))


def _moves(keys: Iterable[Key], move: Text, lang: Lang) -> Iterator[tuple[str, ...]]:
    return ((key.household, key.helper, _role(key.role, lang), move.get(lang)) for key in keys)


def tell_verdict(verdict: Verdict, lang: Lang) -> None:
    """Print a verdict with its reasons."""
    print(verdict.text(lang) if verdict.reasons or not verdict else SOUND.get(lang))


# --- as data -------------------------------------------------------------------------------------------


def reasons(some: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons with their codes and their sentences, those below them included."""
    return [{"code": one.code, "message": both(Text(one.text("zh"), one.text("en")))} for one in some]


def print_repaired(found: Repaired) -> None:
    """Print a repair as one JSON document, the problem and the result in it as they are written alone."""
    parts = {
        "kind": line("pairing.repair/1"),
        "problem": pairing.write_problem(found.problem).rstrip(),
        "result": pairing.write_result(found.pairing).rstrip(),
        "left": line([list(key) for key in found.left]),
        "came": line([list(key) for key in found.came]),
        "moved": line(list(found.moved)),
        "fewest": line(found.fewest),
        "lost": line([] if found.verdict else reasons(found.verdict.reasons)),
    }
    sys.stdout.write("{" + ",\n".join(f"{line(name)}: {part}" for name, part in parts.items()) + "}\n")
