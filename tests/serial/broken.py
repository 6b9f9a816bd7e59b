"""
Real documents and how they are broken: mostly where no parser notices, quickly, and by a number.

A document is laid out once as text, with the place of every value and of every member of a table in it. To
break it is then to cut a text and to put another one in. What can be a canary in a document is one.
"""

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

from sanliang import Private, Text, serial

CANARY = "朱鹮13911872246"
SIGN = "13911872"
"""What no text of a fault holds: a part of every canary, of a number that nobody has."""

# --- what is put in --------------------------------------------------------------------------------------

VALUES = [
    *("null", "true", "false", "0", "1", "-1", "7", "-0", "13911872246", "1" * 18, "1" * 19, "-" + "9" * 18),
    *("1.5", "0.0001", "0.12345", "-1.25", "1e9", "1E-2", "NaN", "-Infinity", "[]", "{}", "[null]", "[[]]"),
    *("[1,2]", "[{}]", '{"kind":1}', '{"kind":null,"value":{}}', '{"":""}', "[" * 70 + "]" * 70),
    *('["a","a"]', '{"zh":""}', '{"whole":"1","salt":"00"}', '{"value":"a","salt":"zz"}', '{"commitment":1}'),
    f'{{"{CANARY}":"{CANARY}"}}',
    f'{{"value":"{CANARY}","salt":"{"ab" * 16}"}}',
    f'["{CANARY}",{{"kind":"{CANARY}"}}]',
]
TEXTS = [
    *(
        "",
        " ",
        "a",
        "1",
        "-1",
        "0.5",
        "1/3",
        "1/0",
        "١٢",
        "１２",
        "true",
        "null",
        "text/1",
        "span/2",
        "pledge/9999",
    ),
    *(
        "2026-07-01",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "2026-07-01T09:00:00+08:00",
        "2026-07-01T24:00:00Z",
    ),
    *(
        "0001-01-01T00:00:00+23:59",
        "2026-07-01T09:00:00.1234567Z",
        "-",
        "..",
        "../x",
        "a.b",
        "A",
        "__class__",
    ),
    *(
        "{0.__class__}",
        "%s%n",
        "=1+1",
        "a" * 41,
        "a" * 201,
        "0" * 64,
        "ab" * 16,
        "n\u0303",
        "\u0958",
        "\ufb1d",
    ),
    *(
        "\\u0000",
        "\\ud800",
        "\\u202e",
        "\\ufeff",
        "\\ud83d\\ude00",
        "\\n",
        "\\t",
        "𠮷",
        CANARY,
        f"{CANARY}/1",
    ),
]
PIECES = [*VALUES, *(f'"{text}"' for text in TEXTS)]
KEYS = ["kind", "value", "id", "on", "x", "", "__class__", "audience", "\\u0000", "\\ud800", CANARY, "a" * 50]
BYTES = [
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"\xf0\x9f\x98\x80",
        b"\x80",
        b"\x1f",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"\\",
        b",",
        b":",
        b"=",
        b"#",
        b"\n",
        b"\r",
        b"\t",
        b"-",
        b".",
        b"e9",
    ),
    *(b"0", b"9" * 30, b'"""', b"'''", b"[[", b"]]", b"nan", b"\\u", b"\\x", b"a.b", b"//", b"/*"),
]


def pick(random, some):
    """One of some, in half the time that `random.choice` takes."""
    return some[int(random.random() * len(some))]


def bytes_of(random, raw, spared=range(0)):
    """Bytes of which a few are put in, left out, doubled or turned; those that are *spared* more seldom."""
    for _ in range(pick(random, (1, 1, 2, 4))):
        at = int(random.random() * (len(raw) + 1))
        while at in spared and random.random() < 0.95:
            at = int(random.random() * (len(raw) + 1))
        way = int(random.random() * 5)
        if way == 0:
            raw = raw[:at] + pick(random, BYTES) + raw[at:]
        elif way == 1:
            raw = raw[:at] + pick(random, BYTES) + raw[at + 1 :]
        elif way == 2:
            raw = raw[:at] + raw[at + pick(random, (1, 1, 2, 9)) :]
        elif way == 3:
            raw = raw[: at + pick(random, (1, 2, 9, 40))] + raw[at:]
        elif at < len(raw):
            raw = raw[:at] + bytes([raw[at] ^ (1 << int(random.random() * 8))]) + raw[at + 1 :]
    return raw


# --- JSON ------------------------------------------------------------------------------------------------


