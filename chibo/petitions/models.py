from django.db import models

from chibo.meetings.models import Meeting


class Petition(models.Model):
    """What a cell asks of a level above, born in a meeting."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="petitions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"petition {self.pk}"
