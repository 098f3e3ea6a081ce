from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Vote(models.Model):
    """The totals of one vote. Never a ballot, a name or an hour.

    `base_size` is what the rule counts against, `voters` who may vote in this room.
    """

    class Method(models.TextChoices):
        SHOW_OF_HANDS = "show_of_hands", _("Giơ tay")
        SECRET = "secret", _("Phiếu kín trên giấy")

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    method = models.CharField(max_length=13, choices=Method.choices)
    base = models.CharField(max_length=16)
    base_size = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    votes_other = models.PositiveIntegerField()
    is_adopted = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voters__gte=F("votes_for") + F("votes_against") + F("votes_other")),
                name="votes_within_voters",
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"
