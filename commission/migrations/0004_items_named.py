"""Filled, the columns of an item are required, and a published agenda is frozen."""

import commission.models.agenda
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commission", "0003_fill_items"),
    ]

    operations = [
        migrations.AlterField(
            model_name='agendaitem',
            name='shown',
            field=models.JSONField(verbose_name='ce que lisent les membres'),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='token',
            field=models.CharField(default=commission.models.agenda.draw_token, editable=False, max_length=26, unique=True, verbose_name='référence'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('token__regex', '^[A-Z2-7]{26}$')), name='item_token_is_random', violation_error_message='La référence d’un dossier compte 26 caractères tirés au hasard.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='published_agenda_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE sitting_state TEXT;', func="\n    IF TG_OP = 'UPDATE' THEN\n        IF (NEW.token, NEW.sitting_id, NEW.board_file_id) IS DISTINCT FROM\n           (OLD.token, OLD.sitting_id, OLD.board_file_id) THEN\n            RAISE EXCEPTION 'commission: an item keeps its token, its sitting and its file';\n        END IF;\n        IF NEW.shown = OLD.shown AND NEW.rank IS NOT DISTINCT FROM OLD.rank THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    SELECT state INTO sitting_state FROM commission_sitting\n    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.sitting_id ELSE NEW.sitting_id END FOR SHARE;\n    IF sitting_state IS DISTINCT FROM 'planned' THEN\n        RAISE EXCEPTION 'commission: a published agenda is frozen';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='45a38ae60d5465602ffacb31329b0220d2b97c77', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_published_agenda_is_frozen_43953', table='commission_agendaitem', when='BEFORE')),
        ),
    ]
