"""
What a log costs: the digest of an event by itself, a whole append, 50,000 of them, and verifying.

The peer of the digest is the least that a chain can do: one `json.dumps` of the same data and one SHA-256.
Prints one line `NAME ratio=...` each, and ends with an error where a goal is missed.
"""

import hashlib
import json
import sys
from datetime import date, datetime, timedelta, timezone
from statistics import median
from time import perf_counter

import attrs

from sanliang.kernel.events import Log, verify
from sanliang.kernel.lifecycles import Moved
from sanliang.kernel.wire import canonical, encode

ROUNDS = 5
MANY = 50_000
GOALS = {"digest": 10.0, "linear": 1.5}
AT = datetime(2026, 7, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))


@attrs.frozen(kw_only=True)
class Given:
    """What comes with a move, as for a pledge."""

    reasons: tuple[str, ...] | None = None
    place: str | None = None


EVENT = Moved(
    word="pledge",
    thing="p-17",
    move="submit",
    leaves="drafted",
    enters="submitted",
    by="m-3",
    on=date(2026, 7, 1),
    given=Given(reasons=("经支部大会讨论通过",), place="村务公开栏"),
)


def micros(work, count: int) -> float:
    """Microseconds for one of so many, the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for _ in range(count):
            work()
        times.append((perf_counter() - start) / count * 1e6)
    return median(times)


def grown(log: Log, count: int) -> tuple[Log, float]:
    """The log after so many appends, and the seconds they took."""
    start = perf_counter()
    for _ in range(count):
        log = log.append(EVENT, by="m-3", at=AT)
    return log, perf_counter() - start


def main() -> int:
    """Measure, print, judge."""
    data, before = json.loads(Log.begin("p-17").append(EVENT, by="m-3", at=AT).entries[0].data), bytes(32)
    assert hashlib.sha256(before + canonical(data)).digest() == hashlib.sha256(before + peer(data)).digest()

    least = micros(lambda: hashlib.sha256(before + peer(data)).hexdigest(), 20_000)
    digest = micros(lambda: hashlib.sha256(before + canonical(data)).hexdigest(), 20_000)
    print(
        f"log-digest ratio={digest / least:.2f} goal={GOALS['digest']}us us={digest:.2f} peer-us={least:.2f}"
    )
    encoding = micros(lambda: encode(EVENT), 20_000)
    print(f"log-encode ratio={encoding / least:.2f} us={encoding:.2f}")
    base = Log.begin("p-17")
    whole = micros(lambda: base.append(EVENT, by="m-3", at=AT), 20_000)
    print(f"log-append ratio={whole / least:.2f} us={whole:.2f}")

    halves = [half_times() for _ in range(3)]
    linear = min(second / first for first, second in halves)
    seconds = min(map(sum, halves))
    print(f"log-linear ratio={linear:.2f} goal={GOALS['linear']} appends={MANY} seconds={seconds:.2f}")

    log, _ = grown(Log.begin("p-17"), 2_000)
    checked = micros(lambda: verify(log, head=log.head), 1) / len(log)
    print(f"log-verify ratio={checked / least:.2f} us={checked:.2f}")
    return (digest > GOALS["digest"]) + (linear > GOALS["linear"])


def peer(data) -> bytes:
    """The same bytes by the standard library's own function."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def half_times() -> tuple[float, float]:
    """Seconds for the first and the second half of many appends to one log."""
    log, first = grown(Log.begin("p-17"), MANY // 2)
    log, second = grown(log, MANY // 2)
    return first, second


if __name__ == "__main__":
    sys.exit(main())
