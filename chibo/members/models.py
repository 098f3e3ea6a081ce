import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.organizations.models import Unit
from chibo.people.models import Person


class Event(models.Model):
    """One step of a person's path, by a paper: never altered, withdrawn only by another event.

    `on` is the day of effect, `signed_on` the day of the paper, `outside` the organisation that
    this book does not hold. `until_on`: the day on which a time-limited step should end.
    """

    class What(models.TextChoices):
        LISTED = "listed", _("ghi vào sổ")
        ADMITTED = "admitted", _("kết nạp")
        READMITTED = "readmitted", _("kết nạp lại")
        RECOGNISED = "recognised", _("công nhận chính thức")
        SENT = "sent", _("giới thiệu chuyển sinh hoạt")
        RECEIVED = "received", _("tiếp nhận chuyển sinh hoạt")
        REORGANISED = "reorganised", _("chuyển theo quyết định tổ chức lại")
        AWAY = "away", _("sinh hoạt tạm thời nơi khác")
        BACK = "back", _("về lại sau sinh hoạt tạm thời")
        HERE = "here", _("đến sinh hoạt tạm thời")
        HERE_ENDED = "here_ended", _("hết sinh hoạt tạm thời tại chi bộ")
        EXEMPT = "exempt", _("miễn công tác và sinh hoạt đảng")
        EXEMPT_ENDED = "exempt_ended", _("thôi miễn công tác và sinh hoạt đảng")
        SUSPENDED = "suspended", _("đình chỉ sinh hoạt")
        SUSPENSION_ENDED = "suspension_ended", _("hết đình chỉ sinh hoạt")
        STRUCK_OFF = "struck_off", _("xóa tên")
        EXPELLED = "expelled", _("khai trừ")
        LEFT = "left", _("cho ra khỏi Đảng theo nguyện vọng")
        DIED = "died", _("từ trần")
        WITHDRAWN = "withdrawn", _("rút một bước đã ghi sai")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events")
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    on = models.DateField()
    number = models.CharField(max_length=40, blank=True)
    signed_on = models.DateField(null=True)
    issuer = models.CharField(max_length=120, blank=True)
    outside = models.CharField(max_length=120, blank=True)
    until_on = models.DateField(null=True)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what="withdrawn", withdraws__isnull=False)
                | ~Q(what="withdrawn") & Q(withdraws__isnull=True),
                name="withdrawal_of_an_event",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on"], name="events_of_person"),
            models.Index(fields=["cell", "on"], name="events_of_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.person_id} on {self.on}"


class Membership(Dated):
    """A person belongs to a cell from a day to a day.

    At home (`home`) or meeting here for a time while counted elsewhere (`visiting`). Three dates
    are kept apart: the decision of admission (starts the Party age), the ceremony (starts the
    probation), official recognition. `began` and `ended` are the steps that opened and closed
    this row: the one place that says why a list grew or shrank.
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
    began = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    ended = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

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
    began = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    ended = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")

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
