"""What every word stands on: texts, sources, days, reasons."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sanliang import orgs, pledges
from sanliang.kernel.errors import Fault
from sanliang.kernel.events import Head
from sanliang.kernel.fields import FrozenMap
from sanliang.kernel.labels import Text
from sanliang.kernel.lifecycles import Actor
from sanliang.kernel.sources import Source
from sanliang.kernel.timeline import Cycle, Span
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.testing.strategies._fields import (
    Parts,
    code_lists,
    codes,
    days,
    digests,
    ids,
    made,
    names,
    numbers,
    texts,
)

spans = st.tuples(days, days).map(lambda both: Span(min(both), max(both)))


cycles = made(Cycle, count=st.integers(1, 1200), starts=days)


labels = st.sampled_from([orgs.Role.BRANCH_SECRETARY, pledges.Grade.POOR])


params: SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), texts, days, numbers, made(Text), labels),
    lambda inner: st.lists(inner, max_size=2).map(tuple) | st.frozensets(texts | labels, max_size=2),
    max_leaves=4,
)


def reasons(deepest: int = 2) -> SearchStrategy[Reason]:
    """Reasons, with reasons below them."""
    deeper = st.lists(reasons(deepest - 1), max_size=2).map(tuple) if deepest else st.just(())
    maps = st.dictionaries(codes, params, max_size=3).map(FrozenMap)
    return made(Reason, params=maps, because=deeper)


CLASSES: Parts = {
    Actor: made(Actor, roles=code_lists.map(frozenset), scope=names.map(frozenset)),
    Cycle: cycles,
    Fault: made(Fault),
    Head: made(Head, stream=ids, digest=digests),
    Reason: reasons(),
    Source: made(Source),
    Span: spans,
    Text: made(Text),
    Verdict: made(Verdict, reasons=st.lists(reasons(1), max_size=2).map(tuple)),
}
