"""
Makes the invented tables of the tours: the CSV files in the folders beside this script.

    python examples/tours/make.py [directory]

The same files come out every time and on every Python: nothing is drawn, everything is counted. What the
columns mean, and what is invented, is in README.md. `tour.toml` in each folder is written by hand.
"""

import csv
import io
import sys
from pathlib import Path

from making import huaxing, pingshan, poxi, xingxian

HERE = Path(__file__).parent
TOWNS = {"huaxing": huaxing, "pingshan": pingshan, "poxi": poxi, "xingxian": xingxian}


def text(rows):
    """Rows as a text of CSV, with line feeds."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def make():
    """The files by name, each as a text."""
    return {
        f"{id}/{name}.csv": text(rows()) for id, town in TOWNS.items() for name, rows in town.TABLES.items()
    }


def main(directory=HERE):
    """Write the files."""
    for name, content in make().items():
        path = Path(directory) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
