from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chibo.accounts.models import User
from chibo.organizations.models import Unit


class CheckQuerySet(models.QuerySet["Check"]):
    def newest(self) -> "CheckQuerySet":
        """Return what was noted last of each unit and kind."""
        later = Check.objects.filter(
            unit=models.OuterRef("unit"), what=models.OuterRef("what"),
            entered_at__gt=models.OuterRef("entered_at"),
        )  # fmt: skip
        return self.filter(~models.Exists(later))


class Check(models.Model):
    """A unit did a check that returns: the cards, the files or the lists of its members.

    Never altered: the row entered last holds, so that a wrong day is noted again.
    """

    class What(models.TextChoices):
        CARDS = "cards", _("kiểm tra thẻ đảng viên")
        FILES = "files", _("đối chiếu hồ sơ đảng viên")
        LISTS = "lists", _("đối chiếu danh sách đảng viên")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checks")
    what = models.CharField(max_length=5, choices=What.choices)
    done_on = models.DateField()
    entered_at = models.DateTimeField()

    objects: ClassVar[CheckQuerySet] = CheckQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["unit", "what", "entered_at"], name="checks_of_unit")]

    def __str__(self) -> str:
        return f"{self.what} {self.done_on} {self.unit_id} {self.pk}"


class Feed(models.Model):
    """A private address at which a phone's calendar reads days without names; one a user.

    Only the hash of the address is kept. What may be read is asked of the posts at each reading.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="feed"
    )
    province = models.UUIDField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.user_id}"
