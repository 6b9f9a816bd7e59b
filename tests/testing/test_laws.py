"""The laws of any town hold in ours and in a stranger's; what is exempt is told with its reason."""

from pathlib import Path

import pytest
from hypothesis import assume
from hypothesis.errors import Unsatisfiable, UnsatisfiedAssumption
from tests.testing.planted import law as a_law
from tests.testing.planted import traced

from sanliang import InvalidInput, NotFound, Source, Text, rulebooks, townships
from sanliang.kernel.overlays import add
from sanliang.testing import _visits, laws
from sanliang.testing._benches import bench
from sanliang.testing._laws.ratings import RATINGS
from sanliang.testing._laws.rulebooks import RULEBOOKS
from sanliang.townships import Layer, Stated, base, overlay

pytestmark = pytest.mark.once("laws of our own; the suite and the plug-in run on each version")

ROOT = Path(__file__).parents[2]
IDS = ("huaxing", "pingshan", "poxi", "xingshisi", "xingxian")
BOOKS = [one for one in sorted((ROOT / "examples/rulebooks").glob("*.toml")) if one.stem != "huaning"]


def with_books(*books):
    """A town with these books beside those of the base."""
    source = Source(title="某镇办法")
    changes = (Stated(part="rulebooks", change=add(book.id, book, source=source)) for book in books)
    return overlay(base(), Layer(id="other", name=Text("某镇"), changes=tuple(changes)))


def same(town, part):
    """Whether a part of a town is the base's own, on which the law is tried already."""
    return part == "consent" or town.lifecycles.get(part, 0) is base().lifecycles.get(part, 1)


@pytest.mark.once("it says nothing of versions")
@pytest.mark.untraced("the base takes every branch")
@pytest.mark.parametrize("id", IDS)
def test_all_laws_hold_in_our_towns(id):
    """Each of our towns keeps each law, wherever it is not the base."""
    town = townships.get(id)
    for law in laws.LAWS:
        for part in law.over(town):
            if not same(town, part):
                laws.hold(law, town, part=part, max_examples=2)


# That every move can be made is held to the base among the laws of lifecycles, which is long.
@pytest.mark.parametrize(
    "law", traced([law for law in laws.LAWS if law.code != "lifecycle.moves"], "notice", "points")
)
def test_all_laws_hold_in_the_base(law):
    """The base keeps each law."""
    laws.hold(law, base(), max_examples=4)


@pytest.mark.parametrize("law", [*RULEBOOKS, *RATINGS], ids=lambda law: law.code)
def test_published_books_keep_the_laws(law):
    """The rulebooks of twelve places keep the laws of ratings, or are exempt with a reason from the book."""
    town = with_books(*map(rulebooks.load, BOOKS))

    laws.hold(law, town, max_examples=2)
    for why in laws.exempted(law, town).values():
        assert why.zh
        assert why.en


def test_a_book_that_only_takes_says_so():
    """A book that only deducts is exempt from the law of what gives; the reason names its facts."""
    town = with_books(rulebooks.load(ROOT / "examples/rulebooks/nongcun.toml"))
    gives = next(law for law in laws.LAWS if law.code == "rating.gives")

    assert "absences" in laws.exempted(gives, town)["nongcun"].en
    laws.hold(gives, town, part="nongcun")


def test_the_laws_of_a_word():
    """A word with a lifecycle has the laws of all of them, tried on it alone, and its own."""
    assert {"lifecycle.replay", "serial.read", "privacy.canary"} <= {law.code for law in laws.of("pledge")}
    assert {("pledge",)} == {tuple(law.over(base())) for law in laws.of("pledge")}
    assert "notice.least" in [law.code for law in laws.of("notice")]
    assert ["rating"] == sorted({law.code.partition(".")[0] for law in laws.of("rating")})
    with pytest.raises(NotFound) as caught:
        laws.of("pledgse")
    assert "pledge" in str(caught.value)


def test_a_part_that_is_not_there_is_not_found():
    """A law that is not about a part of the town says what it is about."""
    with pytest.raises(NotFound) as caught:
        laws.hold(RATINGS[0], base(), part="nobody-stars")
    assert "member-stars" in str(caught.value)
    assert not isinstance(caught.value, InvalidInput)


def test_codes_are_unique_and_said_in_both_languages():
    """No two laws have one code; each says what it says, in Chinese and English, and whence it comes."""
    assert len(laws.LAWS) == len({law.code for law in laws.LAWS})
    assert all(law.says.zh and law.says.en and law.source for law in laws.LAWS)


def test_the_page_has_the_table_of_all_laws():
    """The reference lists each law with its sentence, and nothing else."""
    page = (ROOT / "docs/reference/testing-laws.md").read_text(encoding="utf-8")
    rows = [f"| `{law.code}` | {law.says.en} | {law.says.zh} |" for law in laws.LAWS]

    assert rows == [line for line in page.splitlines() if line.startswith("| `")]


def test_a_law_without_an_example_is_not_held():
    """Where no example can be made of a part, nobody is told that the law holds."""
    never = a_law(holds=lambda town, part, data: assume(False))
    with pytest.raises(Unsatisfiable, match="no example of 'town'"):
        laws.hold(never, base(), max_examples=2)


def test_what_cannot_be_drawn_is_no_fault(monkeypatch):
    """What Hypothesis gives up while something walks over a table is no fault of the table."""

    def gives_up(*_):
        raise UnsatisfiedAssumption

    monkeypatch.setattr(_visits, "opened", gives_up)
    found = _visits.Visits()
    with pytest.raises(UnsatisfiedAssumption):
        _visits._walks(bench(base().lifecycles["plaque"]), found, None)
    assert found.failed is None
