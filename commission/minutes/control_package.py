"""What is sent to the State control service: a ZIP of the signed files, the list of rulings and their digests. Pure.

Equal content gives equal bytes: files in a fixed order, one date for all, nothing of the machine.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

RULINGS = "decisions.csv"
MANIFEST = "manifeste.json"
_COLUMNS = ("reference", "aide", "decision", "montant_euros", "motifs", "votes", "quorum")
_DATE = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP can tell


def build(
    *, files: Mapping[str, bytes], items: Sequence[Mapping[str, Any]], about: Mapping[str, Any]
) -> bytes:
    """``files``: the signed files by name. ``about``: board, day and signatures, for the manifest."""
    whole = dict(files) | {RULINGS: rulings_csv(items)}
    manifest = dict(about) | {
        "fichiers": {name: hashlib.sha256(whole[name]).hexdigest() for name in sorted(whole)}
    }
    whole[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, whole[name])
    return out.getvalue()


def rulings_csv(items: Sequence[Mapping[str, Any]]) -> bytes:
    """One line a ruling, named by its reference at the sitting, as a French spreadsheet opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(item) for item in items)
    return ("\ufeff" + out.getvalue()).encode()


def _row(item: Mapping[str, Any]) -> tuple[str, ...]:
    euros, cents = divmod(item["amount_cents"], 100)
    return (
        item["token"],
        item["aid"],
        item["label"],
        f"{euros},{cents:02d}",
        " | ".join(item["reasons"]),
        " | ".join(f"{count['label']} {count['number']}" for count in item["counts"]),
        item["quorum"],
    )
