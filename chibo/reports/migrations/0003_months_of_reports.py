from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """What was issued so far is of one month, as of the moment of its issue."""
    rows = apps.get_model("reports", "IssuedReport").objects
    rows.update(last=F("first"), as_of=F("issued_at"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_issued_reports")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
