"""Every example in the documents and the docstrings is a test: sybil collects them for pytest."""

from pathlib import Path

import pytest
from sybil import Document, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

ROOT = Path(__file__).parent

# No parser that can skip is given, so no example can be skipped. A pattern is matched from the right: `*.py`
# is a file at any depth, and `**` would be one directory.
_SYBILS = (
    Sybil(
        path=str(ROOT),
        parsers=[PythonCodeBlockParser()],
        patterns=["README.md", "README.zh-CN.md", "CONTRIBUTING.md"],
    ),
    Sybil(path=str(ROOT / "docs"), parsers=[PythonCodeBlockParser()], patterns=["*.md"]),
    Sybil(
        path=str(ROOT / "src"),
        parsers=[DocTestParser()],
        patterns=["*.py"],
        document_types={".py": PythonDocStringDocument},
    ),
)

pytest_collect_file = SybilCollection(_SYBILS).pytest()


@pytest.fixture
def parsed():
    """How sybil reads a file: the document with the examples that it runs."""

    def parse(path: Path) -> Document:
        for sybil in _SYBILS:
            if sybil.should_parse(path):
                return sybil.parse(path)
        return pytest.fail(f"sybil leaves {path.relative_to(ROOT)} alone")

    return parse
