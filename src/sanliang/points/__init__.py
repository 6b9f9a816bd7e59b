"""
Points: wallets of members and households, what fills them, what they buy, and when points are gone.

A points office is one event log for a village: its wallets, its stock, and every request that was answered. A
request is decided by the office and by the terms in force; its answer is an event. Points are whole numbers,
and what was issued is at every moment held, redeemed, expired or reversed.
"""

from sanliang.points._ahead import Forecast, Outstanding, due, forecast
from sanliang.points._decide import decide, explain
from sanliang.points._events import (
    Closed,
    Earned,
    Event,
    Issued,
    Line,
    Opened,
    Part,
    Redeemed,
    Reversed,
    Supplied,
)
from sanliang.points._journal import Account, Entry, Transaction, journal
from sanliang.points._many import Answers, decide_all, decide_each
from sanliang.points._office import Balance, Lot, Office, Wallet
from sanliang.points._order import payable
from sanliang.points._post import apply, replay
from sanliang.points._requests import Award, Closing, Holder, Opening, Order, Request, Reversal, Supply
from sanliang.points._standing import (
    FACTS,
    Board,
    BoardRow,
    as_records,
    awards,
    board,
    earned,
    privileges,
    queue,
    recalls,
)
from sanliang.points._terms import Item, Keeps, Privilege, Rule, Terms

__all__ = [
    "FACTS",
    "Account",
    "Answers",
    "Award",
    "Balance",
    "Board",
    "BoardRow",
    "Closed",
    "Closing",
    "Earned",
    "Entry",
    "Event",
    "Forecast",
    "Holder",
    "Issued",
    "Item",
    "Keeps",
    "Line",
    "Lot",
    "Office",
    "Opened",
    "Opening",
    "Order",
    "Outstanding",
    "Part",
    "Privilege",
    "Redeemed",
    "Request",
    "Reversal",
    "Reversed",
    "Rule",
    "Supplied",
    "Supply",
    "Terms",
    "Transaction",
    "Wallet",
    "apply",
    "as_records",
    "awards",
    "board",
    "decide",
    "decide_all",
    "decide_each",
    "due",
    "earned",
    "explain",
    "forecast",
    "journal",
    "payable",
    "privileges",
    "queue",
    "recalls",
    "replay",
]
