from typing import ClassVar

from django.db import models

from chibo.papers import sheets
from chibo.papers.sheets import Sheet


class Series(models.Model):
    """How far the numbers of one kind of paper have run, in one unit and period."""

    unit = models.UUIDField()
    kind = models.CharField(max_length=20)
    period = models.CharField(max_length=9)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "kind", "period"], name="papers_one_series"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.period}"


class Paper(models.Model):
    """One version of an official paper, kept as what it says; PDF and Word file are made from it.

    `period` is what the number runs in: a year `2026` or a term `2025-2030`.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.UUIDField()
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField(null=True)
    period = models.CharField(max_length=9)
    symbol = models.CharField(max_length=20, blank=True)
    signed_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "kind", "period", "number", "version"],
                name="papers_one_paper_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=1),
                name="papers_numbers_from_1",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="papers_versions_from_1"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "signed_on"], name="papers_unit_day"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol or self.kind} {self.id}"

    @property
    def sheet(self) -> Sheet:
        """What the paper says."""
        return sheets.from_json(self.content)

    @property
    def is_intact(self) -> bool:
        """Whether the content is still what was hashed when the paper was filed."""
        return sheets.content_hash(self.sheet) == self.content_hash