class Paper:
    """
    A document laid out as text.

    Attributes:
        text: The document.
        raw: Its bytes, and in them its kind.
        values: Where each value in it begins and ends, but for its kind and the whole.
        members: Where each member of a table does, its comma with it.
        tables: Where the inside of each table begins.
        texts: Where a character of a text may be put in.
    """

    def __init__(self, data):
        self.values, self.members, self.tables, self.texts, self._parts, self._at = [], [], [], [], [], 0
        self._lay(data)
        self.text = "".join(self._parts)
        self.raw = self.text.encode()
        kind = f'"{data.get("kind")}"'
        at = self.raw.find(kind.encode())
        self.kind = range(at, at + len(kind))
        at = self.text.find(kind)
        self.values = [(start, end) for start, end in self.values[:-1] if start != at]
        self.texts = [place for place in self.texts if place != at + 1]

    def _put(self, text):
        self._parts.append(text)
        self._at += len(text)

    def _lay(self, data):
        start = self._at
        if type(data) is dict:
            self._lay_table(data)
        elif type(data) is list:
            for place, one in enumerate(data):
                self._put("," if place else "[")
                self._lay(one)
            self._put("]" if data else "[]")
        else:
            if type(data) is str:
                self.texts.append(start + 1)
            self._put(json.dumps(data, ensure_ascii=False))
        self.values.append((start, self._at))

    def _lay_table(self, data):
        self._put("{")
        self.tables.append(self._at)
        for place, (key, one) in enumerate(data.items()):
            start = self._at
            self._put("," if place else "")
            self._put(json.dumps(key, ensure_ascii=False) + ":")
            self._lay(one)
            self.members.append((start, self._at))
        self._put("}")


def json_of(random, paper, others):
    """A document that is broken in one way or a few; *others* are texts of values like those in it."""
    text, way = paper.text, random.random()
    if way < 0.66:
        return bytes_of(random, paper.raw, paper.kind)
    if way < 0.67:
        return pick(random, PIECES)
    if way < 0.70:
        start, end = pick(random, paper.members)
        return text[:start] + text[end:]
    if way < 0.73:
        at = pick(random, paper.tables)
        return f'{text[:at]}"{pick(random, KEYS)}":{pick(random, PIECES)},{text[at:]}'
    if way < 0.77 and paper.texts:
        at = pick(random, paper.texts)
        return text[:at] + pick(random, TEXTS) + text[at:]
    places = {pick(random, paper.values) for _ in range(1 if way < 0.95 else 2)}
    right = len(text)
    for start, end in sorted(places, reverse=True):
        if end <= right:  # one may stand within the other
            text = text[:start] + _piece(random, paper, others) + text[end:]
            right = start
    return text


def _piece(random, paper, others):
    """What is put in the place of a value: mostly something odd, else another value."""
    way = random.random()
    if way < 0.6:
        return pick(random, PIECES)
    if way < 0.8:
        return pick(random, others)
    start, end = pick(random, paper.values)
    return paper.text[start:end]


def shrunk(data, is_whole):
    """The data with a member or two of each list in it, where what is left *is_whole*."""
    for around, key in [*_lists(data)]:
        members = around[key]
        for most in (1, 2):
            around[key] = members[:most]
            if is_whole(data):
                break
            around[key] = members
    return data


def _lists(data):
    """Where in the data a list of several members stands, the outer ones first."""
    for key, one in data.items() if type(data) is dict else enumerate(data):
        if type(one) is list and len(one) > 1:
            yield data, key
        if type(one) in (dict, list):
            yield from _lists(one)


def disguised(text, is_whole):
    """The text of a document with a canary for each text in it, where it *is_whole* then."""
    for place, one in enumerate(sorted({*_texts(json.loads(text))})):
        if not _SET.fullmatch(one):
            other = f"{CANARY[2:] if one[:1] in set('-0123456789') else CANARY}{place}"
            written = json.dumps(one, ensure_ascii=False)
            if is_whole(changed := text.replace(written, f'"{other}"')):
                text = changed
    return text


def _texts(data):
    """The texts in the data, keys aside."""
    if type(data) is str:
        yield data
    elif type(data) in (dict, list):
        for one in data.values() if type(data) is dict else data:
            yield from _texts(one)


