"""The lots: one canonical draw for each id, the same on every machine, by which ties are broken."""

from __future__ import annotations

from hashlib import blake2b
from typing import final

from sanliang.kernel.fields import clean_text

LENGTH = 16


@final
class Lots(dict[str, bytes]):
    """
    The lot of each id under one salt, drawn when it is first asked for; the lower one comes first.

    A lot is the BLAKE2b digest of the id, 16 bytes, keyed with the BLAKE2b digest of the salt, 32 bytes,
    both in UTF-8. Whoever knows the salt can draw again; whoever publishes the salt before the wishes are
    handed in cannot have chosen who wins. It is one draw for all: whoever has a low lot has it at every
    door, since separate draws would leave more wishes unmet.

    Source:
        Single against multiple tie-breaking: Abdulkadiroğlu, Pathak & Roth, Am. Econ. Rev. 99 (2009),
        1954-1978.

    Example:
        >>> lots = Lots("青山镇 2026")
        >>> sorted(["m-1", "m-2", "m-3"], key=lots.__getitem__), lots["m-1"].hex()
        (['m-1', 'm-3', 'm-2'], '0984cd0aed91cb0b5b1339d3801dbeae')
    """

    __slots__ = ("_keyed",)

    def __init__(self, salt: str) -> None:
        super().__init__()
        key = blake2b(clean_text(salt, "salt").encode(), digest_size=32).digest()
        self._keyed = blake2b(digest_size=LENGTH, key=key)

    def __missing__(self, id: str) -> bytes:
        drawing = self._keyed.copy()  # the key is taken in once for all
        drawing.update(id.encode())
        lot = self[id] = drawing.digest()
        return lot
