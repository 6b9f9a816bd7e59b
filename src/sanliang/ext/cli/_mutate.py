"""The verb that changes one rule of a town at a time, and tells what none of its cases notices."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sanliang import townships as towns
from sanliang.ext.cli._output import Lang, document, told
from sanliang.ext.cli._ratings import both
from sanliang.ext.cli._townships import named
from sanliang.kernel.errors import Fault, InvalidInput
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sheets import lines
from sanliang.townships import Mutant, Township, Trial
from sanliang.townships._where import FILE, lines_of_book

SCORE = Text(
    "{name}：{all} 处改动，发现 {noticed} 处（读取 {load}，核对 {check}，算例 {case}），未发现 {left} 处",
    "{name}: {all} changes, {noticed} noticed (loader {load}, check {check}, cases {case}), "
    "{left} not noticed",
)
SURVIVOR = Text("未发现 {where}{part}.{says}；{hint}", "not noticed: {where}{part}.{says}; {hint}")
UNSOUND = Phrase(
    "mutate.unsound",
    "本镇未改动时已有以下不符之处（sanliang township check 所列），请先改正",
    "has something wrong before anything is changed, as sanliang township check tells it: mend that first",
)
NO_RULES = Text("{name}：没有可改动的规则", "{name}: no rule of its own to change")


@told
def mutate(
    which: str,
    /,
    *,
    part: str | None = None,
    most: int | None = None,
    whole: bool = False,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Change one rule of a town at a time, and tell which changes none of its cases notices.

    Parameters
    ----------
    which
        The id of a town, or the folder of one.
    part
        Only this part: pledge, calendar, pairing, rulebooks ...
    most
        At most so many of the unnoticed changes are printed.
    whole
        Also change what the town takes over from the base.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    town = named(which)
    _sound(town)
    found = tuple(towns.tried(town, part=part, whole=whole))
    left = [one for one in found if not one.by]
    where = _where(which, [one.mutant for one in left])
    told_of = left if most is None else left[: max(most, 0)]
    counts = Counter(one.by for one in found)
    if json:
        document(
            {"id": town.id, **_score(counts, found), "survivors": [_data(one, where) for one in told_of]}
        )
    else:
        says = SCORE if found else NO_RULES
        print(says.get(lang).format(name=town.name.get(lang), left=len(left), **_score(counts, found)))
        for one in told_of:
            print(_line(one, where, lang))
    return int(bool(left))


def _sound(town: Township) -> None:
    """Refuse a town with something wrong: what is wrong already notices no change."""
    wrong = [one for one in towns.check(town).reasons if not towns.is_doubtful(one)]
    if wrong:
        found = (Fault(code=one.code, path=one.path, zh=one.text("zh"), en=one.text("en")) for one in wrong)
        raise InvalidInput(UNSOUND.fault(town.id), *found)


def _score(counts: Counter[str], found: tuple[Trial, ...]) -> dict[str, int]:
    by = {name: counts[name] for name in ("load", "check", "case")}
    return {"all": len(found), "noticed": sum(by.values()), **by}


def _where(which: str, left: list[Mutant]) -> dict[str, dict[str, int]]:
    """By file and path, the line; of files that do not lie in a folder that was named, nothing."""
    return {
        file: (lines if file == FILE else lines_of_book)(text, [one.at for one in left if one.file == file])
        for file in sorted({one.file for one in left} - {""})
        if (text := _text(Path(which, file)))
    }


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _line(one: Trial, where: dict[str, dict[str, int]], lang: Lang) -> str:
    mutant = one.mutant
    line = _line_of(mutant, where)
    place = f"{mutant.file}:{line}: " if line else f"{mutant.file}: " if mutant.file else ""
    words = {"part": mutant.part, "says": mutant.says.get(lang), "hint": mutant.hint.get(lang)}
    return SURVIVOR.get(lang).format(where=place, **words)


def _line_of(mutant: Mutant, where: dict[str, dict[str, int]]) -> int | None:
    """The line, where the file has one for it: what it takes over of another book is on none of its lines."""
    return where.get(mutant.file, {}).get(mutant.at)


def _data(one: Trial, where: dict[str, dict[str, int]]) -> dict[str, Any]:
    mutant = one.mutant
    return {
        "part": mutant.part,
        "path": mutant.path,
        "file": mutant.file or None,
        "line": _line_of(mutant, where),
        "at": mutant.at or None,
        "says": both(mutant.says),
        "hint": both(mutant.hint),
    }
