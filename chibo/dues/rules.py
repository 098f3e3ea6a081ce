"""The arithmetic of dues: who owes where, at which rate, what a cell keeps."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chibo.core.days import Month
from chibo.members.rules import Standing


@dataclass(frozen=True)
class Owing:
    """What the rules in force say about who owes dues in a cell."""

    exempt_owe: bool
    suspended_owe: bool
    where_met: bool  # those who meet elsewhere for a time pay there
    on_first_day: bool  # in the month of a move they owe where they stood on its first day


@dataclass(frozen=True)
class Since:
    """A rate from a month, in đồng; last: the last month it holds, or None."""

    month: dt.date
    last: dt.date | None
    amount: int
    why: str


def owes(standing: Standing, owing: Owing) -> bool:
    """Say whether a member with this standing owes dues in this cell.

    Rule: 01-QĐ/TW (03/02/2026): who meets elsewhere for a time pays there, who is suspended in
    custody pays nothing (second hand); those exempt from activity: unverified.
    """
    return {
        Standing.OFFICIAL: True,
        Standing.PROBATIONARY: True,
        Standing.EXEMPT: owing.exempt_owe,
        Standing.SUSPENDED: owing.suspended_owe,
        Standing.AWAY: not owing.where_met,
        Standing.HERE: owing.where_met,
    }[standing]


def day_that_decides(month: Month, owing: Owing) -> dt.date:
    """Return the day on which one looks where a member stands, for a month.

    Rule: house: no source says who takes the dues of the month of a move.
    """
    return month.first if owing.on_first_day else month.last


def rate_for(month: Month, own: Sequence[Since], of_cell: Sequence[Since]) -> Since | None:
    """Return the rate for a month: the member's own, else the cell's; None where none is known.

    own, of_cell: in the order in which they were entered.
    Rule: house: the latest month goes first, then what was entered last.
    """
    for rates in (own, of_cell):
        holding = [
            each
            for each in rates
            if each.month <= month.first and (each.last is None or month.first <= each.last)
        ]
        if holding:
            newest = max(each.month for each in holding)
            return [each for each in holding if each.month == newest][-1]
    return None


def retained(collected: int, percent: int) -> int:
    """Return what a cell keeps of what it collected, in whole đồng; the rest is handed up.

    percent: 0 to 100. Rule: 01-QĐ/TW (03/02/2026): a village cell keeps 70 % (second hand); house:
    rounded down.
    """
    return collected * percent // 100


def months_unpaid(owed: Sequence[tuple[Month, int, int]]) -> list[Month]:
    """Return the months for which less came in than was owed, oldest first.

    owed: month, owed, paid.
    Rule: Điều lệ Đảng: three months in a year without good reason (second hand); house: a month
    paid in part is unpaid.
    """
    return sorted(month for month, due, paid in owed if paid < due)


def relief_is_short(first: Month, last: Month, most_months: int) -> bool:
    """Say whether a relief from one month to another is within the months it may last.

    Rule: 01-QĐ/TW (03/02/2026): each relief at most 12 months (second hand).
    """
    return first <= last < first.after(most_months)
