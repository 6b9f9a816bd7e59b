"""The checks of a town as tests of pytest that stand in no file."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.testing._check import Check
from sanliang.testing._checks import checks_of
from sanliang.testing._subject import Subject, subject_of
from sanliang.testing._tell import language, quoted, tell

NO_CHECK = Phrase(
    "suite.check",
    "{town} 没有检查 {check!r}；{near}",
    "{town} has no check {check!r}; {near}",
)


class Town(pytest.Collector):
    """A town that was asked for on the command line."""

    def __init__(self, *, which: str, only: str, **rest: Any) -> None:
        super().__init__(nodeid=which, **rest)
        self.which = which
        self.only = only

    def collect(self) -> Iterator[Asked]:
        """Its checks; one alone, where one is named."""
        subject = subject_of(self.which)
        every = checks_of(subject)
        checks = [one for one in every if self.only in ("", one.id)]
        if not checks:
            near = nearest_of(self.only, [one.id for one in every])
            told = NO_CHECK.fill(town=self.which, check=self.only, near=near)
            raise self.CollectError(told.get(language(self.config)))
        for check in checks:
            yield Asked.from_parent(self, name=check.id, check=check, subject=subject)


class Asked(pytest.Item):
    """One check of a town."""

    def __init__(self, *, check: Check, subject: Subject, **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check
        self.subject = subject

    def runtest(self) -> None:
        """Try it."""
        name = self.subject.name
        tell(self.check, self, town=name, again=f"--township {quoted(f'{name}::{self.check.id}')}")

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """Where the town lies, and what is tried."""
        return self.subject.folder or Path(self.subject.name), None, self.nodeid


def towns(session: pytest.Session, asked: list[str]) -> list[Town]:
    """The towns that were asked for, in that order, each once."""
    found = []
    for one in dict.fromkeys(asked):
        which, _, only = one.partition("::")
        found.append(Town.from_parent(session, name=which, which=which, only=only))
    return found
