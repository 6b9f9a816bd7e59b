"""The verb that begins a town: the package that comes with the library, under another name."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sanliang.ext.cli._output import Lang, told
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase, Text
from sanliang.rulebooks._words import tag

NAME = "qingshan"
FILES = (
    "README.md",
    "pyproject.toml",
    f"src/{NAME}/__init__.py",
    f"src/{NAME}/town/deeds.toml",
    f"src/{NAME}/town/township.toml",
    "tests/test_town.py",
)

THERE = Phrase("new_township.there", "已经存在，或无法写入", "is there already, or cannot be written")
WRITTEN = Text(
    "已写入 {folder}：请改 {town}，再运行 sanliang township check",
    "written to {folder}: change {town}, then run sanliang township check",
)


def template() -> Traversable:
    """The package that comes with the library."""
    return files("sanliang.ext.cli") / "township-template"


@told
def new_township(name: str, /, *, to: Path | None = None, lang: Lang = "zh") -> int:
    """
    Write a package of a town, to be changed and published.

    Parameters
    ----------
    name
        The id of the town, which is also the name of the module: lower-case letters, digits and _.
    to
        The folder that is made; it must not be there. `sanliang-town-NAME`, if left out.
    lang
        The language of what is printed.
    """
    id = tag(name, "name")
    folder = Path(f"sanliang-town-{id}") if to is None else to
    source = template()
    written = {file: (source / file).read_text(encoding="utf-8") for file in FILES}
    try:
        folder.mkdir(parents=True)
        for file, text in written.items():
            path = folder / file.replace(NAME, id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace(NAME, id), encoding="utf-8", newline="\n")
    except OSError:
        raise InvalidInput(THERE.fault("to")) from None
    print(WRITTEN.get(lang).format(folder=folder, town=folder / f"src/{id}/town/township.toml"))
    return 0
