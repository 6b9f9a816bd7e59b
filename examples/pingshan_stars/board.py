"""
The board of a villager group: who its members are and what they and the group promise (seed 003).

    python examples/pingshan_stars/board.py

From the article: on the board of 司山 group stand 15 members of the Party group, each with what he or she
promises, and three things as the group's own pledge of the year: roads, street lamps, trees. Invented are the
members and their deeds. Each pledge goes through the whole course, from the draft to the board.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sanliang import Actor, Log, notices, pledges
from sanliang.calendars import Period
from sanliang.pledges import BASE, Given, Item, Pledger

DAY, NOW = date(2017, 3, 1), datetime(2017, 3, 1, 9, tzinfo=UTC)
CLERK = Actor(id="clerk", roles={"branch_secretary"}, unit="b-1")
MEMBERS = [f"m-{n:02}" for n in range(1, 16)]
DEEDS = ["维修组内路灯", "清扫组内道路", "照看独居老人", "调解邻里矛盾", "代办证照"]


def published(pledger: Pledger, deeds: list[str]) -> pledges.Pledge:
    """A pledge from the draft to the board, as its log has it."""
    items = [Item(id=f"i-{n}", deed=deed, deadline=date(2017, 12, 31)) for n, deed in enumerate(deeds)]
    by = Actor(id=pledger.signatories[0], roles={"member"}, unit="b-1")
    id = f"p-{pledger.id}"
    draft = pledges.draft(id, pledger=pledger, kind="annual", items=items, by=by, on=DAY, under=BASE)
    log = Log.begin(id).append(draft, by=by.id, at=NOW)
    for move, actor in (("submit", by), ("approve", CLERK), ("sign", by), ("publish", CLERK)):
        pledge, given = pledges.replay(log), None
        if move == "publish":
            posting = pledges.posting(pledge, place="司山村民组公示牌", period=Period(days=5))
            notice = notices.replay([notices.post(f"n-{id}", posting, by=CLERK, on=DAY)])
            given = Given(posted=notices.posted(notice))
        elif move == "sign":
            given = Given(signatory=by.id)
        event = pledges.decide(pledge, move, by=actor, on=DAY, under=BASE, given=given)
        log = log.append(event, by=actor.id, at=NOW, expected=log.head)
    return pledges.replay(log)


def board() -> Iterator[pledges.Pledge]:
    """What stands on the group's board: a pledge of each member, and the group's own of three items."""
    for n, id in enumerate(MEMBERS):
        yield published(Pledger(kind="member", id=id, unit="b-1"), [DEEDS[n % len(DEEDS)]])
    yield published(
        Pledger(kind="group", id="g-1", unit="b-1", signatories=MEMBERS[:1]), ["修路", "换路灯", "绿化"]
    )


if __name__ == "__main__":
    *members, group = board()
    for pledge in (*members, group):
        print(pledge.letter.pledger.id, "、".join(item.deed for item in pledge.letter.items))
    print(f"{len(members)}名党员，党小组承诺{len(group.letter.items)}项")
