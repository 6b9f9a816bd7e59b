"""How the documentation is built: Sphinx, furo, MyST."""

import re
from importlib.metadata import version as version_of

from pygments.lexers.special import TextLexer

from sanliang.kernel.labels import Labelled

project = "sanliang"
author = "The sanliang developers"
copyright = f"2026, {author}"
release = version = version_of("sanliang")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings name code in single backticks.
default_role = "code"
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# A default is shown as it is written: a table would fill a page.
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
napoleon_custom_sections = [("Source", "notes_style")]

html_theme = "furo"
html_title = f"sanliang {release}"


CODE = re.compile(r"(``[^`]+``|`[^`]+`)(\w?)")


def _plurals(app, what, name, obj, options, lines):
    """Let docstrings write `Reason`s: reStructuredText wants a mark where code ends within a word."""
    lines[:] = [CODE.sub(lambda found: "\\ ".join(filter(None, found.groups())), line) for line in lines]


def _codes(app, what, name, obj, options, lines):
    """Write the codes of an enum below it, each with its names."""
    if isinstance(obj, type) and issubclass(obj, Labelled):
        lines += ["", *(f"- `{one.value}` {one.zh}, {one.en}" for one in obj), ""]


def setup(app):
    """Hook into Sphinx."""
    app.connect("autodoc-process-docstring", _codes)
    app.connect("autodoc-process-docstring", _plurals)
    # Diagrams stand in fences that GitHub draws; here they are shown as they are written.
    app.add_lexer("mermaid", TextLexer)
