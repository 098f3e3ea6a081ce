from django.db import models
from django.db.models import Q

from chibo.accounts.models import User
from chibo.minutes.models import MinutesClosure


class TakenBack(models.Model):
    """A month copied from paper was taken back: it no longer counts, and stays readable."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    closure = models.OneToOneField(
        MinutesClosure, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.CharField(max_length=200)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__gt=""), name="taken_back_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.closure_id} {self.taken_at}"
