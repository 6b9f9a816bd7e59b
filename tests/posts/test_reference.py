"""The reference page says what the table says: the picture, each move, setting and record."""

from pathlib import Path

from sanliang import posts
from sanliang.kernel.lifecycles import diagram

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "posts.md").read_text(encoding="utf-8")


def test_the_page_is_of_this_table():
    """The diagram is what is drawn now, and each move, setting and name of the word is on the page."""
    assert f"```mermaid\n{diagram(posts.BASE, lang='zh')}\n```" in PAGE
    for row in posts.BASE.rows:
        assert f"| `{row.move}` {row.label.zh} |" in PAGE
    for name in (*posts.KIND.settings, "post.held", "post.reported", "post.appraised"):
        assert f"`{name}`" in PAGE
