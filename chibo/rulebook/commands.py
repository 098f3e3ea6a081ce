import datetime as dt
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.days import FOREVER
from chibo.core.errors import Refused
from chibo.journal.commands import Act, record
from chibo.organizations.authority import Can, demand
from chibo.organizations.commands import recount_ruled
from chibo.organizations.models import Designation, Kind, Unit
from chibo.organizations.queries import named
from chibo.rulebook.catalogue import BY_KEY
from chibo.rulebook.models import Rule, RulePack, Status

PACKS = Path(__file__).parent / "packs"
NAMESPACE = uuid.UUID("6d1f4d2e-0000-4000-8000-000000000042")


class CannotChangeRule(Refused):
    """The value is not one that this setting takes."""


@transaction.atomic
def load_packs(*, now: dt.datetime) -> int:
    """Load the packs that come with the product and are not here yet; return how many.

    A pack that is here keeps its values; keys that the product has learnt since are added to it.
    What they change below every province is asked to be added up again, from their first day.
    """
    new = 0
    since = FOREVER
    for path in sorted(PACKS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        known = RulePack.objects.filter(code=data["code"]).first()
        if known is not None:
            here = set(known.rules.values_list("key", flat=True))
            learnt = {key: rule for key, rule in data["rules"].items() if key not in here}
            Rule.objects.bulk_create(Rule(pack=known, key=k, **rule) for k, rule in learnt.items())
            since = min(since, known.from_on) if learnt else since
            continue
        replaces = RulePack.objects.filter(code=data.get("replaces")).first()
        pack = RulePack.objects.create(
            id=uuid.uuid5(NAMESPACE, data["code"]),
            code=data["code"],
            subject=data["subject"],
            issuer_name=data["issuer_name"],
            number=data["number"],
            title=data["title"],
            signed_on=data.get("signed_on"),
            from_on=data["from_on"],
            until_on=FOREVER,
            replaces=replaces,
            is_example=data.get("is_example", False),
            entered_at=now,
        )
        if replaces is not None:
            RulePack.objects.filter(pk=replaces.pk).update(until_on=pack.from_on)
        Rule.objects.bulk_create(
            Rule(pack=pack, key=key, **rule) for key, rule in data["rules"].items()
        )
        new, since = new + 1, min(since, pack.from_on)
    if since < FOREVER:
        for root in Designation.objects.filter(kind=Kind.PROVINCE).values_list("unit", flat=True):
            recount_ruled(root, since=since)
    return new


@dataclass(frozen=True)
class NewRule:
    """A value that an issuer sets: from which day, by which paper (empty number: house)."""

    key: str
    value: str
    number: str
    signed_on: dt.date | None
    from_on: dt.date


@transaction.atomic
def set_rule(*, act: Act, unit: Unit, new: NewRule) -> RulePack:
    """Set one value for a unit and all below it, from a day, as a pack of its own.

    Facts already judged keep their own values. Raises: PermissionDenied; Http404;
    CannotChangeRule; OtherContent.
    """
    demand(act.actor, Can.CHANGE_RULES, at=unit.pk, on=act.today)
    content = {"key": new.key, "value": new.value, "number": new.number, "from_on": new.from_on}
    said = {"key": new.key, "value": new.value}
    if not record(
        act,
        verb="rule.set",
        unit=unit.pk,
        province=unit.province,
        subject=act.id,
        content=content,
        said=said,
    ):
        return RulePack.objects.get(pk=act.id)
    value = _read(new)
    pack = RulePack.objects.create(
        id=act.id,
        province=unit.province,
        code=str(act.id),
        subject=BY_KEY[new.key].subject,
        issuer=unit,
        issuer_name=named(unit.pk, on=act.today).full,
        number=new.number,
        title=str(BY_KEY[new.key].words),
        signed_on=new.signed_on,
        from_on=new.from_on,
        until_on=FOREVER,
        entered_at=act.entered_at,
    )
    status = Status.VERIFIED if new.number else Status.HOUSE
    Rule.objects.create(pack=pack, key=new.key, value=value, status=status, source=new.number)
    recount_ruled(unit.pk, since=new.from_on)
    return pack


def _read(new: NewRule) -> Any:
    setting = BY_KEY.get(new.key)
    if setting is None:
        raise CannotChangeRule(_("Sổ không có quy định này."), "value")
    if setting.kind == "number":
        value = int(new.value) if new.value.isascii() and new.value.isdigit() else -1
        if not setting.least <= value <= setting.most:
            raise CannotChangeRule(
                _("Ghi một số từ {least} đến {most}.").format(
                    least=setting.least, most=setting.most
                ),
                "value",
            )
        return value
    if new.value not in dict(setting.choices):
        raise CannotChangeRule(_("Chọn một trong các ý có sẵn."), "value")
    return new.value
