"""
Values as plain data and back: canonical bytes, the strict converter, readers of TOML and JSON, fault paths.

`encode` gives JSON's own kinds (`dict`, `list`, `str`, `int`, `bool`, `None`), `canonical` their one form in
bytes, `decode` a value of a class or every fault of the data with its path. Nothing is coerced, nothing
unknown is dropped, and no data is ever a name that is looked up.

A name is imported when it is first asked for: whoever only writes does not pay for the readers.
"""

from typing import TYPE_CHECKING

from sanliang.kernel.later import later

if TYPE_CHECKING:
    from sanliang.kernel.wire._in import converter, decode
    from sanliang.kernel.wire._json import read_json
    from sanliang.kernel.wire._out import canonical, encode, without_private
    from sanliang.kernel.wire._toml import LARGEST, read_toml
    from sanliang.kernel.wire._versions import newer
else:
    __getattr__ = later(
        __name__,
        {
            "LARGEST": "_toml",
            "canonical": "_out",
            "converter": "_in",
            "decode": "_in",
            "encode": "_out",
            "newer": "_versions",
            "read_json": "_json",
            "read_toml": "_toml",
            "without_private": "_out",
        },
    )

__all__ = [
    "LARGEST",
    "canonical",
    "converter",
    "decode",
    "encode",
    "newer",
    "read_json",
    "read_toml",
    "without_private",
]


def __dir__() -> list[str]:
    return __all__
