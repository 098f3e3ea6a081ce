from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chibo.core.days import Month
from chibo.core.periods import Months
from chibo.figures.models import View
from chibo.organizations.models import Unit
from chibo.papers.models import Paper


class IssuedReport(models.Model):
    """A unit's report of some months, as it was issued; issued again it is a new version.

    `first` and `last` are the first days of the first and the last month, `kind` what an office
    calls them. `figures` hold what each indicator said at `as_of` (`issued/reading.py`), and stay
    whatever is corrected afterwards; they are empty for what was issued before figures were kept.
    What no figure says is typed by people: limits, causes, lessons, tasks, proposals.
    """

    class Kind(models.TextChoices):
        MONTH = "month", _("tháng")
        QUARTER = "quarter", _("quý")
        HALF = "half", _("6 tháng")
        YEAR = "year", _("năm")
        SPAN = "span", _("từ tháng đến tháng")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="issued_reports")
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    view = models.CharField(max_length=5, choices=View.choices)
    version = models.PositiveSmallIntegerField()
    limits = models.TextField(blank=True)
    objective_causes = models.TextField(blank=True)
    subjective_causes = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    tasks = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    figures = models.JSONField()
    as_of = models.DateTimeField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "first", "last", "kind", "version"], name="one_issued_a_version"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="issued_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.months} v{self.version} {self.unit_id}"

    @property
    def months(self) -> Months:
        """The months that it reports on."""
        return Months(Month.of(self.first), Month.of(self.last), self.kind)  # type: ignore[arg-type]
