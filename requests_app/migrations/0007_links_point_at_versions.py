import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0006_versions_of_what_was_sent'),
    ]

    operations = [
        migrations.AlterField(
            model_name='boardlink',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='requests_app.boardversion'),
        ),
        migrations.RemoveField(
            model_name='boardlink',
            name='facts',
        ),
        migrations.RemoveField(
            model_name='boardlink',
            name='sent_by',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardlink',
            trigger=pgtrigger.compiler.Trigger(name='facts_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."token" IS DISTINCT FROM (NEW."token") OR OLD."aid_request_id" IS DISTINCT FROM (NEW."aid_request_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a02e779009df4ccb9b24cc93edb32636b87a87d2', operation='UPDATE', pgid='pgtrigger_facts_frozen_aaf39', table='requests_app_boardlink', when='BEFORE')),
        ),
    ]
