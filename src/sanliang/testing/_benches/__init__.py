"""Every word with a lifecycle, and the bench that brings any town's table of it to life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sanliang.kernel.lifecycles import Lifecycle
from sanliang.testing._bench import Bench
from sanliang.testing._benches.campaigns import campaign, course
from sanliang.testing._benches.concerns import concern
from sanliang.testing._benches.consents import consent
from sanliang.testing._benches.mobilisations import mobilisation
from sanliang.testing._benches.notices import notice
from sanliang.testing._benches.pledges import from_paper, plaque, pledge
from sanliang.testing._benches.posts import post
from sanliang.testing._benches.sessions import session
from sanliang.testing._benches.supervision import inspection, objection

MAKERS: Mapping[str, Callable[[Any], Bench]] = {
    "plaque": plaque,
    "pledge": pledge,
    "notice": notice,
    "campaign": campaign,
    "course": course,
    "concern": concern,
    "inspection": inspection,
    "objection": objection,
    "duty_post": post,
    "session": session,
    "mobilisation": mobilisation,
    "consent": consent,
}
"""By the name of a kind, what makes the bench of a table."""


@lru_cache(maxsize=64)
def bench(lifecycle: Lifecycle[Any]) -> Bench:
    """The bench of a table, made once."""
    return MAKERS[lifecycle.kind.name](lifecycle)


@lru_cache(maxsize=64)
def walking(lifecycle: Lifecycle[Any]) -> Bench:
    """The bench for walks: that of a pledge has moves that begin in the middle of its long way."""
    return bench(from_paper(lifecycle) if lifecycle.kind.name == "pledge" else lifecycle)
