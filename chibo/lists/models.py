from django.db import models

from chibo.accounts.models import User
from chibo.organizations.models import Unit


class ListImport(models.Model):
    """A list that an office brought: what it said, what was answered, what came of it.

    `table` holds the lines until the list is done or 30 days old: never the file, never a column
    that is left out. `undo` holds for 7 days what restores the book. `left` are the lines not
    taken, for the sheet of doubts.
    """

    class Kind(models.TextChoices):
        MEMBERS = "members"
        UNITS = "units"
        POSTS = "posts"

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file_name = models.CharField(max_length=120, blank=True)
    list_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    titles_key = models.CharField(max_length=64, blank=True)
    table = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "kind", "brought_at"], name="lists_of_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.brought_at}"
