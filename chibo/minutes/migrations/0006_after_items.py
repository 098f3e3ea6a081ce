from django.db import migrations, models


def _fill(apps, schema_editor):
    """Note which items waited when minutes were closed before this was written down."""
    sheets = apps.get_model("assessments", "ScoreSheet").objects.filter(side="cell")
    closures = apps.get_model("minutes", "MinutesClosure").objects.exclude(grade="")
    for sheet in sheets.select_related("frame"):
        waited = [
            item["key"]
            for item in sheet.frame.content["items"]
            if item.get("after") and item["key"] not in sheet.answers
        ]
        closures.filter(meeting=sheet.meeting_id).update(after_items=waited)


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0002_late_answers'),
        ('minutes', '0005_score_paper'),
    ]

    operations = [
        migrations.AddField(
            model_name='minutesclosure',
            name='after_items',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
