"""
Two hundred thousand broken documents at each commit, ten million for each loader in a deep run.

What is broken is real: a document of each kind that is stored, logs, rulebooks, towns and their cases,
rosters, lists of subjects. A loader gives a value, which is written as it was read, or `InvalidInput` with
code and path, and nothing else. No text of it, nor of what is chained to it, holds what was written, which is
canaries wherever it can be. A document has a number, by which it is made again:
`made(LOADERS["documents"], seed, number)`. The long run takes a night; `-k` picks a loader.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random, SystemRandom

import attrs
import pytest
import tomli
from hypothesis import settings
from tests.ext.books import FULL, SCHEME
from tests.orgs.test_csv import CHINESE
from tests.rulebooks.books import QINGSHAN, book
from tests.serial import broken
from tests.serial.broken import SIGN, Paper, Sheet
from tests.serial.freeze import FIXTURES
from tests.serial.test_logs import log_of

from sanliang import Audience, InvalidInput, rulebooks, serial, townships
from sanliang.ext.cli import _subjects
from sanliang.kernel.errors import Fault
from sanliang.kernel.events._entry import START, chained
from sanliang.kernel.sheets import _sheet
from sanliang.kernel.wire import _in, _toml, read_json, read_toml
from sanliang.orgs import _words, read_roster, write_roster
from sanliang.serial import _documents, _entries
from sanliang.serial import _in as _serial_in
from sanliang.serial._plain import clean, number
from sanliang.testing._effort import MANY
from sanliang.townships import WrittenCase
from sanliang.townships._read_cases import read_cases

pytestmark = [
    pytest.mark.once("it says nothing of versions"),
    pytest.mark.untraced("it is long; each branch is taken by other tests"),
]

BATCH = 50
"""So many documents, one after the other, are the same one that is broken in as many ways."""
LONG = 200
"""A document of so many signs is broken twice as often as a longer one; one of a quarter, 65 times."""


@attrs.frozen
class Loader:
    """
    What reads documents of strangers.

    Attributes:
        share: How many of the two hundred thousand it reads.
        sound: The documents that are broken.
        breaks: Breaks one of them, by a generator of numbers.
        load: Reads it, in a folder of its own, and sees that what was read is written as it was.
        past: How many of a hundred documents get beyond what knows nothing of their meaning, at the least.
    """

    share: int
    sound: object
    breaks: object
    load: object
    past: int = 50


def broken_by(loader, seed, batch):
    """The documents of a batch."""
    random, sound = Random(f"{seed}, {batch}"), loader.sound()
    one, breaks = sound[(batch * STEP + seed) % len(sound)], loader.breaks
    return (breaks(random, one) for _ in range(BATCH))


STEP = 7_919
"""A prime: each document has its turn before one of them has its second."""


def made(loader, seed, number):
    """The document with a number."""
    batch, place = divmod(number, BATCH)
    return [*broken_by(loader, seed, batch)][place]


def fuzzed(name, seed, count, home):
    """The first code of what was said of so many documents, and how often; nothing where one was read."""
    met, number, load = Counter(), 0, LOADERS[name].load
    for batch in range(count // BATCH):
        for number, written in enumerate(broken_by(LOADERS[name], seed, batch), batch * BATCH):
            try:
                met[said(load, written, home)] += 1
            except Exception as error:
                error.add_note(f"made(LOADERS[{name!r}], {seed}, {number}) is {str(written)[:2_000]}")
                raise
    return met


def said(load, written, home):
    """The code of the first fault of a document; nothing where it is read."""
    try:
        load(written, home)
    except InvalidInput as error:
        found = behind = error
    else:
        return ""
    assert found.count >= len(found.faults) > 0
    for fault in found.faults:
        assert fault.code
        assert SIGN not in f"{fault.path}{fault.zh}{fault.en}"
    while (behind := behind.__cause__ or behind.__context__) is not None:
        assert SIGN not in repr(behind)
    return found.code


# --- what is stored --------------------------------------------------------------------------------------


def is_read(text):
    """Whether a text is a document."""
    try:
        serial.loads(text)
    except InvalidInput:
        return False
    return True


@cache
def papers():
    """A small document of each kind, full of canaries; the shorter, the more often: it takes less time."""
    found = []
    for tag in serial.BASE.tags:
        whole = json.loads((FIXTURES / f"{tag.replace('/', '-')}.json").read_bytes())
        small = broken.shrunk(whole, lambda data: is_read(json.dumps(data)))
        paper = Paper(json.loads(broken.disguised(canonical(small), is_read)))
        found += [paper] * (1 + int((LONG / len(paper.text)) ** 3))
    return found


@cache
def pool():
    """The text of every value in them that is not long."""
    values = {one.text[start:end] for one in papers() for start, end in one.values if end - start < 200}
    return sorted(values)


def canonical(data):
    """JSON as a log has it."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def some_json(random, paper):
    """A document, broken."""
    return broken.json_of(random, paper, pool())


