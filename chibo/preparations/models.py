from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from chibo.accounts.models import User
from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.members.models import Membership
from chibo.organizations.models import Unit
from chibo.papers.models import Paper
from chibo.people.models import Person
from chibo.plans.models import PlannedMeeting


class AgendaTemplate(Dated):
    """The order of a sitting that a unit sets for itself and all below it, from a day.

    Never edited: a change is a new row. The Centre's order comes with the product as data.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    entered_at = models.DateTimeField()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span_in_order("agenda_template_span")]

    def __str__(self) -> str:
        return f"{self.title} {self.from_on}"


class AgendaItem(models.Model):
    """One line of the agenda of a planned meeting.

    `duty` is the template's key where a rule or the template wants the line; `is_dropped` keeps
    a line that the cell left out. `step`: the part of the sitting that sees to the line itself.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(
        PlannedMeeting, on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    duty = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=12, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    presenter = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True)
    question = models.CharField(max_length=300, blank=True)
    in_groups = models.BooleanField(default=False)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["planned", "position"], name="agenda_of_planned")]

    def __str__(self) -> str:
        return f"{self.position} {self.title} {self.pk}"


class PreparedPaper(models.Model):
    """A paper for a meeting: attached, or named. Of a secret one only where it lies.

    A secret paper has no title, no abstract and no file here: number, date, issuer, place.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True)
    kept_at = models.CharField(max_length=200, blank=True)
    is_secret = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    sent_on = models.DateField(null=True)
    posted_on = models.DateField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_secret=False)
                | Q(title="", file_name="", content__isnull=True, posted_on__isnull=True),
                name="secret_paper_is_only_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.title} {self.pk}"


class PurgedPaper(models.Model):
    """A paper that should never have been here was wiped; what it was, is not kept."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="+")
    purged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"purged {self.pk}"


class Question(models.Model):
    """What somebody asks before the meeting; without a name if wished."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True)
    is_withdrawn = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"question {self.pk}"


class DraftResolution(models.Model):
    """What the meeting will be asked to decide, one decision a line."""

    planned = models.OneToOneField(PlannedMeeting, on_delete=models.PROTECT, primary_key=True)
    province = models.UUIDField()
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"draft for {self.pk}"


class Notice(models.Model):
    """Members, and the follower, were told of a planned meeting on a day."""

    planned = models.OneToOneField(PlannedMeeting, on_delete=models.PROTECT, primary_key=True)
    province = models.UUIDField()
    members_told_on = models.DateField(null=True)
    follower_told_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"notice of {self.pk}"


class IssuedNotice(models.Model):
    """The printed notice of a planned meeting, as it was issued; again it is a new version.

    `contents`: the lines that were typed for it, where the meeting has no agenda.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    planned = models.ForeignKey(
        PlannedMeeting, on_delete=models.PROTECT, related_name="issued_notices"
    )
    version = models.PositiveSmallIntegerField()
    contents = models.TextField(blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["planned", "version"], name="one_notice_a_version"),
        ]

    def __str__(self) -> str:
        return f"notice v{self.version} of {self.planned_id}"


class StandingDuty(Dated):
    """What a member has in charge for the cell: a household group, a field of work."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="standing_duties")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="standing_duties"
    )
    what = models.CharField(max_length=300)
    decided_on = models.DateField()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span_in_order("standing_duty_span")]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"


class Delegation(models.Model):
    """The committee above sends one of its own to a planned meeting: a line of the rota."""

    pk = models.CompositePrimaryKey("planned_id", "person_id")
    planned = models.ForeignKey(
        PlannedMeeting, on_delete=models.PROTECT, related_name="delegations"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    province = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.person_id} to {self.planned_id}"
