"""What a pairing is asked for: a problem as JSON, or tables of a town, from which its rules make one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sanliang import pairing
from sanliang.ext.cli import _pairs
from sanliang.ext.cli._files import reader, rows, tables
from sanliang.ext.cli._people import of_file
from sanliang.ext.cli._sheets import SlipRow
from sanliang.ext.cli._slips import wishes
from sanliang.kernel.errors import InvalidInput
from sanliang.kernel.labels import Phrase
from sanliang.kernel.verdicts import Reason, Verdict
from sanliang.pairing import Pairing, Problem
from sanliang.townships import Township

NEEDS_RULES = Phrase(
    "pair.folder",
    "是文件夹：各表须按某镇的办法结对，请写 --town",
    "is a folder of tables, which are paired by the rules of a town: say --town",
)
OTHER_POLICY = Phrase(
    "pair.policy",
    "结对办法是“{policy}”，而本镇的办法是“{expected}”",
    "was made by the policy {policy!r}, and the town's is {expected!r}",
)
SALT = "sanliang"


def problem(path: Path, town: Township | None, *, on: date, salt: str) -> Problem:
    """
    The problem of a file; or of the tables of a folder on a day, by the rules of a town.

    Raises:
        NotFound: It is not there, or a table is not, or a slip names whom no table has.
        InvalidInput: Every fault of it, with the file; or a folder, and no town.
    """
    if not path.is_dir():
        return _pairs.opened(path, pairing.read_problem)
    if town is None:
        raise InvalidInput(NEEDS_RULES.fault(path.name))
    read = reader(path)
    roster = tables(read)
    slips = rows(read, "wishes.csv", SlipRow) if (path / "wishes.csv").exists() else ()
    with of_file(path.name):
        return pairing.problem_from(roster, town.pairing, wishes(slips, roster), on=on, salt=salt)


def audited(asked: Problem, result: Pairing, town: Township | None) -> Verdict:
    """What the audit says; and where a town is named, whether the pairs were made by its policy."""
    verdict = pairing.audit(asked, result)
    policy = result.certificate.policy
    if town is None or policy == town.policy:
        return verdict
    other = Reason.of(OTHER_POLICY, policy=policy, expected=town.policy)
    return Verdict(ok=False, reasons=(*verdict.reasons, other))
