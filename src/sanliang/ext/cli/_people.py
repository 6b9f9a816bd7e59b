"""Rating everybody in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.progress import track

from sanliang import ratings
from sanliang.ext.cli._subjects import content, from_json, is_json, known_to
from sanliang.ext.cli._tables import from_csv
from sanliang.kernel.errors import Faults, InvalidInput, Lang
from sanliang.kernel.labels import Text
from sanliang.ratings import QuotaResult, Rating, Subject
from sanliang.ratings._groups import kinds_of_groups
from sanliang.rulebooks import Rulebook

T = TypeVar("T")

MANY = 10_000
"""From so many subjects on, a bar shows how far things are."""

RATING = Text("正在评定", "rating")


class Rated(NamedTuple):
    """What came of everybody, each with the id, and of each quota."""

    ratings: Iterable[tuple[str, Rating]]
    quotas: tuple[QuotaResult, ...]


def read_subjects(path: Path, *books: Rulebook) -> tuple[Subject, ...]:
    """
    The subjects of a file, which may speak of whatever one of the books has.

    Raises:
        NotFound: There is no such file.
        InvalidInput: Every fault of the file at once.
    """
    raw, known = content(path), known_to(*books)
    return (from_json if is_json(path, raw) else from_csv)(raw, known, name=path.name)


def rated(subjects: Sequence[Subject], book: Rulebook, *, on: date, lang: Lang, name: str) -> Rated:
    """
    What comes of everybody, in the order of the ids: one by one, or together where the book counts seats.

    Args:
        subjects: As the file has them.
        book: The rulebook.
        on: Any day of the cycle.
        lang: The language of what is shown while it takes its time.
        name: The file's name, for the paths of faults.

    Raises:
        InvalidInput: Somebody names groups, but none of a kind that the book counts by.
        NotInForce: A value of the book does not count yet.
    """
    if not kinds_of_groups(book):
        some = sorted(subjects, key=attrgetter("id"))
        return Rated(((one.id, _alone(one, book, on)) for one in followed(some, lang)), ())
    with busy(len(subjects), lang), of_file(name):
        found = ratings.rate_group(subjects, book, on=on)
    return Rated(found.ratings.items(), found.quotas)


def rating_of(id: str, subjects: Sequence[Subject], book: Rulebook, *, on: date, name: str) -> Rating:
    """
    What comes of one of them; the others are rated only where the book counts seats.

    Raises:
        InvalidInput, NotInForce: As `rated`.
    """
    if kinds_of_groups(book):
        with of_file(name):
            return ratings.rate_group(subjects, book, on=on).ratings[id]
    return next(_alone(one, book, on) for one in subjects if one.id == id)


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """Say of what is wrong with somebody in which file it is."""
    try:
        yield
    except InvalidInput as error:
        faults = Faults()
        faults.extend(error, under=name)
        faults.throw()


def _alone(one: Subject, book: Rulebook, on: date) -> Rating:
    return ratings.rate(
        one.facts,
        book,
        on=on,
        records=one.records,
        past=one.past,
        credited=one.credited,
        override=one.override,
    )


def followed(some: Sequence[T], lang: Lang) -> Iterable[T]:
    """The same, with a bar on the terminal where they are many."""
    console = Console(stderr=True)
    if len(some) < MANY or not console.is_terminal:
        return some
    return track(some, RATING.get(lang), console=console, transient=True)


def busy(count: int, lang: Lang) -> AbstractContextManager[object]:
    """Something that moves on the terminal while many are rated together."""
    console = Console(stderr=True)
    if count < MANY or not console.is_terminal:
        return nullcontext()
    return console.status(RATING.get(lang))
