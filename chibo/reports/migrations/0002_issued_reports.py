import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A cell's monthly report becomes one kind of report of any unit and period."""

    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("monthlyreport", "one_report_a_version"),
        migrations.RenameModel("MonthlyReport", "IssuedReport"),
        migrations.RenameField("issuedreport", "cell", "unit"),
        migrations.RenameField("issuedreport", "month", "first"),
        migrations.AlterField(
            "issuedreport",
            "unit",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issued_reports",
                to="organizations.unit",
            ),
        ),
        migrations.AddField("issuedreport", "last", models.DateField(null=True)),
        migrations.AddField("issuedreport", "as_of", models.DateTimeField(null=True)),
        migrations.AddField(
            "issuedreport",
            "kind",
            models.CharField(
                max_length=7,
                default="month",
                choices=[
                    ("month", "tháng"),
                    ("quarter", "quý"),
                    ("half", "6 tháng"),
                    ("year", "năm"),
                    ("span", "từ tháng đến tháng"),
                ],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "issuedreport",
            "view",
            models.CharField(
                max_length=5, default="then", choices=[("then", "Then"), ("today", "Today")]
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "issuedreport", "figures", models.JSONField(default=dict), preserve_default=False
        ),
        *(
            migrations.AddField(
                "issuedreport",
                name,
                models.TextField(blank=True, default=""),
                preserve_default=False,
            )
            for name in ("objective_causes", "subjective_causes", "tasks", "proposals")
        ),
    ]
