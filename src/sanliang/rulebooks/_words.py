"""Words that a township adds to the language: a tariff, a scale or an effect, with the code behind it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from keyword import iskeyword
from typing import Any, cast

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, exact, instance, names, optional, whole
from sanliang.kernel.labels import Labelled, Phrase, Text
from sanliang.rulebooks._values import ByDay, ByWord, Fixed, Value

BAD_TAG = Phrase(
    "word.tag",
    "应为小写字母开头，后接小写字母、数字或 _，至多 40 个字符，且不是 Python 的关键字",
    "must be a lower-case letter, then such, digits or _, 40 characters at most, and no keyword of Python",
)
BAD_MISSING = Phrase(
    "word.missing", "不是该键所要求的{type}", "is not what the key asks for, which is: {type}"
)
NOT_KEYS = Phrase("word.keys", "应为由键名到 Key 的映射", "must be a mapping from names to a Key each")
NOT_CODE = Phrase("word.code", "应为函数", "must be a function")
OTHER_SHAPE = Phrase(
    "word.shape",
    "应能按位置接收 {count} 个值，并以键名接收：{keys}",
    "must take {count} values by position, and by name: {keys}",
)
NO_TIERS = Phrase(
    "word.no_tiers", "等次只能在条款的词中使用", "asks for a tier, which only the word of a clause may"
)
TIERS_TAKEN = Phrase(
    "word.tiers_taken", "scale 的词总有 tiers，不能另设", "is a key that the word of a scale always has"
)

_TAG = re.compile(r"[a-z][a-z0-9_]{0,39}")


def tag(value: Any, path: str = "") -> str:
    """A name that is both a key of a rulebook and an argument of a function."""
    if not isinstance(value, str) or not _TAG.fullmatch(value) or iskeyword(value):
        raise InvalidInput(BAD_TAG.fault(path))
    return str(value)


class KeyType(Labelled):
    """What a key of a word holds."""

    NUMBER = "number", "数", "number"
    WHOLE = "whole", "整数", "whole number"
    YES = "yes", "是或否", "yes or no"
    WORD = "word", "词", "word"
    TIER = "tier", "等次", "tier"


@attrs.frozen(kw_only=True)
class Key:
    """
    What may stand in the table of a word.

    Attributes:
        holds: `NUMBER` is any number of a book, by day and by word too, and comes as a `Fraction`; `WHOLE` is
            plain, from 0 to a million, and comes as an `int`; `YES`; `WORD`; `TIER` is a tier of the book.
        says: What it means; editors show it.
        missing: What holds where it is left out; without it, it has to be written.
        among: The words that it may be; any, where there are none.
    """

    holds: KeyType = attrs.field(validator=checked(KeyType.of))
    says: Text = attrs.field(validator=checked(instance(Text)))
    missing: Fraction | int | str | bool | None = None
    among: tuple[str, ...] = attrs.field(default=(), validator=checked(names))

    def __attrs_post_init__(self) -> None:
        if self.missing is not None and not self._fits(self.missing):
            raise InvalidInput(BAD_MISSING.fault("missing", type=self.holds))

    def _fits(self, missing: object) -> bool:
        match self.holds:
            case KeyType.NUMBER:
                exact(missing, "missing")
                return True
            case KeyType.WHOLE:
                return type(whole(missing, "missing", least=0, most=MOST)) is int
            case KeyType.YES:
                return isinstance(missing, bool)
            case _:
                return isinstance(missing, str) and (not self.among or missing in self.among)

    @property
    def otherwise(self) -> Given | None:
        """What stands in a book that leaves the key out."""
        number = self.holds is KeyType.NUMBER and self.missing is not None
        return Fixed(exact(self.missing)) if number else cast("Given | None", self.missing)


MOST = 1_000_000

Given = Value | int | bool | str
"""What a key was given in a book."""

Setting = Mapping[str, Fraction | int | bool | str]
"""What the keys of a word come to, for one subject on one day; the code takes it by name."""


def values_in(given: Mapping[str, Given]) -> Iterator[tuple[str, Value]]:
    """The numbers of a book that the keys of a word were given, with the keys."""
    return ((key, one) for key, one in given.items() if isinstance(one, Fixed | ByDay | ByWord))


def _keys(value: Any, path: str) -> FrozenMap[str, Key]:
    """The keys of a word, each with a name that the code can take."""
    if not isinstance(value, Mapping):
        raise InvalidInput(NOT_KEYS.fault(path))
    faults, found = Faults(), dict[str, Key]()
    for name, key in value.items():
        try:
            found[tag(name, path)] = instance(Key)(key, f"{path}.{name}")
        except InvalidInput as error:
            faults.extend(error)
    faults.check()
    return FrozenMap(found)


def _code(value: Any, path: str) -> Callable[..., Any]:
    if not callable(value):
        raise InvalidInput(NOT_CODE.fault(path))
    return value  # type: ignore[no-any-return]


def _taken(code: Callable[..., Any] | None, path: str, *, by_place: int, keys: Iterable[str]) -> list[Fault]:
    """Whether a function takes so many values, and the keys by name; not every function says."""
    try:
        if code is not None:
            inspect.signature(code).bind(*range(by_place), **dict.fromkeys(keys))
    except TypeError:
        return [OTHER_SHAPE.fault(path, count=by_place, keys=tuple(keys))]
    except ValueError:
        return []
    return []


@attrs.frozen(kw_only=True)
class TariffWord:
    """
    A tariff of a township's own: how a number becomes points.

    Attributes:
        tag: The key of an item under which it stands.
        says: What it does, in a sentence.
        keys: What its table says, by key.
        points: Takes the number, and each key by name; gives the points, exactly.
        bounds: Takes the least and the most that the number can be, `None` where there is no end, and each
            key by name; gives the least and the most that the points can be. It is asked for whom the number
            is not known.
        rises: True where more of the number never gives fewer points, False where it never gives more: then
            no bounds are needed. Without either, what is not known may come to anything.

    Raises:
        InvalidInput: A name that the language or Python has, a key that no function takes.

    Example:
        >>> def steps_of(number, *, per):
        ...     return number // per
        >>> word = TariffWord(
        ...     tag="full",
        ...     says=Text("每满多少计 1 分", "a point for each so many in full"),
        ...     keys={"per": Key(holds=KeyType.NUMBER, says=Text("多少", "how many"))},
        ...     points=steps_of,
        ...     rises=True,
        ... )
        >>> word.points(Fraction(7), per=Fraction(2))
        3
    """

    tag: str = attrs.field(validator=checked(tag))
    says: Text = attrs.field(validator=checked(instance(Text)))
    keys: Mapping[str, Key] = attrs.field(default=FrozenMap(), validator=checked(_keys))
    points: Callable[..., Fraction | int] = attrs.field(validator=checked(_code))
    bounds: Callable[..., tuple[Fraction | int | None, Fraction | int | None]] | None = attrs.field(
        default=None, validator=checked(optional(_code))
    )
    rises: bool | None = attrs.field(default=None, validator=checked(optional(instance(bool))))

    def __attrs_post_init__(self) -> None:
        _fit(
            *_no_tiers(self.keys),
            *_taken(self.points, "points", by_place=1, keys=self.keys),
            *_taken(self.bounds, "bounds", by_place=2, keys=self.keys),
        )


@attrs.frozen(kw_only=True)
class ScaleWord:
    """
    A scale of a township's own: from the score to a tier. Its table always has `tiers`: the book names them.

    Attributes:
        tag: The key of the scale under which it stands.
        says: What it does, in a sentence.
        keys: What its table says besides `tiers`, by key.
        tier: Takes the score, the names of the tiers from the highest down, and each key by name; gives one
            of the names, or `none`.
        rises: Whether a higher score never gives a lower tier; without it, a score that is not known may come
            to any.
    """

    tag: str = attrs.field(validator=checked(tag))
    says: Text = attrs.field(validator=checked(instance(Text)))
    keys: Mapping[str, Key] = attrs.field(default=FrozenMap(), validator=checked(_keys))
    tier: Callable[..., str] = attrs.field(validator=checked(_code))
    rises: bool = attrs.field(default=False, validator=checked(instance(bool)))

    def __attrs_post_init__(self) -> None:
        _fit(
            *_no_tiers(self.keys),
            *([TIERS_TAKEN.fault("keys.tiers")] if "tiers" in self.keys else ()),
            *_taken(self.tier, "tier", by_place=2, keys=self.keys),
        )


@attrs.frozen(kw_only=True)
class EffectWord:
    """
    An effect of a township's own: which tiers a clause leaves.

    Attributes:
        tag: The key of `then` under which it stands.
        says: What it does, in a sentence.
        keys: What its table says, by key.
        left: Takes the names of all tiers from the highest down (`none` is the last), the tier of the cycle
            before (`None`: there was no rating), and each key by name; gives the names that remain.
    """

    tag: str = attrs.field(validator=checked(tag))
    says: Text = attrs.field(validator=checked(instance(Text)))
    keys: Mapping[str, Key] = attrs.field(default=FrozenMap(), validator=checked(_keys))
    left: Callable[..., Iterable[str]] = attrs.field(validator=checked(_code))

    def __attrs_post_init__(self) -> None:
        _fit(*_taken(self.left, "left", by_place=2, keys=self.keys))


def _no_tiers(keys: Mapping[str, Key]) -> list[Fault]:
    return [NO_TIERS.fault(f"keys.{name}") for name, key in keys.items() if key.holds is KeyType.TIER]


def _fit(*faults: Fault) -> None:
    if faults:
        raise InvalidInput(*faults)


Word = TariffWord | ScaleWord | EffectWord
"""A word of a township's own."""
