"""The verbs of ratings: rate, explain, compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sanliang import ratings, rulebooks
from sanliang.ext.cli import _moves, _people, _quotas, _ratings, _reasons, _unread
from sanliang.ext.cli._output import Lang, document, line, long_document, table, today, told
from sanliang.ext.cli._shelf import Shelf
from sanliang.kernel.errors import NotFound
from sanliang.kernel.labels import Phrase, Text
from sanliang.ratings._explain._ground import Index

TITLE = Text("{title}，{start} 至 {end}", "{title}, {start} to {end}")
NOBODY = Phrase("subjects.nobody", "文件中没有该对象", "is nobody in the file of subjects")


@told
def rate(
    file: Path,
    subjects: Path,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Rate everybody in a file by a rulebook.

    Parameters
    ----------
    file
        The rulebook; what it extends is looked for beside it.
    subjects
        Whom to rate: JSON or CSV, with facts or records.
    town
        The id of a town, or the folder of one, whose rulebooks may be named by their ids.
    on
        Any day of the cycle that is rated; today where it is left out.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    book, day = Shelf.of(town).book(file, lang), on or today()
    span = book.cycle.span(day)
    people = _people.read_subjects(subjects, book)
    _unread.tell(people, lang, book)
    found = _people.rated(people, book, on=day, lang=lang, name=subjects.name)
    head = {"book": book.id, "on": day.isoformat(), "cycle": _ratings.of_span(span)}
    if json:
        # A line for each, made as it is rated: so many need little memory.
        lines = (line(_ratings.as_data(id, one)) for id, one in found.ratings)
        more = {"quotas": [_quotas.as_data(one, book) for one in found.quotas]} if book.quotas else {}
        long_document(head, "ratings", lines, more)
        return 0
    rows, tally = [tuple(word.get(lang) for word in _ratings.HEAD)], _ratings.Tally()
    index = Index.of(book)
    for id, one in found.ratings:
        rows.append(_ratings.row(id, one, index, lang))
        tally.add(one)
    print(TITLE.get(lang).format(title=book.title.get(lang), start=span.start, end=span.end))
    table(rows)
    print(tally.text(rulebooks.tier_names(book), lang))
    if quotas := [_quotas.row(one, book, lang) for one in found.quotas if _quotas.notable(one)]:
        print()
        table([tuple(word.get(lang) for word in _quotas.HEAD), *quotas])
    return 0


@told
def explain(
    file: Path,
    subjects: Path,
    id: str,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell why somebody holds the tier that he holds: item by item, clause by clause.

    Parameters
    ----------
    file
        The rulebook; what it extends is looked for beside it.
    subjects
        Who is rated: JSON or CSV, with facts or records.
    id
        Whose rating is explained.
    town
        The id of a town, or the folder of one, whose rulebooks may be named by their ids.
    on
        Any day of the cycle that is rated; today where it is left out.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    book, day = Shelf.of(town).book(file, lang), on or today()
    people = _people.read_subjects(subjects, book)
    _unread.tell(people, lang, book)
    if id not in {one.id for one in people}:
        raise NotFound(NOBODY.fault("ID"))
    rating = _people.rating_of(id, people, book, on=day, name=subjects.name)
    why = ratings.explain(rating, book)
    if json:
        document(_ratings.as_data(id, rating) | {"reasons": [_reasons.as_data(one) for one in why.reasons]})
    else:
        print(why.text(lang))
    return 0


@told
def compare(
    old: Path,
    new: Path,
    subjects: Path,
    /,
    *,
    town: str | None = None,
    on: date | None = None,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell who moves when one rulebook takes the place of another, by how much, and because of which rule.

    Parameters
    ----------
    old
        The rulebook in force.
    new
        The one that is thought of.
    subjects
        Who is rated: JSON or CSV, with facts or records.
    town
        The id of a town, or the folder of one, whose rulebooks may be named by their ids, and extended.
    on
        Any day of the cycle that is rated; today where it is left out.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    shelf, day = Shelf.of(town), on or today()
    books = (shelf.book(old, lang), shelf.book(new, lang))
    people = _people.read_subjects(subjects, *books)
    _unread.tell(people, lang, *books)
    with _people.busy(len(people), lang), _people.of_file(subjects.name):
        found = ratings.compare(*books, people, on=day)
    if json:
        head = {"old": found.old, "new": found.new, "on": day.isoformat()}
        document(head | {"cycle": _ratings.of_span(found.cycle)} | _moves.as_data(found))
    else:
        print(found.text(lang))
    return 0
