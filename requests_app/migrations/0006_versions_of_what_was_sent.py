"""What was sent before versions existed becomes the first versions, signed by whoever sent them."""

import hashlib
import json

from django.db import migrations


def _digest(facts):
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def make_versions(apps, schema_editor):
    BoardLink = apps.get_model("requests_app", "BoardLink")
    BoardVersion = apps.get_model("requests_app", "BoardVersion")
    numbers = {}
    for link in BoardLink.objects.order_by("pk").iterator():
        numbers[link.aid_request_id] = number = numbers.get(link.aid_request_id, 0) + 1
        facts = {name: value for name, value in link.facts.items() if name != "token"}
        link.version = BoardVersion.objects.create(
            aid_request_id=link.aid_request_id,
            number=number,
            facts=facts,
            digest=_digest(facts),
            prepared_by_id=link.sent_by_id,
            prepared_at=link.sent_at,
            signed_by_id=link.sent_by_id,
            signed_at=link.sent_at,
        )
        link.save(update_fields=["version"])


def give_facts_back(apps, schema_editor):
    BoardLink = apps.get_model("requests_app", "BoardLink")
    for link in BoardLink.objects.select_related("version").iterator():
        link.facts = {**link.version.facts, "token": link.token}
        link.sent_by_id = link.version.prepared_by_id
        link.save(update_fields=["facts", "sent_by"])


class Migration(migrations.Migration):

    dependencies = [
        ("requests_app", "0005_board_versions"),
    ]

    operations = [
        migrations.RunPython(make_versions, give_facts_back),
    ]
