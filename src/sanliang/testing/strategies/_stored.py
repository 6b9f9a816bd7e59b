"""
Every class of a word and of the kernel, and every stored kind, each with its values.

They are as wide as the constructor and the wire take them: a pledge in a state that no lifecycle names is
among them. What can really come about is in `_things`.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import activities, campaigns, concerns, notices, pairing, pledges, posts, supervision
from sanliang.kernel.lifecycles import Corrected, Kind, Moved
from sanliang.serial import BASE
from sanliang.testing.strategies import (
    _activities,
    _calendars,
    _campaigns,
    _concerns,
    _kernel,
    _orgs,
    _pairing,
    _papers,
    _pledges,
    _points,
    _posts,
    _problems,
    _ratings,
    _records,
    _rulebooks,
    _townships,
)
from sanliang.testing.strategies._fields import Parts, codes, days, ids, texts

CLASSES: Parts = {
    **_kernel.CLASSES,
    **_orgs.CLASSES,
    **_calendars.CLASSES,
    **_records.CLASSES,
    **_pledges.CLASSES,
    **_rulebooks.CLASSES,
    **_ratings.CLASSES,
    **_pairing.CLASSES,
    **_points.CLASSES,
    **_posts.CLASSES,
    **_activities.CLASSES,
    **_concerns.CLASSES,
    **_campaigns.CLASSES,
    **_problems.CLASSES,
    **_townships.CLASSES,
}

KINDS: tuple[Kind[Any, Any], ...] = (
    notices.KIND,
    pledges.KIND,
    pledges.PLAQUE_KIND,
    pairing.CONSENT_KIND,
    posts.KIND,
    activities.SESSION_KIND,
    activities.MOBILISATION_KIND,
    campaigns.CAMPAIGN_KIND,
    campaigns.COURSE_KIND,
    concerns.KIND,
    supervision.INSPECTION_KIND,
    supervision.OBJECTION_KIND,
)
"""What goes through a lifecycle."""


def moved(kind: Kind[Any, Any]) -> SearchStrategy[Moved[Any]]:
    """The moves of a word."""
    given = st.none() | CLASSES[kind.given]
    fields = {"thing": ids, "move": codes, "leaves": st.just("") | codes, "enters": codes, "by": ids}
    return st.builds(Moved, word=st.just(kind.name), on=days, given=given, **fields)


def corrected(kind: Kind[Any, Any]) -> SearchStrategy[Corrected[Any]]:
    """The corrections of a word."""
    fields = {"thing": ids, "version": st.integers(1, 99), "why": texts, "by": ids, "on": days}
    instead, restored = st.none() | moved(kind), CLASSES[kind.thing]
    return st.builds(Corrected, word=st.just(kind.name), instead=instead, restored=restored, **fields)


BY_TAG: dict[str, SearchStrategy[Any]] = {
    **{form.tag: CLASSES[form.of] for form in BASE.forms if form.of in CLASSES},
    **{f"{kind.name}.moved/1": moved(kind) for kind in KINDS},
    **{f"{kind.name}.corrected/1": corrected(kind) for kind in KINDS},
    "pairing.change/1": _papers.problems().flatmap(_papers.changes),
    "pairing.problem/1": _papers.problems(),
    "pairing.result/1": _papers.pairings(),
}