def some_data(random, paper):
    """The data of a document, with any object of Python somewhere in it."""
    return broken.data_of(random, json.loads(paper.text))


def written_again(value):
    """A value is written, and read as it was."""
    assert value == serial.loads(serial.dumps(value, audience="ledger"), type(value))


SHORT = log_of("屋顶漏雨", None)
LINES = [json.loads(line) for line in serial.write_log(SHORT, audience="ledger").splitlines()]
PARTS = [(Paper(line), Paper(json.loads(line["entry"])), place) for place, line in enumerate(LINES)]


def a_log(random, part):
    """A log of which an entry is broken, under digests that are right; or a line, or a few bytes."""
    line, entry, at = part
    way, entries, digest, lines = random.random(), [one["entry"] for one in LINES], START, []
    if way < 0.7:
        try:
            entries[at] = canonical(json.loads(some_json(random, entry))).encode().decode()
        except ValueError:
            entries[at] += " "
    for one, text in zip(LINES, entries, strict=True):
        digest = chained(digest, text.encode())
        lines.append(canonical({**one, "digest": digest, "entry": text}).encode())
    if 0.7 <= way < 0.9:
        broken_line = some_json(random, line)
        lines[at] = broken_line if type(broken_line) is bytes else broken_line.encode()
    raw = b"\n".join(lines) + b"\n"
    return raw if way < 0.9 else broken.bytes_of(random, raw)


def log_loaded(raw, _home):
    """A log is read, and written as it was but for what is torn."""
    found = serial.read_log(raw)
    text = serial.write_log(found.log, audience="ledger")
    assert raw.startswith(text.encode().removesuffix(b"\n"))


# --- TOML ------------------------------------------------------------------------------------------------

TOWNS = Path(townships.__file__).parent
TOWN_FILES = [file.read_text("utf-8") for file in sorted(TOWNS.glob("*/township.toml"))]


@cache
def books():
    """Small rulebooks."""
    return [Sheet(book())]


@cache
def pages():
    """A few lines each of rulebooks and towns."""
    found = (one for text in (QINGSHAN, *TOWN_FILES) for one in broken.pages(text))
    return [Sheet(one) for one in found if len(one) < 400]


@cache
def towns():
    """The files of towns, each with one change or case alone."""
    files = (broken.blocks(text) for text in TOWN_FILES)
    return [Sheet(f"{head}\n{one}") for head, *some in files for one in some if len(one) < 800]


@cache
def words():
    """All plain values and keys in these."""
    return sorted({word for one in (*books(), *pages(), *towns()) for word in one.words})


def some_toml(random, sheet):
    """A document, broken."""
    return broken.toml_of(random, sheet, words())


def toml_loaded(text, _home):
    """Plain data is what tomli reads, but for limits."""
    found = read_toml(text)
    plain = text if type(text) is str else text.decode()
    assert found == tomli.loads(plain.removeprefix("\ufeff"), parse_float=str)


def book_loaded(text, _home):
    """A rulebook is read, and nothing is wrong with it."""
    rulebooks.loads(text)
    assert not [one for one in rulebooks.lint(text) if one.severity == "error"]


def town_loaded(text, home):
    """A town is read, with its cases."""
    (home / "township.toml").write_bytes(text if type(text) is bytes else text.encode())
    assert type(townships.load(home).cases) is tuple


@cache
def cases():
    """The cases of the towns, as data."""
    return [json.dumps(one, default=str) for text in TOWN_FILES for one in tomli.loads(text).get("case", ())]


def a_case(random, text):
    """The data of a case, with any object of Python somewhere in it."""
    return broken.data_of(random, json.loads(text))


def case_loaded(data, _home):
    """A case is read, and stays as it was read."""
    found = read_cases([WrittenCase(data=data, place=0)])
    assert found == read_cases(found)


# --- tables ----------------------------------------------------------------------------------------------

OWN_WORDS = {"养蜂": "bees", "劳力": "labour"}
CELLS = [cell for text in CHINESE.values() for line in text.splitlines() for cell in line.split(",")]


def a_roster(random, name):
    """The tables of a roster, one of them broken."""
    return {**CHINESE, name: broken.csv_of(random, CHINESE[name], CELLS)}


def roster_loaded(texts, _home):
    """A roster is read, and written as it was read."""
    roster = read_roster(**texts, own_words=OWN_WORDS)
    again = write_roster(roster, audience=Audience.LEDGER, lang="zh")
    assert roster == read_roster(units=again.units, members=again.members, households=again.households)


KNOWN = _subjects.known_to(rulebooks.loads(SCHEME))


def subjects_loaded(text, _home):
    """Subjects are read."""
    raw = text if type(text) is bytes else text.encode()
    assert type(_subjects.from_json(raw, KNOWN, name="people.json")) is tuple


