from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chibo.members.models import Membership
from chibo.organizations.models import Unit
from chibo.people.models import Person


class Rate(models.Model):
    """What a member owes a month from a month on, in đồng; without a person: the cell's others.

    Never what it was computed from. A later month goes before an earlier one, within a month
    what was entered later.
    """

    class Why(models.TextChoices):
        FIXED = "fixed", _("mức thường")
        RELIEF = "relief", _("giảm có thời hạn")
        EXEMPT = "exempt", _("miễn")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    last_month = models.DateField(null=True)
    amount = models.PositiveIntegerField()
    why = models.CharField(max_length=6, choices=Why.choices)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(why="exempt", amount=0) | ~Q(why="exempt") & Q(amount__gt=0),
                name="only_exempt_owe_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(why="relief") | Q(last_month__isnull=False), name="relief_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("month")),
                name="rate_months_in_order",
            ),
        ]
        indexes = [models.Index(fields=["cell", "month"], name="rates_of_cell")]

    def __str__(self) -> str:
        return f"{self.amount} {self.person_id or self.cell_id} from {self.month:%Y-%m} {self.pk}"


M = TypeVar("M", bound=models.Model)


class CorrectedQuerySet(models.QuerySet[M]):
    def standing(self) -> "CorrectedQuerySet[M]":
        """Return the rows that no other row corrects."""
        return self.filter(corrected_by__isnull=True)


class Corrected(models.Model):
    """A sum on a day that is corrected by a new row with its reason, never overwritten."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    amount = models.PositiveIntegerField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    reason = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()

    objects: ClassVar[Any] = CorrectedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="", amount__gt=0)
                | Q(corrects__isnull=False, reason__gt=""),
                name="%(class)s_correction_has_reason",
            ),
        ]


class Payment(Corrected):
    """A member paid for a month, where the membership is; 0 only as a correction."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="payments")
    month = models.DateField()
    paid_on = models.DateField()

    class Meta(Corrected.Meta):
        indexes = [models.Index(fields=["membership", "month"], name="payments_of_member")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.membership_id} for {self.month:%Y-%m} {self.pk}"


class HandedUp(Corrected):
    """A cell handed a sum to the level above, for the months from `month` to `last_month`."""

    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handings_up")
    month = models.DateField()
    last_month = models.DateField()
    handed_on = models.DateField()
    receipt_number = models.CharField(max_length=40, blank=True)

    class Meta(Corrected.Meta):
        constraints = [
            *Corrected.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_month__gte=F("month")), name="handed_up_months_in_order"
            ),
        ]
        indexes = [models.Index(fields=["cell", "last_month"], name="handings_up_of_cell")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.cell_id} to {self.last_month:%Y-%m} {self.pk}"
