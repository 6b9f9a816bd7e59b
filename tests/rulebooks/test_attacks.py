"""Books of strangers: whatever they hold, the answer is a book or a refusal, soon, and leaks nothing."""

# ruff: noqa: E501 -- an attack a line

import subprocess
import sys
import traceback
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import tried_within
from tests.rulebooks.books import HEAD, QINGSHAN, SCALE, book, found, refusal

from sanliang import InvalidInput
from sanliang.rulebooks import Rulebook, lint, loads

FULL = 256 * 1024
MANY = 1_900


def fill(piece, more="", most=7_000):
    """A book with a piece again and again, up to the limits of size and of keys."""
    room = FULL - len(book(more).encode()) - 200
    count = min(room // len(piece.format(10_000).encode()), most)
    return "".join(piece.format(place) for place in range(count))


def items(text):
    """Many items that each say the same."""
    return book("".join(f"[item.i{place}]\n{text.format(place)}\n" for place in range(MANY)))


WIDE = ", ".join(f"w{place} = {place}" for place in range(140))
ATTACKS = {
    "257 KiB": b"#" * (257 * 1024),
    "257 KiB of commas": "," * (257 * 1024),
    "17 levels": book("a = " + "[" * 17 + "]" * 17),
    "300 levels": book("a = " + "[" * 300 + "]" * 300),
    "100,000 levels": "a = " + "[" * 100_000,
    "100,000 tables": "a = " + "{a=" * 80_000,
    "9 parts of a key": book("a.b.c.d.e.f.g.h.i = 1"),
    "1,000 parts of a key": book(".".join("a" * 1_000) + " = 1"),
    "20,000 parts of a key": book(".".join("a" * 20_000) + " = 1"),
    "4,301 digits": book("a = " + "9" * 4_301),
    "hexadecimal digits": book("a = 0x" + "f" * 200_000),
    "nan": book("[item.x]\npoints = nan"),
    "inf": book("[item.x]\npoints = -inf"),
    "a power": book("[item.x]\npoints = 1e999"),
    "true for 1": book("[item.x]\npoints = true"),
    "a zero-width name": book('[fact."a\u200bb"]'),
    "a Cyrillic name": book('[fact."clаss"]\ntype = "word"'),
    "a full-width name": book('[fact."ｃlass"]'),
    "a Cyrillic word": book('[item.x]\npoints = { by = "class", "еlder" = 1 }'),
    "NUL": book('[item.x]\npoints = 1\nsays = "a\\u0000b"'),
    "a broken character": HEAD.encode() + b'x = "\xed\xa0\x80"',
    "30 February": book("[[case]]\ncycle = [2026-02-30, 2026-02-31]"),
    "a format string for a name": HEAD.replace('"stars"', '"{h.__init__.__globals__}"') + SCALE,
    "a format string for a base": HEAD + 'extends = "%300000000d"',
    "a path for a base": HEAD + 'extends = "../../etc/passwd"',
    "15,000 unknown keys": HEAD + fill("k{0} = 1\n", most=15_000),
    "unknown keys of items": items("pionts = {0}\nfact = 'nark'"),
    "items in a chain": book(
        "".join(f"[item.i{place}]\npart_of = 'i{place + 1}'\npoints = 1\n" for place in range(MANY))
    ),
    "items in a circle": book(
        "".join(f"[item.i{place}]\npart_of = 'i{(place + 1) % MANY}'\nopen = true\n" for place in range(MANY))
    ),
    "2,001 rules": book("".join(f"[fact.f{place}]\n" for place in range(2_001))),
    "many steps": book("[item.x]\nsteps = [" + fill("{{x=1}},") + "]"),
    "steps without points": book("".join(f"[item.i{n}]\nsteps = [" + "{x=1}," * 190 + "]\n" for n in range(40))),
    "tiers without edges": book(scale="[scale]\ntiers = [" + fill("{{name=1}},") + "]"),
    "overlapping steps": book(
        "".join(f"[item.i{n}]\nfact='mark'\nsteps = [" + "{at_least=1,at_most=2,points=1}," * 199 + "]\n" for n in range(13))
    ),
    "unknown words": book("[item.x]\npoints = { by = 'mark', " + fill("w{0} = 1,") + " x = 1 }"),
    "edges by many words": book(
        "".join(f"[fact.f{place}]\ntype='word'\n" for place in range(8)),
        scale="[scale]\ntiers=["
        + ", ".join(
            f"{{name='t{place}',at_least={{by='f{place}',{WIDE}}},at_most={{by='f{place + 1}',{WIDE}}}}}"
            for place in range(7)
        )
        + "]\n",
    ),
    "edges by words within words": book(
        "".join(f"[fact.f{place}]\ntype='word'\n" for place in range(6)),
        scale="[scale]\ntiers=[{name=5,at_least="
        + "".join(f"{{by='f{place}',{WIDE},z=" for place in range(6))
        + "1" + "}" * 6 + ",at_most=99}]\n",
    ),
    "numbers": book("a = [" + fill("1,", most=15_000) + "]"),
    "many numbers": book("a = [" + "1," * 120_000 + "]"),
    "a long name over many keys": '["' + "k" * 120_000 + '"]\n' + "".join(f"a{n} = 1\n" for n in range(9_000)),
    "long texts": book(items="[item.x]\nsays='" + "长" * 20_001 + "'\npoints=1\n"),
    "conditions": book(("[[clause]]\nthen='exempt'\nwhen={any=[" + "{fact='f',is=1}," * 199 + "]}\n") * 19),
}  # fmt: skip


@pytest.mark.untraced("texts of 256 KiB; short ones take every branch")
@pytest.mark.promise("R3")
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_in_time(text):
    """What a stranger writes to harm is refused within a quarter of a second, by our error with a short text."""
    error = tried_within(0.25, lambda: refusal(text))

    assert 1 <= len(error.faults) <= 100
    assert len(error.text("zh")) < 100_000
    assert [one.code for one in lint(text)]


@pytest.mark.once(
    "it measures memory, which the reader takes below; its own documents are tried on each version"
)
@pytest.mark.untraced("it measures memory")
@pytest.mark.promise("R3")
@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_takes_no_memory(text):
    """A refusal needs at most 32 times the document, and 32 MB."""
    tracemalloc.start()
    refusal(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 32 * len(text) + 32 * 2**20


CANARY = "欧阳麒麟-13911872246"


@pytest.mark.promise("R3")
def test_a_refusal_does_not_repeat_the_input():
    """No text of a fault, and no traceback, holds what was written, whatever was wrong with it."""
    texts = [
        QINGSHAN.replace(word, CANARY)
        for word in ('"qingshan-member-stars"', "60, else", '"30%"', "92", '"none"', '"12%"', '"narrow"', "[2026", "duties]")
    ]  # fmt: skip
    texts += [
        QINGSHAN.replace(word, f'"{CANARY}"')
        for word in ("0.5", "1 }   #", "year", "2026-07-01", "18 months")
    ]
    texts += [HEAD + f'extends = "{CANARY}"', f'["{CANARY}"]\na = 1', book(f'[fact."{CANARY}"]\n')]
    refused = [text for text in texts if found(text)]
    for error in map(refusal, refused):
        for output in (str(error), repr(error), error.text("zh"), "".join(traceback.format_exception(error))):
            assert CANARY not in output
    assert len(refused) > 10
    assert CANARY not in repr([lint(text) for text in texts])


@pytest.mark.promise("J2")
def test_nothing_behind_a_refusal_repeats_the_input():
    """Nor does what is chained to it, where a key or a name is mistyped."""
    for text in (QINGSHAN.replace("every", f'"{CANARY}"'), QINGSHAN.replace('"service"', f'"{CANARY}"')):
        error = refusal(text)
        assert (None, None) == (error.__cause__, error.__context__)
        assert CANARY not in repr(error)


@pytest.mark.parametrize("text", [None, 5, ["a"], {"a": 1}, 1.5, bytearray(b"a")])
def test_what_is_no_text_is_refused(text):
    """Something else than a text is refused, by the reader and by the linter."""
    assert "text.type" == refusal(text).code
    assert ["text.type"] == [one.code for one in lint(text)]


# --- mutations -----------------------------------------------------------------------------------------

WORDS = QINGSHAN.replace("=", " = ").replace(",", " , ").replace("[", " [ ").replace("]", " ] ")
PIECES = sorted({*WORDS.replace("{", " { ").replace("}", " } ").split(" ")})


@st.composite
def mutants(draw):
    """A good book with some of its pieces dropped, doubled, swapped or written otherwise."""
    pieces = WORDS.split(" ")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(pieces) - 1))
        what = draw(st.sampled_from(["drop", "double", "swap", "other", "odd"]))
        if what == "drop":
            pieces[place] = ""
        elif what == "double":
            pieces[place] += " " + pieces[place]
        elif what == "swap":
            other = draw(st.integers(0, len(pieces) - 1))
            pieces[place], pieces[other] = pieces[other], pieces[place]
        elif what == "other":
            pieces[place] = draw(st.sampled_from(PIECES))
        else:
            pieces[place] = draw(
                st.sampled_from(
                    [
                        "{}",
                        "[]",
                        "true",
                        "-1",
                        "1.5",
                        '"x"',
                        '"1/3"',
                        "2026-01-01",
                        "{ by = 'class', a = 1 }",
                        "\n",
                    ]
                )
            )
    return " ".join(pieces)  # fmt: skip


