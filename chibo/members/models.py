import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.organizations.models import Unit
from chibo.people.models import Person


class Membership(Dated):
    """A person belongs to a cell from a day to a day.

    At home (`home`) or meeting here for a time while counted elsewhere (`visiting`). Three dates
    are kept apart: the decision of admission (starts the Party age), the ceremony (starts the
    probation), official recognition.
    """

    class Place(models.TextChoices):
        HOME = "home", _("chính thức ở chi bộ")
        VISITING = "visiting", _("sinh hoạt tạm thời ở chi bộ")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    place = models.CharField(max_length=8, choices=Place.choices, default=Place.HOME)
    admitted_on = models.DateField()
    ceremony_on = models.DateField()
    official_on = models.DateField(null=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("membership_span"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(place="home", until_on=dt.date(9999, 12, 31)),
                name="one_home_cell",
            ),
            models.CheckConstraint(
                condition=Q(ceremony_on__gte=models.F("admitted_on")),
                name="ceremony_after_decision",
            ),
        ]
        indexes = [models.Index(fields=["cell", "until_on"], name="members_of_cell")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cell_id} from {self.from_on}"

    def is_official(self, on: dt.date) -> bool:
        """Say whether recognition as an official member had happened on the day."""
        return self.official_on is not None and self.official_on <= on


class Condition(Dated):
    """What changes a member's part for a time: exempt, suspended, meeting elsewhere."""

    class What(models.TextChoices):
        EXEMPT = "exempt", _("miễn công tác và sinh hoạt đảng")
        SUSPENDED = "suspended", _("đình chỉ sinh hoạt")
        AWAY = "away", _("sinh hoạt tạm thời nơi khác")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="conditions")
    what = models.CharField(max_length=9, choices=What.choices)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("condition_span"),
            models.UniqueConstraint(
                fields=["membership", "what", "from_on"], name="condition_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.membership_id} from {self.from_on}"
