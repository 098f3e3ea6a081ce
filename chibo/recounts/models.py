from django.db import models


class Recount(models.Model):
    """A cell's month must be added up again. Only added to; taken away by what adds up.

    month: its first day; FOREVER: what holds now; empty: every month of the cell.
    not_before: the day from which it can be added up. asked_at: when the fact changed.
    """

    unit = models.UUIDField()
    month = models.DateField(null=True)
    not_before = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["not_before", "id"], name="recounts_in_turn")]

    def __str__(self) -> str:
        return f"{self.month} {self.unit}"
