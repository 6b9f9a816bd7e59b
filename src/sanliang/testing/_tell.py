"""One check of a town, tried for pytest: it passes, is skipped with its reason, or fails with its story."""

from __future__ import annotations

import gc
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from sanliang.kernel.errors import Lang
from sanliang.testing._check import EXEMPT, Check, Note
from sanliang.testing._effort import Effort
from sanliang.testing._story import story

PROPERTY = "sanliang"
"""Under this name a report carries what is told at the end."""


def language(config: pytest.Config) -> Lang:
    """The language of stories: Chinese, where the plug-in is not there to be told otherwise."""
    return cast(Lang, config.getoption("township_lang", "zh"))


def is_deep(config: pytest.Config) -> bool:
    """Whether this run is asked to be deep."""
    return bool(config.getoption("township_deep", False))


def tell(check: Check, node: pytest.Item, *, town: str, again: str) -> None:
    """
    Try a check.

    Args:
        check: The check.
        node: The test that pytest runs, which carries what is to be told at the end.
        town: What the town is called.
        again: What pytest has to be given to try this one again.

    Raises:
        pytest.skip.Exception: It is exempt.
        pytest.fail.Exception: It does not hold; the text is the story.
    """
    lang, deep = language(node.config), is_deep(node.config)
    if check.exempt is not None:
        _carry(node, town, [Note(EXEMPT, check.id, check.exempt.get("zh"), check.exempt.get("en"))])
        pytest.skip(check.exempt.get(lang))
    try:
        with _rarely_collected():
            notes = [*check.run(Effort(deep=deep))]
    except Exception as error:  # whatever a town's own code raises is told
        told = story(check, error, town=town, command=_command(again, deep=deep, lang=lang), lang=lang)
    else:
        _carry(node, town, notes)
        return
    pytest.fail(told, pytrace=False)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Look for garbage in cycles a tenth as often: examples make much of it, and none of it is large."""
    usual = gc.get_threshold()
    gc.set_threshold(10 * usual[0], *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _command(again: str, *, deep: bool, lang: Lang) -> str:
    """What tries a check again as hard, and tells it in the same language; Chinese needs no word."""
    words = ("pytest", again, "--deep" if deep else "", "" if lang == "zh" else f"--township-lang {lang}")
    return " ".join(filter(None, words))


def _carry(node: pytest.Item, town: str, notes: list[Note]) -> None:
    properties: list[tuple[str, Any]] = [(PROPERTY, [town, *note]) for note in notes]
    node.user_properties.extend(properties)


def quoted(text: str) -> str:
    """As a shell takes it."""
    return shlex.quote(text)
