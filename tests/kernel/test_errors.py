"""Errors are values: fields, a stable code, texts in both languages, a way out; they pickle."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import (
    SHOWN,
    Conflict,
    Fault,
    Faults,
    InvalidInput,
    MissingExtra,
    NotFound,
    NotInForce,
    SanliangError,
    StoreFailed,
    nearest,
)
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sheets import mistyped
from sanliang.kernel.verdicts import Reason, Refused, Verdict

EMPTY = Fault(code="text.empty", path="items[0].deed", zh="不能为空", en="must not be empty")
UNKNOWN = Phrase("x.unknown", "不认识；{near}", "is not known; {near}")
FAULTS = st.builds(
    Fault,
    code=st.sampled_from(["text.empty", "day.type"]),
    path=st.sampled_from(["", "name", "[3]", "items[0].deed"]),
    zh=st.just("不行"),
    en=st.just("is wrong"),
)
PLAIN = [SanliangError, InvalidInput, NotFound, NotInForce, Conflict, StoreFailed]


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (InvalidInput, ValueError),
        (NotFound, LookupError),
        (NotInForce, LookupError),
        (Conflict, RuntimeError),
        (StoreFailed, RuntimeError),
        (MissingExtra, ImportError),
        (Refused, RuntimeError),
    ],
)
def test_every_error_is_ours_and_a_fitting_builtin(kind, builtin):
    """Who catches the root or the builtin catches the error."""
    assert issubclass(kind, SanliangError)
    assert issubclass(kind, builtin)


@pytest.mark.traced("it takes a branch that no other test takes")
@pytest.mark.parametrize("kind", PLAIN)
@given(faults=st.lists(FAULTS, max_size=4), more=st.integers(0, 9))
def test_errors_pickle_with_all_fields(kind, faults, more):
    """A pickled or copied error has the class, the faults, the count and the texts of the first."""
    error = kind(*faults, count=len(faults) + more)

    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert (twin.faults, twin.count, twin.code, twin.path) == (
            error.faults,
            error.count,
            error.code,
            error.path,
        )
        assert (twin.text("zh"), str(twin)) == (error.text("zh"), str(error))


def test_the_error_of_a_missing_extra_pickles():
    """Extra and package come through, and the text names the command that helps."""
    twin = pickle.loads(pickle.dumps(MissingExtra(extra="cli", package="rich")))

    assert (twin.extra, twin.package, twin.code) == ("cli", "rich", "extra.missing")
    assert 'pip install "sanliang[cli]"' in twin.text("zh")
    assert 'pip install "sanliang[cli]"' in str(twin)


def test_a_refusal_pickles_with_its_verdict():
    """A refusal keeps the verdict, and its topmost reasons are its faults."""
    verdict = Verdict.against(
        Reason(code=f"r.{n}", says=Text("不行", "no"), path=f"items[{n}]") for n in range(SHOWN + 1)
    )
    twin = pickle.loads(pickle.dumps(Refused(verdict)))

    assert (twin.verdict, twin.count, len(twin.faults)) == (verdict, SHOWN + 1, SHOWN)
    assert (twin.code, twin.path) == ("r.0", "items[0]")


def test_an_error_without_faults_has_no_code():
    """A refusal for no reason is shown as such and does not break whoever shows it."""
    error = Refused(Verdict(ok=False))

    assert (error.code, error.path, error.count) == ("", "", 0)
    assert str(error) == "0 faults"


def test_one_fault_is_one_line():
    """One fault is shown in a line, with its path where it has one."""
    assert str(InvalidInput(EMPTY)) == "items[0].deed: must not be empty"
    assert InvalidInput(EMPTY).text("zh") == "items[0].deed: 不能为空"
    assert str(InvalidInput(Fault(code="x", zh="不行", en="is wrong"))) == "is wrong"
    assert str(Fault(code="x", zh="不行", en="is wrong")) == "is wrong"


def test_many_faults_are_listed_and_the_rest_counted():
    """Several faults are listed with their paths; those that were not kept are counted."""
    error = InvalidInput(EMPTY, Fault(code="x", zh="不行", en="is wrong"), count=5)

    assert str(error) == "5 faults\n  items[0].deed  must not be empty\n  is wrong\n  and 3 more"
    assert error.text("zh") == "5 处错误\n  items[0].deed  不能为空\n  不行\n  另有 3 处"
    assert str(InvalidInput(EMPTY, EMPTY)).count("\n") == 2


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("", "roster"),
        ("name", "roster.name"),
        ("[3]", "roster[3]"),
        ("items[0].deed", "roster.items[0].deed"),
    ],
)
def test_a_fault_is_seen_from_further_out(inner, outer):
    """A path is prefixed with a dot before a name and without one before an index."""
    fault = Fault(code="x", path=inner, zh="不行", en="is wrong")

    assert fault.under("roster").path == outer


def test_ten_thousand_faults_are_counted_and_a_hundred_kept():
    """Ten thousand bad rows are all counted; the first hundred are kept, in an error as in what collects."""
    faults = Faults()
    for row in range(10_000):
        faults.add(Fault(code="x", path=f"[{row}]", zh="不行", en="is wrong"))

    with pytest.raises(InvalidInput) as raised:
        faults.check()
    assert (raised.value.count, len(raised.value.faults), len(raised.value.args)) == (10_000, SHOWN, SHOWN)
    assert raised.value.faults[-1].path == "[99]"
    assert str(raised.value).endswith("and 9900 more")


def test_an_error_keeps_a_hundred_of_its_faults():
    """An error that is given more faults than are shown keeps the first and counts all."""
    error = InvalidInput(*[EMPTY] * (SHOWN + 7))

    assert (len(error.faults), len(error.args), error.count) == (SHOWN, SHOWN, SHOWN + 7)


def test_collected_faults_are_raised_as_the_kind_asked_for():
    """Nothing collected raises nothing; what was collected is raised as the kind that is asked for."""
    faults = Faults()
    faults.check()
    assert not faults

    faults.add(EMPTY)
    assert faults
    with pytest.raises(NotFound):
        faults.check(NotFound)
    with pytest.raises(Conflict):
        faults.throw(Conflict)


@given(st.lists(FAULTS, max_size=150), st.integers(0, 20))
def test_faults_of_an_error_are_taken_over_whole(found, more):
    """Taking over an error's faults keeps their order, prefixes their paths, and counts those not kept."""
    plain, nested = Faults(), Faults()
    error = InvalidInput(*found, count=len(found) + more)
    plain.extend(error)
    nested.extend(error, under="roster")

    assert plain.kept == found[:SHOWN]
    assert nested.kept == [fault.under("roster") for fault in found[:SHOWN]]
    assert plain.count == nested.count == len(found) + more


def test_a_fault_of_another_class_stays_one():
    """Seen from further out it is of its own class, with what that keeps beside."""
    fault = mistyped(UNKNOWN, "a", "visist", ["visits"])

    assert mistyped(UNKNOWN, "item.a", "visist", ["visits"]) == fault.under("item")
    assert "visist" not in repr(fault)


def test_a_mistyped_word_finds_the_nearest():
    """The nearest known word is named, and nothing where none is near."""
    assert nearest("visist", ["visits", "meetings"]) == "visits"
    assert nearest("visist", iter(["visits"])) == "visits"
    assert nearest("zzz", ["visits", "meetings"]) == ""
    assert nearest("visits", []) == ""
