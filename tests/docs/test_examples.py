"""Every example of the documents and the docstrings is run, and counted."""

import ast
import doctest
import re
import tomllib
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.once("it reads the files of the repository alone"),
    pytest.mark.untraced("it calls nothing of the library"),
]

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
# What a fence may hold. Only `python` is run; `sh` is for the shell; the others are data.
DATA = {"json", "mermaid", "sh", "text", "toml"}
FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<ticks>`{3,}|~{3,}|:{3,})[ \t]*(?P<language>[^\n`]*)$")
PROMPT = re.compile(r"^\s*>>> ", re.MULTILINE)


def name_of(path):
    """The path of a file as a test shows it."""
    return str(path.relative_to(ROOT))


def fences(text):
    """The languages of all fences of a document, in order."""
    languages, closing = [], None
    for line in text.splitlines():
        match = FENCE.match(line)
        if not match:
            continue
        if closing is None:
            languages.append(match["language"].strip())
            closing = match["ticks"]
        elif not match["language"].strip() and match["ticks"].startswith(closing):
            closing = None
    assert closing is None, "a fence is not closed"
    return languages


def prompts(source):
    """How many doctest examples the docstrings of a source file hold."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    texts = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    return sum(len(doctest.DocTestParser().get_examples(text)) for text in texts)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_python_fence_is_run(path, parsed):
    """A document has as many examples as it has Python fences, and no fence of a kind that nobody runs."""
    languages = fences(path.read_text(encoding="utf-8"))
    others = [
        word for word in languages if word != "python" and word not in DATA and not word.startswith("{")
    ]

    assert others == [], f"use one of: python, {', '.join(sorted(DATA))}"
    # A fence with prompts gives an example for each prompt.
    document = parsed(path)
    fenced = {document.text.count("\n```", 0, example.start) for example in document.examples()}
    assert languages.count("python") == len(fenced)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_example_hides(path):
    """No example stands outside a Python fence, and none is skipped or switched off."""
    text = path.read_text(encoding="utf-8")
    outside = re.sub(r"^```python\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)

    assert not PROMPT.search(outside)
    assert not re.search(r"doctest:\s*\+SKIP|<!--+\s*(skip|invisible)", text)


def test_every_docstring_example_is_run(parsed):
    """A source file has as many examples as its docstrings have prompts, and no other code blocks."""
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        if ">>> " in source:
            assert prompts(source) == len(list(parsed(path).examples())), path
        assert not re.search(r"doctest:\s*\+SKIP|code-block::|^\s*```", source, re.MULTILINE), path


def test_the_documents_are_collected():
    """The test run looks at every place that holds examples."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert {"README.md", "README.zh-CN.md", "docs", "src"} <= set(
        settings["tool"]["pytest"]["ini_options"]["testpaths"]
    )
    assert DOCUMENTS
    assert SOURCES
