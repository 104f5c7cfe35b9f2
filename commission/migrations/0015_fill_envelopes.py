"""What was granted and put on an agenda before there were envelopes is counted in them, on its own day.

No envelope is allotted yet, hence none can be overspent. Notifications and payments of before are not known here.
"""

from django.db import migrations
from django.db.models.functions import Now

from commission.charges import default_shares, parts
from commission.ledger import to_reserve


def fill(apps, schema_editor):
    Ruling = apps.get_model("commission", "Ruling")
    AgendaItem = apps.get_model("commission", "AgendaItem")
    adopted = Ruling.objects.filter(outcome="adopted").select_related("item__sitting", "item__board_file")
    for ruling in adopted.order_by("pk").iterator():
        _enter(apps, ruling.item, "granted", ruling.amount_cents, ruling.ruled_at)
    waiting = AgendaItem.objects.filter(state__in=["pending", "open"]).select_related("sitting", "board_file")
    for item in waiting.order_by("pk").iterator():
        file = item.board_file
        cents = to_reserve(
            opinion=file.opinion,
            proposed_cents=file.amount_proposed_cents,
            ceiling_cents=file.amount_ceiling_cents,
        )
        _enter(apps, item, "reserved", cents, Now())


def _enter(apps, item, kind, cents, at):
    """Unless it is there already: an agenda drawn since has set its money aside itself."""
    Envelope = apps.get_model("commission", "Envelope")
    EnvelopeEntry = apps.get_model("commission", "EnvelopeEntry")
    if EnvelopeEntry.objects.filter(board_file=item.board_file, sitting=item.sitting, kind=kind).exists():
        return
    year, board = item.sitting.held_on.year, item.sitting.board_code
    for charge, part in parts(cents, default_shares(item.board_file.aid_code)).items():
        if part:
            envelope, _ = Envelope.objects.get_or_create(board_code=board, year=year, charge=charge.value)
            EnvelopeEntry.objects.create(
                envelope=envelope,
                kind=kind,
                amount_cents=part,
                at=at,
                board_file=item.board_file,
                sitting=item.sitting,
            )


class Migration(migrations.Migration):

    dependencies = [("commission", "0014_minutes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
