"""Every limit of a book: what is within it reads, what is beyond it is refused, with that very fault."""

import pytest
from tests.rulebooks.books import HEAD, SCALE, book, refusal

from sanliang import InvalidInput
from sanliang.rulebooks import DEEPEST, MOST_KEYS, _bands, _hooks, _numbers, _reach, _read, _words, loads
from sanliang.rulebooks._check import _items
from sanliang.rulebooks._lint import _quotas
from sanliang.rulebooks._schema import _forms

FULL = 256 * 1024


def filled(size):
    """A book of so many bytes."""
    return book() + "#" * (size - len(book().encode()))


def nested(levels):
    """A book with a value of so many levels."""
    when = "{ not = " * (levels - 1) + "{ fact = 'mark', is = 1 }" + " }" * (levels - 1)
    return book(f"[[clause]]\nthen = 'exempt'\nwhen = {when}\n")


def ruled(count):
    """A book of so many rules: the facts and items of the others are six."""
    return book("".join(f"[fact.f{place}]\n" for place in range(count - 6)))


def numbered(number):
    """A book with a number."""
    return book(f"[item.x]\npoints = {number}\n")


def listed(count):
    """A book with a list of so many members."""
    return book("[fact.x]\nraters = [" + ", ".join(f"'r{place}'" for place in range(count)) + "]\n")


def chained(count):
    """A book with so many items within one another, below the score."""
    chain = "".join(f"[item.i{n}]\npart_of = 'i{n + 1}'\npoints = 1\n" for n in range(count - 1))
    return book(chain + f"[item.i{count - 1}]\npoints = 1\n")


def keys(count):
    """A book with so many equals signs and commas."""
    rest = count - book().count("=") - book().count(",") - 1
    return book("[case]\nx = [" + "1," * rest + "]\n")


LIMITS = [
    ("bytes", filled(FULL), filled(FULL + 1), "toml.size"),
    ("levels", nested(16), nested(17), "toml.depth"),
    ("rules", ruled(2_000), ruled(2_001), "book.too_many"),
    ("digits before the point", numbered("999999999"), numbered("1000000000"), "book.digits"),
    ("digits after the point", numbered("0.9999"), numbered("0.99999"), "wire.float"),
    ("digits of a share", numbered("'999999999%'"), numbered("'1000000000%'"), "book.number"),
    ("members of a list", listed(200), listed(201), "book.list_long"),
    ("items in a chain", chained(50), chained(51), "item.deep"),
]


@pytest.mark.promise("R3")
@pytest.mark.parametrize(
    ("within", "beyond", "code"), [one[1:] for one in LIMITS], ids=[one[0] for one in LIMITS]
)
def test_a_limit(within, beyond, code):
    """What is just within a limit reads; the first fault of what is beyond it names the limit."""
    assert loads(within)
    assert code == refusal(beyond).code


def told(line):
    """A book with one more line in its head."""
    return book(head=HEAD + line + "\n")


def asked(words):
    """A book with a question to the last tier."""
    return book(f"[[clause]]\nthen = 'exempt'\nwhen = {{ tier = 'last', is = 5, {words} }}\n")


def ruled_by(words):
    """A book with a clause that does this."""
    return book(f"[[clause]]\nthen = {{ {words} }}\n")


BETWEEN = [
    (lambda n: told(f"decimals = {n}"), 0, 4, "book.whole"),
    (lambda n: book(f"[item.x]\npoints = 1\ndecimals = {n}\n"), 0, 4, "book.whole"),
    (lambda n: book(scale=f"[scale]\nstars = {n}\n"), 1, 100, "book.whole"),
    (lambda n: asked(f"run = {n}"), 1, 100, "book.whole"),
    (lambda n: asked(f"within = {n}"), 1, 100, "book.whole"),
    (lambda n: ruled_by(f"rise_at_most = {n}"), 0, 100, "book.whole"),
    (lambda n: ruled_by(f"fall_at_most = {n}"), 0, 100, "book.whole"),
    (lambda n: book(head=HEAD.replace("starts = 2026", f"starts = {n}")), 1900, 2999, "cycle.starts"),
    (lambda n: book(head=HEAD.replace('"year"', f'"{n} years"')), 1, 100, "cycle.every"),
    (lambda n: book(head=HEAD.replace('"year"', f'"{n} months"')), 1, 1200, "cycle.every"),
    (lambda n: book(f"[fact.x]\nrecords = 'a'\nwindow = '{n} months'\n"), 1, 1200, "fact.window"),
]


@pytest.mark.parametrize(("of", "least", "most", "code"), BETWEEN)
def test_a_number_between(of, least, most, code):
    """The least and the most of a number read; one less and one more are refused."""
    assert loads(of(least))
    assert loads(of(most))
    assert [code, code] == [refusal(of(number)).code for number in (least - 1, most + 1)]


