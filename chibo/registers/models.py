from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chibo.organizations.models import Unit
from chibo.papers.models import Paper


class Reconciliation(models.Model):
    """A unit and the level above agreed on its list between two days, both inclusive.

    `figures` are the lines as both signed them; they stay when the book learns more afterwards.
    Agreeing once more on the same days is a new row with a new version of the paper.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reconciliations")
    first_on = models.DateField()
    last_on = models.DateField()
    agreed_on = models.DateField()
    ours = models.CharField(max_length=60)
    theirs = models.CharField(max_length=60)
    figures = models.JSONField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="reconciled_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__gte=F("last_on")), name="agreed_after_the_days"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "last_on"], name="reconciled_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.first_on} to {self.last_on} {self.pk}"
