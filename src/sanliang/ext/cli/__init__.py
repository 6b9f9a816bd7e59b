"""The command `sanliang`, with the extra `cli`: a demonstration, and diagrams of the lifecycles."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from sanliang.kernel.errors import MissingExtra

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """
    Run the command with these arguments, or with those of the process, and exit.

    The exit code is 0 where all is well, 1 where something was refused or is wrong with the input, and 2
    where the command was misspelt or an extra is missing.
    """
    words = sys.argv[1:] if args is None else [*args]
    try:
        from sanliang.ext.cli._app import run  # noqa: PLC0415 -- an extra that may be missing

        code = run(words)
        sys.stdout.flush()
    except MissingExtra as error:
        print(error, file=sys.stderr)
        code = 2
    except BrokenPipeError:
        # Whoever read has gone, as `head` does: what Python still holds goes nowhere, in silence.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)
