"""Offices held at units. Rights follow them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.organizations.models.units import Decision, Kind, Unit
from chibo.people.models import Person


class Role(models.TextChoices):
    SECRETARY = "secretary", _("Bí thư")
    DEPUTY_SECRETARY = "deputy_secretary", _("Phó bí thư")
    COMMITTEE_MEMBER = "committee_member", _("Chi ủy viên")
    MEMBER = "member", _("Đảng viên")
    FOLLOWER = "follower", _("Cấp ủy viên theo dõi chi bộ")
    COMMUNE_SECRETARY = "commune_secretary", _("Bí thư Đảng ủy")
    STANDING_MEMBER = "standing_member", _("Ủy viên Ban Thường vụ")
    PARTY_BUILDING_OFFICER = "party_building_officer", _("Ban Xây dựng Đảng")
    PROVINCE_OFFICER = "province_officer", _("Ban Tổ chức Tỉnh ủy")
    TECHNICAL_ADMINISTRATOR = "technical_administrator", _("Quản trị kỹ thuật")


_IN_COMMITTEE = (Role.COMMUNE_SECRETARY, Role.STANDING_MEMBER, Role.PARTY_BUILDING_OFFICER)
ROLES_AT: dict[str, tuple[Role, ...]] = {  # the offices that a kind of unit has
    Kind.CELL: (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.COMMITTEE_MEMBER, Role.FOLLOWER),
    **dict.fromkeys((Kind.DISTRICT, Kind.COMMUNE, Kind.SECTION, Kind.OTHER), _IN_COMMITTEE),
    Kind.PROVINCE: (  # the second one keeps registers, as when a whole province's list comes in
        Role.PROVINCE_OFFICER,
        Role.PARTY_BUILDING_OFFICER,
        Role.TECHNICAL_ADMINISTRATOR,
    ),
}


class Post(Dated):
    """An office that a person holds at a unit from a day to a day. Rights follow it.

    An ordinary member with a login holds the post `member`, kept by the commands of `members`.
    Only the holder of an office has a phone number here. `number`, `signed_on`: the decision that
    gave the post; `ended_by`: the number of the one that ended it.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=24, choices=Role.choices)
    phone = models.CharField(max_length=15, blank=True)
    number = models.CharField(max_length=40, blank=True)
    signed_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("post_span"),
            models.UniqueConstraint(
                fields=["person", "unit", "role", "from_on"], name="post_once_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(role="member") | Q(phone=""), name="post_member_no_phone"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="post_of_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} at {self.unit_id} from {self.from_on}"


class EndedPost(models.Model):
    """A post as it stood before a decision ended it: what a correction gives back."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ended_posts")
    province = models.UUIDField()
    post = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    from_on = models.DateField()
    until_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.post} by {self.decision_id}"
