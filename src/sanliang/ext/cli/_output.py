"""What the verbs share: how they print, and how they refuse."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from rich.cells import cell_len

from sanliang.kernel.errors import SanliangError

Lang = Literal["zh", "en"]
P = ParamSpec("P")
T = TypeVar("T")


def today() -> date:
    """The day on which the command is run: it stands at the edge, where the world is looked at."""
    return date.today()  # noqa: DTZ011, TID251


# --- refusing ------------------------------------------------------------------------------------------


def told(verb: Callable[P, int]) -> Callable[P, int]:
    """The same verb; what is refused is told in the language that was asked for, with exit code 1."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return verb(*args, **kwargs)
        except SanliangError as error:
            refuse(error, "en" if kwargs.get("lang") == "en" else "zh")
            return 1

    return run


def refuse(error: SanliangError, lang: Lang) -> None:
    """Tell what is wrong."""
    print(error.text(lang), file=sys.stderr)


def each(files: list[Path], read: Callable[[Path], T], lang: Lang) -> tuple[list[tuple[Path, T]], bool]:
    """What comes of each file, and whether one of them was refused, which is told."""
    found, refused = list[tuple[Path, T]](), False
    for file in files:
        try:
            found.append((file, read(file)))
        except SanliangError as error:
            refused = True
            refuse(error, lang)
    return found, refused


# --- printing ------------------------------------------------------------------------------------------


def document(data: Any) -> None:
    """Print plain data as one JSON document."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def long_document(head: dict[str, Any], name: str, lines: Iterable[str], more: dict[str, Any]) -> None:
    """Print a document with one long list, a line for each of its members."""
    body = ",\n".join(f"  {one}" for one in lines)  # made before anything is printed: it may be refused
    print("{" + ",\n ".join([*map(_pair, head.items()), f'"{name}": [']))
    print(body)
    print(",\n ".join([" ]", *map(_pair, more.items())]) + "}")


def _pair(pair: tuple[str, Any]) -> str:
    key, value = pair
    return f"{line(key)}: {line(value)}"


def line(data: Any) -> str:
    """Plain data as one line of JSON."""
    return json.dumps(data, ensure_ascii=False)


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows with their columns aligned, a Chinese character being as wide as two others."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
