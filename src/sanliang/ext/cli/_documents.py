"""The verbs of what is stored: check, upgrade."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from sanliang import serial
from sanliang.ext.cli import _sound
from sanliang.ext.cli._looking import What, look, what_is
from sanliang.ext.cli._output import Lang, document, told
from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._subjects import content
from sanliang.ext.cli._townships import maybe
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.wire import read_json
from sanliang.serial import BASE, LARGEST

IS_LOG = Phrase(
    "upgrade.log",
    "是日志：其字节不改，摘要才对得上；读取时，旧事件自会升级",
    "is a log, whose bytes stay as its digests cover them; its events are upgraded when it is read",
)
IS_RULEBOOK = Phrase(
    "upgrade.rulebook",
    "是规则文件，其格式只有一个版本",
    "is a rulebook, and there is one version of that format",
)
NOT_WRITTEN = Phrase("upgrade.out", "无法写入", "cannot be written")
DONE = Text("{file}：{tags}", "{file}: {tags}")
CURRENT = Text("{file}：{tag} 已是当前版本", "{file}: {tag} is the version of today")

Most = Annotated[int, Parameter(validator=Number(gte=1))]


@told
def check(
    file: Path,
    /,
    *,
    town: str | None = None,
    most: Most = LARGEST,
    lang: Lang = "zh",
    json: bool = False,
) -> int:
    """
    Tell what is in a file, which version it is, and what is wrong with it.

    Parameters
    ----------
    file
        A document as JSON, a log as JSON Lines, or a rulebook.
    town
        The id of a town, or the folder of one: its rulebooks may be extended, a log keeps its course.
    most
        How many bytes a document, or a line of a log, may have.
    lang
        The language of what is printed.
    json
        Print one JSON document instead.
    """
    found = look(file, most=most, town=maybe(town), registry=BASE)
    if json:
        document(_sound.as_data(found, file))
    else:
        _sound.tell(found, file, lang)
    return int(not found.sound)


# --- upgrade -------------------------------------------------------------------------------------------


@told
def upgrade(file: Path, /, *, out: Path | None = None, most: Most = LARGEST, lang: Lang = "zh") -> int:
    """
    Write a document in the version of today.

    Parameters
    ----------
    file
        The document, as JSON; as the ledger has it.
    out
        Where to; printed where nothing is said. It may be FILE: nothing is lost if the writing stops.
    most
        How many bytes the document may have.
    lang
        The language of what is told.
    """
    what = what_is(file, most)
    if what is not What.DOCUMENT:
        raise InvalidInput((IS_LOG if what is What.LOG else IS_RULEBOOK).fault(file.name))
    with of_file(file.name):
        data = read_json(content(file, most), most=most)
        value = serial.from_dict(data, registry=BASE)
    text = f"{serial.dumps(value, audience='ledger', registry=BASE)}\n"
    if out is None:
        sys.stdout.write(text)
        return 0
    _written(text, out, like=file)
    through = BASE.versions(data["kind"])
    says = CURRENT if len(through) == 1 else DONE
    print(says.get(lang).format(file=out.name, tag=through[0], tags=" → ".join(through)))
    return 0


def _written(text: str, out: Path, *, like: Path) -> None:
    """
    Write a file as a whole, or leave what was there.

    Raises:
        InvalidInput: It cannot be written.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        # Nobody else may read it before it is as private as what it was made of.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(out if out.exists() else like, part)
        part.replace(out)
    except (OSError, ValueError):
        raise InvalidInput(NOT_WRITTEN.fault(out.name)) from None
