"""The reference rows: loaded once, never touched again."""

import pytest

from requests_app import reference
from requests_app.models import AidParameter, RemediesText
from requests_app.parameters import DEFAULTS, REGIONAL_DEFAULTS
from requests_app.queries.letters import remedies_for
from requests_app.queries.parameters import closed_regions, parameters_for
from tests.factories.requests import AT

pytestmark = pytest.mark.django_db
ON = AT.date()


@pytest.fixture(autouse=True)
def loaded(territory):
    reference.load()


def test_every_default_has_its_row():
    expected = sum(len(items) for items in DEFAULTS.values()) + len(REGIONAL_DEFAULTS)
    assert AidParameter.objects.count() == expected


def test_loading_again_changes_nothing_even_what_an_administrator_corrected():
    AidParameter.objects.filter(aid_code="aced", key="cap_cents").update(value=4_000_00)
    before = set(AidParameter.objects.values_list("pk", "value"))
    texts = set(RemediesText.objects.values_list("pk", flat=True))
    reference.load()
    assert set(AidParameter.objects.values_list("pk", "value")) == before
    assert set(RemediesText.objects.values_list("pk", flat=True)) == texts


def test_two_aids_are_closed_in_mayotte():
    regions = {"06", "53"}
    closed = {code: closed_regions(aid_code=code, region_codes=regions, on=ON) for code in DEFAULTS}
    assert closed == {
        "aced": frozenset({"06"}),
        "adr": frozenset({"06"}),
        "afe": frozenset(),
        "urgence": frozenset(),
    }


def test_a_newer_row_prevails_from_its_day():
    AidParameter.objects.filter(aid_code="aced", key="cap_cents").update(ends_on="2026-06-30")
    newer = AidParameter.objects.create(
        aid_code="aced", key="cap_cents", value=6_000_00, starts_on="2026-07-01"
    )
    june = parameters_for(aid_code="aced", region_code="53", on=ON)
    july = parameters_for(aid_code="aced", region_code="53", on=ON.replace(month=7))
    assert (june["cap_cents"], july["cap_cents"]) == (5_000_00, 6_000_00)
    assert july.versions["cap_cents"] == newer.pk


def test_every_letter_that_opens_a_time_limit_finds_its_remedies():
    for kind in ("receipt", "granted", "partial", "refused", "adjourned", "out_of_competence", "lapsed"):
        assert remedies_for(organisation_id="urssaf-bretagne", aid_code="aced", kind=kind, on=ON) is not None
