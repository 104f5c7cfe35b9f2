"""Requests in every early state, made by the services that make them in life.

``draft`` · ``ready_draft`` · ``submitted_request`` · ``paper_request``. Each takes an organisation's code and routes
by the postcode of one of its departments. Answers can be changed: ``changes={"identite": {"last_name": "Canari"}}``.
"""

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from stdnum import luhn

from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.territory.models import Department
from requests_app import reference
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.intake.typing import Raw, as_typed
from requests_app.models import AidParameter, AidRequest, Campaign, Document, PaperRequest, StepAnswers
from requests_app.queries.drafts import intake_context, load_draft
from requests_app.services import documents, drafting, submission, transitions
from tests.factories.accounts import UserFactory

AT = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
BORN_ON = date(1980, 7, 14)
EVENT_CODE = "tempete-essai"

Values = dict[str, object]
Changes = dict[str, Values]

_POSTCODES = {
    "2A": "20000",
    "2B": "20200",
    "971": "97100",
    "972": "97200",
    "973": "97300",
    "974": "97400",
    "976": "97600",
}


def postcode_of(organisation_code: str) -> str:
    """A postcode of one of its departments: « urssaf-bretagne » → 22000."""
    department = Department.objects.filter(organisation_id=organisation_code).order_by("code")[0].code
    return _POSTCODES.get(department, f"{department}000")


def siret_number(serial: int) -> str:
    siren = f"{10_000_000 + serial * 7919 % 80_000_000:08d}"
    siren += luhn.calc_check_digit(siren)
    return siren + f"0001{luhn.calc_check_digit(siren + '0001')}"


def nir_number(serial: int, born_on: date = BORN_ON) -> str:
    digits = f"2{born_on:%y%m}35{serial % 900 + 50:03d}{serial % 990 + 5:03d}"
    return digits + f"{97 - int(digits) % 97:02d}"


def iban_number(serial: int) -> str:
    account = f"{serial:011d}"
    key = 97 - (89 * 30006 + 15 * 1 + 3 * int(account)) % 97
    bban = f"3000600001{account}{key:02d}"
    return f"FR{98 - int(bban + '152700') % 97:02d}{bban}"


def load_parameters() -> None:
    """The reference rows, once."""
    if not AidParameter.objects.exists():
        reference.load()


def campaign(organisation_code: str = "urssaf-bretagne", at: datetime = AT) -> Campaign:
    """An event open on the day of ``at`` in every department of the organisation."""
    on = at.date()
    made, _ = Campaign.objects.get_or_create(
        code=EVENT_CODE,
        defaults={
            "name": "Tempête d’essai",
            "event_on": on - timedelta(days=10),
            "opens_on": on - timedelta(days=8),
            "closes_on": on + timedelta(days=60),
            "cap_cents": 2_000_00,
        },
    )
    made.departments.add(*Department.objects.filter(organisation_id=organisation_code))
    return made


def valid_values(aid: Aid, *, postcode: str, serial: int = 1, at: datetime = AT) -> Changes:
    """Step → field → value: a florist of 45, established for seven years, whose customer failed.

    For the help at retirement she is 63.
    """
    values = {step.slug: _BLOCKS[step.block](postcode, serial, at.date()) for step in aid.steps}
    if "retraite" in values:
        born_on = date(BORN_ON.year - 18, BORN_ON.month, BORN_ON.day)
        values["identite"] |= {"birth_date": born_on.isoformat(), "nir": nir_number(serial, born_on)}
    return values


