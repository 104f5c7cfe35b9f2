"""Each item of an agenda receives a name drawn at random, and shows its file as it was read until now."""

import base64
import secrets

from django.db import migrations

READABLE = (
    "aid_code", "aid_label", "area_label", "filed_quarter", "age_band", "sector_group", "category", "regime",
    "seniority_band", "household", "cause", "income_band", "charges_band", "remaining_band", "turnover_band",
    "savings_band", "contributions_due_band", "amount_asked_cents", "amount_proposed_cents",
    "amount_ceiling_cents", "earlier_aids", "summary", "opinion", "opinion_text", "criteria",
)
BATCH = 500


def fill(apps, schema_editor):
    """Sittings that were open or over stay so: their agendas were read. Those to come wait for their publication."""
    items = apps.get_model("commission", "AgendaItem").objects
    waiting = items.filter(token=None).select_related("board_file").order_by("pk")
    while batch := list(waiting[:BATCH]):
        for item in batch:
            item.token = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
            item.shown = {name: getattr(item.board_file, name) for name in READABLE}
        items.bulk_update(batch, ["token", "shown"])


def unfill(apps, schema_editor):
    """Before, every item had a rank and no agenda was published."""
    apps.get_model("commission", "Sitting").objects.filter(state="published").update(state="planned")
    items = apps.get_model("commission", "AgendaItem").objects
    unranked = items.filter(rank=None).order_by("sitting_id").values_list("sitting_id", flat=True).distinct()
    for sitting_id in list(unranked):
        here = sorted(
            items.filter(sitting_id=sitting_id),
            key=lambda item: (item.rank is None, item.rank or 0, item.token),
        )
        for rank, item in enumerate(here, start=1):
            item.rank = rank
        items.bulk_update(here, ["rank"])


class Migration(migrations.Migration):

    dependencies = [
        ("commission", "0002_agenda_published"),
    ]

    operations = [migrations.RunPython(fill, unfill)]
