from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import DatedQuerySet
from chibo.organizations.models import Unit


class Subject(models.TextChoices):
    MEETINGS = "meetings", _("sinh hoạt chi bộ")
    MEMBERS = "members", _("đảng viên và tổ chức đảng")


class Status(models.TextChoices):
    VERIFIED = "verified", _("đã đối chiếu")
    SECOND_HAND = "second_hand", _("theo nguồn dẫn lại")
    UNVERIFIED = "unverified", _("chưa đối chiếu với văn bản")
    HOUSE = "house", _("cách làm của sổ, chưa có văn bản")


class RulePack(models.Model):
    """What one issuer rules on one subject from a day. Never edited: a new number is a new pack.

    `issuer` is empty for the Centre. An example is another place's rule: it applies to nobody.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField(null=True)
    code = models.CharField(max_length=60, unique=True)
    subject = models.CharField(max_length=20, choices=Subject.choices)
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="rule_packs")
    issuer_name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    signed_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class Rule(models.Model):
    """One number or choice of a pack, with where it stands."""

    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="rules")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    status = models.CharField(max_length=12, choices=Status.choices)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "key"], name="rule_once_a_pack")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.key}"
