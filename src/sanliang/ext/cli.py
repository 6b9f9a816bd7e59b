"""The command `sanliang`, with the extra `cli`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

from sanliang.kernel.errors import MissingExtra

if TYPE_CHECKING:
    from cyclopts import App

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command with these arguments, or with those of the process, and exit."""
    try:
        app = _app()
    except MissingExtra as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    raise SystemExit(app(sys.argv[1:] if args is None else args, result_action="return_value"))


def _app() -> App:
    try:
        from cyclopts import App  # noqa: PLC0415 -- an extra that may be missing
    except ImportError:
        raise MissingExtra(extra="cli", package="cyclopts") from None

    app = App(name="sanliang", help="The three displays (三亮): plaques, pledges and what came of them.")

    @app.command
    def demo() -> int:
        """Show the library at work."""
        print(f"sanliang {version('sanliang')}")
        return 0

    return app
