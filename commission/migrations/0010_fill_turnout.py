"""Whoever has a ballot has voted."""

from django.db import migrations

FILL = """
    INSERT INTO commission_turnout (id, item_id, member_id, caster_id, cast_at, form_key)
    SELECT gen_random_uuid(), item_id, member_id, member_id, cast_at, gen_random_uuid() FROM commission_ballot
"""


class Migration(migrations.Migration):

    dependencies = [
        ("commission", "0009_sealed_ballots"),
    ]

    operations = [
        migrations.RunSQL(FILL, "DELETE FROM commission_turnout"),
    ]
