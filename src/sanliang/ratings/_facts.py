"""The facts of one subject, as a rulebook reads them; what is not known stays so, with its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from sanliang.kernel.errors import SHOWN, Fault, Faults, InvalidInput
from sanliang.kernel.fields import FLOAT, FrozenMap, instances
from sanliang.kernel.labels import Phrase, nearest_of
from sanliang.kernel.timeline import Span
from sanliang.ratings._given import at, counted, edges, inside, read, table
from sanliang.ratings._known import Amount, Ends, Known, Number, Unknown, hull
from sanliang.ratings._readings import Reading
from sanliang.records import Record
from sanliang.rulebooks import ByDay, Fact, FactType, Fixed, FromRecords, Rulebook
from sanliang.rulebooks._reach import of_fact
from sanliang.rulebooks._values import NO, YES, Unlisted, Value, worth

UNKNOWN_FACT = Phrase("facts.unknown", "该办法没有这个事实；{near}", "is no fact of the book; {near}")
UNLISTED = Phrase(
    "facts.unlisted", "该办法没有列出这个词", "is a word that the book gives no value for, and no `else`"
)


def unknown_fact(path: str, name: object, known: Iterable[str], *, hint: bool = True) -> Fault:
    """That a book has no fact of a name, and which one was most likely meant, if that is to be looked up."""
    return UNKNOWN_FACT.fault(at(path, name), near=nearest_of(name if hint else None, known))


class Facts:
    """
    The facts of one subject in one cycle; each is worked out once, when it is first asked for.

    Attributes:
        day: The last day of the cycle: everything but a record stands as on it.
        words: The words that are known, and yes or no as a word, by fact: values by word look here.
        wrong: By fact, what keeps something that was given from being known.
        assumed: The facts that nobody gave, so that the book's `missing` holds.

    Args:
        hints: For so many names that the book does not have it is looked up which one was meant. That takes
            a millisecond each; more faults than are shown need none.

    Raises:
        InvalidInput: A fact that the book does not have; a float.
    """

    def __init__(
        self,
        book: Rulebook,
        given: Mapping[str, Any],
        *,
        span: Span,
        records: Iterable[Record] | None,
        hints: int = SHOWN,
    ) -> None:
        table(given, "facts")
        self.span, self.day = span, span.end
        self.wrong: dict[str, Fault] = {}
        self.words: dict[str, str] = {}
        self.assumed = set[str]()
        self._facts = {fact.id: fact for fact in book.facts}
        self._records = None if records is None else instances(Record)(records, "records")
        self._known: dict[str, Known] = {}
        self._hints = hints
        self._take(given)

    @classmethod
    def of(
        cls, book: Rulebook, readings: Mapping[str, Reading], *, span: Span, missing: Iterable[str]
    ) -> Facts:
        """The facts that a rating was made of; those that are missing from it are not known."""
        facts = cls(book, {}, span=span, records=None)
        known = {name: one for name, one in readings.items() if facts.has(name)}
        chosen = ((name, one.value) for name, one in known.items())
        facts.words = {name: as_word(value) for name, value in chosen if isinstance(value, str | bool)}
        facts._known = {name: facts.not_known(name) for name in missing if facts.has(name)}
        facts._known |= {name: _known(one.value) for name, one in known.items()}
        return facts

    def _take(self, given: Mapping[str, Any]) -> None:
        """Read what was given by hand: the words and the answers first, since values depend on them."""
        words = dict.fromkeys(name for name, fact in self._facts.items() if fact.type != FactType.NUMBER)
        self._known |= self._read({name: value for name, value in given.items() if name in words})
        for name in words:
            word = self.get(name)
            if isinstance(word, str | bool):
                self.words[name] = as_word(word)
        self._known |= self._read({name: value for name, value in given.items() if name not in words})

    def get(self, name: str) -> Known:
        """What is known of a fact."""
        if name not in self._known:
            self._known[name] = self._work_out(self._facts[name])
        return self._known[name]

    def has(self, name: str) -> bool:
        """Whether the book has a fact of this name."""
        return name in self._facts

    def fact(self, name: str) -> Fact:
        """What the book says of a fact."""
        return self._facts[name]

    @property
    def readings(self) -> FrozenMap[str, Reading]:
        """What was known, by fact: what was given, and what rules have asked for."""
        known = ((name, one) for name, one in self._known.items() if not isinstance(one, Unknown))
        return FrozenMap({name: _reading(one, assumed=name in self.assumed) for name, one in known})

    def not_known(self, name: str) -> Unknown:
        """That a fact is not known, and what it can be."""
        return Unknown(frozenset({name}), self.ends(self._facts[name]))

    # --- values of the book ---------------------------------------------------------------------------

    def worth(self, value: Value) -> Fraction:
        """
        What a value of the book comes to for the subject on the last day of the cycle.

        Raises:
            NotInForce: The value does not count yet on that day.
            Unlisted: It depends on a word that is not known, or has no arm.
        """
        return worth(value, on=self.day, words=self.words)

    def bounds(self, value: Value, *, ever: bool = False) -> Ends:
        """
        The least and the most that a value of the book can come to for the subject.

        Args:
            value: The value.
            ever: Whether on any day until the last one of the cycle, as of records, or on that day.
        """
        match value:
            case Fixed(number=number):
                return number, number
            case ByDay(steps=steps):
                counting = [step for since, step in steps if since <= self.day]
                if not counting:
                    self.worth(value)  # raises, since the book is not in force
                return hull(*(self.bounds(step, ever=ever) for step in counting[0 if ever else -1 :]))
            case _:
                arms = (*value.arms.values(), *(() if value.otherwise is None else (value.otherwise,)))
                word = self.words.get(value.by)
                arm = None if word is None else value.arms.get(word, value.otherwise)
                return hull(*(self.bounds(one, ever=ever) for one in (arms if arm is None else (arm,))))

    def number(self, value: Value) -> Number:
        """As `worth`, and not known where it depends on a word that is not."""
        try:
            return self.worth(value)
        except Unlisted as error:
            return Unknown(self.unlisted(error.by).names, self.bounds(value))

    def unlisted(self, by: str) -> Unknown:
        """That something is not known because of a word that is not, or that the book does not list."""
        if by in self.words:
            self.wrong[by] = UNLISTED.fault(f"facts.{by}")
        return Unknown(frozenset({by}))

    # --- where facts come from ------------------------------------------------------------------------

    def _read(self, given: Mapping[str, Any]) -> dict[str, Known]:
        """What was given by hand; what cannot be read is not known, and says why."""
        faults, known = Faults(), dict[str, Known]()
        for name, value in given.items():
            if name not in self._facts:
                hint = faults.count < self._hints
                faults.add(unknown_fact("facts", name, self._facts, hint=hint))
            elif value is not None:
                try:
                    known[name] = self._read_one(self._facts[name], value)
                except InvalidInput as error:
                    faults.extend(error)
        faults.check()
        return known

    def _read_one(self, fact: Fact, value: Any) -> Known:
        """A float is refused: it would not be what was meant. Anything else that is wrong is not known."""
        try:
            known = read(fact, value, span=self.span, worth=self.worth)
        except Unlisted as error:
            return Unknown(self.unlisted(error.by).names, self.ends(fact))
        except InvalidInput as error:
            if any(fault.code == FLOAT.code for fault in error.faults):
                raise
            self.wrong[fact.id] = error.faults[0]
            known = None
        return self.not_known(fact.id) if known is None else known

    def _work_out(self, fact: Fact) -> Known:
        """What is known of a fact that nobody gave by hand."""
        if isinstance(fact.origin, FromRecords) and self._records is not None:
            found = counted(fact.origin, self._records, self.span)
            return self.not_known(fact.id) if found is None else self._inside(fact, found)
        missing = fact.missing
        if missing is None:
            return self.not_known(fact.id)
        self.assumed.add(fact.id)
        if isinstance(missing, str | bool):
            return missing
        number = self.number(missing)
        return number if isinstance(number, Unknown) else Amount(total=number)

    def _inside(self, fact: Fact, found: Amount) -> Known:
        """What records come to, if it lies between the edges of the fact."""
        if not fact.edges:
            return found
        try:
            inside(found.total, edges(fact, self.worth), f"facts.{fact.id}")
        except Unlisted as error:
            return Unknown(self.unlisted(error.by).names, self.ends(fact))
        except InvalidInput as error:
            self.wrong[fact.id] = error.faults[0]
            return self.not_known(fact.id)
        return found

    def ends(self, fact: Fact) -> Ends:
        """What a fact can be, whatever is not known of it."""
        return of_fact(fact, self.bounds)


def as_word(known: str | bool) -> str:
    """The word by which a value is chosen: of a yes or no, these."""
    return known if isinstance(known, str) else YES if known else NO


def _reading(known: Amount | str | bool, *, assumed: bool) -> Reading:
    if not isinstance(known, Amount):
        return Reading(value=known, assumed=assumed)
    return Reading(value=known.total, assumed=assumed, weighed=known.weighed, decision=known.decision)


def _known(value: Fraction | str | bool) -> Known:
    return Amount(total=value) if isinstance(value, Fraction) else value
