"""What an import wrote, so small that it can be kept: to tell whether it was changed since."""

import hashlib
from typing import Any
from uuid import UUID

from chibo.core.days import FOREVER
from chibo.members.commands import NewMember
from chibo.members.models import Membership

OF_PERSON = ("name", "birth_year", "birth_month", "birth_day", "sex", "user_id")
OF_MEMBERSHIP = (
    "cell_id", "place", "admitted_on", "ceremony_on", "official_on", "from_on", "until_on",
    "ended_id",
)  # fmt: skip


def digest(*values: Any) -> str:
    """Return twelve signs that change when a value changes."""
    text = "|".join(map(str, values))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def of_new(cell: UUID, new: NewMember) -> str:
    """Return the digest of a member as it is just being written."""
    return digest(
        new.name, *new.birth, new.sex.value, None, cell, new.place, new.admitted_on,
        new.ceremony_on, new.official_on, new.from_on, FOREVER, None,
    )  # fmt: skip


def kept_digests(memberships: list[UUID]) -> dict[UUID, str]:
    """Return the digests of members as they stand in the book now."""
    names = [*(f"person__{name}" for name in OF_PERSON), *OF_MEMBERSHIP]
    found: dict[UUID, str] = {}
    for place in range(0, len(memberships), 500):
        rows = Membership.objects.filter(pk__in=memberships[place : place + 500])
        found |= {key: digest(*values) for key, *values in rows.values_list("pk", *names)}
    return found
