"""Write the changes from which the rows that are here would follow."""

import datetime
import uuid

from django.db import migrations

FOREVER = datetime.date(9999, 12, 31)
UTC = datetime.timezone.utc
ORDER = ("founded", "renamed", "retyped", "gave", "moved", "marked", "ended")


def fill(apps, schema_editor):
    def model(name):
        return apps.get_model("organizations", name)

    said = []  # day, what, unit, decision, other, values

    seats = {}
    for row in model("Placement").objects.order_by("from_on", "pk"):
        seats.setdefault(row.unit_id, []).append(row)
    codes = {}
    for row in model("Code").objects.order_by("from_on", "pk"):
        codes.setdefault(row.unit_id, {})[row.system] = row.text
    names = {}
    for row in model("Designation").objects.order_by("from_on", "pk"):
        names.setdefault(row.unit_id, []).append(row)
    given = {}
    for row in model("Succession").objects.order_by("on", "pk"):
        given[row.predecessor_id, row.on] = row.decision_id
        values = {"extent": row.extent}
        said.append((row.on, "gave", row.predecessor_id, row.decision_id, row.successor_id, values))
    for unit, rows in names.items():
        first = rows[0]
        places = seats.get(unit, [])
        values = {"kind": first.kind, "cell_type": first.cell_type, "name": first.name}
        parent = places[0].parent_id if places else None
        said.append(
            (first.from_on, "founded", unit, first.decision_id, parent, values | codes.get(unit, {}))
        )
        for before, row in zip(rows, rows[1:]):
            if row.name != before.name:
                said.append((row.from_on, "renamed", unit, row.decision_id, None, {"name": row.name}))
            if (row.kind, row.cell_type) != (before.kind, before.cell_type):
                values = {"kind": row.kind, "cell_type": row.cell_type}
                said.append((row.from_on, "retyped", unit, row.decision_id, None, values))
        for row in places[1:]:
            said.append((row.from_on, "moved", unit, row.decision_id, row.parent_id, {}))
        end = rows[-1].until_on
        if end != FOREVER:
            by = given.get((unit, end)) or _unknown(model("Decision"), first.province, end)
            said.append((end, "ended", unit, by, None, {}))
    for row in model("Mark").objects.order_by("from_on", "pk"):
        said.append((row.from_on, "marked", row.unit_id, row.decision_id, None, {"mark": row.what}))
    provinces = dict(model("Unit").objects.values_list("pk", "province"))
    said.sort(key=lambda each: (each[0], ORDER.index(each[1])))
    model("Change").objects.bulk_create(
        (
            model("Change")(
                province=provinces[unit], decision_id=decision, unit_id=unit, what=what,
                other_id=other, values=values,
                entered_at=datetime.datetime.combine(on, datetime.time(), tzinfo=UTC),
            )
            for on, what, unit, decision, other, values in said
        ),
        batch_size=1000,
    )


def _unknown(decisions, province, on):
    """Return the decision that stands for one of which the book has no paper."""
    found, _new = decisions.objects.get_or_create(
        id=uuid.uuid5(province, f"unknown {on}"),
        defaults={
            "province": province, "issuer": "Sổ Chi bộ", "about": "Sổ chưa ghi theo văn bản nào",
            "effective_on": on, "is_house": True,
        },
    )
    return found.pk


def empty(apps, schema_editor):
    apps.get_model("organizations", "Change").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("organizations", "0002_changes")]

    operations = [migrations.RunPython(fill, empty)]
