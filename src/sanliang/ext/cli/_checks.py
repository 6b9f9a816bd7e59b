"""The verbs of rulebooks: lint, test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs

from sanliang import ratings, rulebooks
from sanliang.ext.cli import _books
from sanliang.ext.cli._books import Tested
from sanliang.ext.cli._in_force import not_in_force
from sanliang.ext.cli._output import Lang, document, each
from sanliang.rulebooks import Finding, Severity


def lint(files: list[Path], /, *, on: date | None = None, lang: Lang = "zh", json: bool = False) -> int:
    """
    Tell what is wrong or doubtful with rulebooks.

    Parameters
    ----------
    files
        The rulebooks; what one extends is looked for beside it.
    on
        Also see that every number counts on the last day of the cycle that holds this day.
    lang
        The language of the findings.
    json
        Print one JSON document instead.
    """

    def look(file: Path) -> tuple[Finding, ...]:
        found = rulebooks.lint_file(file)
        if on is not None and not any(map(_grave, found)):
            return (*found, *not_in_force(file, rulebooks.load(file), on))
        return found

    looked, refused = each(files, look, lang)
    found = [(file, one) for file, findings in looked for one in findings]
    if json:
        document({"findings": [_books.finding(one, file, named=len(files) > 1) for file, one in found]})
    for file, one in () if json else found:
        _books.tell_finding(one, file, lang)
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

    def run(file: Path) -> Tested:
        book = _books.opened(file, lang)
        asked = (one for one in book.cases if on is None or one.cycle[0] <= on <= one.cycle[1])
        asking = attrs.evolve(book, cases=tuple(asked))
        return Tested(file.name, asking, ratings.run_cases(asking), ratings.coverage(asking))

    ran, refused = each(files, run, lang)
    tested = [one for _, one in ran]
    if json:
        document(_books.tested(tested, named=len(files) > 1))
    for one in () if json else tested:
        _books.tell(one, lang)
    return int(refused or any(one.failed for one in tested))


def _grave(one: Finding) -> bool:
    return one.severity == Severity.ERROR
