"""The people of a group: where each stands before quotas, and who are whose peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sanliang.kernel.errors import SHOWN, Faults, InvalidInput
from sanliang.ratings._outcomes import Exempt, NotRatable
from sanliang.ratings._placed import Placed
from sanliang.ratings._rate import override_of, place
from sanliang.ratings._short import Plain, Plan
from sanliang.ratings._standing import Standing
from sanliang.ratings._subjects import Subject, check_peers, of_facts, plain_facts, subjects_of

TOGETHER = 256
"""So many are read together: where one of them is not plain, it is only those that are read one by one."""

Stood = Standing | Exempt | NotRatable
"""What somebody comes to before quotas."""

Peers = list[tuple[str | None, list[str]]]
"""The groups of one kind: the name of each, and who is in it."""


class People:
    """
    The people of a group that is rated together.

    Args:
        given: Subjects, or facts by id.
        kinds: The kinds of groups that the book asks for.

    Attributes:
        stood: By id, what each came to before quotas. Who proves not ratable later is put down here.

    Raises:
        InvalidInput: Every fault of what was given, at once.
    """

    def __init__(
        self, given: Iterable[Subject] | Mapping[str, Mapping[str, Any]], plan: Plan, kinds: Iterable[str]
    ) -> None:
        self._plan = plan
        self.stood = dict[str, Stood]()
        self._subjects = dict[str, Subject]()
        self._groups = dict[str, Peers]()
        faults, facts = Faults(), plain_facts(given)
        if facts is None:
            self._stand_all(subjects_of(given), kinds, faults)
        else:
            self._stand_by_facts(facts, faults)
        faults.check()

    def _stand_by_facts(self, given: Mapping[str, dict[str, Any]], faults: Faults) -> None:
        """Of each its facts and nothing else."""
        quick = self._quick(given)
        if len(quick) < len(given):
            for at, (id, facts) in enumerate(given.items()):
                if id not in quick:
                    self._stand(at, of_facts(id, facts), None, faults)

    def _stand_all(self, some: Sequence[Subject], kinds: Iterable[str], faults: Faults) -> None:
        check_peers(some, kinds)
        quick = self._quick({one.id: one.facts for one in some if one.facts_only and type(one.facts) is dict})
        for at, one in enumerate(some):
            self._subjects[one.id] = one
            self._stand(at, one, quick.get(one.id), faults)

    def _quick(self, given: Mapping[str, dict[str, Any]]) -> dict[str, Plain]:
        """Those of whom nothing but facts is known, and all of them plain: they are read together."""
        found, rest = dict[str, Plain](), iter(given.items())
        while some := dict(islice(rest, TOGETHER)):
            found |= self._plan.place_all(some)
        for id, one in found.items():
            one.id = id
        self.stood.update(found)
        return found

    def _stand(self, at: int, one: Subject, found: Plain | None, faults: Faults) -> None:
        try:
            self.stood[one.id] = self._decided(one, found or self._place(one, SHOWN - faults.count))
        except InvalidInput as error:
            faults.extend(error, under=f"subjects[{at}]")

    def _place(self, one: Subject, hints: int) -> Stood:
        placed = place(self._plan, one.facts, one.records, one.past, one.credited, hints)
        return placed.hanging() if isinstance(placed, Placed) and placed.wrong else placed

    def _decided(self, one: Subject, placed: Stood) -> Stood:
        """Somebody beside a committee's decision, where there is one."""
        tiers = self._plan.tiers
        decision = override_of(one.override, tiers)
        if isinstance(placed, Standing):
            placed.id = one.id
            if decision is not None:
                placed.override, placed.decided = decision, tiers.index(decision.tier)
        return placed

    # --- who stands where -------------------------------------------------------------------------------

    def standings(self) -> dict[str, Standing]:
        """Those who have a place."""
        return {id: one for id, one in self.stood.items() if isinstance(one, Standing)}

    def at_length(self) -> dict[str, Placed]:
        """Those who have a place and went the long way: what they are asked last may not be known."""
        return {id: one for id, one in self.stood.items() if isinstance(one, Placed)}

    # --- peers ------------------------------------------------------------------------------------------

    def peers(self, kind: str) -> Peers:
        """The groups of a kind by name, those without a name first; who is exempt is in none of them."""
        found = self._groups.get(kind)
        if found is None:
            found = self._groups[kind] = self._grouped(kind)
        return found

    def _grouped(self, kind: str) -> Peers:
        rated = [id for id, one in self.stood.items() if not isinstance(one, Exempt)]
        if not self._subjects:
            return [(None, rated)] if rated else []
        found: dict[str | None, list[str]] = {}
        for id in rated:
            found.setdefault(self._subjects[id].peers(kind), []).append(id)
        return sorted(found.items(), key=lambda pair: (pair[0] is not None, pair[0] or ""))
