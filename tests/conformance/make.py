"""
Fill in what comes of the cases that have no `out` yet, and lay the files out.

Run it as `python -m tests.conformance.make`.

A new case is written by hand with `"out": null`, and what is filled in is read before it is committed. An
`out` that is there is never touched: with `--check` nothing is written, and what differs is told.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

from tests.conformance.verbs import VERBS

from sanliang.kernel.wire import read_json
from sanliang.pairing._wire._strict import _lines

FOLDER = Path(str(files("sanliang.serial") / "conformance"))


def suites():
    """Every file of the suite, by its name."""
    return {path.stem: read_json(path.read_bytes(), most=2**24) for path in sorted(FOLDER.glob("*.json"))}


def found(case):
    """What comes of a case here, as JSON holds it."""
    return json.loads(json.dumps(VERBS[case["does"]](**case["in"])))


def laid_out(suite):
    """A suite with a line for each part of a case."""
    return _lines(suite, "", depth=3) + "\n"


def main(words):
    """Fill in what is not there; tell what differs."""
    differs = 0
    for name, suite in suites().items():
        for case in suite["cases"]:
            got = found(case)
            if case["out"] is None:
                case["out"] = got
            elif case["out"] != got:
                differs += 1
                print(f"{name}: {case['name']}\n  out {case['out']}\n  got {got}")
        if "--check" not in words:
            (FOLDER / f"{name}.json").write_text(laid_out(suite), "utf-8")
    return differs


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
