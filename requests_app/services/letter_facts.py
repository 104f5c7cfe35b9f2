"""From rows to the mentions of a letter. Reads only; a mention that is missing is refused by the engine."""

from datetime import date, datetime

from django.conf import settings

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.territory.models import Organisation
from requests_app.aids import registry
from requests_app.aids.reading import Reader
from requests_app.enums import Civility, PaysTo
from requests_app.facts import CaseFacts, case_facts
from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import (
    Addressee,
    Author,
    AutomatedCheck,
    Grant,
    Letterhead,
    Paper,
    Remedies,
)
from requests_app.models import AidRequest, PaperRequest, RemediesText, StoredVerdict
from requests_app.parameters import Parameters
from requests_app.queries.drafts import stored_answers
from requests_app.queries.letters import remedies_for
from requests_app.queries.parameters import parameters_for

SERVICE = "Service de l’action sociale des travailleurs indépendants"
_CIVILITIES = {Civility.MADAME: "Madame ", Civility.MONSIEUR: "Monsieur "}


def legal_day(aid_request: AidRequest, at: datetime) -> date:
    """The date in the calendar of the organisation."""
    return clock.local_date(at, aid_request.organisation.time_zone)


def portal_page(aid_request: AidRequest) -> str:
    return f"{settings.PORTAL_BASE_URL}/demandes/{aid_request.pk}/"


def letterhead(organisation: Organisation) -> Letterhead:
    lines = tuple(line.strip() for line in organisation.address.splitlines() if line.strip())
    return Letterhead(
        name=organisation.name,
        service=SERVICE,
        address=tuple(line for line in lines if line != organisation.name),
        email=organisation.email,
        phone=organisation.phone,
    )


def addressee(aid_request: AidRequest) -> Addressee:
    read = Reader(stored_answers(aid_request))
    civility = _CIVILITIES.get(read.one_of(Civility, "identity", "civility"), "")
    first_names = (read.text("identity", "first_names") or "").replace(",", " ").split()
    names = [*first_names[:1], read.text("identity", "last_name")]
    town = [read.text("contact", "home_postcode"), read.text("contact", "home_city")]
    lines = [
        read.text("contact", "home_line1"),
        read.text("contact", "home_line2"),
        " ".join(filter(None, town)),
    ]
    return Addressee(
        name=civility + " ".join(filter(None, names)),
        address=tuple(line for line in lines if line),
    )


def common(aid_request: AidRequest, *, dated_on: date) -> dict:
    """The mentions of every letter."""
    return {
        "letterhead": letterhead(aid_request.organisation),
        "addressee": addressee(aid_request),
        "reference": aid_request.reference or "",
        "filed_on": legal_day(aid_request, aid_request.submitted_at),
        "dated_on": dated_on,
        "portal_url": portal_page(aid_request),
    }


def caseworker_author(membership: Membership, organisation: Organisation) -> Author:
    return Author(
        name=membership.display_name,
        function=membership.job_title or "Gestionnaire",
        service=f"{organisation.name}, {SERVICE}",
    )


def service_author(aid_request: AidRequest) -> Author:
    """Who answers for a letter that the system writes: the caseworker in charge, else the director."""
    organisation = aid_request.organisation
    if aid_request.caseworker:
        return caseworker_author(aid_request.caseworker, organisation)
    return Author(
        name=organisation.director_name,
        function=organisation.director_title,
        service=f"{organisation.name}, {SERVICE}",
    )


def remedies_row(aid_request: AidRequest, *, kind: str, on: date) -> RemediesText:
    row = remedies_for(
        organisation_id=aid_request.organisation_id,
        aid_code=aid_request.aid_code,
        kind=kind,
        on=on,
    )
    if row is None:
        raise LetterError(
            "letter.remedies", "Aucun texte des recours n’est en vigueur : il faut en ajouter un."
        )
    return row


def remedies(row: RemediesText) -> Remedies:
    return Remedies(paragraphs=_paragraphs(row.text), mediator=_paragraphs(row.mediator_text))


def _paragraphs(text: str) -> tuple[str, ...]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def automated_check(aid_request: AidRequest) -> AutomatedCheck | None:
    """Named if and only if the rules ran on this request (CRPA L311-3-1)."""
    verdict = StoredVerdict.objects.filter(aid_request=aid_request).order_by("-computed_at", "-id").first()
    if verdict is None:
        return None
    return AutomatedCheck(parameters_on=legal_day(aid_request, verdict.computed_at))


def asked_cents(*, aid_request: AidRequest) -> int:
    """The exact amount asked, in euro cents; the board has seen a rounded one."""
    return _case(aid_request).amount_asked_cents or 0


def _case(aid_request: AidRequest) -> CaseFacts:
    filed_on = legal_day(aid_request, aid_request.submitted_at)
    return case_facts(stored_answers(aid_request), filed_on=filed_on)


def grant(aid_request: AidRequest, *, amount_cents: int, requested_cents: int) -> Grant:
    """Where the money goes is said by the aid; the account by its last four characters."""
    pays_to = registry.get(aid_request.aid_code).pays_to
    iban = Reader(stored_answers(aid_request)).text("payment", "iban") or ""
    to_bank = pays_to is PaysTo.PERSON or (
        pays_to is PaysTo.BOTH and _case(aid_request).money_asked_cents is not None
    )
    return Grant(
        amount_cents=amount_cents,
        asked_cents=requested_cents,
        paid_to=pays_to,
        account_end=iban[-4:] if to_bank else "",
    )


def papers(paper_request: PaperRequest) -> tuple[Paper, ...]:
    return tuple(Paper(label=item["label"], why=item.get("comment", "")) for item in paper_request.items)


def parameters(aid_request: AidRequest, *, on: date) -> Parameters:
    region = aid_request.organisation.region_id
    return parameters_for(aid_code=aid_request.aid_code, region_code=region, on=on)
