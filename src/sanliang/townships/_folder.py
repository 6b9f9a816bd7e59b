"""The files of a folder that a stranger wrote: only those that are named, no links, nothing large."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from sanliang.kernel.errors import InvalidInput, NotFound
from sanliang.kernel.labels import Phrase
from sanliang.kernel.wire import LARGEST

NO_FILE = Phrase("township.file", "没有该文件，或无法读取", "is not there, or cannot be read")
LINK = Phrase(
    "township.link", "是链接；文件夹中的文件须为普通文件", "is a link: the files of a town are plain files"
)

# A pipe or a device is opened without waiting for it, and a link that took the file's place is not followed.
# Systems that lack a flag do without.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):
    _FLAGS |= getattr(os, _name, 0)


def content(folder: Path, name: str) -> bytes:
    """
    What a file of the folder holds: one byte more than may be read, at most, so that the reader sees it.

    Args:
        folder: The folder.
        name: A code and `.toml`: no path, so that it cannot lead out of the folder.

    Raises:
        NotFound: It is not there, no plain file, or may not be read.
        InvalidInput: It is a link.
    """
    path = folder / name
    if path.is_symlink():
        raise InvalidInput(LINK.fault(name))
    with suppress(OSError):
        opened = os.open(path, _FLAGS)
        try:
            if stat.S_ISREG(os.fstat(opened).st_mode):
                with os.fdopen(opened, "rb", closefd=False) as file:
                    return file.read(LARGEST + 1)
        finally:
            os.close(opened)
    raise NotFound(NO_FILE.fault(name))
