from django.db import models

from chibo.accounts.models import User
from chibo.organizations.models import Unit


class Mapping(models.Model):
    """A form as an office set it, for its branch, from a day: the text is TOML. Never altered."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    text = models.TextField()
    from_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "number"], name="statforms_of_unit")]

    def __str__(self) -> str:
        return f"{self.number} of {self.unit_id} from {self.from_on}"


class TypedTotals(models.Model):
    """Totals of a form, typed for a unit and a period: the newest row counts, earlier ones stay.

    values: by the key of a column; a column left empty is not there.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    values = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number", "period", "unit"], name="typed_of_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.period} of {self.unit_id} at {self.typed_at}"
