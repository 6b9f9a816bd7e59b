"""The pages about campaigns say what the tables are."""

from pathlib import Path

import pytest

from sanliang.campaigns import CAMPAIGN_BASE, COURSE_BASE
from sanliang.kernel.lifecycles import diagram

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "campaigns.md"


@pytest.mark.parametrize("table", [CAMPAIGN_BASE, COURSE_BASE], ids=lambda table: table.id)
def test_the_page_draws_the_table(table):
    """The diagram on the page is that of the table, and every move has its row."""
    page = PAGE.read_text(encoding="utf-8")

    assert diagram(table, lang="zh").strip() in page
    for move in set(table.moves) - {"correct"}:
        assert f"| `{move}` {table.label(move).zh} |" in page
