"""The towns of the seeds: folders beside this file, read as a stranger's folder is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path

from sanliang.townships._read import load
from sanliang.townships._town import Township, base

HERE = Path(__file__).parent
IDS = ("huaxing", "pingshan", "poxi", "xingshisi", "xingxian")


@lru_cache(maxsize=len(IDS))
def own(id: str) -> Township:
    """One of the towns that come with the library; frozen, so that it is read once."""
    return load(HERE / id)


# What the entry points of this package name.
huaxing, pingshan, poxi, xingshisi, xingxian = (partial(own, id) for id in IDS)
OWN: Mapping[str, Callable[[], Township]] = {"base": base, **{id: partial(own, id) for id in IDS}}
