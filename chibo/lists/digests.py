"""What an import wrote, so small that it can be kept: to tell whether it was changed since."""

import hashlib
from typing import Any
from uuid import UUID

from chibo.members.models import Membership
from chibo.people.models import Person

OF_PERSON = ("name", "birth_year", "birth_month", "birth_day", "sex", "user_id")
OF_MEMBERSHIP = (
    "cell_id", "place", "admitted_on", "ceremony_on", "official_on", "from_on", "until_on",
    "ended_id",
)  # fmt: skip


def digest(*values: Any) -> str:
    """Return twelve signs that change when a value changes."""
    text = "|".join(map(str, values))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def of_new(row: Membership, person: tuple[Any, ...]) -> str:
    """Return the digest of a member just written. person: the values of OF_PERSON."""
    return digest(*person, *(getattr(row, name) for name in OF_MEMBERSHIP))


def kept_digests(memberships: list[UUID]) -> dict[UUID, str]:
    """Return the digests of members as they stand in the book now."""
    names = [*(f"person__{name}" for name in OF_PERSON), *OF_MEMBERSHIP]
    found: dict[UUID, str] = {}
    for place in range(0, len(memberships), 500):
        rows = Membership.objects.filter(pk__in=memberships[place : place + 500])
        found |= {key: digest(*values) for key, *values in rows.values_list("pk", *names)}
    return found


def person_of(membership: UUID) -> str:
    """Return the name of a member, for a sentence."""
    return Person.objects.get(memberships=membership).name
