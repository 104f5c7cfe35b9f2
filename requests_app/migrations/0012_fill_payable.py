from django.db import migrations


def free_what_was_ruled(apps, schema_editor):
    """Rulings told before the control of the State was followed: what stood between them and a payment was advice."""
    schema_editor.execute(
        "UPDATE requests_app_boardlink SET payable_from = (ruling ->> 'held_on')::date WHERE ruling IS NOT NULL"
    )


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0011_control")]

    operations = [migrations.RunPython(free_what_was_ruled, migrations.RunPython.noop, elidable=True)]
