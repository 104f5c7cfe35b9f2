"""Everything in the world that would tell a board who asks, read from the database itself."""

from collections.abc import Iterator

from cpsti_portal.demo.leaks.forms import Marker
from cpsti_portal.kernel.accounts.models import Membership, Role
from requests_app.aids import registry
from requests_app.aids.fields import FieldSpec, Kind
from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.models import AidRequest, BoardLink, Document, Letter, StepAnswers
from tests.factories.applicants import CANARY_FILE, CANARY_PHOTO, HIDDEN
from tests.factories.persona import AMOUNTS, CANARIES
from tests.factories.world import APPLICANT_EMAIL
from tests.factories.written import WRITTEN

# The key that the two houses share is in the tables of both, and on no page.
SHARED_KEY = "clé commune"


def identity(rows) -> Iterator[Marker]:
    """Every identifying answer stored, every day, and every sum to the cent that nobody else has."""
    for row in rows.select_related("aid_request").order_by("pk"):
        for spec in _questions(row):
            value = row.values.get(spec.name)
            telling = spec.identifying or spec.kind is Kind.DATE or spec.name in CANARIES
            if value and (telling or AMOUNTS.get(spec.name) == value):
                yield Marker(f"{spec.name} {value}", value)


def _questions(row: StepAnswers) -> tuple[FieldSpec, ...]:
    step = registry.get(row.aid_request.aid_code).step(row.step)
    return step.fields if step else BLOCK_FIELDS["checks"]


def _requests() -> Iterator[Marker]:
    """What names the request itself, and the day of its filing."""
    for one in AidRequest.objects.order_by("pk"):
        yield Marker(f"key {one.pk}", str(one.pk))
        if one.reference:
            yield Marker(f"name {one.pk}", one.applicant_name)
            yield Marker(f"number {one.reference}", one.reference)
            yield Marker(f"filed {one.reference}", one.submitted_at.date().isoformat())


def _files() -> Iterator[Marker]:
    for one in Document.objects.order_by("pk"):
        yield Marker(f"paper {one.pk}", str(one.pk))
        yield Marker(f"stored as {one.pk}", one.file.name)
        yield Marker(f"digest {one.pk}", one.sha256)
    for one in Letter.objects.order_by("pk"):
        yield Marker(f"letter {one.pk}", str(one.pk))
        yield Marker(f"stored as {one.pk}", one.path)


def _around() -> Iterator[Marker]:
    """The account, the place, whoever instructs: an agent's name or address tells the place."""
    yield Marker("account", APPLICANT_EMAIL)
    yield Marker("department", "Ille-et-Vilaine")
    for one in Membership.objects.filter(role=Role.CASEWORKER).select_related("user").order_by("pk"):
        yield Marker(f"agent {one.pk}", one.display_name)
        yield Marker(f"agent's account {one.pk}", one.user.email)


def _written() -> Iterator[Marker]:
    yield Marker("file", CANARY_FILE)
    yield Marker("photo", CANARY_PHOTO)
    for table in (HIDDEN, WRITTEN):
        yield from (Marker(name, value) for name, value in table.items())


def of_the_world() -> list[Marker]:
    answers = identity(StepAnswers.objects.all())
    found = [*answers, *_requests(), *_files(), *_around(), *_written()]
    return list(dict.fromkeys(found))


def shared_keys() -> list[Marker]:
    return [Marker(SHARED_KEY, one.token) for one in BoardLink.objects.order_by("pk")]
