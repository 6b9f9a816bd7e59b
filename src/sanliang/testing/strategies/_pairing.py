"""Who helps whom, as it is stored: consents, contacts, schedules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from sanliang import pairing
from sanliang.testing.strategies._fields import (
    Parts,
    a_thing,
    code_lists,
    codes,
    days,
    fields,
    ids,
    listed,
    made,
    terms,
    written_down,
)
from sanliang.testing.strategies._kernel import cycles


@st.composite
def proposals(draw: DrawFn) -> pairing.Proposal:
    """Proposals whose helper does not speak for the household."""
    who = draw(listed(ids, min_size=1))
    return pairing.Proposal(
        household=draw(ids),
        helper=who[0],
        unit=draw(ids),
        role=draw(codes),
        until=draw(st.none() | days),
        speakers=who[1:],
    )


_MEASURES: SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"cycle": cycles, "least": st.integers(1, 3660)}),
    st.fixed_dictionaries({"months_apart": st.integers(1, 3660)}),
    st.fixed_dictionaries({"days_apart": st.integers(1, 3660)}),
)
_BOUNDS = frozenset({"since", "until", "cycle", "months_apart", "days_apart", "least"})


@st.composite
def bounded(draw: DrawFn, kind: Callable[..., Any], /, **given: SearchStrategy[Any]) -> Any:
    """Values with a first day that is known and a last one that may be."""
    term = draw(terms())
    since = term["since"] or term["until"] or draw(days)
    rest = draw(st.fixed_dictionaries(fields(cast("type", kind), given, _BOUNDS)))
    measure = draw(_MEASURES) if kind is pairing.Schedule else {}
    return kind(since=since, until=term["until"], **rest, **measure)


CLASSES: Parts = {
    pairing.Assignment: bounded(pairing.Assignment, role=codes),
    pairing.Consent: a_thing(pairing.Consent),
    pairing.ConsentGiven: made(pairing.ConsentGiven),
    pairing.Contact: written_down(pairing.Contact, {"kind": codes}),
    pairing.Contacted: made(pairing.Contacted),
    pairing.ContactReversed: made(pairing.ContactReversed),
    pairing.Contacts: made(pairing.Contacts),
    pairing.Proposal: proposals(),
    pairing.Refusals: made(pairing.Refusals),
    pairing.Said: made(pairing.Said),
    pairing.Schedule: bounded(pairing.Schedule, id=codes, kinds=code_lists, role=st.none() | codes),
}
