"""Records of a file that no fact of a book reads: most likely a word is misspelt."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from sanliang.kernel.errors import SHOWN, Lang, nearest
from sanliang.kernel.labels import Text
from sanliang.kernel.sheets import shown
from sanliang.ratings import Subject
from sanliang.rulebooks import FromRecords, Rulebook

KIND = Text("{name}：没有事实读取这种记录", "{name}: no fact reads records of this kind")
WORD = Text("{name}：没有事实读取有这个词的记录", "{name}: no fact reads records with this word")
NEAR = Text("，是否为 {near}？", "; is it {near}?")


def tell(subjects: Iterable[Subject], lang: Lang, *books: Rulebook) -> None:
    """Say once for each kind, and for each word that the books ask for, that nothing reads such records."""
    asked = _asked(books)
    for place, (kind, field, word) in enumerate(dict.fromkeys(_unread(subjects, asked))):
        if place >= SHOWN:
            print("...", file=sys.stderr)
            return
        if field:
            words = [one for one in asked[kind][field] if isinstance(one, str)]
            says, name, near = WORD, f"{kind}.{field} {shown(word)}", nearest(word[:40], sorted(words))
        else:
            says, name, near = KIND, kind, nearest(kind, asked)
        more = NEAR.get(lang).format(near=near) if near else ""
        print(says.get(lang).format(name=name) + more, file=sys.stderr)


def _asked(books: Iterable[Rulebook]) -> dict[str, dict[str, set[object]]]:
    """By kind of record and by field that is asked for, the values that facts take."""
    found: dict[str, dict[str, set[object]]] = {}
    for origin in (fact.origin for book in books for fact in book.facts):
        if isinstance(origin, FromRecords):
            fields = found.setdefault(origin.kind, {})
            for field, values in origin.where.items():
                fields.setdefault(field, set()).update(values)
    return found


def _unread(
    subjects: Iterable[Subject], asked: dict[str, dict[str, set[object]]]
) -> Iterator[tuple[str, str, str]]:
    """The kinds that nothing reads; and of the others the fields with a word that no fact takes."""
    for record in (record for one in subjects for record in one.records or ()):
        if record.kind not in asked:
            yield record.kind, "", ""
        for field, values in asked.get(record.kind, {}).items():
            word = record.fields.get(field)
            if isinstance(word, str) and word not in values:
                yield record.kind, field, word
