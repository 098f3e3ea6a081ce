from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from chibo.accounts.models import User
from chibo.core import viet


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class PersonQuerySet(models.QuerySet["Person"]):
    def matching(self, text: str) -> "PersonQuerySet":
        """Return persons whose name holds each typed word, with or without marks."""
        found = self
        for word in viet.fold(text).split():
            found = found.filter(search_key__contains=word)
        return found


class Person(models.Model):
    """A person: the lowest noun about people.

    The name is one field, as the person's papers write it. No identity number, ethnicity,
    religion, health, family or face: the product has no use for them. The birth date may be
    partial: a year, a month and year, or a whole day.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=60, editable=False)
    birth_year = models.PositiveSmallIntegerField()
    birth_month = models.PositiveSmallIntegerField(null=True)
    birth_day = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, related_name="person")

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sort_key"], name="person_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__gte=1900) & models.Q(birth_year__lte=2100),
                name="person_birth_year",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_day__isnull=True) | models.Q(birth_month__isnull=False),
                name="person_day_needs_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.birth_year})"


def keys_of(name: str) -> dict[str, Any]:
    """Return the two derived columns of a name."""
    return {"sort_key": viet.name_key(name), "search_key": viet.fold(name)}
