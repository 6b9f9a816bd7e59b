"""What came of the cases of a town itself: lines for people, data for programs."""

from __future__ import annotations

from typing import Any

import attrs

from sanliang import townships as towns
from sanliang.ext.cli import _books
from sanliang.ext.cli._ratings import both
from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Text
from sanliang.townships import Township


@attrs.frozen
class OwnCases:
    """The cases that stand in `township.toml`, by the rules of the town."""

    town: Township
    results: tuple[towns.TownCaseResult, ...]

    @classmethod
    def of(cls, town: Township) -> OwnCases:
        """All of them, run."""
        return cls(town, towns.run_cases(town))

    @property
    def failed(self) -> list[towns.TownCaseResult]:
        """Those that do not come out as they say."""
        return [one for one in self.results if one.differences]


def as_data(own: OwnCases) -> list[dict[str, Any]]:
    """What came of each, as plain data."""
    return [
        {
            "name": one.name,
            "part": one.part,
            "passed": not one.differences,
            "differences": [
                {"what": differs.what, "expected": differs.expected, "got": differs.got}
                for differs in one.differences
            ],
            "strange": [
                {"path": fault.path, "message": both(Text(fault.zh, fault.en))} for fault in one.strange
            ],
        }
        for one in own.results
    ]


def tell(own: OwnCases, lang: Lang) -> None:
    """Print each that failed with what was expected and what came out, and how many passed."""
    name = own.town.name.get(lang)
    for one in own.failed:
        _books.tell_failed(one, name, lang)
        for fault in one.strange:
            print(f"     {fault.path}: {fault.text(lang)}")
    _books.tell_passed(own.results, name, lang)
