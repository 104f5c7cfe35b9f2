"""A sitting may be published; an item of an agenda has its own name. The columns are filled by the next one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('commission', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnonymityThreshold',
            fields=[
                ('board_code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='commission')),
                ('people', models.PositiveSmallIntegerField(default=20, help_text='Un dossier qui peut décrire moins de personnes que ce nombre bloque la publication.', verbose_name='nombre minimal de personnes')),
            ],
            options={
                'verbose_name': 'seuil d’anonymat',
                'verbose_name_plural': 'seuils d’anonymat',
            },
        ),
        migrations.CreateModel(
            name='PublicCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('board_code', models.CharField(max_length=3, verbose_name='commission')),
                ('sector_group', models.CharField(max_length=120, verbose_name='groupe d’activités')),
                ('age_band', models.CharField(max_length=120, verbose_name='tranche d’âge')),
                ('count', models.PositiveIntegerField(verbose_name='travailleurs indépendants')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('as_of', models.DateField(verbose_name='chiffres au')),
            ],
            options={
                'verbose_name': 'effectif public',
                'verbose_name_plural': 'effectifs publics',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='attendance',
            name='ended_sitting_keeps_its_roll',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='sitting',
            name='sitting_moves',
        ),
        migrations.RemoveConstraint(
            model_name='sitting',
            name='sitting_state_implies_facts',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='shown',
            field=models.JSONField(null=True, verbose_name='ce que lisent les membres'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='token',
            field=models.CharField(editable=False, max_length=26, null=True, verbose_name='référence'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='token',
            field=models.CharField(blank=True, editable=False, max_length=26, verbose_name='référence'),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='rank',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ordre de passage'),
        ),
        migrations.AlterField(
            model_name='sitting',
            name='state',
            field=models.CharField(choices=[('planned', 'Prévue'), ('published', 'Ordre du jour publié'), ('open', 'En cours'), ('closed', 'Close'), ('cancelled', 'Annulée')], default='planned', max_length=10, verbose_name='état'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='ended_sitting_keeps_its_roll', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE sitting_state TEXT;', func="\n                    IF TG_OP = 'DELETE' THEN\n                        RAISE EXCEPTION 'commission: an attendance is never erased';\n                    END IF;\n                    SELECT state INTO sitting_state FROM commission_sitting WHERE id = NEW.sitting_id;\n                    IF sitting_state NOT IN ('planned', 'published', 'open') THEN\n                        RAISE EXCEPTION 'commission: the roll of an ended sitting is frozen';\n                    END IF;\n                    RETURN NEW;\n                ", hash='9fbd2157157f18b2c37ed4845e3854e1f34d9a23', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_ended_sitting_keeps_its_roll_be0a7', table='commission_attendance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='sitting_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:closed,planned:cancelled,planned:published,published:cancelled,published:open,published:planned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1c242814f54e83dd98be1c2855d012019073e2ef', operation='UPDATE', pgid='pgtrigger_sitting_moves_ff826', table='commission_sitting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='published_agenda_has_files', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'published\' AND NOT (OLD."state" = \'published\'))', func="\n    IF NOT EXISTS (\n        SELECT 1 FROM commission_agendaitem\n        WHERE sitting_id = NEW.id AND state = 'pending'\n    ) THEN\n        RAISE EXCEPTION 'commission: an agenda without files is not published';\n    END IF;\n    RETURN NEW;\n", hash='aad419211de788790ae32a6f7eaa2edbe782f043', operation='UPDATE', pgid='pgtrigger_published_agenda_has_files_ae0f5', table='commission_sitting', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('opened_at', None), ('state__in', ['planned', 'published', 'cancelled'])), models.Q(('chair__isnull', False), ('closed_at', None), ('opened_at__isnull', False), ('state', 'open')), models.Q(('chair__isnull', False), ('closed_at__isnull', False), ('opened_at__isnull', False), ('state', 'closed')), _connector='OR'), name='sitting_state_implies_facts', violation_error_message='Une séance ouverte a un président et une heure d’ouverture.'),
        ),
        migrations.AddConstraint(
            model_name='anonymitythreshold',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 2)), name='anonymity_threshold_protects', violation_error_message='Le seuil est d’au moins 2 personnes.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='anonymitythreshold',
            trigger=pgtrigger.compiler.Trigger(name='threshold_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2b426673125d1d83b85c8ba0a0e68e107bd03d56', operation='DELETE', pgid='pgtrigger_threshold_is_kept_d7a03', table='commission_anonymitythreshold', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='publiccount',
            constraint=models.UniqueConstraint(fields=('board_code', 'sector_group', 'age_band'), name='public_count_once', violation_error_message='Cet effectif est déjà renseigné.'),
        ),
    ]
