import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.core.days import FOREVER
from chibo.organizations.models import Unit
from chibo.people.models import Person


class TransferQuerySet(models.QuerySet["Transfer"]):
    def open(self) -> "TransferQuerySet":
        """Return transfers that were sent and neither received nor given up."""
        return self.filter(received_on__isnull=True, ended_on__isnull=True)


class Event(models.Model):
    """One step of a person's path, by a paper: never altered, withdrawn only by another event.

    `on` is the day of effect, `signed_on` the day of the paper, `outside` the organisation that
    this book does not hold. `until_on`: the day on which a time-limited step should end. `consent`:
    the number of the written consent that some steps need. `undo`: the rows as they stood before
    the step and what they were after it, by which `withdraw_event` puts them back.
    """

    class What(models.TextChoices):
        LISTED = "listed", _("ghi vào sổ")
        ADMITTED = "admitted", _("kết nạp")
        CEREMONY = "ceremony", _("lễ kết nạp")
        READMITTED = "readmitted", _("kết nạp lại")
        RECOGNISED = "recognised", _("công nhận chính thức")
        SENT = "sent", _("giới thiệu chuyển sinh hoạt")
        SENDING_ENDED = "sending_ended", _("thôi chuyển sinh hoạt")
        RECEIVED = "received", _("tiếp nhận chuyển sinh hoạt")
        GONE = "gone", _("chuyển hẳn sang nơi ngoài sổ")
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
    consent = models.CharField(max_length=40, blank=True)
    undo = models.JSONField(null=True)
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
    probation; empty until it is held), official recognition. `began` and `ended` are the steps
    that opened and closed this row: the one place that says why a list grew or shrank.
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
    ceremony_on = models.DateField(null=True)
    official_on = models.DateField(null=True)
    began = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="begun_rows")
    ended = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="ended_rows")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("membership_span"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(place="home", until_on=FOREVER),
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


class Transfer(models.Model):
    """A move of sinh hoạt đảng in two sides: one cell sends, another receives or declines.

    Official: until it is received the member stays at home in the sending cell; then the row there
    ends and the row here begins on one day. Temporary: the member stays at home there and visits
    here. `from_cell` empty: from outside this book; `to_unit` empty: to outside; `outside` names
    it. `to_unit` may be a committee, whose clerk chooses the cell. The letter's number is `number`.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("chuyển chính thức")
        TEMPORARY = "temporary", _("chuyển tạm thời")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.OFFICIAL)
    from_cell = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    outside = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=40, blank=True)
    sent_on = models.DateField()
    sent = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True)
    received = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)  # cancelled by the sender, or declined with a reason
    declined_why = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(received_on__isnull=True, ended_on__isnull=True),
                name="one_open_transfer",
            ),
            models.CheckConstraint(
                condition=Q(from_cell__isnull=False) | Q(to_unit__isnull=False),
                name="transfer_touches_this_book",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(ended_on__isnull=True),
                name="received_or_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["from_cell", "sent_on"], name="transfers_out"),
            models.Index(fields=["to_unit", "sent_on"], name="transfers_in"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id} {self.sent_on}"


class Prospective(Dated):
    """Somebody whom a cell helps towards admission, written down only because they agreed.

    Nothing else is kept. Who takes the agreement back is taken out of the book.
    """

    class How(models.TextChoices):
        ADMITTED = "admitted", _("đã kết nạp")
        STOPPED = "stopped", _("chi bộ thôi theo dõi, giúp đỡ")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prospects")
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    class_on = models.DateField(null=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("prospective_span"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=FOREVER), name="prospective_once"
            ),
        ]
        indexes = [models.Index(fields=["cell", "until_on"], name="prospective_of_cell")]

    def __str__(self) -> str:
        return f"{self.person_id} with {self.cell_id} from {self.from_on}"
