"""Units through time. The dated rows are the truth; `Ancestry` is derived from them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chibo.core.dated import Dated, DatedQuerySet, span_in_order
from chibo.core.days import FOREVER
from chibo.people.models import Person


class Kind(models.TextChoices):
    PROVINCE = "province", _("đảng bộ tỉnh")
    DISTRICT = "district", _("đảng bộ huyện")
    COMMUNE = "commune", _("đảng bộ xã")
    OTHER = "other", _("đảng bộ khác trực thuộc tỉnh")
    CELL = "cell", _("chi bộ")


class CellType(models.TextChoices):
    VILLAGE = "village", _("bản, thôn, tổ dân phố")
    AGENCY = "agency", _("cơ quan")
    SCHOOL = "school", _("trường học, trạm y tế")
    ENTERPRISE = "enterprise", _("doanh nghiệp")
    ARMED_FORCE = "armed_force", _("lực lượng vũ trang")


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
    Kind.DISTRICT: _IN_COMMITTEE,
    Kind.COMMUNE: _IN_COMMITTEE,
    Kind.OTHER: _IN_COMMITTEE,
    Kind.PROVINCE: (Role.PROVINCE_OFFICER, Role.TECHNICAL_ADMINISTRATOR),
}


class Unit(models.Model):
    """A Party organisation: only its identity. Name, kind, place and codes are dated rows."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """The paper by which units change. `is_house`: no paper is known, the date is ours."""

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    number = models.CharField(max_length=40, blank=True)
    issuer = models.CharField(max_length=120)
    about = models.CharField(max_length=200)
    signed_on = models.DateField(null=True)
    effective_on = models.DateField()
    is_house = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.number or self.about} ({self.effective_on})"


class UnitFact(Dated):
    """A dated fact of a unit, by a decision."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="%(class)ss")
    province = models.UUIDField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Designation(UnitFact):
    """What a unit is and is called: `xã Mường Pồn`, `bản Púng Giắt 1`."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    cell_type = models.CharField(max_length=12, choices=CellType.choices, blank=True)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=250, editable=False)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("designation_span"),
            models.UniqueConstraint(fields=["unit", "from_on"], name="designation_once_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_on=FOREVER), name="designation_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on} {self.unit_id}"


class Placement(UnitFact):
    """Under which unit a unit stood: the truth about the tree. The province has none."""

    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats")

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("placement_span"),
            models.UniqueConstraint(fields=["unit", "from_on"], name="placement_once_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until_on=FOREVER), name="placement_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} from {self.from_on}"


class Code(UnitFact):
    """A code given to a unit for a time: never an identity, and passed on to other units."""

    class System(models.TextChoices):
        PARTY = "party", _("mã tổ chức đảng")
        STATISTICS = "statistics", _("mã đơn vị hành chính")

    system = models.CharField(max_length=12, choices=System.choices)
    text = models.CharField(max_length=20)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("code_span"),
            models.CheckConstraint(
                condition=~Q(system="party")
                | Q(text__regex=r"^[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]{3}\.[0-9]{3}$"),
                name="party_code_has_14_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.text} {self.from_on} {self.unit_id}"


class Mark(UnitFact):
    """What a document says of a unit's area: border, far, hard."""

    class What(models.TextChoices):
        BORDER = "border", _("biên giới")
        FAR = "far", _("vùng sâu, vùng xa")
        HARD = "hard", _("địa bàn đặc biệt khó khăn")

    what = models.CharField(max_length=8, choices=What.choices)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span_in_order("mark_span")]

    def __str__(self) -> str:
        return f"{self.what} {self.from_on} {self.unit_id}"


class Succession(models.Model):
    """A unit gave all or part of itself to another on a day."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_in")
    extent = models.CharField(max_length=5, choices=Extent.choices)
    on = models.DateField()
    province = models.UUIDField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="succession_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id} on {self.on}"


class Ancestry(Dated):
    """Derived from placements: `ancestor` stood `depth` steps above `unit` (0: itself)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="ancestry")
    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="branch")
    depth = models.PositiveSmallIntegerField()
    province = models.UUIDField()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            span_in_order("ancestry_span"),
            models.UniqueConstraint(
                fields=["ancestor", "unit", "from_on"], name="ancestry_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["unit", "until_on"], name="ancestry_up")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} over {self.unit_id} from {self.from_on}"


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
