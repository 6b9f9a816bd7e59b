"""
A report over a town against a count written by hand.

The peer walks the same roster: of each member the Party unit that counts him or her on the day, and up from
it to the top, with a `Counter` for each unit. Ours is `tally`, which also looks at every category and checks
its own sums. The numbers have to agree at every unit. Prints one line `NAME ratio=...` each, and ends with an
error where a goal is missed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from time import process_time
from typing import Any

from sanliang.orgs import Roster, read_roster
from sanliang.reports import Table, tally

DAY = date(2026, 12, 31)
MEMBERS = 12_871
"""As many as a county of seed 004 has members who reported within two days."""


def town(members: int) -> tuple[Roster, dict[str, str]]:
    """An invented county: branches of about 32 members, and a category for four of five."""
    branches = members // 32
    units = "".join(f"b-{n},branch,支部,c\n" for n in range(branches))
    people = "".join(f"m-{n},李禾,full,b-{n % branches}\n" for n in range(members))
    roster = read_roster(
        units=f"id,kind,name,parent\nc,township_committee,青山镇党委,\n{units}",
        members=f"id,name,status,belongs\n{people}",
    )
    return roster, {f"m-{n}": str(n % 5) for n in range(members) if n % 5}


def by_hand(roster: Roster, categories: dict[str, str]) -> dict[str, Counter[str]]:
    """The count of each unit, as one would write it for this report."""
    above = {unit.id: unit.parent for unit in roster.units}
    counts: dict[str, Counter[str]] = {unit.id: Counter() for unit in roster.units}
    for member in roster.members:
        if member.status.steps[0][0] > DAY:
            continue
        for stay in member.belongs:
            if (stay.since is None or stay.since <= DAY) and (stay.until is None or stay.until >= DAY):
                category, unit = categories.get(member.id), stay.unit
                while unit:
                    counts[unit]["whole"] += 1
                    if category is not None:
                        counts[unit][category] += 1
                    unit = above[unit]  # type: ignore[assignment]
    return counts


def best(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The shortest of so many rounds, in seconds, and what came of it."""
    shortest, found = float("inf"), None
    for _ in range(rounds):
        start = process_time()
        found = work()
        shortest = min(shortest, process_time() - start)
    return shortest, found


def check(table: Table, counts: dict[str, Counter[str]]) -> None:
    """Whether both came to the same at every unit."""
    for row in table.rows:
        assert counts[row.unit] == Counter({"whole": row.total.whole, **row.total.counts})


def main() -> int:
    """Measure, print, and say whether a goal was missed."""
    seconds = []
    for members in (MEMBERS, 10 * MEMBERS):
        roster, categories = town(members)
        rounds = 9 if members == MEMBERS else 3
        peer, counts = best(lambda of=(roster, categories): by_hand(*of), rounds)  # type: ignore[misc]
        ours, table = best(lambda of=(roster, categories): tally(of[1], of[0], on=DAY), rounds)  # type: ignore[misc]
        check(table, counts)
        seconds.append((ours, peer))
        print(
            f"report-{members} ratio={ours / peer:.2f} "
            f"(ours {ours * 1e3:.1f} ms, peer {peer * 1e3:.1f} ms; goal 3)"
        )
    few, many = seconds
    growth = many[0] / few[0] / (many[1] / few[1])
    print(f"report-growth ratio={growth:.2f} (ten times the members, over the peer; goal 1.25)")
    return int(any(ours > 3 * peer for ours, peer in seconds) or growth > 1.25)


if __name__ == "__main__":
    sys.exit(main())
