"""A roster as the texts of CSV that `read_roster` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import attrs

from sanliang.kernel.errors import InvalidInput, Lang
from sanliang.kernel.labels import Labelled, Phrase
from sanliang.kernel.privacy import Audience, Private
from sanliang.orgs import _words as words
from sanliang.orgs._csv import read_roster
from sanliang.orgs._households import Household, HouseholdStatus
from sanliang.orgs._people import Belonging, Exemption, Member, MemberStatus
from sanliang.orgs._roster import Roster, a_roster
from sanliang.orgs._terms import Term
from sanliang.orgs._units import Unit, UnitKind

UNWRITABLE = Phrase(
    "csv.unwritable",
    "编号或文字含有单元格中有特殊含义的字符（如 ; @ .. 或首尾空格），写出后读不回原样",
    "an id or a text holds what means something in a cell (such as ; or @ or .. or spaces around it), "
    "so that it would not be read back as it is",
)
_REASON = "writing the ledger"


@attrs.frozen(kw_only=True)
class RosterText:
    """The three texts of a roster; `read_roster` takes them under the same names."""

    units: str
    members: str
    households: str


def write_roster(roster: Roster, *, audience: Audience, lang: Lang = "en") -> RosterText:
    """
    The roster as three texts of CSV, which read back as the same roster.

    Args:
        roster: What is written.
        audience: Private columns (telephone, identity number, birth date, head of household) and what is
            recorded of a household's needs are written for `Audience.LEDGER` alone.
        lang: The language of headers and of the words for kinds and statuses.

    Raises:
        InvalidInput: An id or a text would not be read back as it is.

    Example:
        >>> roster = read_roster(units="id,kind,name\\nb-east,branch,东岭村党支部")
        >>> print(write_roster(roster, audience=Audience.LEDGER, lang="zh").units.splitlines()[1])
        b-east,党支部,东岭村党支部,,,,,,,,
    """
    a_roster(roster, "roster")
    kept = roster if audience is Audience.LEDGER else _public(roster)
    text = RosterText(
        units=_table("units", (_unit(unit, lang) for unit in kept.units), lang),
        members=_table("members", (_member(member, lang) for member in kept.members), lang),
        households=_table("households", (_household(one, lang) for one in kept.households), lang),
    )
    try:
        same = read_roster(**attrs.asdict(text), nesting=roster.nesting) == kept
    except InvalidInput:
        same = False
    if not same:
        raise InvalidInput(UNWRITABLE.fault("roster"))
    return text


def _public(roster: Roster) -> Roster:
    """The roster without what is private, and without whom an office helps."""
    return attrs.evolve(
        roster,
        members=[attrs.evolve(one, born=None, phone=None, id_number=None) for one in roster.members],
        households=[attrs.evolve(one, head=None, statuses=(), needs=()) for one in roster.households],
    )


def _table(table: str, rows: Iterable[dict[str, str]], lang: Lang) -> str:
    """A header and the rows; columns that read into the same field as another are left out."""
    headers = {name: more for name, more in words.HEADERS[table].items() if name not in _READ_ONLY[table]}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(more[0] if lang == "zh" else name for name, more in headers.items())
    writer.writerows([words.guarded(row.get(name, "")) for name in headers] for row in rows)
    return out.getvalue()


_READ_ONLY: dict[str, set[str]] = {
    "units": set(),
    "members": {"place", "floating", "out_of_contact"},
    "households": set(),
}


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _label(kind: type[Labelled], code: str, lang: Lang) -> str:
    return kind(code).label(lang) if lang == "zh" and code in set(kind) else code


def _term(what: str, term: Term) -> str:
    """What counts, and its days where they are known."""
    return what if term.since is term.until is None else f"{what} {_day(term.since)}..{_day(term.until)}"


def _belongs(belongs: Iterable[Belonging]) -> str:
    return "; ".join(_term(one.unit, one) for one in belongs)


def _opened(private: Private[str] | None) -> str:
    return "" if private is None else private.open(reason=_REASON)


def _unit(unit: Unit, lang: Lang) -> dict[str, str]:
    plain = attrs.asdict(unit)
    days = {name: _day(plain[name]) for name in ("since", "until")}
    texts = {name: text or "" for name, text in plain.items() if name not in days}
    return {**texts, **days, "kind": _label(UnitKind, unit.kind, lang), "covers": "; ".join(unit.covers)}


def _member(member: Member, lang: Lang) -> dict[str, str]:
    steps = ((_label(MemberStatus, status, lang), since) for since, status in member.status.steps)
    return {
        "id": member.id,
        "name": member.name,
        "status": "; ".join(word if since == date.min else f"{word} {_day(since)}" for word, since in steps),
        "belongs": _belongs(member.belongs),
        "household": member.household or "",
        "posts": "; ".join(_term(f"{post.role}@{post.unit}", post) for post in member.posts),
        "skills": "; ".join(member.skills),
        "tags": "; ".join(sorted(member.tags)),
        "admitted": _day(member.admitted),
        "born": _opened(member.born),
        "phone": _opened(member.phone),
        "id_number": _opened(member.id_number),
        **({} if member.exemption is None else _exemption(member.exemption)),
    }


def _exemption(exemption: Exemption) -> dict[str, str]:
    return {
        "exempt_reason": exemption.reason,
        "exempt_decision": exemption.decision,
        "exempt_by": exemption.decided_by,
        "exempt_decided": _day(exemption.decided_on),
        "exempt_since": _day(exemption.since),
        "exempt_until": _day(exemption.until),
    }


def _household(household: Household, lang: Lang) -> dict[str, str]:
    standings = (_term(_label(HouseholdStatus, one.status, lang), one) for one in household.statuses)
    return {
        "id": household.id,
        "head": _opened(household.head),
        "belongs": _belongs(household.belongs),
        "statuses": "; ".join(standings),
        "needs": "; ".join(household.needs),
    }
