"""How a law says that it is broken, in both languages: who, what, when, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs
from hypothesis.errors import HypothesisException

from sanliang.kernel.errors import Lang, SanliangError
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.lifecycles import Lifecycle
from sanliang.testing._check import Broken
from sanliang.townships import Township


@attrs.frozen
class State:
    """A state, to be told by its label."""

    under: Lifecycle[Any]
    code: str

    def text(self, lang: Lang) -> str:
        """In Chinese its label with the code behind it, in English the code."""
        node = self.under.node.get(self.code)
        return _coded(self.code, None if node is None else node.label, lang)


@attrs.frozen
class Move:
    """A move, to be told by its label."""

    under: Lifecycle[Any]
    code: str

    def text(self, lang: Lang) -> str:
        """As a state."""
        label = self.under.label(self.code) if self.code in self.under.moves else None
        return _coded(self.code, label, lang)


def _coded(code: str, label: Text | None, lang: Lang) -> str:
    return repr(code) if lang == "en" or label is None else f"“{label.zh}”（{code}）"


def told(zh: str, en: str, **params: Any) -> Text:
    """A sentence with what it is about: whatever has a name in both languages is told by it."""
    return Phrase("law.told", zh, en).fill(**params)


def of_town(town: Township, part: str | Text = "") -> Text:
    """A town by its name and its id, and a part of it."""
    head = f"{town.name.zh} ({town.id})"
    name = part if isinstance(part, Text) else Text(part)
    return Text(*(", ".join(filter(None, (head, name.get(lang)))) for lang in ("zh", "en")))


def broken_unless(holds: bool, zh: str, en: str = "", **params: Any) -> None:
    """
    Nothing where it holds; what is wrong otherwise, in words of both languages with these in their places.

    Raises:
        Broken: It does not hold.
    """
    if not holds:
        raise Broken(told(zh, en, **params))


@contextmanager
def unchanged(*values: Any) -> Iterator[None]:
    """Nothing that happens inside changes these values."""
    before = [(value, repr(value), hash(value)) for value in values]
    yield
    for value, was, hashed in before:
        broken_unless(
            (was, hashed) == (repr(value), hash(value)),
            "询问之后 {name} 变了",
            "{name} was changed by asking",
            name=type(value).__name__,
        )


def _nothing(_lang: Lang) -> str:
    return ""


@contextmanager
def telling(of: Text, story: Callable[[Lang], str] = _nothing) -> Iterator[None]:
    """
    A break told with the town and the part in which it was found, and with what had happened before.

    An error that no law expects, such as one in a town's own guard, is a break as well.

    Raises:
        Broken: Something inside is wrong.
    """
    try:
        yield
    except HypothesisException:
        raise
    except Exception as error:
        zh, en = (_lines(of, error, story, lang) for lang in ("zh", "en"))
        raise Broken(Text(zh, en)) from error


def _lines(of: Text, error: Exception, story: Callable[[Lang], str], lang: Lang) -> str:
    return "\n".join(filter(None, (f"{of.get(lang)}{COLON.get(lang)}{found(error, lang)}", story(lang))))


COLON = Text("：", ": ")


def found(error: Exception, lang: Lang) -> str:
    """What an error says, with its kind where no law meant it."""
    match error:
        case Broken():
            return error.story.get(lang)
        case AssertionError():
            return str(error)
        case SanliangError():
            return f"{type(error).__name__}: {error.text(lang)}"
        case _:
            return f"{type(error).__name__}: {error}"
