"""
The log of each pledge, and how it stands.

The log is what counts: its lines are kept as they were written, with their digests. A `Pledge` is what they
make, kept beside them so that a query can ask for a state.
"""

from datetime import datetime

from django.db import IntegrityError, models, transaction

from sanliang import Conflict, Log, pledges, serial
from sanliang.ext.django import StateField, ValueField
from sanliang.kernel.errors import Fault

FASTER = Fault(
    code="register.faster", zh="他人已先行办理，请重新读取", en="somebody was faster; read it again"
)


class Line(models.Model):
    """A line of a log, as `serial.write_log` writes it."""

    stream = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        """In one place stands one line: of two who append there, one is refused."""

        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="one_line_in_a_place")]

    def __str__(self):
        return f"{self.stream}@{self.version}"


class Pledge(models.Model):
    """A pledge as its log has it."""

    id = models.CharField("编号", max_length=200, primary_key=True)
    state = StateField(pledges.BASE, verbose_name="状态", db_index=True)
    value = ValueField(pledges.Pledge, verbose_name="内容")

    class Meta:
        """What it is called."""

        verbose_name = verbose_name_plural = "承诺"

    def __str__(self):
        return self.id


def read(stream: str) -> Log:
    """The log of a pledge, its chain checked; an empty one where nothing was written yet."""
    lines = [line.text for line in Line.objects.filter(stream=stream).order_by("version")]
    return serial.read_log("\n".join([*lines, ""]), stream=stream).log


def append(log: Log, event: object, *, by: str, at: datetime) -> pledges.Pledge:
    """
    What a pledge becomes by an event, once both are kept.

    Raises:
        Conflict: Somebody else has written since *log* was read.
    """
    longer = log.append(event, by=by, at=at)
    lines = serial.append(longer, expected=log.head).splitlines()
    pledge = pledges.replay(longer)
    try:
        with transaction.atomic():
            Line.objects.bulk_create(
                Line(stream=log.stream, version=version, text=line)
                for version, line in enumerate(lines, log.length + 1)
            )
            Pledge.objects.update_or_create(id=pledge.id, defaults={"state": pledge.state, "value": pledge})
    except IntegrityError:
        raise Conflict(FASTER) from None
    return pledge
