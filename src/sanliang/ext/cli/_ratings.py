"""What ratings look like: rows for people, and plain data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sanliang.kernel.errors import Fault, Lang
from sanliang.kernel.labels import Labelled, Text, decimal
from sanliang.kernel.timeline import Span
from sanliang.ratings import Exempt, NotRatable, Rated, Rating
from sanliang.ratings._explain._ground import Ground, Index, rule
from sanliang.ratings._explain._tiers import movers
from sanliang.rulebooks import NONE, SCORE

HEAD = (Text("编号", "id"), Text("等次", "tier"), Text("总分", "score"), Text("说明", "remarks"))
NO_TIER = Text("无", "none")
WITHHELD = Text("不展示", "not displayed")
DECIDED = Text("经决定，原为 {tier}", "by decision; computed: {tier}")
MOVED = Text("因名额调整，原为 {tier}", "moved by quotas; before: {tier}")
STRUCK = Text("按“{says}”，原为 {tier}", "by “{says}”; before: {tier}")
NO_SCORE = Text("总分未定", "no score")
ACTIONS = Text("后续：{names}", "to do: {names}")
MISSING = Text("缺 {names}", "not known: {names}")
WRONG = Text("{path} {says}", "{path} {says}")
MOST_STARS = 10
SHORT = {"zh": 20, "en": 40}
"""So many characters of a clause stand in a table."""


class Outcome(Labelled):
    """What came of rating somebody."""

    RATED = "rated", "已评定", "rated"
    EXEMPT = "exempt", "免评", "exempt"
    NOT_RATABLE = "not_ratable", "不能评定", "not ratable"


def outcome(rating: Rating) -> Outcome:
    """Which of the three it is."""
    match rating:
        case Rated():
            return Outcome.RATED
        case Exempt():
            return Outcome.EXEMPT
        case _:
            return Outcome.NOT_RATABLE


def stars(tier: str) -> int | None:
    """How many stars a tier is, where its name is their number."""
    return 0 if tier == NONE else int(tier) if tier.isascii() and tier.isdigit() else None


def shown_score(rating: Rating) -> str | None:
    """The score as a decimal text, of those who have one."""
    return decimal(rating.score) if isinstance(rating, Rated) and rating.score is not None else None


def both(text: Text) -> dict[str, str]:
    """A text in both languages, as data."""
    return {"zh": text.zh, "en": text.get("en")}


# --- for programs --------------------------------------------------------------------------------------


def as_data(id: str | None, rating: Rating) -> dict[str, Any]:
    """A rating as plain data; numbers are decimal texts."""
    data: dict[str, Any] = {"id": id, "outcome": outcome(rating).value, "tier": None, "score": None}
    match rating:
        case Rated():
            data |= {
                "tier": rating.tier,
                "score": shown_score(rating),
                "computed": rating.computed,
                "proposed": rating.proposed,
                "withheld": rating.withheld,
                "stars": stars(rating.tier),
                "actions": rating.actions,
                "missing": rating.missing,
                "items": {item: decimal(points) for item, points in rating.points.items()},
            }
        case NotRatable():
            data |= {
                "missing": rating.missing,
                "wrong": [_fault(fault) for fault in rating.wrong],
                "items": {line.item: decimal(line.points) for line in rating.lines},
            }
        case _:
            data |= {"clause": rating.clause}
    return data


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "path": fault.path, "message": {"zh": fault.zh, "en": fault.en}}


def of_span(span: Span) -> list[str]:
    """A cycle as its first and its last day."""
    return [span.start.isoformat(), span.end.isoformat()]


# --- for people ----------------------------------------------------------------------------------------


def row(id: str, rating: Rating, index: Index, lang: Lang) -> tuple[str, str, str, str]:
    """A rating by an indexed book as the cells of `HEAD`."""
    match rating:
        case Rated():
            said = joined([*_moves(rating, index, lang), *remarks(rating, lang)], lang)
            return id, shown_tier(rating.tier, lang), shown_score(rating) or "", said
        case NotRatable():
            score = next((decimal(line.points) for line in rating.lines if line.item == SCORE), "")
        case _:
            score = ""
    return id, "", score, joined([outcome(rating).label(lang), *remarks(rating, lang)], lang)


def shown_tier(tier: str, lang: Lang) -> str:
    """A tier, with its stars where it is a number of them."""
    count = stars(tier)
    if tier == NONE:
        return NO_TIER.get(lang)
    return f"{tier} {'★' * count}" if count and count <= MOST_STARS else tier


def _moves(rating: Rated, index: Index, lang: Lang) -> Iterator[str]:
    """Why the tier is not the one that the scale proposed: by which clauses, and by quotas."""
    tier = rating.proposed
    for place, found in () if tier in rating.left else movers(rating, Ground.of(rating, index)):
        says = rule(index.book.clauses[place].says, place).get(lang)
        short = says if len(says) <= SHORT[lang] else f"{says[: SHORT[lang]]}…"
        yield STRUCK.get(lang).format(says=short, tier=shown_tier(tier, lang))
        tier = found
    if rating.moved and rating.override is None:
        yield MOVED.get(lang).format(tier=shown_tier(tier, lang))


def remarks(rating: Rating, lang: Lang) -> Iterator[str]:
    """What is to be known of a rating beside its tier and its score."""
    match rating:
        case Rated():
            if rating.score is None:
                yield NO_SCORE.get(lang)
                yield MISSING.get(lang).format(names=", ".join(rating.missing))
            if rating.withheld:
                yield WITHHELD.get(lang)
            if rating.override is not None:
                yield DECIDED.get(lang).format(tier=shown_tier(rating.computed, lang))
            if rating.actions:
                yield ACTIONS.get(lang).format(names=", ".join(rating.actions))
        case NotRatable():
            yield MISSING.get(lang).format(names=", ".join(rating.missing))
            for fault in rating.wrong:
                yield WRONG.get(lang).format(path=fault.path, says=fault.text(lang))


def joined(parts: Iterable[str], lang: Lang) -> str:
    """Several remarks as one."""
    return ("；" if lang == "zh" else "; ").join(parts)


class Tally:
    """How many there are of each tier, and without a rating."""

    def __init__(self) -> None:
        self.found = Counter[str]()

    def add(self, one: Rating) -> None:
        """Count one."""
        self.found[f"tier {one.tier}" if isinstance(one, Rated) else outcome(one)] += 1

    def text(self, tiers: Iterable[str], lang: Lang) -> str:
        """The tiers from the highest down, then who is exempt or cannot be rated."""
        rated = [(shown_tier(tier, lang), self.found[f"tier {tier}"]) for tier in tiers]
        others = [(one.label(lang), self.found[one]) for one in (Outcome.EXEMPT, Outcome.NOT_RATABLE)]
        return "   ".join(f"{name}: {count}" for name, count in (*rated, *others) if count)
