"""What decisions did to units, one row each: the log from which the dated rows follow."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.organizations.models.units import Decision, Unit
from chibo.people.models import Person


class ChangeQuerySet(models.QuerySet["Change"]):
    def standing(self) -> "ChangeQuerySet":
        """Return the changes whose decision was not corrected."""
        return self.filter(decision__corrected_by__isnull=True)


class Change(models.Model):
    """One thing that a decision did to a unit, from its day of effect. Written once, never altered.

    `other`: the superior of a unit founded or moved, or the unit that it gave itself to. `values`:
    what was set, of kind, cell_type, name, statistics, party, mark, extent. Rows are kept in the
    order of entry; of two of one day that set the same, the later one counts.
    """

    class What(models.TextChoices):
        FOUNDED = "founded", _("thành lập")
        RENAMED = "renamed", _("đổi tên")
        RETYPED = "retyped", _("đổi loại")
        MOVED = "moved", _("chuyển cấp trên")
        GAVE = "gave", _("giao cho đơn vị khác")
        ENDED = "ended", _("kết thúc")
        MARKED = "marked", _("ghi địa bàn")
        UNMARKED = "unmarked", _("thôi ghi địa bàn")
        CODED = "coded", _("ghi mã")

    province = models.UUIDField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=8, choices=What.choices)
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="taken")
    values = models.JSONField(default=dict)
    entered_at = models.DateTimeField()

    objects: ClassVar[ChangeQuerySet] = ChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["moved", "gave"], other__isnull=False)
                | ~Q(what__in=["moved", "gave"]),
                name="change_has_its_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.what} {self.unit_id}"


class PartyGroup(Dated):
    """A group inside a large cell, from a day to a day."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span_in_order("group_span")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class GroupSeat(Dated):
    """A person sits in a group of the cell from a day to a day."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    group = models.ForeignKey(PartyGroup, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("group_seat_span"),
            models.UniqueConstraint(
                fields=["group", "person", "from_on"], name="group_seat_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id} from {self.from_on}"
