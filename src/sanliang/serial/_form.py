"""The form of a kind: its tag, its class, and what its data looks like where that is not the class itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, partial
from typing import Any, Generic, TypeVar, cast, get_origin

import attrs

from sanliang.kernel import lifecycles
from sanliang.kernel.errors import Faults, InvalidInput
from sanliang.kernel.fields import FrozenMap, checked, code, identifier, instance, not_kind, whole
from sanliang.kernel.labels import Phrase
from sanliang.kernel.lifecycles import Corrected, Moved
from sanliang.serial._tags import tag_text

KIND_TAKEN = Phrase(
    "form.kind",
    "有名为 kind 的字段的类不能随处带类型标签",
    "cannot carry its kind everywhere, since it has a field called kind",
)
OTHER_WORD = Phrase("event.other_kind", "与事件的类型不符", "is not the word that the event's kind names")

T = TypeVar("T")
Mask = Callable[[str], str]
Check = Callable[[Any, str], Any]


def frozen_map(value: Any, path: str) -> FrozenMap[str, Any]:
    """A check for a map, kept as a frozen one."""
    if not isinstance(value, Mapping):
        raise InvalidInput(not_kind(path, "Mapping"))
    return FrozenMap(value)


@attrs.frozen(kw_only=True)
class Form(Generic[T]):
    """
    How the values of one class are stored.

    Args:
        tag: The name and the version, such as `"pledge/1"`.
        of: The class: a frozen attrs class. An event of which several tags exist, such as `Moved`, names its
            own in a property `tag`.
        shape: The attrs class whose fields are those of the data; *of* itself where nothing is said. An alias
            such as `Moved[Given]` says what stands in a generic one.
        lay: Makes a value's shape, for writing.
        checks: By field, what is asked of it when it is read, beside what its class asks when it is made: as
            the checks of `kernel.fields`, a function of a value and its path that raises `InvalidInput`.
        make: Makes the value of what was read and checked; it may refuse it.
        always: Whether it carries its kind wherever it stands, as whatever shares a field with others must.
        masks: By the name of a `Private` field, what the village may see of it. Without one it sees nothing.
        text: A writer and a reader of its own documents, for a kind that has them.

    Example:
        >>> from sanliang import Span
        >>> Form(tag="span/1", of=Span).tag
        'span/1'
    """

    tag: str = attrs.field(validator=checked(tag_text))
    of: type[T] = attrs.field(validator=checked(instance(type)))
    shape: Any = attrs.field(default=attrs.Factory(lambda self: self.of, takes_self=True))
    lay: Callable[[T], Any] | None = None
    checks: Mapping[str, Check] = attrs.field(default=FrozenMap(), validator=checked(frozen_map))
    make: Callable[[Any], T] | None = None
    always: bool = attrs.field(default=False, validator=checked(instance(bool)))
    masks: Mapping[str, Mask] = attrs.field(default=FrozenMap(), validator=checked(frozen_map))
    text: tuple[Callable[[T], str], Callable[..., T]] | None = None

    def __attrs_post_init__(self) -> None:
        if self.always and self.wraps:
            raise InvalidInput(KIND_TAKEN.fault("always"))

    @cached_property
    def wraps(self) -> bool:
        """Whether its document keeps the fields under `value`, since one of them is called `kind` itself."""
        of = get_origin(self.shape) or self.shape
        return self.text is None and any(field.name == "kind" for field in attrs.fields(of))


def forms_of(kind: lifecycles.Kind[Any, Any]) -> tuple[Form[Any], ...]:
    """
    The forms of a word with a lifecycle: its thing, what is given with a move, and its two events.

    Args:
        kind: The code behind the word, such as `pledges.KIND`, or a town's own.

    Example:
        >>> from sanliang.notices import KIND
        >>> [form.tag for form in forms_of(KIND)]
        ['notice/1', 'notice.given/1', 'notice.moved/1', 'notice.corrected/1']
    """
    word = instance(lifecycles.Kind)(kind, "kind").name
    moved: Any = cast("Any", Moved)[kind.given]
    event: dict[str, Check] = {"word": partial(own_word, word), "thing": identifier}
    move = {"move": code, "leaves": code_or_nothing, "enters": code, "by": identifier}
    move_form: Form[Any] = Form(tag=f"{word}.moved/1", of=Moved, shape=moved, checks={**event, **move})
    return (
        Form(tag=f"{word}/1", of=kind.thing, checks=_THING),
        Form(tag=f"{word}.given/1", of=kind.given),
        move_form,
        Form(
            tag=f"{word}.corrected/1",
            of=Corrected,
            shape=_corrected_shape(kind, moved),
            checks={**event, "version": _FROM_ONE, "by": identifier, "instead": partial(_instead, move_form)},
            make=_corrected,
        ),
    )


def _corrected_shape(kind: lifecycles.Kind[Any, Any], moved: Any) -> Any:
    """The fields of a correction, with the classes that this word puts into them."""
    types: dict[str, Any] = {
        "word": str,
        "thing": str,
        "version": int,
        "instead": moved | None,
        "restored": kind.thing,
        "why": str,
        "by": str,
        "on": date,
    }
    fields = {name: attrs.field(type=of) for name, of in types.items()}
    return attrs.make_class("Corrected", fields)


def own_word(word: str, value: Any, path: str = "") -> str:
    """A check that an event belongs to the word that its tag names."""
    if value != word:
        raise InvalidInput(OTHER_WORD.fault(path))
    return word


def code_or_nothing(value: Any, path: str = "") -> str:
    """A check for the state that an event leaves: the first one leaves none."""
    return "" if value == "" else code(value, path)


_FROM_ONE = partial(whole, least=1)
# What a lifecycle keeps of a thing is not checked when it is made; what comes from outside is.
_THING: dict[str, Check] = {"id": identifier, "state": code, "version": _FROM_ONE}


def check_fields(form: Form[Any], value: Any, path: str = "") -> None:
    """
    Ask of each field what the form asks.

    Raises:
        InvalidInput: Every fault at once.
    """
    faults = Faults()
    for field in attrs.fields(type(value)):
        check = form.checks.get(field.name)
        try:
            if check is not None:
                check(getattr(value, field.name), field.name)
        except InvalidInput as error:
            faults.extend(error, path)
    faults.check()


def _instead(form: Form[Any], value: Any, path: str) -> None:
    """The event that should have stood there is checked as any other of its kind."""
    if value is not None:
        check_fields(form, value, path)


def _corrected(value: Any) -> Any:
    return Corrected(**{field.name: getattr(value, field.name) for field in attrs.fields(type(value))})
