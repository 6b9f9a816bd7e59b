"""Who has reported already: an index that the mobilisations which grew from one another share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanliang.activities._mobilisation import Mobilisation, Reported

Index = dict[str, int]
"""By person, a place in the list of reports, where it is looked up: it alone is never believed."""


def has_reported(mobilisation: Mobilisation, person: str) -> bool:
    """Whether somebody is in the list of reports, in the same time however long it is."""
    place, reports = _index(mobilisation).get(person, -1), mobilisation.reports
    return 0 <= place < len(reports) and reports[place].person == person


def grown(mobilisation: Mobilisation, new: tuple[Reported, ...]) -> tuple[tuple[Reported, ...], Index]:
    """
    The list with these at its end, and its index.

    A place is claimed by `setdefault`, so that two lists which grow from one, be it in two threads, both find
    whom they have: whose claim comes second, and whom the first has elsewhere, gets an index of its own.
    """
    reports, index = mobilisation.reports + new, _index(mobilisation)
    for place, one in enumerate(new, len(mobilisation.reports)):
        found = index.setdefault(one.person, place)
        if found > place or reports[found].person != one.person:
            return reports, _made(reports)
    return reports, index


def _index(mobilisation: Mobilisation) -> Index:
    index = mobilisation._index
    if index is None:
        index = _made(mobilisation.reports)
        object.__setattr__(mobilisation, "_index", index)
    return index


def _made(reports: tuple[Reported, ...]) -> Index:
    index = Index()
    for place, one in enumerate(reports):
        index.setdefault(one.person, place)
    return index
