"""What a type checker sees of an application of FastAPI: values of ours, in and out."""

from datetime import datetime
from typing import Annotated, assert_type

from fastapi import Depends, FastAPI, Header

from sanliang import Actor, MemoryStore, pledges
from sanliang.ext.fastapi import PROBLEMS, body, install, out
from sanliang.kernel.events import Store
from sanliang.orgs import Household
from sanliang.pledges import Given, Pledge
from sanliang.ratings import Rating

app = FastAPI(responses=PROBLEMS)
install(app, lang="en")
install(app, lang="fr")  # type: ignore[arg-type]


def store() -> Store:
    """Where the logs are."""
    return MemoryStore()


def actor(x_person: Annotated[str, Header()]) -> Actor:
    """Who asks."""
    return Actor(id=x_person, roles=frozenset({"member"}), unit="b-1")


def now(at: datetime) -> datetime:
    """The moment."""
    return at


GivenBody = Annotated[Given, body(Given, most=64 * 1024)]
PledgeOut = Annotated[Pledge, out()]
StoreDep = Annotated[Store, Depends(store)]
ActorDep = Annotated[Actor, Depends(actor)]
NowDep = Annotated[datetime, Depends(now)]
KeyHeader = Annotated[str, Header(alias="Idempotency-Key")]


@app.post("/pledges/{id}/{move}")
def make_move(
    id: str, move: str, given: GivenBody, store: StoreDep, actor: ActorDep, at: NowDep, key: KeyHeader
) -> PledgeOut:
    """The route of the guide: what is annotated is the value itself."""
    assert_type(given, Given)
    log = store.read(id)
    event = pledges.decide(pledges.replay(log), move, by=actor, on=at.date(), under=pledges.BASE, given=given)
    return pledges.replay(store.append(id, event, by=actor.id, at=at, expected=log.head, key=key))


@app.get("/board")
def board(
    homes: Annotated[list[Household], Depends(list)],
) -> list[Annotated[Household, out(audience="village")]]:
    """A list goes out as its members do."""
    return homes


@app.post("/rating")
def rating(given: Annotated[Rating, body(Rating)]) -> Annotated[Rating, out()]:
    """Several classes joined by `|`."""
    return given


out("village")  # type: ignore[call-arg]
