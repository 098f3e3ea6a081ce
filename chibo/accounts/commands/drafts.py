import datetime as dt

from django.db import transaction

from chibo.accounts.models import Draft, User

KEEP_DAYS = 30
NEVER_KEPT = {"csrfmiddlewaretoken", "password"}
NOT_KEPT = "secret_"  # begins the name of each field that no draft may keep


@transaction.atomic
def keep_draft(*, user: User, page: str, fields: dict[str, list[str]], now: dt.datetime) -> None:
    """Keep what was typed into a page, in place of what was kept before.

    fields: the posted form, name to values. Totals of a secret ballot are never kept, since a
    kept total has an hour; nor is any field whose name begins with `secret_`.
    """
    secret = "secret" in fields.get("method", [])
    kept = {
        name: values
        for name, values in fields.items()
        if name not in NEVER_KEPT
        and not name.startswith(NOT_KEPT)
        and not (secret and name.startswith("votes_"))
    }
    Draft.objects.update_or_create(user=user, page=page, defaults={"fields": kept, "saved_at": now})


def drop_draft(*, user: User, page: str) -> None:
    """Forget what was typed into a page: it has been saved."""
    Draft.objects.filter(user=user, page=page).delete()


def drop_old_drafts(*, now: dt.datetime) -> int:
    """Forget drafts that nobody touched for 30 days; return how many."""
    count, _each = Draft.objects.filter(saved_at__lt=now - dt.timedelta(days=KEEP_DAYS)).delete()
    return count
