from django.db import migrations

from chibo.journal import guard


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(guard.close, guard.open_)]
