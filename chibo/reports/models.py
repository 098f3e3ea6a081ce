from django.db import models

from chibo.organizations.models import Unit
from chibo.papers.models import Paper


class MonthlyReport(models.Model):
    """A cell's report of a month, as it was issued; issued again it is a new version."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    cell = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="monthly_reports")
    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    limits = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "month", "version"], name="one_report_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} v{self.version} {self.cell_id}"
