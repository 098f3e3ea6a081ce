"""Which rows a piece of work wrote, and equal rows written again by the ORM alone."""

import copy
import uuid
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

Written = dict[type[models.Model], list[models.Model]]


class Rows:
    """Knows what was in every table of the rooms when it was made."""

    def __init__(self) -> None:
        models_ = [m for m in apps.get_models() if m.__module__.startswith("chibo.")]
        self.before = {model: self._keys(model) for model in models_}

    def _keys(self, model: type[models.Model]) -> set[Any]:
        return {row.pk for row in model._default_manager.all()}

    def written(self) -> Written:
        """Return the rows that came since, by table, in an order that keys allow."""
        found = {}
        for model, before in self.before.items():
            new = [row for row in model._default_manager.all() if row.pk not in before]
            if new:
                found[model] = new
        return found


def renamed(rows: Written) -> Written:
    """Return equal rows under other keys: another meeting, a hundred years on."""
    keys: dict[UUID, UUID] = {}
    for each in rows.values():
        keys |= {row.pk: uuid.uuid4() for row in each if isinstance(row.pk, UUID)}
    return {model: [_renamed(row, keys) for row in each] for model, each in rows.items()}


def _renamed(row: models.Model, keys: dict[UUID, UUID]) -> models.Model:
    values = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CompositePrimaryKey | models.AutoField):
            continue
        value = copy.deepcopy(getattr(row, field.attname))
        if isinstance(value, UUID):
            value = keys.get(value, value)
        elif field.name in {"month", "held_on"}:
            value = (
                value - 1_200 if isinstance(value, int) else value.replace(year=value.year + 100)
            )
        elif field.name == "period":  # no two papers of a series share a number
            value = uuid.uuid4().hex[:9]
        values[field.attname] = value
    return type(row)(**values)


def write(rows: Written) -> None:
    """Write the rows in one transaction, one bulk_create a table."""
    with transaction.atomic():
        for model, each in rows.items():
            model._default_manager.bulk_create(each)
