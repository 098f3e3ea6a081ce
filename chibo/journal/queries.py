"""What the journal knows of acts."""

from collections.abc import Iterable
from uuid import UUID

from chibo.journal.models import Entry


def hashes_of(acts: Iterable[UUID]) -> dict[UUID, str]:
    """Return the hash of the content of each of these acts that is here."""
    return dict(Entry.objects.filter(pk__in=list(acts)).values_list("pk", "content_hash"))
