from django.db import models

from chibo.accounts.models import User


class Entry(models.Model):
    """One act or one reading of a sensitive record. Triggers forbid change and deletion.

    `id` is the act's identifier, made where the act was made. `content_hash` tells whether the
    same identifier comes again with the same content. `said` holds the few harmless values that
    the history shows: never a name beside a view, a correction, or a secret ballot's totals.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    verb = models.CharField(max_length=60)
    unit = models.UUIDField()
    subject = models.UUIDField(null=True)
    claimed_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    said = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "entered_at"], name="journal_subject"),
            models.Index(fields=["unit", "entered_at"], name="journal_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"