_SET = re.compile(r"[a-z_.]+/1|[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
"""Texts that are what they are: kinds and days."""


# --- TOML ------------------------------------------------------------------------------------------------

_KEY = re.compile(
    r"""[\w.-]+(?=\s*=)|(?<=^\[)[\w.-]+(?=\])|(?<=^\[\[)[\w.-]+(?=\]\])""", re.MULTILINE | re.ASCII
)
_VALUE = re.compile(r'"[^"\n]*"|[+-]?\d[\w.:+-]*(?!\s*=)|\b(?:true|false)\b(?!\s*=)', re.ASCII)


class Sheet:
    """A document of TOML, with the places of keys and of plain values in it, and its lines."""

    def __init__(self, text):
        self.text = text
        self.values = [one.span() for one in _VALUE.finditer(text)]
        self.keys = [one.span() for one in _KEY.finditer(text)]
        self.lines = [one.span() for one in re.finditer(r"[^\n]*\n", text)]
        self.words = sorted({text[start:end] for start, end in (*self.values, *self.keys)})


def pages(text):
    """The parts of a document, each with its header."""
    return re.split(r"\n(?=\[)", text)


def blocks(text):
    """The head of the file of a town, and each of its changes and cases."""
    return re.split(r"\n(?=\[\[\w+\]\])", text)


ODD = [
    *(
        "{}",
        "[]",
        "[[]]",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "-0.0",
        "0.12345",
        "nan",
        "inf",
        "1e3",
        "0x1f",
        "1_000",
    ),
    *(
        "9" * 19,
        "9" * 65,
        "13911872246",
        "2026-02-30",
        "2026-07-01",
        "2026-07-01T09:00:00Z",
        "07:32:00",
        "{a=1}",
    ),
    *("{ by = 'class', else = 1 }", "[1, 'a']", "[" * 17 + "]" * 17, "{ zh = 'a', en = 'b' }", "{ zh = '' }"),
    *('"12%"', '"1/3"', '"-5"', '""', '" "', '"a.b"', '"../x"', '"\\u0000"', '"\\u202e"', "'''a\nb'''"),
    *(
        f'"{CANARY}"',
        f'["{CANARY}"]',
        f'{{ "{CANARY}" = "{CANARY}" }}',
        f'{{ zh = "{CANARY}" }}',
        "a",
        CANARY,
    ),
]


def toml_of(random, sheet, others):
    """A document of TOML that is broken in one way or a few; *others* are words of documents like it."""
    text, way = sheet.text, random.random()
    if way < 0.15:
        return bytes_of(random, text.encode())
    if way < 0.25:
        start, end = pick(random, sheet.lines)
        return text[:start] + text[end:]
    if way < 0.32:
        start, end = pick(random, sheet.lines)
        return text[:start] + text[start:end] + text[start:]
    if way < 0.67:
        start, end = pick(random, sheet.keys)
        return text[:start] + pick(random, (f'"{CANARY}"', "x", pick(random, others))) + text[end:]
    for start, end in sorted(random.choices(sheet.values, k=1 if way < 0.8 else 3), reverse=True):
        text = text[:start] + pick(random, (pick(random, ODD), pick(random, others))) + text[end:]
    return text


# --- CSV -------------------------------------------------------------------------------------------------

_CELLS = [
    *TEXTS,
    CANARY,
    "13911872246",
    '"',
    '"a"',
    '""',
    "a;b",
    "..",
    "2026-07-01..",
    "b@c",
    "是",
    "\0",
    "\n",
    ",",
    ",,",
]


def csv_of(random, text, others):
    """A table of CSV with a few cells or lines that are otherwise; *others* are cells of tables like it."""
    lines = text.splitlines()
    for _ in range(pick(random, (1, 1, 2, 3))):
        place = int(random.random() * len(lines))
        cells = lines[place].split(",")
        at = int(random.random() * len(cells))
        match int(random.random() * 8):
            case 0:
                del cells[at]
            case 1:
                cells.insert(at, pick(random, _CELLS))
            case 2:
                lines.insert(place, lines[place])
            case 3:
                cells[at] = cells[at][::-1]
            case 4 | 5:
                cells[at] = pick(random, others)
            case _:
                cells[at] = pick(random, _CELLS)
        lines[place] = ",".join(cells)
    return "\n".join(lines)


# --- plain data, and what only looks like it -------------------------------------------------------------


class Word(str):
    """A text of another class."""

    __slots__ = ()


JUNK = [
    *(
        None,
        True,
        0,
        -1,
        10**18,
        10**400,
        1.5,
        float("nan"),
        float("inf"),
        Fraction(1, 3),
        Decimal(1),
        1j,
        ...,
        int,
    ),
    *(
        "",
        "\0",
        "\ud800",
        CANARY,
        Word(CANARY),
        b"",
        CANARY.encode(),
        bytearray(b"a"),
        [],
        {},
        (),
        set(),
        {1},
    ),
    *(
        [CANARY],
        {CANARY: CANARY},
        {1: 2},
        {None: CANARY},
        {"kind": "span/1"},
        {"kind": []},
        [[[]]],
        [float("inf")],
    ),
    *(date(2026, 7, 1), datetime(2026, 7, 1), datetime.max.replace(tzinfo=UTC), time(9), Private(CANARY)),
    *(object(), Exception(CANARY), range(3), lambda: CANARY, json, serial.BASE, Text(CANARY)),
]
"""What plain data may be, and what it may not."""
PLAIN = [json.loads(piece) for piece in PIECES]


def data_of(random, data):
    """Plain data with something else at a place of it: at the end of a way to wherever it leads."""
    at = data
    while True:
        keys = [*at] if type(at) is dict else range(len(at))
        key = pick(random, keys)
        if key == "kind":  # else each tenth document would end there, and most of the time would go to it
            key = pick(random, keys)
        if type(at[key]) not in (dict, list) or not at[key] or random.random() < 0.3:
            break
        at = at[key]
    at[key] = pick(random, pick(random, (JUNK, PLAIN)))
    return data
