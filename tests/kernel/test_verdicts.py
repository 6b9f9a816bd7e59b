"""One answer type: a verdict with its reasons, data first and text second."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanliang.kernel.errors import SanliangError
from sanliang.kernel.labels import Phrase, Text
from sanliang.kernel.sources import Source
from sanliang.kernel.verdicts import Reason, Refused, Verdict

FEW = Phrase("items.too_few", "至少 {least} 项", "at least {least} items are needed")
RULE = Source(title="支部工作条例（试行）", article="5")
REASONS = st.recursive(
    st.builds(Reason.of, st.just(FEW), least=st.integers(0, 9), clause=st.none() | st.just(RULE)),
    lambda below: st.builds(Reason.of, st.just(FEW), because=st.lists(below, max_size=3), least=st.just(1)),
    max_leaves=8,
)


def size(reason):
    """How many reasons a tree has."""
    return 1 + sum(size(one) for one in reason.because)


def depth(reason):
    """How many levels a tree of reasons has."""
    return 1 + max((depth(one) for one in reason.because), default=0)


def test_a_reason_is_data_first_and_text_second():
    """Code, parameters, place and clause are kept for programs; the sentence is made of them."""
    reason = Reason.of(FEW, path="items", clause=RULE, least=2)

    assert (reason.code, reason.params, reason.path, reason.clause) == (
        "items.too_few",
        {"least": 2},
        "items",
        RULE,
    )
    assert reason.text("zh") == "至少 2 项（《支部工作条例（试行）》第5条）"
    assert reason.text() == "at least 2 items are needed (支部工作条例（试行）, article 5)"


@given(REASONS)
def test_a_tree_of_reasons_has_a_line_for_each(reason):
    """Each reason is one line, indented by its level, in both languages."""
    for lang in ("zh", "en"):
        lines = reason.text(lang).split("\n")
        levels = [(len(line) - len(line.lstrip())) // 2 for line in lines]
        assert len(lines) == size(reason)
        assert (levels[0], max(levels)) == (0, depth(reason) - 1)


@given(st.lists(REASONS, max_size=4))
def test_a_verdict_is_no_exactly_when_something_speaks_against_it(reasons):
    """Yes without reasons against it; no with each of them, in their order."""
    verdict = Verdict.against(iter(reasons))

    assert bool(verdict) is verdict.ok is (not reasons)
    assert verdict.reasons == tuple(reasons)
    assert verdict.codes == tuple(reason.code for reason in reasons)
    if reasons:
        assert verdict.text("zh") == "\n".join(reason.text("zh") for reason in reasons)


@given(st.lists(REASONS, max_size=4))
def test_verdicts_are_values(reasons):
    """Equal reasons make equal verdicts; they hash and pickle."""
    verdict = Verdict.against(reasons)

    assert verdict == Verdict.against(tuple(reasons)) == pickle.loads(pickle.dumps(verdict))
    assert hash(verdict) == hash(Verdict.against(reasons))


@pytest.mark.parametrize(
    ("ok", "lang", "text"),
    [(True, "zh", "可以"), (True, "en", "yes"), (False, "zh", "不可以"), (False, "en", "no")],
)
def test_a_verdict_without_reasons_says_yes_or_no(ok, lang, text):
    """Without reasons the answer itself is the text."""
    assert Verdict(ok=ok).text(lang) == text


def test_a_refusal_shows_the_reasons_as_faults():
    """A program that only knows faults can show a refusal: its faults are the topmost reasons."""
    below = Reason(code="below", says=Text("下", "below"))
    verdict = Verdict.against([Reason.of(FEW, path="items", because=[below], least=2)])

    with pytest.raises(SanliangError) as raised:
        raise Refused(verdict)
    fault = raised.value.faults[0]
    assert (fault.code, fault.path, fault.zh) == ("items.too_few", "items", "至少 2 项\n  下")
    assert raised.value.verdict is verdict
    assert str(raised.value) == "items: at least 2 items are needed\n  below"
