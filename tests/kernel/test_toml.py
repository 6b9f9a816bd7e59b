"""TOML of strangers: bounded in size, depth, time and memory; what is valid is read as tomli reads it."""

import tracemalloc
from datetime import date, datetime, timedelta, timezone
from time import process_time

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import tried_within, within

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.wire import LARGEST, decode, read_toml
from sanliang.kernel.wire._reasons import OTHER, why

SIZE = LARGEST - 16


HOSTILE = {
    "257 KiB": ("#" * (257 * 1024), "toml.size"),
    "257 KiB in bytes": (b"#" * (257 * 1024), "toml.size"),
    "257 KiB in Chinese": ("#" + "灯" * 100_000, "toml.size"),
    "17 levels": ("a=" + "[" * 17 + "]" * 17, "toml.depth"),
    "17 tables": ("a=" + "{a=" * 17 + "1" + "}" * 17, "toml.depth"),
    "300 levels": ("a=" + "[" * 300, "toml.depth"),
    "a quarter of a million levels": ("a=" + "[" * SIZE, "toml.depth"),
    "a million levels": ("[" * 1_000_000, "toml.size"),
    "9 key parts": (".".join("a" * 9) + "=1", "toml.key"),
    "9 parts of a header": ("[" + ".".join("a" * 9) + "]", "toml.key"),
    "9 quoted key parts": (" . ".join(['"a"'] * 9) + "=1", "toml.key"),
    "1,000 key parts": (".".join("a" * 1_000) + "=1", "toml.key"),
    "20,000 key parts": (".".join("a" * 20_000) + "=1", "toml.key"),
    "100,000 key parts": (".".join("a" * 100_000) + "=1", "toml.key"),
    "4,301 digits": ("a=" + "1" * 4_301, "toml.word"),
    "250,000 digits": ("a=" + "1" * 250_000, "toml.word"),
    "a million hexadecimal digits": ("a=0x" + "f" * 1_000_000, "toml.size"),
    "250,000 hexadecimal digits": ("a=0x" + "f" * 250_000, "toml.word"),
    "nan": ("a = nan", "wire.float"),
    "-nan": ("a = -nan", "wire.float"),
    "inf": ("a = inf", "wire.float"),
    "1e999": ("a = 1e999", "wire.float"),
    "1e5": ("a = 1e5", "wire.float"),
    "five decimals": ("a = 0.12345", "wire.float"),
    "65,000 floats": ("a=[" + "1e9," * 65_000 + "]", "wire.float"),
    "65,000 decimals and a float": ("a=[" + "1.5," * 65_000 + "1e9]", "wire.float"),
    "keys of 7 parts": (("a." * 7 + "b\n") * (SIZE // 16), "toml.syntax"),
    "quoted keys of 7 parts": (('"a".' * 7 + "b\n") * (SIZE // 30), "toml.syntax"),
    "long texts behind 7 parts": (("a." * 7 + '"' + "b" * 9_000 + '"\n') * 28, "toml.syntax"),
    "two marks": ("\ufeff\ufeffa = 1", "toml.syntax"),
    "NUL": ("a = 1 # \0", "toml.syntax"),
    "NUL in a text": ('a = "\0"', "toml.syntax"),
    "no UTF-8": (b'a = "\xff"', "toml.encoding"),
    "UTF-16": ("a = 1".encode("utf-16"), "toml.encoding"),
    "a lone surrogate": ('a = "\ud800"', "toml.encoding"),
    "30 February": ("a = 2026-02-30", "toml.syntax"),
    "a doubled key": ("a = 1\na = 2", "toml.syntax"),
    "true for a key": ("a", "toml.syntax"),
    "texts never closed": ('a = """' + '\n\\"""' * (SIZE // 5), "toml.syntax"),
    "a text never closed": ('a = "' + '\\"' * (SIZE // 2), "toml.syntax"),
    "a plain text never closed": ("a = '" + "x" * SIZE, "toml.syntax"),
    "plain texts never closed": ("a = '''" + "''x" * (SIZE // 3), "toml.syntax"),
    "quotes alone": ("a = " + '"' * (SIZE - 1), "toml.syntax"),
    "a backslash at the end": ('a = "\\', "toml.syntax"),
    "closing brackets first": ("]" * 1_000 + "[" * 1_000, "toml.syntax"),
    "words": ("a " * (SIZE // 2), "toml.syntax"),
    "control characters": ("\x01" * SIZE, "toml.syntax"),
    "no text": (12, "text.type"),
    "nothing": (None, "text.type"),
}


@pytest.mark.untraced("other tests take its branches")
@pytest.mark.promise("R1")
@pytest.mark.parametrize(("document", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_documents(document, code):
    """A hostile document is refused with its code within 0.25 s, by an error that says how to do better."""
    error = tried_within(0.25, lambda: refused(document))
    assert error.code == code
    assert error.path.startswith("rulebook.toml")


def refused(document):
    """The error by which a document is refused."""
    with pytest.raises(InvalidInput) as caught:
        read_toml(document, path="rulebook.toml")
    return caught.value


WRONG = {
    "a = 1\na = 2": (2, 6, "written before"),
    "[a]\n[a]": (2, 3, "written before"),
    "a={b=1,b=2}": (1, 11, "written before"),
    "a = [1 2]": (1, 8, "not complete"),
    'a = "x': (1, 7, "not complete"),
    "a = 'x": (1, 7, "not complete"),
    "a : 1": (1, 3, "followed by ="),
    "[[a]": (1, 4, "brackets of a header"),
    "a = 90%": (1, 7, "a new line is due"),
    "a = \u201cx\u201d": (1, 5, "straight quotation marks"),
    "\u7532 = 1": (1, 1, "a key is due"),
    "[]": (1, 2, "a key is due"),
    "a = 2026-02-30": (1, 5, "no such day"),
    'a = "\\q"': (1, 8, "meaning of its own"),
    'a = "\\xZ"': (1, 8, "meaning of its own"),
    'a = "\\ud800"': (1, 12, "meaning of its own"),
    'a = "x\n"': (1, 7, "control character"),
    "a = 1 # \0": (1, 9, "control character"),
}


@pytest.mark.parametrize("document", WRONG)
def test_what_is_no_toml_says_where_and_why(document):
    """A fault of TOML names the line, the column and the kind of mistake, in both languages."""
    with pytest.raises(InvalidInput) as caught:
        read_toml(document)
    line, column, reason = WRONG[document]
    assert f"near line {line}, column {column}: " in str(caught.value)
    assert reason in str(caught.value)
    assert f"第 {line} 行第 {column} 个字符处" in caught.value.text("zh")
    assert why("something new") == OTHER


LARGE = {
    "numbers": "a=[" + "1," * (SIZE // 2) + "]",
    "texts": "a=[" + '"x",' * (SIZE // 4) + "]",
    "tables": "a=[" + "{a.b.c.d.e.f.g.h=1}," * (SIZE // 20) + "]",
    "keys": "".join(f"k{number}=1\n" for number in range(25_000)),
    "headers": "[[a]]\n" * (SIZE // 6),
    "comments": "#\n" * (SIZE // 2),
    "empty lists": "a=[" + "[]," * (SIZE // 3) + "]",
}
each_large = pytest.mark.parametrize("document", LARGE.values(), ids=LARGE.keys())


@pytest.mark.untraced("it measures time")
@pytest.mark.promise("R1")
@each_large
def test_large_documents_in_time(document):
    """A valid document at the limit is read in bounded time."""
    start = process_time()
    read_toml(document)
    assert process_time() - start < within(2)


@pytest.mark.untraced("it measures memory")
@pytest.mark.once("it counts every piece of memory, which takes long")
@pytest.mark.promise("R1")
@each_large
def test_large_documents_in_memory(document):
    """A valid document at the limit is read in 32 times its size and 32 MB."""
    tracemalloc.start()
    read_toml(document)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * LARGEST + 32 * 2**20


# --- what is read --------------------------------------------------------------------------------------


def test_what_is_at_the_limit_is_read():
    """16 levels, 8 parts of a key, 64 digits and 262,144 bytes are read."""
    assert read_toml("a=" + "[" * 16 + "]" * 16)
    assert read_toml(".".join("a" * 8) + "=1")
    assert read_toml("a=" + "1" * 64) == {"a": int("1" * 64)}
    assert read_toml("#" * LARGEST) == {}


def test_one_mark_at_the_start_is_taken():
    """A file that an editor saved with a byte-order mark is read, and so are its line ends."""
    assert read_toml("\ufeffa = 1\r\nb = 2\r\n".encode()) == {"a": 1, "b": 2}


def test_days_stay_days_and_points_stay_text():
    """Days stay days, moments moments; a number with a point stays what was written."""
    data = read_toml("on = 2020-08-11\nat = 2020-08-11T08:00:00+08:00\nshare = [0.15, -0.0, 123456789.1234]")

    assert data["on"] == date(2020, 8, 11)
    assert data["at"] == datetime(2020, 8, 11, 8, tzinfo=timezone(timedelta(hours=8)))
    assert [str(one) for one in data["share"]] == ["0.15", "-0.0", "123456789.1234"]
    for kind in (int, str, float):
        with pytest.raises(InvalidInput):
            decode(data["share"][0], kind)


def test_every_odd_number_is_reported_with_its_path():
    """Every number that is no short decimal is reported at once, with its path."""
    with pytest.raises(InvalidInput) as caught:
        read_toml("a = [1.5, nan]\n[t]\n'孙大娘' = 1e3\nok = 2.5\nbad = 1.23456", path="book")

    assert [fault.path for fault in caught.value.faults] == ["book.a[1]", "book.t.(key)", "book.t.bad"]
    with pytest.raises(InvalidInput) as caught:
        read_toml("a = inf")
    assert caught.value.path == "a"


def test_a_fault_names_its_line():
    """A fault of the text names the line, also behind texts of several lines."""
    before = 'a = """\n\n\n"""\nb = 1\n'
    for line, code in (
        ("c.d.e.f.g.h.i.j.k = 1", "toml.key"),
        ("c = 1" + "0" * 64, "toml.word"),
        ("c", "toml.syntax"),
    ):
        with pytest.raises(InvalidInput) as caught:
            read_toml(before + line)
        assert caught.value.code == code
        assert "line 6" in str(caught.value)
        assert "第 6 行" in caught.value.text("zh")


def test_a_parser_that_runs_out_of_stack_is_no_crash(monkeypatch):
    """Where the parser runs out of stack, the document is refused with our error."""

    def deep(*_args, **_kwargs):
        raise RecursionError

    monkeypatch.setattr(tomli, "loads", deep)
    with pytest.raises(InvalidInput) as caught:
        read_toml("a = 1", path="book")
    assert (caught.value.code, caught.value.path) == ("toml.depth", "book")


@pytest.mark.promise("R2")
@given(st.text() | st.text("ab=.[]{}\"'#\\\n,1 -_:T", max_size=60))
def test_any_text_gives_data_or_our_error(text):
    """Any text gives the data that tomli reads, or our error; what tomli refuses is refused."""
    try:
        expected = tomli.loads(text.removeprefix("\ufeff"), parse_float=str)
    except ValueError:
        with pytest.raises(InvalidInput):
            read_toml(text)
        return
    try:
        found = read_toml(text)
    except InvalidInput as error:
        assert error.code in {"toml.depth", "toml.key", "toml.word", "wire.float"}  # noqa: PT017
        return
    assert found == expected


# --- no false refusals ---------------------------------------------------------------------------------

SIGNS = st.text("[]{}.,=#'\" ab\\\n修", max_size=12)
BARE = st.text("abc019_-", min_size=1, max_size=12)


def quoted(text):
    """A text as a basic string of one line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def long_quoted(text):
    """A text as a basic string of several lines, which may end in quotes of its own."""
    escaped = text.replace("\\", "\\\\").replace('""', '"\\"')
    return f'"""\n{escaped}"""'


STRINGS = (
    SIGNS.map(quoted)
    | SIGNS.map(long_quoted)
    | SIGNS.filter(lambda text: "'" not in text and "\n" not in text).map("'{}'".format)
    | SIGNS.map(lambda text: "'''\n{}'''".format(text.replace("''", "' ' ")))
    | st.sampled_from(['""""a""""', '"""a"""""', "''''a''''", "'''a'''''", '""', "''", '""""""', "''''''"])
)
KEYS = st.lists(BARE | SIGNS.map(quoted), min_size=1, max_size=8).map(" . ".join)
VALUES = st.recursive(
    STRINGS
    | st.sampled_from(["1", "-1_000", "0x_ff".replace("_", ""), "1.5", "true", "2020-08-11", "07:32:00.999"])
    | st.just("1979-05-27T00:32:00.999999-07:00"),
    lambda below: (
        st.lists(below, max_size=4).map(lambda ones: "[" + " ,\n# ]]]{{{...\n".join(ones) + "]")
        | st.lists(st.tuples(KEYS, below), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key} = {one}" for key, one in pairs) + "}"
        )
    ),
    max_leaves=8,
)
LINES = (
    st.tuples(KEYS, VALUES).map(" = ".join)
    | KEYS.map("[{}]".format)
    | KEYS.map("[[{}]]".format)
    | SIGNS.filter(lambda text: "\n" not in text).map("# {}".format)
)


@pytest.mark.promise("R2")
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_what_is_valid_is_never_refused(document):
    """What the scan counts are brackets and key parts alone, never signs within strings and comments."""
    try:
        expected = tomli.loads(document, parse_float=str)
    except tomli.TOMLDecodeError:
        with pytest.raises(InvalidInput):
            read_toml(document)
        return
    assert read_toml(document) == expected
