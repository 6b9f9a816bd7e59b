"""The verbs of rulebooks and ratings: lint, test, rate."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec

import attrs
from rich.cells import cell_len
from rich.console import Console

from sanliang import ratings, rulebooks
from sanliang.ext.cli import _books, _people, _quotas, _ratings
from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Text
from sanliang.rulebooks import Finding, Severity

Lang = Literal["zh", "en"]
P = ParamSpec("P")

TITLE = Text("{title}，{start} 至 {end}", "{title}, {start} to {end}")


def told(verb: Callable[P, int]) -> Callable[P, int]:
    """The same verb; what is refused is told in the language that was asked for, with exit code 1."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return verb(*args, **kwargs)
        except SanliangError as error:
            _refuse(error, "en" if kwargs.get("lang") == "en" else "zh")
            return 1

    return run


def lint(files: list[Path], /, *, on: date | None = None, lang: Lang = "zh", json: bool = False) -> int:
    """
    Tell what is wrong or doubtful with rulebooks.

    Parameters
    ----------
    files
        The rulebooks; what one extends is looked for beside it.
    on
        Also see that each is in force on this day.
    lang
        The language of the findings.
    json
        Print one JSON document instead.
    """

    def look(file: Path) -> tuple[Finding, ...]:
        found = rulebooks.lint_file(file)
        if on is not None and not any(map(_grave, found)):
            ratings.rate({}, rulebooks.load(file), on=on)
        return found

    looked, refused = _each(files, look, lang)
    found = [(file, one) for file, findings in looked for one in findings]
    if json:
        _print({"findings": [_books.finding(one, file, named=len(files) > 1) for file, one in found]})
    for file, one in () if json else found:
        says = one.says.get(lang)
        print(f"{file.name}:{one.line}: {one.severity.label(lang)} {one.code} {one.path}: {says}")
    return int(refused or any(_grave(one) for _, one in found))


def cases(files: list[Path], /, *, on: date | None = None, lang: Lang = "zh", json: bool = False) -> int:
    """
    Rate the cases of rulebooks, and tell which of them do not come out as they should.

    Parameters
    ----------
    files
        The rulebooks; what one extends is looked for beside it.
    on
        Only the cases whose cycle holds this day.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """

    def run(file: Path) -> tuple[ratings.CaseResult, ...]:
        book = rulebooks.load(file)
        asked = (one for one in book.cases if on is None or one.cycle[0] <= on <= one.cycle[1])
        return ratings.run_cases(attrs.evolve(book, cases=tuple(asked)))

    ran, refused = _each(files, run, lang)
    if json:
        named = len(files) > 1
        _print({"cases": [_books.case(one, file, named=named) for file, results in ran for one in results]})
    for file, results in () if json else ran:
        _books.tell_cases(Console(highlight=False), file, results, lang)
    return int(refused or any(one.differences for _, results in ran for one in results))


@told
def rate(
    file: Path, subjects: Path, /, *, on: date | None = None, lang: Lang = "zh", json: bool = False
) -> int:
    """
    Rate everybody in a file by a rulebook.

    Parameters
    ----------
    file
        The rulebook; what it extends is looked for beside it.
    subjects
        Whom to rate: JSON or CSV, with facts or records.
    on
        Any day of the cycle that is rated; today where it is left out.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    book, day = rulebooks.load(file), on or _today()
    span = book.cycle.span(day)
    people = _people.read_subjects(subjects, book)
    found = _people.rated(people, book, on=day, lang=lang, name=subjects.name)
    head = {"book": book.id, "on": day.isoformat(), "cycle": _ratings.of_span(span)}
    if json:
        # A line for each, made as it is rated: so many need little memory.
        lines = [json_.dumps(_ratings.as_data(id, one), ensure_ascii=False) for id, one in found.ratings]
        more = {"quotas": [_quotas.as_data(one, book) for one in found.quotas]} if book.quotas else {}
        _print_long(head, "ratings", lines, **more)
        return 0
    rows, tally = [tuple(word.get(lang) for word in _ratings.HEAD)], _ratings.Tally()
    for id, one in found.ratings:
        rows.append(_ratings.row(id, one, lang))
        tally.add(one)
    print(TITLE.get(lang).format(title=book.title.get(lang), start=span.start, end=span.end))
    _print_table(rows)
    print(tally.text(rulebooks.tier_names(book), lang))
    if told := [_quotas.row(one, book, lang) for one in found.quotas if _quotas.notable(one)]:
        print()
        _print_table([tuple(word.get(lang) for word in _quotas.HEAD), *told])
    return 0


# --- what the verbs share ------------------------------------------------------------------------------


def _today() -> date:
    """The day on which the command is run: it stands at the edge, where the world is looked at."""
    return date.today()  # noqa: DTZ011, TID251


def _grave(one: Finding) -> bool:
    return one.severity == Severity.ERROR


def _refuse(error: SanliangError, lang: Lang) -> None:
    print(error.text(lang), file=sys.stderr)


def _each(
    files: list[Path], read: Callable[[Path], _books.T], lang: Lang
) -> tuple[list[tuple[Path, _books.T]], bool]:
    """What comes of each file, and whether one of them was refused, which is told."""
    found, refused = list[tuple[Path, _books.T]](), False
    for file in files:
        try:
            found.append((file, read(file)))
        except SanliangError as error:
            refused = True
            _refuse(error, lang)
    return found, refused


def _print(data: Any) -> None:
    print(json_.dumps(data, ensure_ascii=False, indent=2))


def _print_long(head: dict[str, Any], name: str, lines: Iterable[str], **more: Any) -> None:
    """A document with one long list, a line for each of its members."""
    parts = [f"{json_.dumps(key)}: {json_.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    after = [f"{json_.dumps(key)}: {json_.dumps(value, ensure_ascii=False)}" for key, value in more.items()]
    print("{" + ",\n ".join([*parts, f'"{name}": [']))
    print(",\n".join(f"  {line}" for line in lines))
    print(",\n ".join([" ]", *after]) + "}")


def _print_table(rows: list[tuple[str, ...]]) -> None:
    """Rows with their columns aligned, a Chinese character being as wide as two others."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
