"""How days, times and figures are written on a page."""

import datetime as dt

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chibo.core import viet

register = template.Library()

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@register.filter
def day(value: dt.date | None) -> str:
    """Return `03/02/2026`."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def short_day(value: dt.date | None) -> str:
    """Return `03/02`."""
    return f"{value:%d/%m}" if value else ""


@register.filter
def weekday(value: dt.date | None) -> str:
    """Return `thứ Ba`."""
    if value is None:
        return ""
    return WEEKDAYS_VI[value.weekday()] if get_language() == "vi" else f"{value:%A}"


@register.filter
def month(value: dt.date | None) -> str:
    """Return `11/2026`."""
    return f"{value:%m/%Y}".lstrip("0") if value else ""


@register.filter
def clock(value: dt.time | None) -> str:
    """Return `19 giờ 30`, in English `19:30`."""
    if value is None:
        return ""
    return viet.clock(value) if get_language() == "vi" else f"{value:%H:%M}"


@register.filter
def hour(value: dt.time | None) -> str:
    """Return `19:30`, as it is typed."""
    return f"{value:%H:%M}" if value else ""


@register.filter
def figure(value: float) -> str:
    """Return `1.234`."""
    return viet.figure(value)


@register.simple_tag
def percent(part: int, whole: int) -> str:
    """Return `76,2 %`."""
    return viet.percent(part, whole)


@register.filter
def capital(value: object) -> str:
    return viet.capital(str(value))


@register.filter
def phone(value: str) -> str:
    """Return `0912 345 678`."""
    return f"{value[:4]} {value[4:7]} {value[7:]}" if len(value) == 10 else value


@register.filter
def listed(values: list[str]) -> str:
    """Return `a, b và c`."""
    if len(values) < 2:
        return "".join(values)
    return _("{first} và {last}").format(first=", ".join(values[:-1]), last=values[-1])
