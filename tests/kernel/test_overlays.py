"""How a town changes anything: add, replace, drop, each with its source; silence never overrides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.overlays import Change, Op, add, drop, overlay, replace
from sanliang.kernel.sources import Source

LAW = Source(title="办法", article="5")


def key(pair):
    """The name of an entry."""
    return pair[0]


def test_a_change_says_how():
    """An entry is added at the end, replaced in its place, or dropped; what no change names stays."""
    base = [("a", 1), ("b", 2), ("c", 3)]
    changes = [add("d", ("d", 4), source=LAW), replace("b", ("b", 20), source=LAW), drop("a", source=LAW)]

    assert overlay(base, changes, key=key) == (("b", 20), ("c", 3), ("d", 4))
    assert overlay(base, [], key=key) == tuple(base)


def test_changes_are_made_one_after_the_other():
    """A later change sees what an earlier one did: what was dropped may be added again, at the end."""
    changes = [drop("a", source=LAW), add("a", ("a", 9), source=LAW), replace("a", ("a", 10), source=LAW)]

    assert overlay([("a", 1), ("b", 2)], changes, key=key) == (("b", 2), ("a", 10))


def test_nothing_is_an_entry_like_another():
    """An entry may be replaced by nothing at all; only `drop` takes it away."""
    assert overlay([None, "x"], [replace("None", None, source=LAW)], key=str) == (None, "x")


def test_every_fault_is_reported():
    """All changes that do not fit are reported at once, with the nearest name there is."""
    changes = [
        add("visits", ("visits", 1), source=LAW),
        replace("visist", ("visist", 1), source=LAW),
        drop("zzz", source=LAW),
        replace("visits", ("visit", 1), source=LAW),
        drop("visits", source=LAW),
    ]
    with pytest.raises(InvalidInput) as caught:
        overlay([("visits", 0)], changes, key=key)

    assert [(fault.path, fault.code, fault.en) for fault in caught.value.faults] == [
        ("changes[0].visits", "overlay.known", "is there already; to change it, replace it"),
        ("changes[1].visist", "overlay.unknown", "is not in the base; the nearest is: visits"),
        ("changes[2].zzz", "overlay.unknown", "is not in the base; there are: visits"),
        ("changes[3].visits", "overlay.name", "has another name than its change says"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"op": "ad"}, {"op": None}, {"key": ""}, {"source": "办法"}, {"source": None}]
)
def test_a_change_is_checked(wrong):
    """A change has an operation, a key and a source."""
    with pytest.raises(InvalidInput):
        Change(**{"op": Op.ADD, "key": "a", "value": 1, "source": LAW, **wrong})


NAMES = st.text("abc", min_size=1, max_size=2)
BASES = st.dictionaries(NAMES, st.integers(), max_size=6)


@given(base=BASES, new=BASES)
def test_silence_never_overrides(base, new):
    """The result is the base but for the changes, in the order of the base, then of the additions."""
    changes = [
        (replace if name in base else add)(name, (name, value), source=LAW) for name, value in new.items()
    ]

    assert dict(overlay(base.items(), changes, key=key)) == {**base, **new}
    assert [name for name, _ in overlay(base.items(), changes, key=key)] == list({**base, **new})
    undone = [drop(name, source=LAW) for name in new if name not in base]
    undone += [replace(name, (name, base[name]), source=LAW) for name in new if name in base]
    assert overlay(base.items(), changes + undone, key=key) == tuple(base.items())
