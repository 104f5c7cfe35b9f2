"""The file and its forms as a caseworker meets them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.enums import Choice
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.models import Event
from requests_app.letters.emails import MailKind
from requests_app.models import (
    AidRequest,
    BoardVersion,
    Decision,
    Letter,
    Mail,
    Opinion,
    PaperRequest,
    Payment,
    StateChange,
)
from requests_app.queries.drafts import stored_answers
from requests_app.services import casework, mails, papers
from requests_app.services.papers import Wanted
from requests_app.urls.casework import urlpatterns
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.factories.casework import machine_reads
from tests.requests_app.casework.case import LATER, OPINION, SUMMARY, drain, held, ruled, sent
from tests.standing import standing

NOW = clock.now()
NOBODY = UUID(int=0)


@pytest.fixture
@standing
def claire(territory) -> Membership:
    return caseworker(display_name="Claire Morel")


@pytest.fixture
@standing
def aid_request(claire) -> AidRequest:
    """In the hands of Claire Morel."""
    return _held(claire)


@pytest.fixture
def desk(client, claire):
    client.force_login(claire.user)
    return client


def url(name: str, aid_request: AidRequest) -> str:
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name).pattern
    given = {"pk": aid_request.pk, "text": "resume", "document_id": NOBODY, "number": 1, "page_id": 1}
    return reverse(f"casework:{name}", kwargs={part: given[part] for part in pattern.converters})


def _filed(**filing) -> AidRequest:
    return requests.submitted_request(at=NOW - timedelta(days=5), **filing)


def _held(claire, **filing) -> AidRequest:
    return held(by=claire, at=NOW - timedelta(days=4), **filing)


def _page(client, name: str, aid_request: AidRequest) -> str:
    response = client.get(url(name, aid_request))
    assert response.status_code == 200
    return response.content.decode()


# Reading


def test_the_file_shows_the_answers_the_papers_and_the_verdict(desk, aid_request):
    text = _page(desk, "detail", aid_request)
    for words in (
        "MARTIN Julie",
        aid_request.reference,
        "Nom d’usage",
        "Mon principal client a fait faillite en mars.",
        "Au Bouton d’Or",
        "Vos deux derniers avis d’impôt",
        "Proposition du calcul",
        "Montant maximal",
        "Règle R4",
        "Reste à vivre par unité de consommation",
        "Vous suivez cette demande",
    ):
        assert words in text


def test_the_number_of_the_person_and_of_the_account_show_their_end_alone(desk, claire):
    aid_request = _held(claire, aid_code="afe")
    text = _page(desk, "detail", aid_request)
    answers = stored_answers(aid_request)
    nir, iban = answers["identite"]["nir"], answers["versement"]["iban"]
    assert f"•••••••• {nir[-3:]}" in text
    assert f"•••••••• {iban[-4:]}" in text
    flat = re.sub(r"[\s\u00a0\u202f]", "", text)
    assert nir not in flat
    assert iban not in flat
    assert nir[5:12] not in flat


def test_opening_a_file_is_written_in_the_journal_without_its_content(desk, aid_request, claire):
    _page(desk, "detail", aid_request)
    event = Event.objects.get(action="casework.opened")
    assert (event.actor, event.target_id, event.detail) == (claire.user, str(aid_request.pk), {})


def test_the_earlier_requests_of_the_person_are_listed(desk, claire):
    first = _held(claire)
    again = requests.submitted_request("afe", user=first.applicant, at=NOW)
    assert first.reference in _page(desk, "detail", again)
    elsewhere = requests.submitted_request(user=first.applicant, organisation_code="urssaf-picardie", at=NOW)
    assert elsewhere.reference not in _page(desk, "detail", again)


def test_a_mail_nobody_is_sure_of_is_told(desk, aid_request):
    mail = mails.owe(aid_request=aid_request, kind=MailKind.PAPERS_RECEIVED, event="1", at=NOW)
    assert "n’a peut-être pas été reçu" not in _page(desk, "detail", aid_request)
    for status in ("sending", "uncertain"):
        Mail.objects.filter(pk=mail.pk).update(status=status)
    assert "n’a peut-être pas été reçu" in _page(desk, "detail", aid_request)


def test_the_history_names_the_caseworkers(desk, claire):
    text = _page(desk, "detail", _held(claire))
    assert "Prendre en charge, par Claire Morel." in text
    assert "Envoyer ma demande, par la personne." in text


def test_a_file_costs_the_same_however_long_its_story(desk, aid_request, claire):
    with CaptureQueriesContext(connection) as short:
        _page(desk, "detail", aid_request)
    for number in range(9):
        requests.document(aid_request, "avis-imposition", title=f"page{number}.pdf")
        requests.submitted_request("afe", user=aid_request.applicant)
    for _ in range(4):
        casework.release(aid_request=aid_request, actor=_actor(claire))
        casework.take(aid_request=aid_request, actor=_actor(claire), at=NOW)
    with CaptureQueriesContext(connection) as long:
        _page(desk, "detail", aid_request)
    assert len(long) == len(short) <= 12


def _actor(membership):
    return requests.actor(membership.user, NOW)


def test_the_file_of_another_organisation_is_the_404_of_a_missing_one(desk):
    elsewhere = _filed(organisation_code="urssaf-picardie")
    names = [pattern.name for pattern in urlpatterns if pattern.name != "queue"]
    for name in names:
        path = url(name, elsewhere)
        assert desk.get(path).status_code == 404
        assert desk.post(path).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == "submitted"


@pytest.mark.parametrize("name", ["take", "release", "resume", "freeze", "give_back", "reopen"])
def test_an_act_is_a_post(desk, claire, name):
    assert desk.get(url(name, _held(claire))).status_code == 405


@pytest.mark.parametrize("name", ["detail", "preview"])
def test_a_page_that_only_shows_refuses_to_be_posted_to(desk, claire, name):
    assert desk.post(url(name, _held(claire))).status_code == 405


# Holding


def test_taking_twice_by_a_double_click_is_taken_once(desk, claire):
    aid_request = _filed()
    for _ in range(2):
        assert desk.post(url("take", aid_request)).status_code == 302
    aid_request.refresh_from_db()
    assert aid_request.caseworker == claire
    assert StateChange.objects.filter(aid_request=aid_request, transition="take").count() == 1


def test_a_file_held_by_another_offers_nothing_and_says_who(desk):
    aid_request = _held(caseworker(display_name="Hugo Lemaire"))
    text = _page(desk, "detail", aid_request)
    assert "Suivie par <strong>Hugo Lemaire</strong>" in text
    assert "sticky-bar__actions" in text
    assert "Prendre en charge</button>" not in text
    answer = desk.post(url("take", aid_request), follow=True).content.decode()
    assert "Hugo Lemaire suit déjà cette demande" in answer


@pytest.mark.parametrize("name", ["ask_papers", "checks", "opinion"])
def test_a_page_that_writes_sends_back_who_does_not_hold_the_file(desk, name):
    free = _filed()
    casework.take(aid_request=free, actor=_actor(other := caseworker()), at=NOW)
    casework.release(aid_request=free, actor=_actor(other))
    for method in (desk.get, desk.post):
        answer = method(url(name, free), follow=True).content.decode()
        assert "Prenez d’abord cette demande en charge." in answer
        assert "Prendre en charge</button>" in answer


def test_released_it_is_offered_again(desk, aid_request):
    answer = desk.post(url("release", aid_request), follow=True).content.decode()
    assert "rendue à la file" in answer
    assert "Prendre en charge</button>" in answer


# Papers

ASKED = {
    "piece_avis-imposition": "on",
    "precision_avis-imposition": "Il manque la page 2.",
    "autre": "Attestation de la mairie",
    "message": "Merci.",
}


def _due(days: int = 20) -> str:
    return (clock.today() + timedelta(days=days)).strftime("%d/%m/%Y")


def test_papers_are_asked_with_the_delay_of_the_parameters_proposed(desk, aid_request):
    assert f'value="{_due(30)}"' in _page(desk, "ask_papers", aid_request)
    for _ in range(2):
        assert desk.post(url("ask_papers", aid_request), ASKED | {"due_on": _due()}).status_code == 302
    asked = PaperRequest.objects.get(aid_request=aid_request)
    assert [item["label"] for item in asked.items] == [
        "Vos deux derniers avis d’impôt",
        "Attestation de la mairie",
    ]
    assert asked.due_on == clock.today() + timedelta(days=20)
    assert "Pièces attendues avant le" in _page(desk, "detail", aid_request)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": ""}, "Indiquez une date."),
        ({"due_on": "31/02/2027"}, "Cette date n’existe pas."),
        ({"due_on": _due(-1)}, "Choisissez une date à partir de demain"),
        ({"piece_avis-imposition": "", "autre": ""}, "Choisissez au moins une pièce."),
    ],
)
def test_a_request_for_papers_that_does_not_read_keeps_what_was_typed(desk, aid_request, changes, message):
    typed = {name: value for name, value in (ASKED | {"due_on": _due()} | changes).items() if value}
    response = desk.post(url("ask_papers", aid_request), typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert message in text
    assert "Il manque la page 2." in text
    assert not PaperRequest.objects.exists()


def test_the_holder_goes_on_without_waiting(desk, aid_request, claire):
    papers.ask(aid_request=aid_request, actor=_actor(claire), wanted=[Wanted("avis-imposition")], at=NOW)
    for _ in range(2):
        desk.post(url("resume", aid_request))
    aid_request.refresh_from_db()
    assert aid_request.state == "in_review"
    assert StateChange.objects.filter(aid_request=aid_request, transition="resume").count() == 1


# Checks


def test_checks_change_the_verdict_shown(desk, aid_request):
    raw = {"contributions_paid_cents": "20 000", "contributions_due_cents": "1 450,00", "version": "0"}
    assert desk.post(url("checks", aid_request), raw).status_code == 302
    text = _page(desk, "detail", aid_request)
    assert "Vérifié au compte de cotisations" in text
    assert "1\u202f450\u00a0€" in text
    assert 'value="20 000"' in _page(desk, "checks", aid_request)


def test_checks_that_do_not_read_keep_what_was_typed(desk, claire):
    response = desk.post(
        url("checks", _held(claire)), {"contributions_paid_cents": "beaucoup", "version": "0"}
    )
    assert response.status_code == 422
    assert "beaucoup" in response.content.decode()


# Opinion

TYPED = {
    "kind": "favorable",
    "amount": "1 850,00",
    "fact_sentence": OPINION.fact_sentence,
    "summary": SUMMARY,
    "text": OPINION.text,
    "version": "0",
}


def _write(desk, aid_request, **changes):
    return desk.post(url("opinion", aid_request), TYPED | changes)


def test_an_opinion_is_kept_and_leads_to_its_preview(desk, aid_request, claire):
    assert _write(desk, aid_request)["Location"] == url("opinion", aid_request)
    assert _write(desk, aid_request, version="1", apercu="1")["Location"] == url("preview", aid_request)
    opinion = Opinion.objects.get(aid_request=aid_request)
    assert (opinion.amount_cents, opinion.version, opinion.author) == (1_850_00, 1, claire)
    assert SUMMARY in _page(desk, "opinion", aid_request)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": "1 85"}, "trois chiffres par trois"),
        ({"amount": "beaucoup"}, "Écrivez le montant en chiffres"),
        ({"amount": "900 000"}, "Le montant ne peut pas dépasser"),
        ({"kind": "enthousiaste"}, "Sélectionnez un choix valide"),
        ({"summary": "x" * 4001}, "4000"),
    ],
)
def test_an_opinion_that_does_not_read_keeps_what_was_typed(desk, aid_request, changes, message):
    response = _write(desk, aid_request, **changes)
    text = response.content.decode()
    assert response.status_code == 422
    assert message in text
    assert OPINION.text in text
    assert not Opinion.objects.exists()


def test_a_stale_tab_is_shown_both_texts_and_loses_neither(desk, aid_request):
    _write(desk, aid_request)
    response = _write(desk, aid_request, text="Le texte d’un vieil onglet.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Le texte d’un vieil onglet." in page
    assert OPINION.text in page
    assert Opinion.objects.get().text == OPINION.text
    hidden = re.findall(r'<textarea hidden name="(\w+)">\n(.*?)</textarea>', page, re.DOTALL)
    assert dict(hidden)["text"] == "Le texte d’un vieil onglet."
    again = desk.post(url("opinion", aid_request), dict(hidden) | {"version": "1"})
    assert again.status_code == 302
    assert Opinion.objects.get().text == "Le texte d’un vieil onglet."


def test_each_leak_is_shown_next_to_its_text(desk, aid_request):
    _write(
        desk,
        aid_request,
        summary=f"{SUMMARY} Mme Martin vit rue des Lilas.",
        text="Joignable au 06 12 34 56 78.",
    )
    page = _page(desk, "opinion", aid_request)
    assert re.findall(r"<mark>(.*?)</mark>", page) == ["Mme Martin", "rue des Lilas", "06 12 34 56 78"]
    assert (
        page.index("Résumé pour la commission") < page.index("Mme Martin</mark>") < page.index("Avis motivé")
    )
    assert "Un numéro de téléphone. Retirez-le." in page


def test_freezing_with_leaks_is_refused_and_leads_to_them(desk, aid_request):
    _write(desk, aid_request, summary=f"{SUMMARY} Mme Martin.")
    assert "Figer et demander la relecture</button>" not in _page(desk, "preview", aid_request)
    answer = desk.post(url("freeze", aid_request), follow=True).content.decode()
    assert "il ne part pas" in answer
    assert "<mark>Mme Martin</mark>" in answer
    assert not BoardVersion.objects.exists()


def test_freezing_without_a_complete_opinion_says_what_is_lacking(desk, aid_request):
    _write(desk, aid_request, kind="", summary="")
    answer = desk.post(url("freeze", aid_request), follow=True).content.decode()
    for words in ("L’avis n’est pas complet", "Choisissez un avis.", "Écrivez le résumé"):
        assert words in answer
    assert not BoardVersion.objects.exists()


def test_frozen_by_a_double_click_there_is_one_version(desk, aid_request):
    _write(desk, aid_request)
    machine_reads(aid_request, at=LATER)
    for _ in range(2):
        assert desk.post(url("freeze", aid_request))["Location"] == url("detail", aid_request)
    assert BoardVersion.objects.filter(aid_request=aid_request).count() == 1
    assert "À relire et signer" in _page(desk, "detail", aid_request)


# After the board


def test_the_question_of_the_board_comes_back_with_the_file(desk, claire):
    aid_request = ruled(sent(by=claire), Choice.ADJOURN, question="Un échéancier a-t-il été demandé ?")
    text = _page(desk, "detail", aid_request)
    assert "a ajourné ce dossier" in text
    assert "Un échéancier a-t-il été demandé ?" in text
    assert "semble désigner la personne" not in text


def test_a_question_that_names_the_person_is_an_alarm(desk, claire):
    aid_request = ruled(sent(by=claire), Choice.ADJOURN, question="Est-ce bien Mme Martin de Villeneuve ?")
    assert "semble désigner la personne" in _page(desk, "detail", aid_request)


def test_the_reasons_of_the_ballots_and_the_fact_of_the_opinion_are_proposed(desk, claire):
    aid_request = ruled(sent(by=claire), Choice.AGAINST)
    page = _page(desk, "motivate", aid_request)
    assert OPINION.fact_sentence in page
    assert re.search(r'value="resources"[^>]* checked', page)
    typed = {
        "reasons": ["resources"],
        "fact_sentence": "Vos ressources dépassent vos charges de 300 € par mois.",
    }
    for _ in range(2):
        assert desk.post(url("motivate", aid_request), typed).status_code == 302
    drain()
    decision = Decision.objects.get(aid_request=aid_request)
    assert (decision.kind, decision.author, decision.fact_sentence) == (
        "refused",
        claire,
        typed["fact_sentence"],
    )
    assert Letter.objects.filter(aid_request=aid_request, kind="refused").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fact_sentence": ""}, "Écrivez une phrase qui cite un fait"),
        ({"fact_sentence": "Non."}, "Écrivez une phrase qui cite un fait"),
        ({"reasons": []}, "Choisissez au moins un motif."),
    ],
)
def test_a_refusal_without_reasons_is_not_sent(desk, claire, changes, message):
    aid_request = ruled(sent(by=claire), Choice.AGAINST)
    typed = {"reasons": ["resources"], "fact_sentence": "Vos ressources dépassent vos charges."} | changes
    response = desk.post(url("motivate", aid_request), typed)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Decision.objects.exists()


def test_only_the_holder_gives_the_reasons(desk):
    aid_request = ruled(sent(by=caseworker(display_name="Hugo Lemaire")), Choice.AGAINST)
    typed = {"reasons": ["resources"], "fact_sentence": "Vos ressources dépassent vos charges."}
    answer = desk.post(url("motivate", aid_request), typed, follow=True).content.decode()
    assert "Hugo Lemaire suit cette demande" in answer
    assert not Decision.objects.exists()


def _granted(claire) -> AidRequest:
    return ruled(sent(by=claire))


def test_the_payment_is_that_of_the_decision_and_is_recorded_once(desk, claire):
    aid_request = _granted(claire)
    page = _page(desk, "pay", aid_request)
    assert "1\u202f850,00\u00a0€" in page
    assert "Sur le compte de cotisations" in page
    for _ in range(2):
        desk.post(url("pay", aid_request), {"paid_on": _due(0)})
    payment = Payment.objects.get(aid_request=aid_request)
    assert (payment.amount_cents, payment.paid_to, payment.recorded_by) == (1_850_00, "account", claire)
    assert "Versée" in _page(desk, "detail", aid_request)


@pytest.mark.parametrize(
    ("paid_on", "message"), [("", "Indiquez une date."), (_due(2), "entre la décision et")]
)
def test_a_payment_on_an_impossible_day_is_refused(desk, claire, paid_on, message):
    aid_request = _granted(claire)
    response = desk.post(url("pay", aid_request), {"paid_on": paid_on})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Payment.objects.exists()


def test_a_refused_request_has_nothing_to_pay(desk, claire):
    aid_request = ruled(sent(by=claire), Choice.AGAINST)
    desk.post(
        url("motivate", aid_request),
        {"reasons": ["resources"], "fact_sentence": "Vos ressources suffisent ici."},
    )
    drain()
    assert "Enregistrer le versement" not in _page(desk, "detail", aid_request)
    assert desk.get(url("pay", aid_request)).status_code == 302
