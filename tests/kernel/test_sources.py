"""Who says so."""

import pickle
from datetime import date, datetime

import pendulum
import pytest

from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.sources import Source


def test_a_source_is_cited_in_both_languages():
    """The title stays in its own language; the article is named the way each language does."""
    whole = Source(title="支部工作条例（试行）")
    article = Source(title="支部工作条例（试行）", article="三（二）")

    assert (whole.text("zh"), whole.text("en")) == ("《支部工作条例（试行）》", "支部工作条例（试行）")
    assert article.text("zh") == "《支部工作条例（试行）》第三（二）条"
    assert article.text() == "支部工作条例（试行）, article 三（二）"


def test_a_source_is_a_value():
    """It hashes and pickles; the day is plain, the title in normal form."""
    source = Source(title="e\u0308", dated=pendulum.date(2018, 10, 28), seen="甘办发〔2020〕1号")
    twin = Source(title="\u00eb", dated=date(2018, 10, 28), seen="甘办发〔2020〕1号")

    assert source == twin == pickle.loads(pickle.dumps(source))
    assert hash(source) == hash(twin)
    assert type(source.dated) is date


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"title": "条例\u202e"}, "title"),
        ({"article": 5}, "article"),
        ({"article": ""}, "article"),
        ({"dated": "2018-10-28"}, "dated"),
        ({"dated": datetime(2018, 10, 28)}, "dated"),
        ({"seen": " "}, "seen"),
    ],
)
def test_a_wrong_source_is_refused(wrong, path):
    """Title, article, day and place are checked, each at its name."""
    with pytest.raises(InvalidInput) as raised:
        Source(**{"title": "条例", **wrong})

    assert raised.value.path == path
