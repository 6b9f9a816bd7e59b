"""The registry: which kinds there are, by tag and by class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import attrs

from sanliang.kernel.errors import Fault, Faults, InvalidInput
from sanliang.kernel.fields import NOT_TEXT, FrozenMap, checked, instances
from sanliang.kernel.labels import Phrase, Text, nearest_of
from sanliang.kernel.privacy import Audience
from sanliang.kernel.wire import newer
from sanliang.kernel.wire._in import _KINDS, MISSING, UNKNOWN, WRONG_KIND, shown_key
from sanliang.serial._form import Form, frozen_map
from sanliang.serial._holds import holds_private, is_endless
from sanliang.serial._in import form_reader, strict
from sanliang.serial._out import Writers
from sanliang.serial._shapes import Reasons, ReasonShape
from sanliang.serial._tags import UNKNOWN_TAG, by_nearness
from sanliang.serial._text import Texts
from sanliang.serial._upgrades import Upgrade, bad_chains, chain

if TYPE_CHECKING:
    from cattrs import Converter

TWICE = Phrase("registry.twice", "{name} 已有另一登记", "{name} stands in the registry a second time")
OTHER_KINDS = Phrase("document.expected", "应为 {kinds}", "must be of the kind {kinds}")
MASKED = Phrase(
    "serial.masked",
    "是为公开而写的，隐私内容已略去；只有为台账所写的才能读入",
    "was written for the public and lacks what is private; only what is written for the ledger can be read",
)
NO_KIND = Phrase(
    "registry.class",
    "登记表中没有该类；请以 `registry.with_` 加入",
    "is of a class that the registry does not have; add it with `registry.with_`",
)


class Opened(NamedTuple):
    """What a document holds: its form, the data of the value, and where in it that stands."""

    form: Form[Any]
    data: Any
    path: str


def _unwrapped(rest: dict[str, Any]) -> Any:
    """The data of a kind whose fields stand under `value`."""
    faults = Faults()
    if "value" not in rest:
        faults.add(MISSING.fault("value"))
    for key in rest:
        if key != "value":
            faults.add(UNKNOWN.fault(shown_key(key), near=nearest_of(None, ["value"])))
    faults.check()
    return rest["value"]


@attrs.frozen
class _Reading:
    """A converter that reads one form, whatever class is named."""

    structure: Callable[[Any, Any], Any]


@attrs.frozen(kw_only=True, eq=False)
class Registry:
    """
    Which kinds are written and read. It is a value: adding to it makes another one.

    Args:
        forms: The form of each kind, its newest version; kept in the order of their tags.
        enums: By a name of its own, each enum that a parameter of a `Reason` may be a member of.
        upgrades: From each version that was ever written to the next one.

    Raises:
        InvalidInput: A name stands here twice, whatever its versions; a class has several forms and no tag
            of its own to tell them apart; the upgrades leave a version out, start twice from one, skip one,
            go in a circle or lead nowhere; every fault at once.

    Example:
        >>> from sanliang import Span
        >>> Registry(forms=[Form(tag="span/1", of=Span)]).tags
        ('span/1',)
    """

    forms: tuple[Form[Any], ...] = attrs.field(validator=checked(instances(Form)), repr=False)
    enums: Mapping[str, type[Enum]] = attrs.field(
        default=FrozenMap(), validator=checked(frozen_map), repr=False
    )
    upgrades: tuple[Upgrade, ...] = attrs.field(default=(), validator=checked(instances(Upgrade)), repr=False)

    def __attrs_post_init__(self) -> None:
        faults, seen, classes = Faults(), set[str](), set[type]()
        for place, form in enumerate(self.forms):
            name = form.tag.partition("/")[0]
            if name in seen:
                faults.add(TWICE.fault(f"forms[{place}].tag", name=name))
            if form.of in classes and not hasattr(form.of, "tag"):
                faults.add(TWICE.fault(f"forms[{place}].of", name=form.of.__name__))
            seen.add(name)
            classes.add(form.of)
        for fault in bad_chains(frozenset(form.tag for form in self.forms), self.upgrades):
            faults.add(fault)
        faults.check()
        forms = (self._with_enums(form) for form in self.forms)
        object.__setattr__(self, "forms", tuple(sorted(forms, key=lambda form: form.tag)))

    def _with_enums(self, form: Form[Any]) -> Form[Any]:
        """The form; that of a `Reason` with the enums of this registry."""
        if form.shape is not ReasonShape:
            return form
        reasons = Reasons(cast("Any", self.enums))
        return attrs.evolve(form, lay=reasons.lay, make=reasons.make)

    def with_(
        self,
        *forms: Form[Any],
        enums: Mapping[str, type[Enum]] = FrozenMap(),
        upgrades: Iterable[Upgrade] = (),
    ) -> Registry:
        """
        The registry with more kinds and upgrades: a town's own, or those of a plug-in.

        Raises:
            InvalidInput: As for the registry itself; a name that is taken is refused.

        Example:
            >>> import attrs
            >>> from sanliang import serial
            >>> @attrs.frozen(kw_only=True)
            ... class Lamp:
            ...     watts: int
            >>> more = serial.BASE.with_(serial.Form(tag="lamp/1", of=Lamp))
            >>> serial.dumps(Lamp(watts=40), registry=more)
            '{"kind":"lamp/1","watts":40}'
        """
        faults = Faults()
        for name in sorted(set(enums) & set(self.enums)):
            faults.add(TWICE.fault(f"enums.{name}", name=name))
        faults.check()
        return Registry(
            forms=(*self.forms, *forms),
            enums={**self.enums, **enums},
            upgrades=(*self.upgrades, *upgrades),
        )

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags of all kinds, in their order."""
        return tuple(form.tag for form in self.forms)

    @cached_property
    def by_tag(self) -> FrozenMap[str, Form[Any]]:
        """The forms by their tags."""
        return FrozenMap((form.tag, form) for form in self.forms)

    @cached_property
    def by_class(self) -> Mapping[type, Form[Any]]:
        """The forms by their classes; without the classes that have several."""
        several: dict[type, list[Form[Any]]] = {}
        for form in self.forms:
            several.setdefault(form.of, []).append(form)
        return {of: form for of, (form, *others) in several.items() if not others}

    @cached_property
    def private(self) -> frozenset[str]:
        """The tags of the kinds that can hold a `Private`: they are written for a named audience only."""
        return frozenset(form.tag for form in self.forms if holds_private(form, self.by_class))

    @cached_property
    def endless(self) -> frozenset[str]:
        """The tags of the kinds that can hold themselves, or anything: their values may be of any depth."""
        return frozenset(form.tag for form in self.forms if is_endless(form.shape, self.by_class))

    def form_of(self, value: Any) -> Form[Any]:
        """
        The form of a value: by its class, and where several share that by its own tag.

        Raises:
            InvalidInput: The registry has none.
        """
        form = self.by_class.get(type(value))
        if form is None:
            form = self.by_tag.get(tag) if isinstance(tag := getattr(value, "tag", None), str) else None
        if form is None or type(value) is not form.of:
            raise InvalidInput(NO_KIND.fault())
        return form

    def tags_of(self, expect: Any) -> tuple[str, ...]:
        """
        The tags of the kinds of a class, or of several classes joined by `|`.

        Raises:
            InvalidInput: The registry has none.
        """
        if not isinstance(expect, type | UnionType):
            raise InvalidInput(NO_KIND.fault("expect"))
        found = self._expected.get(expect)
        if found is None:
            tags = tuple(form.tag for form in self.forms if issubclass(form.of, expect))
            found = self._expected[expect] = tags
        if not found:
            raise InvalidInput(NO_KIND.fault("expect"))
        return found

    def opened(self, data: Any, expected: tuple[str, ...] = ()) -> Opened:
        """
        The form of a document, and what it says besides its kind.

        Raises:
            InvalidInput: No table, no kind, one that is not known, newer than ours, or none of the expected;
                data that was masked for the public.
        """
        if type(data) is not dict:
            raise InvalidInput(WRONG_KIND.fault(kind=Text(*_KINDS[dict])))
        if "kind" not in data:
            raise InvalidInput(MISSING.fault("kind"))
        kind = data["kind"]
        if type(kind) is not str:
            raise InvalidInput(WRONG_KIND.fault("kind", kind=Text(*_KINDS[str])))
        steps = chain(kind, self._steps)
        tag = steps[-1].new if steps else kind
        if tag not in self.by_tag:
            raise InvalidInput(self._unknown(kind, expected))
        if expected and tag not in expected:
            raise InvalidInput(OTHER_KINDS.fault("kind", kinds=expected))
        form, rest = self.by_tag[tag], {key: value for key, value in data.items() if key != "kind"}
        if "audience" in rest and tag in self.private:
            raise InvalidInput(MASKED.fault("audience"))
        for step in steps:
            rest = step.applied(rest)
        return Opened(form, _unwrapped(rest), "value") if form.wraps else Opened(form, rest, "")

    def versions(self, kind: str) -> tuple[str, ...]:
        """
        The tags through which data of a kind goes: its own first, and last the one of today.

        Raises:
            InvalidInput: A kind that is not known, or newer than ours.

        Example:
            >>> from sanliang import serial
            >>> serial.BASE.versions("pledge/1")
            ('pledge/1',)
        """
        if not isinstance(kind, str):
            raise InvalidInput(NOT_TEXT.fault("kind"))
        found = (kind, *(step.new for step in chain(kind, self._steps)))
        if found[-1] not in self.by_tag:
            raise InvalidInput(self._unknown(kind, ()))
        return found

    def _unknown(self, kind: str, expected: tuple[str, ...]) -> Fault:
        """What is wrong with a tag that the registry does not have."""
        known = self._newest.get(kind.partition("/")[0])
        if known is not None and (fault := newer(kind, known)) is not None:
            return fault
        return UNKNOWN_TAG.fault("kind", known=by_nearness(kind, expected or self.tags))

    @cached_property
    def _newest(self) -> Mapping[str, str]:
        return {tag.partition("/")[0]: tag for tag in self.tags}

    @cached_property
    def _steps(self) -> Mapping[str, Upgrade]:
        return {one.old: one for one in self.upgrades}

    @cached_property
    def reading(self) -> Converter:
        """The converter that reads under this registry; `serial.converter` gives one to change."""
        return strict(self)

    @cached_property
    def _expected(self) -> dict[Any, tuple[str, ...]]:
        return {}

    @cached_property
    def _readers(self) -> dict[str, Any]:
        return {}

    def using(self, form: Form[Any]) -> Converter:
        """What `decode` asks to read the data of a form, its kind apart; found once."""
        found = self._readers.get(form.tag)
        if found is None:
            found = self._readers[form.tag] = _Reading(form_reader(form, self.reading))
        return cast("Converter", found)

    @cached_property
    def schemas(self) -> dict[tuple[str, Audience | None], dict[str, Any]]:
        """The schemas that somebody has asked for, by tag and audience; `serial.schema_of` gives copies."""
        return {}

    @cached_property
    def _writers(self) -> dict[Audience | None, Writers]:
        return {}

    def writers(self, audience: Audience | None) -> Writers:
        """How values are written for an audience; found once."""
        found = self._writers.get(audience)
        if found is None:
            found = self._writers[audience] = Writers(self.by_class, audience)
        return found

    @cached_property
    def _texts(self) -> dict[Audience | None, Texts]:
        return {}

    def texts(self, audience: Audience | None) -> Texts:
        """How values are written as text for the ledger, or where nothing is private; found once."""
        found = self._texts.get(audience)
        if found is None:
            found = self._texts[audience] = Texts(self.by_class, audience)
        return found
