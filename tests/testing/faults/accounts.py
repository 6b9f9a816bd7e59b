"""Faults in points: in what is entered, spent, taken back and replayed."""

from types import SimpleNamespace

import attrs
from tests.testing.faults.plant import Fault, always, in_turns, then

from sanliang import points
from sanliang.points import Issued, Redeemed, _journal, _post
from sanliang.points._office import Purse
from sanliang.testing._laws import points as of_points


def engine(name, says, law, tells, *swaps, **more):
    """A fault in an account."""
    caught = (f"law:points.{law}:town",)
    return Fault(code=f"points.{name}", says=says, caught=caught, tells=tells, swaps=swaps, **more)


def unredeemed(right):
    """Points that are spent and not entered as spent."""

    def redeem(books, event):
        before = books.purses[event.wallet].redeemed
        done = right[Redeemed](books, event)
        books.purses[event.wallet].redeemed = before
        return done

    return {**right, Redeemed: redeem}


def issued_twice(right):
    """Points that are issued and entered as twice as many."""

    def issue(books, event):
        done = right[Issued](books, event)
        books.purses[event.wallet].issued += event.points
        return done

    return {**right, Issued: issue}


def without_end(right):
    """Lots that never expire where they are spent."""
    return lambda self, on: iter([(lot, self.left[lot]) for lot in self.left])


def one_sided(right):
    """Entries that have no other side."""
    return lambda self, *args: right(self, *args)[:1] * 2


def asked_anew(right):
    """A desk that does not know that a request was there before."""

    def ask(self, request, on):
        if request.id not in self.office:
            return right(self, request, on)
        again = points.Supply(id=f"again-{len(self.events)}", item="soap", count=1, why="进货")
        return right(self, again, on)

    return ask


FAULTS = (
    engine("missing", "a point is missing from a balance", "conserved", "does not add up",
           (points.Office, "balance", then(lambda found: attrs.evolve(found, held=found.held + 1)))),
    engine("unredeemed", "what is spent is not entered as spent", "conserved", "does not add up",
           (_post, "_POST", unredeemed), times=100),
    engine("doubled", "what is issued is entered twice", "conserved", "does not add up",
           (_post, "_POST", issued_twice)),
    engine("one_sided", "an entry has no other side", "conserved", "entries: must add up to 0",
           (_journal._Ledger, "move", one_sided)),
    engine("below", "a wallet holds less than nothing", "not_below_zero", "holds -1 points",
           (points.Wallet, "balance", always(SimpleNamespace(held=-1)))),
    engine("no_stock", "there are fewer pieces than none", "not_below_zero", "there are -2 of soap",
           (points.Office, "stock", lambda _right: {"soap": -2})),
    engine("anew", "a request that comes twice has two effects", "once", "two effects",
           (of_points.Course, "ask", asked_anew), times=60),
    engine("moody", "a request that comes twice is answered in two ways", "once", "answered in two ways",
           (of_points, "decide", in_turns(lambda event: attrs.evolve(event, by="m-99")))),
    engine("forgetful", "replaying forgets the last event", "replay", "another office",
           (of_points, "replay", lambda right: lambda events: right(events[:-1]))),
    engine("endless", "points that have expired are spent", "expired", "spends points that expired",
           (Purse, "live", without_end)),
)  # fmt: skip
