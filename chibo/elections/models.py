from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chibo.ballots.models import Vote
from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.members.models import Membership
from chibo.organizations.models import Role, Unit


class Ratification(models.Model):
    """The level above confirms who was elected, by a decision; the posts hold from a day."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ratifications")
    number = models.CharField(max_length=40)
    issuer = models.CharField(max_length=120)
    signed_on = models.DateField()
    from_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.number} ({self.from_on})"


class Term(Dated):
    """The time of a cell's committee, or of its secretary where it has none, after a congress."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    congress_on = models.DateField()
    ratification = models.OneToOneField(Ratification, on_delete=models.PROTECT)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("term_span"),
            models.UniqueConstraint(fields=["unit", "from_on"], name="term_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"term of {self.unit_id} from {self.from_on}"


class Election(models.Model):
    """One round of ballots of a cell. Its totals stand only once two counters agree.

    `kind`: how the rulebook counts it. `seat`, `seats`: what is filled, and by how many; a
    question has neither. `unmatched`: where the last two counts differed, never by how much.
    There is no ballot, no order of ballots, no hour.
    """

    class What(models.TextChoices):
        CONGRESS = "congress", _("Đại hội chi bộ")
        VACANCY = "vacancy", _("Bầu bổ sung")
        RECOGNITION = "recognition", _("Công nhận đảng viên chính thức")
        OTHER = "other", _("Việc khác bỏ phiếu kín")

    SEATS = (Role.COMMITTEE_MEMBER, Role.SECRETARY, Role.DEPUTY_SECRETARY)

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="elections")
    held_on = models.DateField()
    what = models.CharField(max_length=12, choices=What.choices)
    kind = models.CharField(max_length=24)
    seat = models.CharField(max_length=24, choices=[(r.value, r.label) for r in SEATS], blank=True)
    seats = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    first_counter = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_counter = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued = models.PositiveSmallIntegerField(null=True)
    returned = models.PositiveSmallIntegerField(null=True)
    valid = models.PositiveSmallIntegerField(null=True)
    invalid = models.PositiveSmallIntegerField(null=True)
    unmatched = models.JSONField(default=list)
    ratification = models.ForeignKey(
        Ratification, on_delete=models.PROTECT, null=True, related_name="elections"
    )
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["cell", "held_on"], name="elections_of_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned__lte=F("issued")), name="returned_within_issued"
            ),
            models.CheckConstraint(
                condition=Q(returned=F("valid") + F("invalid")), name="returned_valid_or_not"
            ),
            models.CheckConstraint(
                condition=Q(issued=None, valid=None) | Q(issued__gt=0, valid__gt=0),
                name="result_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.seat} of {self.cell_id} on {self.held_on}"

    @property
    def is_agreed(self) -> bool:
        """Whether two counters agreed, so that there is a result."""
        return self.issued is not None

    @property
    def is_personnel(self) -> bool:
        """Whether it fills a seat, so that the level above ratifies it."""
        return self.seat != ""


class Line(models.Model):
    """One name or question on the ballot, and its totals once agreed.

    `candidate` is whom the vote is about; who voted how is nowhere.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    candidate = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, null=True, related_name="+")
    is_elected = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate=None) ^ Q(text=""), name="line_is_person_or_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.election_id}"


class Count(models.Model):
    """What one counter found: totals only, kept until the other's stand beside them.

    `figures`: for each line of the ballot in its order, votes for, against, left blank. The row
    goes as soon as both are compared, whether they agree or not: two states of the same totals,
    one changed ballot apart, would tell what that ballot said.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    election = models.OneToOneField(Election, on_delete=models.CASCADE, related_name="count")
    counter = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    issued = models.PositiveSmallIntegerField()
    returned = models.PositiveSmallIntegerField()
    valid = models.PositiveSmallIntegerField()
    invalid = models.PositiveSmallIntegerField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"count of {self.election_id}"