LOADERS = {
    "documents": Loader(
        110_000, papers, some_json, lambda text, _: written_again(serial.loads(text)), past=35
    ),
    "data": Loader(85_000, papers, some_data, lambda data, _: written_again(serial.from_dict(data)), past=99),
    "logs": Loader(500, lambda: PARTS, a_log, log_loaded),
    "toml": Loader(2_000, pages, some_toml, toml_loaded),
    "books": Loader(500, books, some_toml, book_loaded),
    "towns": Loader(300, towns, some_toml, town_loaded),
    "cases": Loader(900, cases, a_case, case_loaded, past=100),
    "rosters": Loader(400, lambda: [*CHINESE], a_roster, roster_loaded, past=30),
    "subjects": Loader(400, lambda: [Paper({"subjects": [FULL]})], some_json, subjects_loaded, past=40),
}
IN_ALL = 200_000
EACH = 10_000_000
FEW = 500
PROFILE = settings().max_examples
DEEP = PROFILE > MANY
SCANNED = ("json.", "toml.", "csv.")


def how_many(loader):
    """How many documents a loader reads: few where a law has few examples, ten million where it has many."""
    return EACH if DEEP else loader.share if PROFILE >= AT_COMMIT else FEW


AT_COMMIT = 15
"""So many examples of a law are the gate's own, and more than where it is in a hurry."""


@pytest.mark.promise("J1")
@pytest.mark.promise("J2")
@pytest.mark.parametrize("name", LOADERS)
def test_a_broken_document_is_read_or_refused_with_nothing_of_it(name, tmp_path):
    """
    Whatever was broken, the answer is a value or a fault with code and path that repeats nothing; and of the
    documents enough get past what knows nothing of their meaning.
    """
    loader, seed = LOADERS[name], SystemRandom().randrange(10**9) if DEEP else 0
    met = fuzzed(name, seed, how_many(loader), tmp_path)
    past = sum(often for code, often in met.items() if not code.startswith(SCANNED))
    print(f"{name}, seed {seed}: {met.total():,} documents, {past:,} past the parser, {met['']:,} read")
    assert how_many(loader) == met.total()
    assert loader.past * met.total() <= 100 * past
    assert len(met) > 3


def test_two_hundred_thousand_are_read_at_each_commit():
    """So many together, and each loader whole batches of them."""
    assert IN_ALL == sum(loader.share for loader in LOADERS.values())
    assert not any(loader.share % BATCH for loader in LOADERS.values())


def test_documents_of_every_kind_are_broken():
    """Each has its turn at each commit, and nearly each is full of canaries."""
    kinds = {json.loads(paper.text)["kind"]: SIGN in paper.text for paper in papers()}
    assert {*serial.BASE.tags} == {*kinds}
    assert sum(kinds.values()) > 0.8 * len(kinds)
    assert len(papers()) < LOADERS["documents"].share // BATCH


# --- what the fuzz would find ------------------------------------------------------------------------------


def crash(*_args, **_more):
    """A fault of Python's own."""
    raise KeyError("x")


def repeat(value, path="", **_more):
    """A fault of the input that says what it was."""
    raise InvalidInput(Fault(code="text.type", path=path, zh="是", en=f"is {value}"))


def nameless(*_args, **_more):
    """A fault of the input without a code."""
    raise InvalidInput(Fault(code="", zh="错", en="is wrong"))


def chain(text, **more):
    """JSON as data; behind a fault of it stands another error, which has it."""
    try:
        return read_json(text, **more)
    except InvalidInput as error:
        raise error from ValueError(text)


PLANTED = {
    "a day that crashes": ("documents", _in, "_day", crash),
    "a key of a table that crashes": ("documents", _in, "_unknown_keys", crash),
    "a text that is repeated": ("documents", _serial_in, "clean", repeat),
    "a code that is missing": ("documents", _serial_in, "number", nameless),
    "a text in what is chained": ("documents", _documents, "read_json", chain),
    "a number that grows": ("documents", _serial_in, "number", lambda value: number(value) + 1),
    "a text that is cut": ("data", _serial_in, "clean", lambda text: clean(text)[:-1]),
    "a log that loses what is private": ("logs", _entries, "_filled", lambda data, _: data),
    "a key that a path shows": ("books", _sheet, "shown", str),
    "a number that is rounded": ("toml", _toml, "_Decimal", float),
    "a day of a table that crashes": ("rosters", _words, "a_day", crash),
    "a day of a case that crashes": ("cases", _in, "_day", crash),
    "a fact that is repeated": ("subjects", _subjects, "identifier", repeat),
}


@pytest.mark.parametrize(("name", "home", "what", "planted"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(name, home, what, planted, monkeypatch, tmp_path):
    """Within two thousand documents, and the document is told with the number by which it is made again."""
    papers(), pool()
    monkeypatch.setattr(home, what, planted)
    with pytest.raises((AssertionError, KeyError, TypeError)) as caught:
        fuzzed(name, 0, 2_000, tmp_path)
    told = caught.value.__notes__[-1]
    number, document = re.fullmatch(
        rf"made\(LOADERS\['{name}'\], 0, (\d+)\) is (.*)", told, re.DOTALL
    ).groups()
    assert str(made(LOADERS[name], 0, int(number)))[:2_000] == document
