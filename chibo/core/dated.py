"""Facts that hold from a day to a day."""

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

from chibo.core.days import FOREVER

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    def on(self, day: dt.date) -> "DatedQuerySet[M]":
        """Return the rows that hold on the day."""
        return self.filter(from_on__lte=day, until_on__gt=day)

    def open(self) -> "DatedQuerySet[M]":
        """Return the rows without an end."""
        return self.filter(until_on=FOREVER)


def holds(day: Any, path: str = "") -> Q:
    """Return the condition that the rows behind `path` (`placements__`) hold on the day.

    day: a date, or an F expression of the outer row.
    """
    return Q(**{f"{path}from_on__lte": day, f"{path}until_on__gt": day})


def span_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a span ends after it begins."""
    return models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name=name)


class Dated(models.Model):
    """A fact from a day (inclusive) to a day (exclusive); FOREVER while it holds."""

    from_on = models.DateField()
    until_on = models.DateField(default=FOREVER)

    class Meta:
        abstract = True
