"""
The face of sanliang (三亮): the words of the domain, the errors, the version.

A word is a module: `from sanliang import orgs`. Nothing is imported before it is asked for, so that
`import sanliang` costs next to nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sanliang import (
        activities,
        calendars,
        campaigns,
        concerns,
        notices,
        orgs,
        pairing,
        pledges,
        points,
        posts,
        ratings,
        records,
        reports,
        rulebooks,
        serial,
        supervision,
        townships,
    )
    from sanliang.kernel.errors import (
        Conflict,
        InvalidInput,
        MissingExtra,
        NotFound,
        NotInForce,
        SanliangError,
        StoreFailed,
    )
    from sanliang.kernel.events import Head, Log, MemoryStore
    from sanliang.kernel.labels import Text
    from sanliang.kernel.lifecycles import Actor, Lifecycle
    from sanliang.kernel.privacy import Audience, Private
    from sanliang.kernel.sources import Source
    from sanliang.kernel.timeline import Cycle, Dated, Span
    from sanliang.kernel.verdicts import Reason, Refused, Verdict

__version__ = "0.1.0"

# The names of the kernel that the face shows, and where they live. Every other name in `__all__` that
# is not in here is a word: a module of this package.
_HOMES = {
    "Actor": "lifecycles",
    "Audience": "privacy",
    "Conflict": "errors",
    "Cycle": "timeline",
    "Dated": "timeline",
    "Head": "events",
    "InvalidInput": "errors",
    "Lifecycle": "lifecycles",
    "Log": "events",
    "MemoryStore": "events",
    "MissingExtra": "errors",
    "NotFound": "errors",
    "NotInForce": "errors",
    "Private": "privacy",
    "Reason": "verdicts",
    "Refused": "verdicts",
    "SanliangError": "errors",
    "Source": "sources",
    "Span": "timeline",
    "StoreFailed": "errors",
    "Text": "labels",
    "Verdict": "verdicts",
}

__all__ = [
    "Actor",
    "Audience",
    "Conflict",
    "Cycle",
    "Dated",
    "Head",
    "InvalidInput",
    "Lifecycle",
    "Log",
    "MemoryStore",
    "MissingExtra",
    "NotFound",
    "NotInForce",
    "Private",
    "Reason",
    "Refused",
    "SanliangError",
    "Source",
    "Span",
    "StoreFailed",
    "Text",
    "Verdict",
    "__version__",
    "activities",
    "calendars",
    "campaigns",
    "concerns",
    "notices",
    "orgs",
    "pairing",
    "pledges",
    "points",
    "posts",
    "ratings",
    "records",
    "reports",
    "rulebooks",
    "serial",
    "supervision",
    "townships",
]

if not TYPE_CHECKING:  # a type checker that saw this would believe in any name at all

    def __getattr__(name):
        """Import what is asked for, once."""
        from importlib import import_module  # noqa: PLC0415 -- nothing is paid before it is used

        if name in _HOMES:
            value = globals()[name] = getattr(import_module(f"sanliang.kernel.{_HOMES[name]}"), name)
            return value
        if name in __all__:
            return import_module(f"sanliang.{name}")
        raise AttributeError(f"module 'sanliang' has no attribute {name!r}", name=name)


def __dir__() -> list[str]:
    return __all__
