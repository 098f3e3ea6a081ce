"""The journal's two commands; each runs inside the transaction of what it records."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chibo.accounts.models import User
from chibo.core.errors import Refused
from chibo.journal.models import Entry


@dataclass(frozen=True)
class Act:
    """One act of one person: its identifier, and when it was done and when it was entered.

    `claimed_at` is what the device says, `entered_at` the server's clock, which decides.
    """

    id: uuid.UUID
    actor: User
    claimed_at: dt.datetime
    entered_at: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of entry where the meeting houses are."""
        return self.entered_at.astimezone(HANOI).date()


HANOI = dt.timezone(dt.timedelta(hours=7))


def act_of(actor: User, id: uuid.UUID, now: dt.datetime) -> Act:
    """Return an act done at the moment of entry."""
    return Act(id=id, actor=actor, claimed_at=now, entered_at=now)


class OtherContent(Refused):
    """This identifier has come before, with other content."""


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content in one canonical spelling (sorted keys, UTF-8)."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    act: Act,
    *,
    verb: str,
    unit: uuid.UUID,
    province: uuid.UUID,
    content: Mapping[str, Any],
    subject: uuid.UUID | None = None,
    said: Mapping[str, Any] | None = None,
) -> bool:
    """Write the act down; return false where the same act is here already, and do nothing more.

    content: what the act says, enough to tell two acts apart; only its hash is kept.
    Raises: OtherContent.
    """
    content_hash = hash_of({"verb": verb, "unit": unit, "subject": subject, **content})
    earlier = Entry.objects.filter(pk=act.id).first()
    if earlier is not None:
        if earlier.content_hash == content_hash and earlier.actor_id == act.actor.pk:
            return False
        raise OtherContent(
            _("Trang này đã lưu một lần với nội dung khác. Xem lại phần dưới rồi bấm lưu lần nữa.")
        )
    Entry.objects.create(
        id=act.id,
        province=province,
        actor=act.actor,
        verb=verb,
        unit=unit,
        subject=subject,
        claimed_at=act.claimed_at,
        entered_at=act.entered_at,
        content_hash=content_hash,
        said=dict(said or {}),
    )
    return True


def note_reading(
    *,
    reader: User,
    what: str,
    unit: uuid.UUID,
    province: uuid.UUID,
    at: dt.datetime,
    subject: uuid.UUID | None = None,
) -> None:
    """Write down that a sensitive record was read; call it in the transaction that reads."""
    Entry.objects.create(
        id=uuid.uuid4(),
        province=province,
        actor=reader,
        verb=f"read.{what}",
        unit=unit,
        subject=subject,
        claimed_at=at,
        entered_at=at,
        content_hash="",
    )