_BLOCKS = {
    "identity": lambda postcode, serial, on: {
        "civility": "madame",
        "last_name": "Martin",
        "first_names": "Julie, Anne",
        "birth_date": BORN_ON.isoformat(),
        "nir": nir_number(serial),
    },
    "contact": lambda postcode, serial, on: {
        "phone": "0612345678",
        "home_line1": "12 rue des Lilas",
        "home_postcode": postcode,
        "home_city": "Villeneuve",
    },
    "business": lambda postcode, serial, on: {
        "siret": siret_number(serial),
        "business_name": "Au Bouton d’Or",
        "trade": "Fleuriste en boutique",
        "ape": "4776Z",
        "legal_form": "ei",
        "started_on": "2019-03-01",
        "activity_line1": "3 place du Marché",
        "activity_postcode": postcode,
        "activity_city": "Villeneuve",
    },
    "status": lambda postcode, serial, on: {
        "quality": "head",
        "category": "commercant",
        "regime": "reel",
        "main_activity": True,
        "other_activity": "none",
        "employees": 0,
        "still_active": True,
        "collective_procedure": "none",
        "acre": False,
        "ever_paid": True,
    },
    "account": lambda postcode, serial, on: {
        "has_debt": True,
        "debt_cents": 2_450_00,
        "has_schedule": False,
        "recalculation_asked": True,
        "forced_recovery": False,
    },
    "figures": lambda postcode, serial, on: {
        "turnover_n1_cents": 38_500_00,
        "result_n1_cents": -3_200_00,
        "turnover_current_cents": 12_000_00,
        "cash_cents": -450_00,
        "insurance_cover": False,
    },
    "household": lambda postcode, serial, on: {
        "marital_status": "single",
        "children_under_14": 1,
        "dependants_14_plus": 0,
        "housing": "tenant",
    },
    "resources": lambda postcode, serial, on: {"own_income_cents": 850_00, "activity_benefits_cents": 210_00},
    "charges": lambda postcode, serial, on: {"housing_cost_cents": 640_00, "energy_cents": 190_00},
    "assets": lambda postcode, serial, on: {"savings_cents": 1_200_00, "over_indebtedness": False},
    "difficulty": lambda postcode, serial, on: {
        "cause": "economic",
        "began_on": (on - timedelta(days=90)).isoformat(),
        "story": "Mon principal client a fait faillite en mars.",
        "outlook": "Deux nouveaux clients ont signé pour l’automne.",
        "other_aids": False,
    },
    "disaster": lambda postcode, serial, on: {
        "campaign": EVENT_CODE,
        "event_on": (on - timedelta(days=10)).isoformat(),
        "at_activity_address": True,
        "damages": ["premises", "stock"],
        "damage_cents": 3_500_00,
        "story": "L’eau est montée à un mètre dans la boutique.",
        "closed_days": 6,
        "insured": True,
    },
    "retirement": lambda postcode, serial, on: {
        "departure_on": (on + timedelta(days=120)).isoformat(),
        "age_case": "legal",
        "ti_years": 22,
        "ti_quarters": 88,
        "career_share": 65,
        "taxable_n1": False,
        "taxable_n2": False,
        "pension_cents": 890_00,
        "earlier_adr": False,
    },
    "contributions_request": lambda postcode, serial, on: {
        "periods": "2e et 3e trimestres 2026",
        "contributions_asked_cents": 1_850_00,
    },
    "money_request": lambda postcode, serial, on: {
        "money_asked_cents": 1_500_00,
        "uses": ["equipment"],
        "use_detail": "Une vitrine réfrigérée.",
    },
    "retirement_request": lambda postcode, serial, on: {
        "needs": ["contributions", "money"],
        "periods": "3e trimestre 2026",
        "contributions_asked_cents": 900_00,
        "money_asked_cents": 4_000_00,
    },
    "payment": lambda postcode, serial, on: {"iban": iban_number(serial), "holder_is_applicant": True},
    "undertakings": lambda postcode, serial, on: {
        "accuracy": True,
        "personal_request": True,
        "discretionary": True,
        "data_notice": True,
    },
}


def typed(aid: Aid, values: Changes) -> dict[str, Raw]:
    """What a person types to be understood so. A list changed to something else than a list is taken as typed."""
    return {
        step.slug: {
            spec.name: as_typed(spec, values[step.slug][spec.name])
            for spec in step.fields
            if values.get(step.slug, {}).get(spec.name) is not None
        }
        for step in aid.steps
    }


def applicant(**fields) -> User:
    return UserFactory(**fields)


def actor(user: User, at: datetime = AT) -> Actor:
    return actor_for(user, at.date())


def draft(aid_code: str = "aced", *, user: User | None = None, at: datetime = AT) -> AidRequest:
    """A draft in which nothing was typed yet."""
    load_parameters()
    user = user or applicant()
    return drafting.start(actor=actor(user, at), aid_code=aid_code, at=at)


def fill(
    aid_request: AidRequest,
    *,
    organisation_code: str = "urssaf-bretagne",
    changes: Changes | None = None,
    only: tuple[str, ...] = (),
    at: datetime = AT,
) -> AidRequest:
    """Save every step (or ``only`` some) with valid answers. ``None`` in ``changes`` takes an answer away."""
    aid = registry.get(aid_request.aid_code)
    if any(spec.choices_from == "campaigns" for step in aid.steps for spec in step.fields):
        campaign(organisation_code, at)
    serial = AidRequest.objects.count() + 1
    values = valid_values(aid, postcode=postcode_of(organisation_code), serial=serial, at=at)
    for slug, changed in (changes or {}).items():
        if slug in values:
            values[slug] = {**values[slug], **changed}
    answers = {slug: raw for slug, raw in typed(aid, values).items() if not only or slug in only}
    _save(aid, aid_request, answers, at)
    return aid_request


