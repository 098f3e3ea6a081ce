"""What a decision on units moved in the rooms below: kept so that a correction can take it back."""

from django.db import models

from chibo.members.models import Membership
from chibo.organizations.models import Decision, Unit
from chibo.plans.models import PlannedMeeting


class MovedMember(models.Model):
    """A membership went on in another cell by a decision.

    `after` is the row there: the same one where it was rewritten; it may be gone since, joined
    with the one before by a correction.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="moved_members")
    province = models.UUIDField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    after = models.UUIDField()
    came_from = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    went_to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.membership_id} to {self.went_to_id} by {self.decision_id}"


class DroppedMeeting(models.Model):
    """A planned meeting was taken out of the calendar, because a decision ended its cell."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="dropped_meetings"
    )
    province = models.UUIDField()
    planned = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="dropped_by")

    def __str__(self) -> str:
        return f"{self.planned_id} by {self.decision_id}"
