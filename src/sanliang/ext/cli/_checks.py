"""The verbs of rulebooks and of their cases: lint, test."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import attrs

from sanliang import ratings
from sanliang.ext.cli import _books, _own_cases
from sanliang.ext.cli._books import Tested
from sanliang.ext.cli._in_force import not_in_force
from sanliang.ext.cli._output import Lang, document, each, told
from sanliang.ext.cli._own_cases import OwnCases
from sanliang.ext.cli._shelf import Shelf
from sanliang.kernel.labels import Text
from sanliang.rulebooks import Finding, Severity

NO_FILES = Text("请写明规则文件，或写 --town", "say which rulebooks, or --town")


@told
def lint(
    files: list[Path] | None = None,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell what is wrong or doubtful with rulebooks.

    Parameters
    ----------
    files
        The rulebooks; what one extends is looked for beside it.
    town
        The id of a town, or the folder of one: its rulebooks by their ids; all, where none is named.
    on
        Also see that every number counts on the last day of the cycle that holds this day.
    lang
        The language of the findings.
    json
        Print one JSON document instead.
    """
    shelf = Shelf.of(town)
    asked = files or shelf.all
    if not asked:
        return _nothing(lang)

    def look(file: Path) -> tuple[Finding, ...]:
        found = shelf.lint(file)
        if on is not None and not any(map(_grave, found)):
            return (*found, *not_in_force(shelf.text(file), shelf.book(file, lang), on))
        return found

    looked, refused = each(asked, look, lang)
    found = [(file, one) for file, findings in looked for one in findings]
    if json:
        document({"findings": [_books.finding(one, file, named=len(asked) > 1) for file, one in found]})
    for file, one in () if json else found:
        _books.tell_finding(one, file, lang)
    return int(refused or any(_grave(one) for _, one in found))


@told
def cases(
    files: list[Path] | None = None,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Run the cases of rulebooks or of a town, and tell which of them do not come out as they should.

    Parameters
    ----------
    files
        The rulebooks; what one extends is looked for beside it. Or the folder of a town.
    town
        The id of a town, or the folder of one: its rulebooks by their ids. Where none is named, all of them,
        and the cases of the town itself.
    on
        Only the cases of rulebooks whose cycle holds this day; those of a town have none, and are not run.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    if town is None and (folder := _folder(files)) is not None:
        files, town = None, str(folder)
    shelf = Shelf.of(town)
    named = files or shelf.all
    if not named:
        return _nothing(lang)

    def run(file: Path) -> Tested:
        book = shelf.book(file, lang)
        asked = (one for one in book.cases if on is None or one.cycle[0] <= on <= one.cycle[1])
        asking = attrs.evolve(book, cases=tuple(asked))
        return Tested(file.name, asking, ratings.run_cases(asking), ratings.coverage(asking))

    ran, refused = each(named, run, lang)
    tested = [one for _, one in ran]
    own = None if shelf.town is None or files or on is not None else OwnCases.of(shelf.town)
    if json:
        more = {} if own is None else {"own": _own_cases.as_data(own)}
        document(_books.tested(tested, named=len(named) > 1) | more)
    else:
        _tell_cases(tested, own, lang)
    failed = any(one.failed for one in tested) or (own is not None and own.failed)
    return int(bool(refused or failed))


def _folder(files: list[Path] | None) -> Path | None:
    """The one folder that was named in the place of rulebooks."""
    one = files[0] if files and len(files) == 1 else None
    return one if one is not None and one.is_dir() else None


def _tell_cases(tested: list[Tested], own: OwnCases | None, lang: Lang) -> None:
    for one in tested:
        _books.tell(one, lang)
    if own is not None:
        _own_cases.tell(own, lang)


def _nothing(lang: Lang) -> int:
    """No book was named, and no town has any: the command was misspelt."""
    print(NO_FILES.get(lang), file=sys.stderr)
    return 2


def _grave(one: Finding) -> bool:
    return one.severity == Severity.ERROR
