"""A service that keeps pledges: who may move one, what was refused and why, what hangs on the board."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated

from fastapi import Depends, FastAPI, Header, status

from sanliang import Actor, Conflict, Log, MemoryStore, NotFound, Private, pledges
from sanliang.ext.fastapi import PROBLEMS, body, install, out
from sanliang.kernel.errors import Fault
from sanliang.orgs import Household
from sanliang.pledges import Given, Letter, Pledge

app = FastAPI(title="三亮承诺", responses=PROBLEMS)
install(app)

# --- what the service stands on: each of these is replaced by what a platform has ------------------------

BEIJING = timezone(timedelta(hours=8))
STORE = MemoryStore()
NOBODY = Fault(code="person.unknown", path="header.x-person", zh="没有此人", en="is nobody here")
NO_PLEDGE = Fault(code="pledge.unknown", path="path.id", zh="没有该承诺", en="there is no such pledge")
USED = Fault(
    code="key.used", path="header.idempotency-key", zh="已用于其他请求", en="came with another request before"
)
ACTORS = {
    "m-3": Actor(id="m-3", roles=frozenset({"member"}), unit="b-1"),
    "s-1": Actor(id="s-1", roles=frozenset({"branch_secretary"}), unit="b-1"),
}
HOUSEHOLDS = (
    Household(id="h-1", head=Private("欧阳禾")),
    Household(id="h-2", head=Private("林木")),
)


def store() -> MemoryStore:
    """Where the logs are."""
    return STORE


def now() -> datetime:
    """The moment; the library itself reads no clock."""
    return datetime.now(BEIJING)  # noqa: TID251 -- somebody has to


def today(at: Annotated[datetime, Depends(now)]) -> date:
    """The day."""
    return at.date()


def actor(x_person: Annotated[str, Header()]) -> Actor:
    """Who asks. A platform takes it from the session, and the roles from its roster: `roster.actor`."""
    if x_person not in ACTORS:
        raise NotFound(NOBODY)
    return ACTORS[x_person]


StoreDep = Annotated[MemoryStore, Depends(store)]
NowDep = Annotated[datetime, Depends(now)]
TodayDep = Annotated[date, Depends(today)]
ActorDep = Annotated[Actor, Depends(actor)]
KeyHeader = Annotated[str, Header(alias="Idempotency-Key")]

LetterBody = Annotated[Letter, body(Letter, most=64 * 1024)]
GivenBody = Annotated[Given, body(Given, most=64 * 1024)]
PledgeOut = Annotated[Pledge, out()]
BoardOut = Annotated[Household, out(audience="village")]


def found(store: MemoryStore, id: str) -> Log:
    """The log of a pledge that there is."""
    log = store.read(id)
    if not len(log):
        raise NotFound(NO_PLEDGE)
    return log


# --- pledges -----------------------------------------------------------------------------------------------


@app.post("/pledges/{id}", status_code=status.HTTP_201_CREATED)
def draft(
    id: str, letter: LetterBody, store: StoreDep, actor: ActorDep, today: TodayDep, at: NowDep
) -> PledgeOut:
    """Open a pledge with its letter."""
    event = pledges.draft(
        id, pledger=letter.pledger, kind=letter.kind, items=letter.items, by=actor, on=today
    )
    return pledges.replay(store.append(id, event, by=actor.id, at=at, expected=Log.begin(id).head))


@app.get("/pledges/{id}")
def show(id: str, store: StoreDep) -> PledgeOut:
    """A pledge as its log has it."""
    return pledges.replay(found(store, id))


@app.get("/pledges/{id}/moves")
def moves(id: str, store: StoreDep, actor: ActorDep, today: TodayDep) -> tuple[str, ...]:
    """The moves that are open to the one who asks, once what they need is given."""
    return pledges.available(pledges.replay(found(store, id)), by=actor, on=today, under=pledges.BASE)


@app.post("/pledges/{id}/{move}")
def make_move(
    id: str,
    move: str,
    given: GivenBody,
    store: StoreDep,
    actor: ActorDep,
    today: TodayDep,
    at: NowDep,
    key: KeyHeader,
) -> PledgeOut:
    """Move a pledge on. A request that is sent again with its key changes nothing and is answered alike."""
    log = found(store, id)
    for entry in log.answered(key):
        if (entry.event.move, entry.event.given, entry.by) != (move, given, actor.id):
            raise Conflict(USED)
        return pledges.replay(log.events[: entry.version])
    event = pledges.decide(pledges.replay(log), move, by=actor, on=today, under=pledges.BASE, given=given)
    return pledges.replay(store.append(id, event, by=actor.id, at=at, expected=log.head, key=key))


# --- the board ---------------------------------------------------------------------------------------------


@app.get("/board/households")
def board() -> list[BoardOut]:
    """The households as the village may see them: no name is written out."""
    return list(HOUSEHOLDS)
