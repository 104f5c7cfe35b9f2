"""From a record of a corpus of texts to what a file of the portal would know. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from requests_app.anonymisation.known import Known, LeakKind

_PLAIN: Mapping[str, LeakKind] = {
    "prenom": LeakKind.PERSON,
    "nom": LeakKind.PERSON,
    "nom_naissance": LeakKind.PERSON,
    "surnom": LeakKind.PERSON,
    "entreprise": LeakKind.BUSINESS,
    "enseigne": LeakKind.BUSINESS,
    "nir": LeakKind.NIR,
    "siret": LeakKind.SIRET,
    "siren": LeakKind.SIRET,
    "tva": LeakKind.SIRET,
    "telephone": LeakKind.PHONE,
    "telephone_pro": LeakKind.PHONE,
    "email": LeakKind.EMAIL,
    "site": LeakKind.LINK,
    "iban": LeakKind.IBAN,
    "adresse": LeakKind.STREET,
    "code_postal": LeakKind.POSTCODE,
    "commune": LeakKind.PLACE,
    "lieu_naissance": LeakKind.PLACE,
    "departement": LeakKind.PLACE,
    "numero_dossier": LeakKind.REFERENCE,
    "plaque": LeakKind.PLATE,
    "numero_allocataire": LeakKind.REFERENCE,
}
_NAMES = ("prenom", "nom")


def known_of_record(record: Mapping[str, Any]) -> Known:
    """``record``: the ``file`` of a line of the corpus."""
    values = [(kind, str(record[name])) for name, kind in _PLAIN.items() if record.get(name)]
    values += [(LeakKind.RELATIVE, name) for name in _relatives(record)]
    caseworker = record.get("travailleur_social") or {}
    values += [(LeakKind.CASEWORKER, caseworker[name]) for name in _NAMES if caseworker.get(name)]
    birth = record.get("date_naissance")
    birth_date = date.fromisoformat(birth) if birth else None
    return Known(
        values=tuple(dict.fromkeys(values)),
        allowed=(record["region"],) if record.get("region") not in (None, record.get("departement")) else (),
        birth_year=birth_date.year if birth_date else None,
        birth_date=birth_date,
    )


def _relatives(record: Mapping[str, Any]) -> Iterator[str]:
    partner = record.get("conjoint") or {}
    yield from (partner[name] for name in _NAMES if partner.get(name))
    yield from record.get("enfants") or ()
