"""What was cast, that somebody voted, and the code of the receipt are three tables; a sitting may be a consultation."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('commission', '0008_envelopes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=32, verbose_name='code')),
            ],
            options={
                'verbose_name': 'reçu',
                'verbose_name_plural': 'reçus',
            },
        ),
        migrations.CreateModel(
            name='Turnout',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cast_at', models.DateTimeField(verbose_name='déposé à')),
                ('form_key', models.UUIDField(default=uuid.uuid4, verbose_name='formulaire')),
            ],
            options={
                'verbose_name': 'vote déposé',
                'verbose_name_plural': 'votes déposés',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agendaitem',
            name='item_moves',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agendaitem',
            name='opened_item_is_kept',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ballot',
            name='ballot_is_sealed',
        ),
        migrations.RemoveConstraint(
            model_name='agendaitem',
            name='item_one_scheduling',
        ),
        migrations.RemoveConstraint(
            model_name='agendaitem',
            name='item_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='sitting',
            name='sitting_state_implies_facts',
        ),
        migrations.AddField(
            model_name='ballot',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='empreinte'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='digests',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, size=None, verbose_name='empreintes des bulletins'),
        ),
        migrations.AddField(
            model_name='sitting',
            name='kind',
            field=models.CharField(choices=[('live', 'Séance'), ('consultation', 'Consultation électronique')], default='live', max_length=12, verbose_name='forme'),
        ),
        migrations.AddField(
            model_name='sitting',
            name='window_ends_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='fin de la consultation'),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='state',
            field=models.CharField(choices=[('pending', 'À examiner'), ('open', 'Vote ouvert'), ('closed', 'Vote clos'), ('deferred', 'À discuter en séance'), ('dropped', 'Non examiné')], default='pending', max_length=10, verbose_name='état'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='item_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{closed:deferred,open:closed,pending:dropped,pending:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='01fc12c983892d0e5ce26725f59372f63b7578c9', operation='UPDATE', pgid='pgtrigger_item_moves_6fd76', table='commission_agendaitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='opened_item_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'open\', \'closed\', \'deferred\', \'dropped\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fbd0b09313cd7eaa2011519b622cc1c0e18a3af9', operation='DELETE', pgid='pgtrigger_opened_item_is_kept_4e231', table='commission_agendaitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='deferred_item_has_no_ruling', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'deferred\')', func="\n    IF EXISTS (SELECT 1 FROM commission_ruling WHERE item_id = NEW.id) THEN\n        RAISE EXCEPTION 'commission: what was decided is not deferred';\n    END IF;\n    RETURN NEW;\n", hash='1ef15c560e289ec104e623009e8a20ca81aa13c0', operation='UPDATE', pgid='pgtrigger_deferred_item_has_no_ruling_66613', table='commission_agendaitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['dropped', 'deferred']), _negated=True), fields=('board_file',), name='item_one_scheduling', violation_error_message='Ce dossier est déjà inscrit à une séance.'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'open', 'closed', 'deferred', 'dropped'])), name='item_state_known', violation_error_message='Cet état n’existe pas.'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('opened_at', None), ('state__in', ['planned', 'published', 'cancelled'])), models.Q(('closed_at', None), ('opened_at__isnull', False), ('state', 'open'), models.Q(('chair__isnull', False), ('kind', 'consultation'), _connector='OR')), models.Q(('closed_at__isnull', False), ('opened_at__isnull', False), ('state', 'closed'), models.Q(('chair__isnull', False), ('kind', 'consultation'), _connector='OR')), _connector='OR'), name='sitting_state_implies_facts', violation_error_message='Une séance ouverte a un président et une heure d’ouverture.'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['live', 'consultation'])), name='sitting_kind_known', violation_error_message='Cette forme de séance n’existe pas.'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'live'), ('window_ends_at', None)), models.Q(('kind', 'consultation'), ('state__in', ['planned', 'published', 'cancelled'])), models.Q(('kind', 'consultation'), ('window_ends_at__gt', models.F('opened_at'))), _connector='OR'), name='sitting_window_goes_with_consultation', violation_error_message='Une consultation ouverte a une fin, après son ouverture.'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='détenu par'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='commission.agendaitem', verbose_name='point'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='membre'),
        ),
        migrations.AddField(
            model_name='turnout',
            name='caster',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='déposé par'),
        ),
        migrations.AddField(
            model_name='turnout',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turnouts', to='commission.agendaitem', verbose_name='point'),
        ),
        migrations.AddField(
            model_name='turnout',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='membre'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('item', 'member'), name='receipt_once_per_ballot', violation_error_message='Ce bulletin a déjà son reçu.'),
        ),
        migrations.AddConstraint(
            model_name='turnout',
            constraint=models.UniqueConstraint(fields=('item', 'member'), name='turnout_once_per_member', violation_error_message='Vous avez déjà voté sur ce dossier.'),
        ),
    ]
