"""
The plug-in of pytest: `pytest --township FOLDER [--deep]`, without a test file.

It is loaded in every run of pytest, so it imports nothing before a town is asked for.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

PROPERTY = "sanliang"


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Our options; `--deep` comes with `--township`, so that it is taken from nobody else."""
    _as_it_is(pluginmanager)
    group = parser.getgroup("sanliang", "townships of sanliang")
    group.addoption(
        "--township",
        action="append",
        default=[],
        metavar="FOLDER",
        help="Test the town of a folder, or the one with this id, with everything that sanliang knows to "
        "test; FOLDER::CHECK tries one check. May be said several times. Where no test file is named, no "
        "other test runs. With --deep: 2,000 examples of each law at the least, and others in each run.",
    )
    group.addoption(
        "--township-lang",
        choices=("zh", "en"),
        default="zh",
        help="The language of what is told of a town; zh, if left out.",
    )


def _as_it_is(pluginmanager: pytest.PytestPluginManager) -> None:
    """
    Import the library as it is, but for the cases of stores, whose asserts speak.

    pytest rewrites every module of a package that brings a plug-in, asserts or not: a third of the time that
    it takes to import this one.
    """
    marked = getattr(getattr(pluginmanager, "rewrite_hook", None), "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("sanliang")
        pytest.register_assert_rewrite("sanliang.testing._stores")


def pytest_load_initial_conftests(parser: pytest.Parser, args: list[str]) -> None:
    """Know `--deep` where a town is asked for."""
    if any(one.partition("=")[0] == "--township" for one in args):
        parser.getgroup("sanliang").addoption(
            "--deep", action="store_true", dest="township_deep", help="Try a town with many examples."
        )


def pytest_configure(config: pytest.Config) -> None:
    """Run the towns alone, where nothing else is named."""
    if config.getoption("township") and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Put the towns that are asked for behind whatever else is collected."""
    report = yield
    if isinstance(collector, pytest.Session) and (asked := collector.config.getoption("township")):
        from sanliang.testing._items import towns  # noqa: PLC0415 -- only who asks pays for it

        report.result = [*(report.result or []), *towns(collector, asked)]
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell what fails nobody: doubts, exempt laws, which rules were reached."""
    reports = [one for some in terminalreporter.stats.values() for one in some]
    carried = [
        value for one in reports for name, value in getattr(one, "user_properties", ()) if name == PROPERTY
    ]
    if carried:
        from sanliang.testing._summary import summary  # noqa: PLC0415 -- only where there is something to tell

        lang: Any = config.getoption("township_lang")
        summary(terminalreporter, carried, lang)
