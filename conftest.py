"""Every example in the documents and the docstrings is a test: sybil collects them for pytest."""

from pathlib import Path

import pytest
from sybil import Document, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parent

# No parser that can skip is given, so no example can be skipped.
_DOCUMENTS = Sybil(
    path=str(ROOT),
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/*.md", "docs/**/*.md"],
)
_DOCSTRINGS = Sybil(
    path=str(ROOT),
    parsers=[DocTestParser()],
    patterns=["src/sanliang/*.py", "src/sanliang/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (_DOCUMENTS + _DOCSTRINGS).pytest()


@pytest.fixture
def parsed():
    """How sybil reads a file: the document with its examples, or None for a file that it leaves alone."""

    def parse(path: Path) -> Document | None:
        for sybil in (_DOCUMENTS, _DOCSTRINGS):
            if sybil.should_parse(path):
                return sybil.parse(path)
        return None

    return parse
