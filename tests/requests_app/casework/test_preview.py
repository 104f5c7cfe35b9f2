"""The preview is what the board reads, byte for byte, but for what a sitting shows wider."""

import re

import pytest
from django.urls import reverse

from commission.enums import Choice
from requests_app.models import AidRequest
from tests.factories.casework import machine_reads
from tests.requests_app.casework.case import (
    LATER,
    OPINION,
    held,
    ruled,
    scheduled,
    sent,
    signed,
    with_opinion,
)


def _sections(page: str) -> str:
    """The fragment of the anonymous file, without the indentation of the page around it.

    Few files are open here: their age and their activity are shown wider than they came, whatever they are.
    """
    (fragment,) = re.findall(r"<section>\s*<h2>La situation</h2>.*?(?=</article>)", page, re.DOTALL)
    fragment = re.sub(r"(<dt>(?:Tranche d’âge|Groupe d’activités)</dt><dd>).*?(?=</dd>)", r"\1…", fragment)
    return re.sub(r"\s+", " ", fragment).strip()


def _asked(page: str) -> str:
    return re.findall(r'<p class="sheet__asked">(.*?)</p>', page)[0]


def _preview(client, aid_request: AidRequest) -> str:
    client.force_login(aid_request.caseworker.user)
    response = client.get(reverse("casework:preview", args=[aid_request.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "opinion",
    [
        {},
        {"kind": "partial", "amount_cents": 1_000_00, "reason_codes": ("resources",)},
        {"kind": "unfavorable", "amount_cents": 0, "reason_codes": ("structural",)},
        {"summary": "Plusieurs lignes, avec <b>des signes</b> & des guillemets « ».\n\nEt un second alinéa."},
    ],
)
@pytest.mark.parametrize("aid_code", ["aced", "afe", "adr", "urgence"])
def test_the_preview_and_the_page_of_the_board_are_the_same(client, aid_code, opinion):
    if aid_code != "aced" and not opinion.get("kind"):
        opinion = {"kind": "partial", "amount_cents": 700_00, "reason_codes": ("resources",)} | opinion
    aid_request = held(aid_code)
    with_opinion(aid_request, **opinion)
    before = _preview(client, aid_request)
    link = signed(aid_request)
    place = scheduled(link)
    place.open()
    client.force_login(place.titulars[0].user)
    seen = client.get(
        reverse("commission:item", args=[place.sitting.pk, place.name(link.token)])
    ).content.decode()
    assert _sections(before) == _sections(seen)
    assert _asked(before) == _asked(seen)
    aid_request.refresh_from_db()
    assert _sections(_preview(client, aid_request)) == _sections(seen)


def test_the_preview_shows_nothing_of_the_letter(client):
    aid_request = held()
    with_opinion(aid_request)
    assert OPINION.fact_sentence not in _preview(client, aid_request)


def test_a_file_without_opinion_can_be_previewed(client):
    page = _preview(client, held())
    assert "Choisissez un avis." in page
    assert "Figer et demander la relecture</button>" not in page


def test_ready_it_can_be_frozen_from_the_preview(client):
    aid_request = held()
    with_opinion(aid_request)
    machine_reads(aid_request, at=LATER)
    assert "Figer et demander la relecture</button>" in _preview(client, aid_request)


def test_after_an_adjournment_the_next_file_is_previewed(client):
    aid_request = ruled(sent(), Choice.ADJOURN)
    with_opinion(aid_request, text="Un échéancier est accordé depuis.")
    assert "Un échéancier est accordé depuis." in _preview(client, aid_request)
