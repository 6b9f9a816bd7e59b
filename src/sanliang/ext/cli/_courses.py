"""Whether the moves of a log are moves of a town: from that state, to that state."""

from __future__ import annotations

from typing import Any

from sanliang.kernel.errors import Fault
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Corrected, Moved
from sanliang.townships import Township

OFF_COURSE = Phrase(
    "log.off_course",
    "本镇现行流程没有这一步：{move}（{leaves} → {enters}）",
    "is no move of the town's course as it is now: {move} ({leaves} → {enters})",
)
BEFORE = "-"
"""What is shown as the state of a thing before it was opened."""


def off_course(event: Any, town: Township, path: str) -> Fault | None:
    """
    The fault of an event that the town's course of its word does not have; nothing where it has.

    Words without a course, and corrections that only strike something out, are not looked at.
    """
    moved = event.instead if isinstance(event, Corrected) else event
    if not isinstance(moved, Moved) or moved.word not in town.lifecycles:
        return None
    row = town.lifecycles[moved.word].table.get(moved.leaves, {}).get(moved.move)
    if row is not None and moved.enters in {moved.leaves if one == "=" else one for one in row.targets}:
        return None
    # Codes, all of them: an event is read strictly, and says nothing of a person there.
    return OFF_COURSE.fault(path, move=moved.move, leaves=moved.leaves or BEFORE, enters=moved.enters)
