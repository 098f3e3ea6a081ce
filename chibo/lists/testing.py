"""A list that was brought, for any room's tests."""

import uuid

from django.utils import timezone

from chibo.accounts.models import User
from chibo.lists.models import ListImport
from chibo.organizations.models import Unit


def make_list(unit: Unit, *, kind: str) -> ListImport:
    """Return an empty list brought at a unit, the one there where it was made before."""
    found = ListImport.objects.filter(unit=unit, kind=kind).first()
    return found or ListImport.objects.create(
        id=uuid.uuid4(), province=unit.province, unit=unit, kind=kind, by=User.objects.all()[0],
        list_on=timezone.localdate(), brought_at=timezone.now(),
    )  # fmt: skip
