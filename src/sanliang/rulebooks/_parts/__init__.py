"""The parts of a book as TOML writes them: each is a check that reads a table, with every fault at once."""

from sanliang.kernel.sheets import source
from sanliang.rulebooks._parts._cases import case
from sanliang.rulebooks._parts._facts import fact
from sanliang.rulebooks._parts._items import item
from sanliang.rulebooks._parts._scales import clause, consequence, quota, scale
from sanliang.rulebooks._parts._terms import dropped, length

__all__ = ["case", "clause", "consequence", "dropped", "fact", "item", "length", "quota", "scale", "source"]
