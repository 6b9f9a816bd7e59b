"""Problems, results and changes as JSON: read strictly, written in one form."""

from sanliang.pairing._wire._changes import read_change, write_change
from sanliang.pairing._wire._problems import read_problem, write_problem
from sanliang.pairing._wire._results import read_result, write_result
from sanliang.pairing._wire._strict import LARGEST

__all__ = [
    "LARGEST",
    "read_change",
    "read_problem",
    "read_result",
    "write_change",
    "write_problem",
    "write_result",
]
