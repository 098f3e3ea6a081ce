"""The only writes of this room: drafts, tries to sign in, codes to set a password with."""

from chibo.accounts.commands.drafts import KEEP_DAYS, drop_draft, drop_old_drafts, keep_draft
from chibo.accounts.commands.logins import (
    TOO_MANY,
    CannotEnrol,
    begin_try,
    end_try,
    enrol,
    issue_code,
)

__all__ = [
    "KEEP_DAYS",
    "TOO_MANY",
    "CannotEnrol",
    "begin_try",
    "drop_draft",
    "drop_old_drafts",
    "end_try",
    "enrol",
    "issue_code",
    "keep_draft",
]
