from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_months_of_reports")]

    operations = [
        migrations.AlterField("issuedreport", "last", models.DateField()),
        migrations.AlterField("issuedreport", "as_of", models.DateTimeField()),
        migrations.AddConstraint(
            "issuedreport",
            models.UniqueConstraint(
                fields=["unit", "first", "last", "kind", "version"], name="one_issued_a_version"
            ),
        ),
        migrations.AddConstraint(
            "issuedreport",
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="issued_in_order"),
        ),
    ]
