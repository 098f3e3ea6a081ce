"""The writes of the calendar, and of the papers made of it."""

from chibo.plans.commands.calendar import (
    CannotPlan,
    Planned,
    change_planned,
    explain_missed,
    lay_year,
    move,
    plan_meeting,
    swap_day,
    withdraw,
)
from chibo.plans.commands.issuing import issue_plan

__all__ = [
    "CannotPlan",
    "Planned",
    "change_planned",
    "explain_missed",
    "issue_plan",
    "lay_year",
    "move",
    "plan_meeting",
    "swap_day",
    "withdraw",
]