# Answers given to an untouched draft and all that reads them → the rows that the service made of them.
_WRITTEN: dict[str, tuple[dict[str, object], ...]] = {}
_OF_A_ROW = ("step", "raw", "values", "is_complete", "version")


def _save(aid: Aid, aid_request: AidRequest, answers: dict[str, Raw], at: datetime) -> None:
    """As the service saves each step. The same answers, on the same day of the same country, are read once: the rows
    that the service wrote the first time are written again, in one statement instead of a hundred.
    """
    if StepAnswers.objects.filter(aid_request=aid_request).exists():
        return _save_each(aid_request, answers, at)
    known = repr((aid.code, answers, intake_context(aid=aid, at=at)))
    if known in _WRITTEN:
        rows = (StepAnswers(aid_request=aid_request, updated_at=at, **row) for row in _WRITTEN[known])
        StepAnswers.objects.bulk_create(rows)
        return None
    _save_each(aid_request, answers, at)
    stored = StepAnswers.objects.filter(aid_request=aid_request).order_by("pk")
    _WRITTEN[known] = tuple(stored.values(*_OF_A_ROW))
    return None


def _save_each(aid_request: AidRequest, answers: dict[str, Raw], at: datetime) -> None:
    who = actor(aid_request.applicant, at)
    for slug, raw in answers.items():
        drafting.save_step(actor=who, aid_request=aid_request, slug=slug, raw=raw, version=0, at=at)


def document(
    aid_request: AidRequest,
    kind: str,
    *,
    data: bytes | None = None,
    title: str = "justificatif.pdf",
    paper_request: PaperRequest | None = None,
    at: datetime = AT,
) -> Document:
    """A stored paper. Without ``data`` the row and its few bytes are written directly: the engine has its own tests."""
    if data is not None:
        return documents.add(
            actor=actor(aid_request.applicant, at),
            aid_request=aid_request,
            kind=kind,
            name=title,
            data=data,
            paper_request=paper_request,
            at=at,
        )
    content = b"%PDF-1.7\n% " + uuid.uuid4().hex.encode()
    digest = hashlib.sha256(content).hexdigest()
    name = uuid.uuid4().hex
    return Document.objects.create(
        aid_request=aid_request,
        paper_request=paper_request,
        kind=kind,
        title=title,
        content_type="application/pdf",
        file=default_storage.save(f"pieces/{name[:2]}/{name}", ContentFile(content)),
        size=len(content),
        sha256=digest,
        received_sha256=digest,
        uploaded_at=at,
    )


def ready_draft(
    aid_code: str = "aced",
    *,
    organisation_code: str = "urssaf-bretagne",
    user: User | None = None,
    changes: Changes | None = None,
    at: datetime = AT,
) -> AidRequest:
    """A draft with every answer and every required paper, not sent yet."""
    aid_request = fill(
        draft(aid_code, user=user, at=at), organisation_code=organisation_code, changes=changes, at=at
    )
    for kind in load_draft(aid_request, at=at).missing_documents:
        document(aid_request, kind.slug, title=f"{kind.slug}.pdf", at=at)
    return aid_request


def submitted_request(
    aid_code: str = "aced",
    *,
    organisation_code: str = "urssaf-bretagne",
    user: User | None = None,
    changes: Changes | None = None,
    at: datetime = AT,
) -> AidRequest:
    """A filed request, numbered, routed and receipted by the service of submission."""
    aid_request = ready_draft(
        aid_code, organisation_code=organisation_code, user=user, changes=changes, at=at
    )
    return submission.submit(actor=actor(aid_request.applicant, at), aid_request=aid_request, at=at)


def paper_request(
    aid_request: AidRequest,
    *,
    by,
    kinds: tuple[str, ...] = ("avis-imposition",),
    at: datetime = AT + timedelta(days=2),
    days: int = 30,
) -> PaperRequest:
    """Papers asked for a request taken by the caseworker ``by`` (a membership); the clock stops."""
    aid = registry.get(aid_request.aid_code)
    caseworker = actor_for(by.user, at.date())
    if aid_request.state == "submitted":
        transitions.apply(aid_request=aid_request, name="take", actor=caseworker, at=at)
    transitions.apply(aid_request=aid_request, name="ask_papers", actor=caseworker, at=at)
    return PaperRequest.objects.create(
        aid_request=aid_request,
        asked_by=by,
        asked_at=at,
        items=[
            {"kind": slug, "label": aid.document(slug).label, "comment": "Il manque une page."}
            for slug in kinds
        ],
        message="Merci d’envoyer ces pièces.",
        due_on=at.date() + timedelta(days=days),
    )
