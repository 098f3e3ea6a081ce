from django.db import models

from chibo.assessments.catalogue import counters
from chibo.organizations.models import Unit

NOW = 32_767  # the month of what holds today


class View(models.TextChoices):
    """How history is seen: by the units of each day, or by today's."""

    THEN = "then"
    TODAY = "today"


class Seat(models.Model):
    """A unit under one chain of superiors: the same unit elsewhere is another seat.

    `id` follows from the chain, so it is the same on every machine.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )  # a unit taken back leaves its seat until it is folded
    above = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="below")
    depth = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.unit_id} at depth {self.depth}"


class UnitMonth(models.Model):
    """What a month adds up to below a seat, in one view; derived, and only written by folding.

    `month` counts months since the year 0 (`Month.index`), or is NOW. The counters are those of the
    catalogue; a LAST counter holds the month's change.
    """

    pk = models.CompositePrimaryKey("seat_id", "view", "month")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+", db_index=False)
    view = models.CharField(max_length=5, choices=View.choices)
    month = models.PositiveSmallIntegerField()
    province = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.view} {self.month} {self.seat_id}"


COUNTERS = tuple(counters())
for _key in COUNTERS:
    models.IntegerField(default=0).contribute_to_class(UnitMonth, _key)


class Folded(models.Model):
    """When the sums were last brought up to date, and for which day: one row.

    rebuilt_to: the last cell that a rebuild had done, where it was broken off.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    folded_at = models.DateTimeField()
    ticked_on = models.DateField(null=True)
    rebuilt_to = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"folded {self.folded_at}"
