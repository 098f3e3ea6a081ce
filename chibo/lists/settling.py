"""Days of a list: which figure is the day and which the month, decided for a whole column."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from chibo.lists import rules
from chibo.lists.answers import Answers
from chibo.lists.items import DOUBT, Item
from chibo.lists.rules import Order, When


def settle_days(items: Sequence[Item], answers: Answers) -> None:
    """Decide day and month of each column, and ask where nothing decides."""
    orders: dict[str, Order] = defaultdict(Order)
    for item in items:
        for name, (when, is_date) in item.whens.items():
            orders[name].add(when, is_date=is_date)
    whole = Order(
        *(
            sum(getattr(order, part) for order in orders.values())
            for part in ("dmy", "mdy", "either")
        )
    )
    order = {name: rules.order_of(own, whole) for name, own in orders.items()}
    exchanged = {name for name, own in orders.items() if rules.looks_exchanged(own)}
    for item in items:
        fixed = answers.fixes.get(item.key, {})
        for name, (when, is_date) in item.whens.items():
            if name not in fixed:
                when = _settled(item, name, when, is_date, order[name], exchanged, answers)
            _put(item, name, when, answers)


def _settled(
    item: Item, name: str, when: When, is_date: bool, order: str, exchanged: Iterable[str],
    answers: Answers,
) -> When:  # fmt: skip
    """Return one day in the order of its column; note what was or must be asked."""
    if is_date:
        if name in exchanged and when.swapped() is not when and when.day != when.month:
            answer = answers.asked.get(f"exchanged:{name}")
            if answer is None:
                item.say(name, "exchanged", DOUBT, f"exchanged:{name}", text=_shown(when),
                         made=_shown(when.swapped()))  # fmt: skip
            return when.swapped() if answer == "yes" else when
        return when
    if when.order == "either":
        answer = answers.asked.get(f"order:{name}", order)
        if answer == "ask":
            item.say(name, "order", DOUBT, f"order:{name}", text=item.raw.get(name, ""))
        return when.swapped() if answer == "mdy" else when
    if when.order == "mdy" and order != "mdy" and not answers.yes(f"month_first:{name}"):
        item.say(name, "month_first", DOUBT, f"month_first:{name}",
                 text=item.raw.get(name, ""), made=_shown(when))  # fmt: skip
    return when


def _put(item: Item, name: str, when: When, answers: Answers) -> None:
    """Keep a day; a birth may be partial, another day is filled up only when that was answered."""
    if name == "birth":
        item.birth = when.parts
        return
    day = when.date
    if day is None:
        day = dt.date(when.year, when.month or 1, 1)
        if not answers.yes(f"partial:{name}"):
            item.say(name, "partial", DOUBT, f"partial:{name}", text=item.raw.get(name, ""),
                     made=f"{day:%d/%m/%Y}")  # fmt: skip
    item.days[name] = day


def _shown(when: When) -> str:
    return f"{when.day:02d}/{when.month:02d}/{when.year}" if when.date else str(when.year)
