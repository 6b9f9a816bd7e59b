"""Every encoding in which a private text might come out."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse
from collections.abc import Iterator
from functools import lru_cache


def inside(text: str) -> Iterator[bytes]:
    """The base64 of a text at each of its three places in a longer one, without the ragged ends."""
    for codec in ("utf-8", "gbk"):
        raw = text.encode(codec, "replace")
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :]
            kept = whole.rstrip(b"=")[: -1 if whole.endswith(b"=") else None]
            yield kept
            yield kept.translate(bytes.maketrans(b"+/", b"-_"))


@lru_cache(maxsize=16)
def encodings(canary: str) -> frozenset[bytes]:
    """Everything that would give a canary away, as bytes."""
    forms = set(inside(canary))
    for text in (canary, canary[::-1], canary[-4:]):
        for codec in ("utf-8", "gbk", "utf-16-le", "utf-16-be"):
            raw = text.encode(codec, "replace")
            forms |= {raw, raw.hex().encode(), raw.hex().upper().encode(), repr(raw)[2:-1].encode()}
            forms |= {urllib.parse.quote_from_bytes(raw).encode(), urllib.parse.quote_plus(raw).encode()}
        escaped = json.dumps(text)[1:-1]
        forms |= {
            escaped.encode(),
            escaped.upper().replace("\\U", "\\u").encode(),
            ascii(text)[1:-1].encode(),
        }
        forms |= {html.escape(text).encode(), text.encode("ascii", "xmlcharrefreplace")}
        forms.add("".join(f"&#x{ord(sign):x};" for sign in text).encode())
        forms.add("".join(f"&#{ord(sign)};" for sign in text).encode())
    return frozenset(form for form in forms if len(form) >= 4)


def shown_in(canary: str, output: str | bytes) -> list[bytes]:
    """The encodings of a canary that stand in an output."""
    raw = output if isinstance(output, bytes) else output.encode("utf-8", "backslashreplace")
    return [form for form in encodings(canary) if form in raw]
