"""The administration of the identity side: the past does not change, nobody is named."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from cpsti_portal.kernel import clock
from requests_app.admin import ReadOnlyAdmin
from requests_app.models import AidParameter, Campaign, RemediesText
from tests.factories import requests
from tests.factories.accounts import administrator
from tests.requests_app.casework.case import drain, held, ruled, sent, with_opinion

pytestmark = pytest.mark.usefixtures("territory")


@pytest.fixture
def office(client):
    """The administrator, signed in."""
    requests.load_parameters()
    client.force_login(administrator().user)
    return client


def _page(model, view, *args):
    return reverse(f"admin:requests_app_{model}_{view}", args=args)


def _parameter(**changes) -> dict:
    tomorrow = clock.today() + timedelta(days=1)
    return {
        "aid_code": "aced",
        "key": "papers_days",
        "region": "53",
        "value": "21",
        "starts_on": tomorrow.strftime("%d/%m/%Y"),
        "ends_on": "",
        "source": "Note du service",
    } | changes


def test_an_administrator_adds_a_value_from_tomorrow(office):
    response = office.post(_page("aidparameter", "add"), _parameter())
    assert response.status_code == 302
    kept = AidParameter.objects.get(aid_code="aced", key="papers_days", region="53")
    assert (kept.value, kept.starts_on) == (21, clock.today() + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_on": "01/01/2024"}, "le passé ne change pas"),
        ({"key": "career_years"}, "n’existe pas pour cette aide"),
        ({"ends_on": "01/01/2024"}, "cesser dans le passé"),
        ({"region": ""}, "Une valeur couvre déjà une partie de cette période."),
        ({"key": "autre"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_value_that_would_change_the_past_or_overlap_is_refused(office, changes, message):
    before = AidParameter.objects.count()
    response = office.post(_page("aidparameter", "add"), _parameter(**changes))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert AidParameter.objects.count() == before


def test_a_value_in_force_can_only_be_ended(office):
    row = AidParameter.objects.get(aid_code="aced", key="papers_days", region=None)
    end = clock.today() + timedelta(days=30)
    page = _page("aidparameter", "change", row.pk)
    office.post(page, _parameter(value="5", ends_on=end.strftime("%d/%m/%Y")))
    row.refresh_from_db()
    assert (row.value, row.ends_on, row.region_id) == (30, end, None)


def test_a_value_that_has_ended_is_read_only(office):
    row = AidParameter.objects.get(aid_code="aced", key="papers_days", region=None)
    AidParameter.objects.filter(pk=row.pk).update(ends_on=clock.today() - timedelta(days=3))
    page = _page("aidparameter", "change", row.pk)
    assert office.get(page).status_code == 200
    assert office.post(page, _parameter()).status_code == 403


def test_the_values_are_told_in_their_units(office):
    shown = office.get(_page("aidparameter", "changelist")).content.decode()
    for words in ("5\u202f000,00\u202f€", "30 jours", "12 mois", "Montant maximal de l’aide"):
        assert words in shown


def test_an_event_is_opened_with_its_amount_in_euros(office):
    response = office.post(
        _page("campaign", "add"),
        {
            "code": "cyclone-essai",
            "name": "Cyclone d’essai",
            "event_on": "01/06/2026",
            "opens_on": "02/06/2026",
            "closes_on": "01/09/2026",
            "cap_cents": "1 500,00",
            "departments": ["974"],
        },
    )
    assert response.status_code == 302
    made = Campaign.objects.get(code="cyclone-essai")
    assert made.cap_cents == 1_500_00
    assert "1\u202f500,00" in office.get(_page("campaign", "change", made.pk)).content.decode()


def test_a_text_of_remedies_is_added_never_rewritten(office):
    row = RemediesText.objects.order_by("pk")[0]
    page = _page("remediestext", "change", row.pk)
    assert office.get(page).status_code == 200
    assert office.post(page, {"text": "Rien."}).status_code == 403
    added = {"starts_on": "01/01/2030", "text": "Deux mois.", "mediator_text": "Le médiateur."}
    assert office.post(_page("remediestext", "add"), added).status_code == 302
    assert RemediesText.objects.filter(starts_on="2030-01-01").exists()


def _read_only_models():
    return [model for model, one in admin.site._registry.items() if isinstance(one, ReadOnlyAdmin)]


def test_every_legal_row_is_shown_and_none_tells_who_filed_or_what_was_answered(office):
    named = {"identite": {"last_name": "Zyxcanard", "first_names": "Hippogriffe"}}
    aid_request = held(changes=named)
    with_opinion(aid_request)
    ruled(sent(changes=named))
    drain()
    for model in _read_only_models():
        label = model._meta.model_name
        pages = [_page(label, "changelist")]
        pages += [_page(label, "change", row.pk) for row in model.objects.order_by("pk")[:2]]
        for page in pages:
            response = office.get(page)
            text = response.content.decode()
            assert response.status_code == 200
            for trace in ("Zyxcanard", "ZYXCANARD", "Hippogriffe", aid_request.siret, "rue des Lilas"):
                assert trace not in text, f"{page}: {trace}"


def test_every_legal_row_refuses_to_be_written(office):
    aid_request = held()
    with_opinion(aid_request)
    for model in _read_only_models():
        label = model._meta.model_name
        assert office.post(_page(label, "add"), {}).status_code == 403
        for row in model.objects.order_by("pk")[:1]:
            assert office.post(_page(label, "change", row.pk), {}).status_code == 403
            assert office.post(_page(label, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_drafts_are_nobody_else_s_business(office):
    begun = requests.draft()
    assert str(begun.pk) not in office.get(_page("aidrequest", "changelist")).content.decode()
    assert office.get(_page("aidrequest", "change", begun.pk)).status_code == 302