def test_the_schema_is_the_first():
    """A later schema is named; what is none is no whole number of a schema."""
    found = {
        n: refusal(book(head=HEAD.replace("schema = 1", f"schema = {n}"))).code
        for n in (0, 2, 10**6, 10**6 + 1)
    }

    assert {0: "book.whole", 2: "book.schema", 10**6: "book.schema", 10**6 + 1: "book.whole"} == found


def test_below_what_is_not_there_nothing_is_deep():
    """Fifty items within one another may hang on a mistyped name: it is the only fault."""
    hung = chained(50).replace("[item.i49]\n", "[item.i49]\npart_of = 'nobody'\n")

    assert {"name.item"} == {fault.code for fault in refusal(hung).faults}


@pytest.mark.parametrize("coded", [str, str.encode])
def test_so_many_keys_and_members(coded):
    """Equals signs and commas are counted together, in a text as in its bytes."""
    alone = "=" * 16_000

    assert "book.size" not in {refusal(coded(text)).code for text in (keys(16_000), alone)}
    assert {"book.size"} == {refusal(coded(text)).code for text in (keys(16_001), alone + "=", alone + ",")}


SHOWN = {
    "9 parts of a key": (book("a." * 8 + "a = 1\n"), "toml.key"),
    "too many keys": (keys(16_001), "book.size"),
    "nan": (numbered("nan"), "wire.float"),
    "inf": (numbered("-inf"), "wire.float"),
    "a power": (numbered("1e9"), "wire.float"),
    "a yes for a number": (numbered("true"), "book.number"),
    "a text for a number": (numbered("'3'"), "book.number"),
    "a moment for a day": (HEAD.replace("2026-01-01 }", "2026-01-01T00:00:00 }") + SCALE, "book.day"),
    "a time for a day": (HEAD.replace("2026-01-01 }", "08:00:00 }") + SCALE, "book.day"),
    "a name twice": (book("[fact.mark]\n"), "toml.syntax"),
    "names that look alike": (book("[fact.a-b]\n[fact.a_b]\n"), "book.alike"),
    "a Cyrillic name": (book('[fact."clаss"]\n'), "code.shape"),
    "an unknown key": (book("[item.x]\npionts = 1\n"), "book.unknown_key"),
    "an unknown word": (book("[item.x]\npoints = 1\ntake = 'most'\n"), "book.one_of"),
    "itself for a base": (HEAD + 'extends = "stars"\n' + SCALE, "book.base"),
}


@pytest.mark.promise("R3")
@pytest.mark.parametrize(("text", "code"), SHOWN.values(), ids=SHOWN)
def test_what_is_refused_says_why(text, code):
    """A refusal is for the very thing that is wrong, not for something beside it."""
    assert code in [fault.code for fault in refusal(text).faults]


def test_what_was_meant_is_named():
    """A mistyped key or name comes with the one that is nearest."""
    text = book("[item.x]\npionts = 1\n[item.y]\nfact = 'nark'\n")

    assert [
        "is not a known key; the nearest is: points",
        "is no fact of this book; the nearest is: mark",
    ] == [fault.en for fault in refusal(text).faults if fault.code in {"book.unknown_key", "name.fact"}]


def test_a_number_may_be_minus_nothing():
    """Minus nothing is nothing."""
    (item,) = [one for one in loads(numbered("-0.0")).items if one.id == "x"]

    assert item.points.number == 0


@pytest.mark.promise("R3")
def test_every_fault_has_its_line():
    """Many faults of many kinds come at once, each with the line on which it stands, in their order."""
    wrong = "[item.x{0}]\npionts = 1\npoints = true\nceiling = {{ weekly = 3 }}\n"
    text = book("".join(wrong.format(place) for place in range(20)))
    lines = [int(fault.path.split(":")[0]) for fault in refusal(text).faults]
    first = book().count("\n") + 2

    assert lines == sorted(lines)
    assert {first + 4 * place + row for place in range(20) for row in range(3)} <= {*lines}
    with pytest.raises(InvalidInput):
        loads(text)


def test_the_limits_stay():
    """The numbers that hold in what is read and searched for stay: a smaller one refuses what was taken."""
    assert (16, 16_000, 2_000, 1_000_000) == (DEEPEST, MOST_KEYS, _read.MOST_RULES, _words.MOST)
    assert (1_000_000_000, 10**18, 1_000, 64) == (
        _hooks.LARGEST,
        _hooks.FINEST,
        _hooks.LONGEST,
        _hooks.MOST_WAYS,
    )
    assert (200, 1_000_000_000, 100) == (_forms.LONGEST, _numbers._LARGEST, _quotas.HELD)
    assert (64, 50, 1_000_000) == (_bands.MOST_LOOKS, _items.LEVELS, _items.NEVER)
    assert (10**18, 5_000) == (_reach.FAR, _bands.Patience().left)
