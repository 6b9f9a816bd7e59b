"""The reference page says what the tables say: the pictures, each move, setting and record."""

from pathlib import Path

import pytest

from sanliang import activities
from sanliang.kernel.lifecycles import diagram

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "activities.md").read_text(encoding="utf-8")
TABLES = (activities.SESSION_BASE, activities.MOBILISATION_BASE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_the_page_is_of_these_tables(table):
    """The diagram is what is drawn now, and each move and setting of the word is on the page."""
    assert f"```mermaid\n{diagram(table, lang='zh')}\n```" in PAGE
    for row in table.rows:
        assert f"| `{row.move}` {row.label.zh} |" in PAGE
    for name in table.kind.settings:
        assert f"`{name}`" in PAGE
