"""The verbs of the engines: lifecycles, ratings, pairing."""

from datetime import date

from tests.conformance.documents import faults, written

from sanliang import Actor, InvalidInput, NotFound, pairing, pledges, ratings, rulebooks, serial
from sanliang.kernel import lifecycles
from sanliang.kernel.labels import Text, decimal
from sanliang.kernel.verdicts import Refused
from sanliang.kernel.wire import canonical
from sanliang.pairing._lots import Lots

WORDS = {"plaque": pledges.PLAQUE_BASE, "pledge": pledges.BASE}


# --- lifecycles -----------------------------------------------------------------------------------------


def table(word):
    """The lifecycle of a word as data: its states and its rows."""
    base = WORDS[word]
    return {
        "states": [{"code": one.code, "final": one.final} for one in base.nodes],
        "rows": [_row(row) for row in base.rows],
        "settings": dict(base.kind.settings),
    }


def _row(row):
    forks = isinstance(row.enters, lifecycles.Fork)
    return {
        "name": row.name,
        "move": row.move,
        "leaves": list(row.leaves),
        "enters": {"by": row.enters.by, "to": dict(row.enters.to)} if forks else row.enters,
        "roles": sorted(map(str, row.roles)),
        "guards": list(row.guards),
        "needs": list(row.needs),
    }


def _under_table(under):
    """The lifecycle of a case: a word's own, or a table over the code of that word."""
    if isinstance(under, str):
        return WORDS[under]
    rows = [_row_of(one) for one in under["rows"]]
    nodes = [lifecycles.Node(label=Text(one["code"]), **one) for one in under["states"]]
    return lifecycles.Lifecycle(id="table", kind=WORDS[under["word"]].kind, nodes=nodes, rows=rows)


def _row_of(one):
    enters = one["enters"]
    enters = enters if isinstance(enters, str) else lifecycles.Fork(by=enters["by"], to=enters["to"])
    rest = {name: tuple(one[name]) for name in ("leaves", "guards", "needs")}
    return lifecycles.Row(
        name=one["name"],
        move=one["move"],
        label=Text(one["move"]),
        enters=enters,
        roles=frozenset(one["roles"]),
        **rest,
    )


def _actor(by):
    scope = {} if "scope" not in by else {"scope": frozenset(by["scope"])}
    return Actor(id=by["id"], roles=frozenset(by["roles"]), unit=by["unit"], **scope)


def decide(under, thing, move, by, on, given=None, id=""):
    """The event of a move; or why it is refused, or what it lacks."""
    lifecycle = _under_table(under)
    asked = {"by": _actor(by), "on": date.fromisoformat(on), "under": lifecycle}
    asked["given"] = None if given is None else serial.from_dict(given)
    try:
        if thing is None:
            event = lifecycles.begin(id, move, **asked)
        else:
            event = lifecycles.decide(serial.from_dict(thing), move, **asked)
    except Refused as error:
        return {"refused": sorted(error.verdict.codes)}
    except NotFound as error:
        return {"unknown": error.code}
    except InvalidInput as error:
        return faults(error)
    return {"event": written(event)}


def available(under, thing, by, on):
    """The moves that an actor may make, in the order of the table."""
    moves = lifecycles.available(
        serial.from_dict(thing), by=_actor(by), on=date.fromisoformat(on), under=_under_table(under)
    )
    return {"moves": list(moves)}


def apply(word, thing, event):
    """The thing after an event."""
    before = None if thing is None else serial.from_dict(thing)
    return {"thing": written(WORDS[word].kind.apply(before, serial.from_dict(event)))}


def replay(word, events):
    """The thing that a list of events makes."""
    try:
        return {"thing": written(WORDS[word].kind.replay([serial.from_dict(one) for one in events]))}
    except (InvalidInput, NotFound) as error:
        return faults(error)


# --- ratings --------------------------------------------------------------------------------------------


def rate(rulebook, facts, on, past=None, override=None):
    """What comes of one subject by a rulebook; or what is wrong with the facts."""
    book = rulebooks.loads(rulebook)
    decision = None if override is None else serial.from_dict(override)
    try:
        found = ratings.rate(_facts(facts), book, on=date.fromisoformat(on), past=past, override=decision)
    except InvalidInput as error:
        return faults(error)
    return _rating(found)


def rate_group(rulebook, subjects, on):
    """What comes of a group by a rulebook with quotas."""
    some = [ratings.Subject(**{**one, "facts": _facts(one["facts"])}) for one in subjects]
    found = ratings.rate_group(some, rulebooks.loads(rulebook), on=date.fromisoformat(on))
    return {
        "ratings": {id: _rating(one) for id, one in found.ratings.items()},
        "quotas": [_quota(one) for one in found.quotas],
    }


def _facts(facts):
    """Facts, with the days of their records as days."""
    return {name: [*map(_record, one)] if type(one) is list else one for name, one in facts.items()}


def _record(row):
    return {**row, "on": date.fromisoformat(row["on"])} if "on" in row else row


def _quota(one):
    names = {name: list(getattr(one, name)) for name in ("holders", "moved", "kept", "tied", "waiting")}
    plain = {name: getattr(one, name) for name in ("quota", "of", "group", "base", "seats", "met")}
    return {**plain, **names}


def _rating(one):
    """A rating, shortly: its outcome, its tier, its points."""
    match one:
        case ratings.Exempt():
            return {"outcome": "exempt", "clause": one.clause}
        case ratings.NotRatable():
            wrong = sorted(fault.code for fault in one.wrong)
            return {"outcome": "not_ratable", "missing": sorted(one.missing), "wrong": wrong}
    return {
        "outcome": "rated",
        "score": None if one.score is None else decimal(one.score),
        "tier": one.tier,
        "computed": one.computed,
        "withheld": one.withheld,
        "points": {item: decimal(points) for item, points in one.points.items()},
        "actions": list(one.actions),
    }


# --- pairing --------------------------------------------------------------------------------------------


def _problem(data):
    return pairing.read_problem(canonical({"kind": "pairing.problem/1", **data}))


def lots(salt, ids):
    """The lot of each id under a salt, and their order."""
    drawn = Lots(salt)
    return {"lots": {id: drawn[id].hex() for id in ids}, "order": sorted(ids, key=drawn.__getitem__)}


def problem_digest(problem):
    """What a problem is known by."""
    return {"digest": _problem(problem).digest}


def two_way(problem, proposing):
    """Two-way choice: the pairs, and why the others have nobody."""
    return _pairing(pairing.two_way(_problem(problem), proposing=proposing))


def cover(problem):
    """Everybody covered at the least loss."""
    asked = _problem(problem)
    found = pairing.cover(asked)
    short = [[list(one.households), list(one.helpers)] for one in found.certificate.shortages]
    return {**_pairing(found), "cost": pairing.cost(asked, found), "shortages": short}


def both(problem, proposing):
    """Two-way choice first, and the rest placed."""
    return _pairing(pairing.both(_problem(problem), proposing=proposing))


def _pairing(found):
    return {
        "pairs": [[*pair.key, pair.why.value] for pair in found.pairs],
        "unpaired": [[one.id, one.role, one.missing, str(one.why)] for one in found.unpaired],
    }


def audit(problem, result):
    """Whether a result is what it claims to be, and the codes of what is not."""
    asked = _problem(problem)
    claimed = {"kind": "pairing.result/1", "problem": asked.digest, **result}
    verdict = pairing.audit(asked, pairing.read_result(canonical(claimed)))
    return {"ok": verdict.ok, "violations": sorted(verdict.codes)}
