"""E-mails: short, in French, with a number and a link, and nothing else of the person."""

from dataclasses import fields

import pytest

from requests_app.letters.emails import MailFacts, MailKind, compose
from tests.requests_app.letters.test_sheets import typography_faults

FACTS = MailFacts(
    reference="AS-7KQ4-93XM",
    service="Urssaf Bretagne, Service de l’action sociale des travailleurs indépendants",
    service_email="action-sociale@urssaf-bretagne.example",
    phone="3698",
    link="https://portail.example/demandes/5b1f5c1e/",
    filed_on="30\u00a0septembre\u00a02026",
    refused_on="30\u00a0novembre\u00a02026",
    due_on="31\u00a0décembre\u00a02026",
)


@pytest.mark.parametrize("kind", MailKind)
def test_both_bodies_say_the_number_the_service_and_the_page(kind):
    email = compose(kind, FACTS)
    assert FACTS.reference in email.subject
    for body in (email.text, email.html):
        missing = [
            x
            for x in (FACTS.reference, FACTS.service, FACTS.phone, FACTS.link, FACTS.service_email)
            if x not in body
        ]
        assert missing == []
        assert len(body) < 2_000


@pytest.mark.parametrize("kind", MailKind)
def test_the_subject_tells_no_secret_to_who_sees_the_screen(kind):
    subject = compose(kind, FACTS).subject.lower()
    assert not any(word in subject for word in ("aide", "difficulté", "refus", "accord", "euro", "€"))


def test_the_mail_of_a_decision_does_not_say_which():
    email = compose(MailKind.DECISION, FACTS)
    assert email.subject == "Une décision a été prise sur votre demande AS-7KQ4-93XM"
    for body in (email.text, email.html):
        assert not any(word in body.lower() for word in ("refus", "accorde", "€", "motif"))


def test_the_mail_of_a_receipt_gives_both_dates():
    text = compose(MailKind.RECEIPT, FACTS).text
    assert "Nous avons reçu votre demande AS-7KQ4-93XM le 30\u00a0septembre\u00a02026." in text
    assert (
        "Si vous n’avez reçu aucune réponse le 30\u00a0novembre\u00a02026, votre demande est refusée." in text
    )


@pytest.mark.parametrize("kind", [MailKind.PAPERS_ASKED, MailKind.PAPERS_REMINDER])
def test_the_mails_about_papers_give_the_deadline(kind):
    assert "au plus tard le 31\u00a0décembre\u00a02026" in compose(kind, FACTS).text


@pytest.mark.parametrize("kind", MailKind)
def test_typography_is_french_and_the_text_body_is_not_escaped(kind):
    text = compose(kind, FACTS).text.replace(FACTS.link, "")
    assert typography_faults(text) == []
    assert "&" not in text


def test_the_html_body_is_escaped():
    hostile = MailFacts(**{**FACTS.__dict__, "service": "<b>Urssaf</b>"})
    assert "&lt;b&gt;Urssaf&lt;/b&gt;" in compose(MailKind.DECISION, hostile).html
    assert "<b>Urssaf</b>" in compose(MailKind.DECISION, hostile).text


def test_what_a_mail_may_say_is_a_closed_list():
    assert {field.name for field in fields(MailFacts)} == {
        "reference", "service", "service_email", "phone", "link", "filed_on", "refused_on", "due_on",
    }  # fmt: skip
