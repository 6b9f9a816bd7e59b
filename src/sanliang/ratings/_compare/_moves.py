"""Who moves when a rulebook changes, and by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from sanliang.kernel.errors import Lang
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.timeline import Span
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.ratings._compare._changes import Change
from sanliang.ratings._outcomes import Exempt, Rated, Rating

NOBODY = Phrase("compare.nobody", "{people}人，无人变动", "{people} people, and nobody moves")
SUMMARY = Phrase(
    "compare.summary",
    "{people}人中，等次有变的{moved}人，只有得分有变的{scored}人",
    "of {people} people, {moved} change their tier and {scored} their score alone",
)
COUNTS = Phrase("compare.counts", "各等次人数", "how many hold each tier")
COUNT = Phrase("compare.count", "{tier}：{before}人，改后{after}人", "{tier}: {before}, then {after}")
CHANGES = Phrase("compare.changes", "办法的改动", "what has changed in the book")
CHANGE = Phrase("compare.change", "{part}（{what}）：{says}", "{part} ({what}): {says}")
MOVE = Phrase("compare.move", "{id}：{before}，改后{after}", "{id}: {before}, then {after}")
TIER_SCORE = Phrase("compare.tier_score", "{tier}（{score}分）", "{tier} ({score})")
EXEMPT = Phrase("compare.exempt", "不参加评定", "exempt")
OPEN = Phrase("compare.open", "暂不能评定", "cannot be rated yet")


@attrs.frozen(kw_only=True)
class Move:
    """
    Somebody whose outcome, tier or score differs between two books.

    Attributes:
        id: Who.
        before: The rating by the old book, *after* by the new one.
        rungs: By how many rungs the tier rises (below 0: falls), by the order of the new book, or where that
            does not have both tiers, of the old one; nothing where neither has, or one is not rated.
        score: By how much the score grows; nothing where one of the two has none.
        because: The rules whose change made the difference.
    """

    id: str
    before: Rating
    after: Rating
    rungs: int | None = None
    score: Fraction | None = None
    because: tuple[Reason, ...] = ()

    @property
    def tier_moves(self) -> bool:
        """Whether the tier or the outcome differs, and not the score alone."""
        return outcome(self.before) != outcome(self.after)

    @property
    def rules(self) -> tuple[str, ...]:
        """The paths of the rules whose change made the difference, each once."""
        return tuple(dict.fromkeys(reason.path for reason in self.because))


@attrs.frozen(kw_only=True)
class Count:
    """
    How many hold a tier by the old book and by the new one.

    Attributes:
        outcome: `rated`, `exempt` or `not_ratable`; of the rated, the *tier*.
    """

    outcome: str
    tier: str | None = None
    before: int
    after: int


@attrs.frozen(kw_only=True)
class Comparison:
    """
    What a change of rules does to the same people.

    Attributes:
        old, new: The ids of the books; *cycle* is the cycle by the new one.
        people: How many were compared.
        changes: The rules that differ by substance, in the order of the parts of a book.
        moves: Who moves, in the order of ids.
        counts: By tier, from the highest of the new book down, then those that it no longer has; then the
            exempt and those who cannot be rated.
    """

    old: str
    new: str
    cycle: Span
    people: int
    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()
    counts: tuple[Count, ...] = ()
    _names: Mapping[str, Text] = attrs.field(repr=False, alias="names")

    @property
    def verdict(self) -> Verdict:
        """Everything as a tree of reasons; it is true where nobody moves."""
        moved = sum(move.tier_moves for move in self.moves)
        summary = Reason.of(
            SUMMARY if self.moves else NOBODY,
            because=(*(self._move(move) for move in self.moves),),
            people=self.people,
            moved=moved,
            scored=len(self.moves) - moved,
        )
        reasons = (summary, Reason.of(COUNTS, because=(self._count(one) for one in self.counts)))
        changed = Reason.of(CHANGES, because=(reason_of(change) for change in self.changes))
        return Verdict(ok=not self.moves, reasons=(*reasons, changed) if self.changes else reasons)

    def text(self, lang: Lang = "en") -> str:
        """Who moves and why, how many hold each tier, and what has changed."""
        return self.verdict.text(lang)

    def _move(self, move: Move) -> Reason:
        return Reason.of(
            MOVE,
            because=move.because,
            id=move.id,
            before=self._held(move.before),
            after=self._held(move.after),
            rungs=move.rungs,
            score=move.score,
        )

    def _held(self, rating: Rating) -> Text:
        if not isinstance(rating, Rated):
            return (EXEMPT if isinstance(rating, Exempt) else OPEN).fill()
        tier = self._names[rating.tier]
        return tier if rating.score is None else TIER_SCORE.fill(tier=tier, score=rating.score)

    def _count(self, one: Count) -> Reason:
        name = {"exempt": EXEMPT.fill(), "not_ratable": OPEN.fill()}.get(one.outcome)
        shown = self._names[one.tier or ""] if name is None else name
        return Reason.of(COUNT, tier=shown, name=one.tier, before=one.before, after=one.after)


def reason_of(change: Change) -> Reason:
    """A change as a reason."""
    return Reason.of(
        CHANGE, path=change.path, clause=change.source, part=change.part, what=change.what, says=change.says
    )


def outcome(rating: Rating) -> tuple[str, str | None]:
    """What came of somebody: the outcome, and of the rated the tier."""
    match rating:
        case Rated(tier=tier):
            return "rated", tier
        case Exempt():
            return "exempt", None
        case _:
            return "not_ratable", None


def score_of(rating: Rating) -> Fraction | None:
    """The score of whoever is rated and has one."""
    return rating.score if isinstance(rating, Rated) else None


def rungs(before: Rating, after: Rating, *orders: tuple[str, ...]) -> int | None:
    """By how many rungs a tier rises, by the first order that has both."""
    if isinstance(before, Rated) and isinstance(after, Rated):
        for tiers in orders:
            if before.tier in tiers and after.tier in tiers:
                return tiers.index(before.tier) - tiers.index(after.tier)
    return None


def counted(before: Iterable[Rating], after: Iterable[Rating], tiers: Iterable[str]) -> Iterator[Count]:
    """How many hold each tier, by both books."""
    was, now = Counter(map(outcome, before)), Counter(map(outcome, after))
    kinds = [*(("rated", tier) for tier in tiers), ("exempt", None), ("not_ratable", None)]
    for kind, tier in kinds:
        yield Count(outcome=kind, tier=tier, before=was[kind, tier], after=now[kind, tier])