def read_or_refused(text):
    """Whether the answer to a text is a book, or our error with its faults."""
    try:
        return isinstance(loads(text), Rulebook)
    except InvalidInput as error:
        return bool(error.faults)


@pytest.mark.promise("R3")
@given(mutants())
def test_a_mutant_is_a_book_or_refused(text):
    """A book that was spoilt is read or refused with our error, and nothing else ever happens."""
    assert read_or_refused(text)
    assert isinstance(lint(text), tuple)


@given(st.sampled_from(sorted(set(QINGSHAN.splitlines()))), st.integers(0, 3))
def test_a_book_without_one_of_its_lines_is_a_book_or_refused(line, times):
    """A line that was left out or doubled does no harm."""
    text = QINGSHAN.replace(line, "\n".join([line] * times), 1)
    assert read_or_refused(text)


PLAIN = st.recursive(
    st.sampled_from(["1", "-1", "0.5", "true", '"a"', '"12%"', "2026-01-01", '"score"', '"class"', '"last"', "5"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
    | st.dictionaries(
        st.sampled_from(
            ["by", "else", "a", "at_least", "above", "below", "is", "in", "fact", "item", "tier", "all", "not", "any",
             "points", "name", "2026-01-01", "month", "run", "rise_at_most", "zh", "book", "every", "starts"]
        ), inner, max_size=3,
    ).map(lambda some: "{" + ", ".join(f"{key} = {value}" for key, value in some.items()) + "}"),
    max_leaves=8,
)  # fmt: skip
KEYS = {
    "": ["id", "rates", "title", "source", "cycle", "decimals", "extends", "scale", "case", "fact", "item"],
    "[fact.x]": ["type", "records", "where", "sum", "window", "roster", "raters", "absent", "ballots", "pledges",
                 "ratings", "missing", "words", "says", "source"],
    "[item.x]": ["part_of", "fact", "for_each", "field", "points", "each", "per", "whole", "above", "below", "steps",
                 "gap", "overlap", "given", "decision", "when", "take", "floor", "ceiling", "weight", "decimals",
                 "open", "says", "source"],
    "[[clause]]": ["id", "when", "then", "change", "says", "source"],
    "[[quota]]": ["tier", "at_most", "at_least", "of", "rank", "round", "least", "ties", "among", "spare", "binding"],
    "[[consequence]]": ["id", "when", "then"],
    "[[case]]": ["name", "cycle", "facts", "people", "past", "expect"],
    "[scale]": ["tiers", "stars", "gap", "overlap"],
}  # fmt: skip


@given(st.data())
def test_any_value_under_any_key_is_read_or_refused(data):
    """Whatever stands under a key that is known, the answer is a book or our error."""
    head = data.draw(st.sampled_from(sorted(KEYS)))
    keys = data.draw(st.lists(st.sampled_from(KEYS[head]), min_size=1, max_size=4, unique=True))
    lines = "\n".join(f"{key} = {data.draw(PLAIN)}" for key in keys)
    text = (
        f"{lines}\n{book()}"
        if not head
        else book(f"{head}\n{lines}\n", scale="" if "scale" in head else SCALE)
    )
    assert read_or_refused(text)


# --- what the answer does not hang on ------------------------------------------------------------------

SCRIPT = """
import decimal, sys
from sanliang.kernel.errors import InvalidInput
from sanliang.rulebooks import loads
decimal.getcontext().prec = 3
for text in open(sys.argv[1], encoding="utf-8").read().split("\\x1e"):
    try:
        print(repr(loads(text)))
    except InvalidInput as error:
        print(error)
"""


@pytest.mark.promise("R4")
def test_the_answer_is_always_the_same(tmp_path):
    """Hash seed, time zone, locale, `-O` and the decimal context change nothing."""
    file = tmp_path / "books.txt"
    short = [text for text in ATTACKS.values() if len(text) < 5_000 and isinstance(text, str)]
    file.write_text("\x1e".join([QINGSHAN, book(), *short]), "utf-8")
    runs = {
        subprocess.run(
            [sys.executable, *options, "-c", SCRIPT, str(file)],
            env={"PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8", **env},
            capture_output=True,
            check=True,
        ).stdout
        for options, env in [
            ([], {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"}),
            (["-O"], {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C"}),
        ]
    }  # fmt: skip

    assert 1 == len(runs)
    assert all(runs)


def deep(text, depth):
    """Read a text from deep within the stack."""
    return loads(text) if depth == 0 else deep(text, depth - 1)


@pytest.mark.promise("R4")
def test_the_answer_does_not_hang_on_the_stack():
    """A book that reads, reads from deep within the stack, too."""
    nested = book("[[clause]]\nthen='exempt'\nwhen=" + "{not=" * 13 + "{fact='mark',is=1}" + "}" * 13 + "\n")

    assert loads(nested) == deep(nested, 600)


@pytest.mark.parametrize("names", [("a-b", "a_b"), ("a_b", "a-b")])
def test_names_that_look_alike_are_refused(names):
    """Two items that differ in a stroke alone would be mistaken for each other."""
    assert [("book.alike", f"item.{names[1]}")] == found(
        book("".join(f"[item.{name}]\npoints = 1\n" for name in names))
    )


def test_a_file_with_a_mark_at_its_start_reads():
    """One byte order mark is taken, a second is not TOML."""
    assert loads(book()) == loads(b"\xef\xbb\xbf" + book().encode())
    assert 1 == len(refusal("\ufeff\ufeff" + book()).faults)


def keys_of(table):
    """The lines of a table with its header, and the others."""
    head, *lines = table.split("\n")
    return head, [line for line in lines if line]


@given(st.data())
def test_the_order_of_keys_and_of_tables_does_not_matter(data):
    """Keys of a table, and tables that are named, may stand in any order; lists, days and tiers may not."""
    parts = book().replace("\n\n", "\n").split("\n[")
    head, tables = parts[0], [f"[{part}" for part in parts[1:]]
    lines = data.draw(st.permutations([line for line in head.split("\n") if line]))
    mixed = []
    for table in data.draw(st.permutations(tables)):
        first, rest = keys_of(table)
        mixed.append("\n".join([first, *data.draw(st.permutations(rest))]))
    one, other = loads(book()), loads("\n".join([*lines, *mixed]))

    assert {*one.facts} == {*other.facts}
    assert {*one.items} == {*other.items}
    assert (one.scale, one.source, one.cycle, one.title) == (
        other.scale,
        other.source,
        other.cycle,
        other.title,
    )
