"""What the suite is given: a town, the folder of one, or its id; or why there is no town."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path

import attrs

from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.rulebooks import WORDS, Words
from sanliang.townships import Township, get, load
from sanliang.townships._layer import Guard
from sanliang.townships._own import HERE, IDS

NEITHER = Phrase(
    "town.neither",
    "没有这个文件夹，也没有这个编号的镇；{near}",
    "is neither a folder that is there nor the id of a town; {near}",
)

Which = str | PathLike[str] | Township


@attrs.frozen(kw_only=True)
class Subject:
    """
    A town, and how it was read, so that its files can be read again with something wrong in them.

    Attributes:
        name: What it was asked for as.
        town: The town; nothing where it could not be read.
        folder: Where its files lie, where that is known.
        refused: Every fault, where there is no town.
        over, words, guards: As for `townships.load`.
    """

    name: str
    town: Township | None = None
    folder: Path | None = None
    refused: Text | None = None
    over: Township | None = None
    words: Words = WORDS
    guards: Mapping[str, Mapping[str, Guard]] | None = None


def subject_of(
    which: Which,
    *,
    over: Township | None = None,
    words: Words = WORDS,
    guards: Mapping[str, Mapping[str, Guard]] | None = None,
) -> Subject:
    """The town that is meant: a folder where there is one of that name, and else an id."""
    if isinstance(which, Township):
        return Subject(name=which.id, town=which, folder=_own(which.id, which))
    name = fspath(which)
    try:
        if Path(name).is_dir():
            town = load(name, over=over, words=words, guards=guards)
            return Subject(name=name, town=town, folder=Path(name), over=over, words=words, guards=guards)
        town = get(name)
    except SanliangError as error:
        if error.path == "id" and not Path(name).is_dir():
            return Subject(name=name, refused=NEITHER.fill(near=nearest_of(Path(name).name, IDS)))
        return Subject(name=name, refused=Text(error.text("zh"), error.text("en")))
    return Subject(name=name, town=town, folder=_own(name, town))


def _own(id: str, town: Township) -> Path | None:
    """The folder of a town that comes with the library."""
    return HERE / id if id in IDS and town is get(id) else None
