"""The opinion: kept as typed, never overwritten silently, complete and within the ceiling before it leaves."""

from dataclasses import replace

import pytest

from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.models import Opinion, StoredVerdict
from requests_app.opinion_rules import shortcomings
from requests_app.services import checks, opinions
from requests_app.services.opinions import OpinionDraft, StaleOpinion
from tests.factories.accounts import caseworker
from tests.requests_app.casework.case import LATER, OPINION, actor, held, holder, sent, with_opinion


def _save(aid_request, draft=OPINION, version=0, who=None):
    return opinions.save(
        aid_request=aid_request, actor=who or holder(aid_request), draft=draft, version=version, at=LATER
    )


def test_an_opinion_is_kept_with_its_author_and_its_version():
    aid_request = held()
    saved = _save(aid_request)
    assert (saved.kind, saved.amount_cents, saved.reason_codes, saved.version) == (
        "favorable",
        1_850_00,
        [],
        1,
    )
    assert (saved.author, saved.updated_at) == (aid_request.caseworker, LATER)


def test_a_draft_may_be_empty():
    assert _save(held(), OpinionDraft()).kind == ""


def test_what_is_kept_for_the_board_is_the_cleaned_text():
    saved = _save(held(), replace(OPINION, summary="La per\u200bsonne exerce sеule.", text="A\u00a0B"))
    assert (saved.summary, saved.text) == ("La personne exerce seule.", "A B")


def test_a_stale_page_overwrites_nothing_and_is_shown_what_was_saved():
    aid_request = held()
    _save(aid_request)
    _save(aid_request, replace(OPINION, text="Deuxième texte."), version=1)
    with pytest.raises(StaleOpinion) as refusal:
        _save(aid_request, replace(OPINION, text="Texte d’un vieil onglet."), version=1)
    assert refusal.value.saved.text == "Deuxième texte."
    assert Opinion.objects.get(aid_request=aid_request).text == "Deuxième texte."


def test_the_same_words_saved_twice_are_one_version():
    aid_request = held()
    assert _save(aid_request).version == _save(aid_request).version == 1


def test_only_the_holder_writes():
    aid_request = held()
    with pytest.raises(NotAllowed):
        _save(aid_request, who=actor(caseworker()))


def test_once_sent_the_opinion_is_closed():
    link = sent()
    with pytest.raises(Conflict) as refusal:
        _save(link.aid_request, version=1)
    assert refusal.value.code == "opinion.closed"


def test_the_amount_stays_within_the_ceiling_of_the_rules_and_the_refusal_says_why():
    aid_request = held()
    ceiling = StoredVerdict.objects.get(aid_request=aid_request)
    _save(aid_request, replace(OPINION, amount_cents=ceiling.ceiling_cents))
    with pytest.raises(DomainError) as refusal:
        _save(aid_request, replace(OPINION, amount_cents=ceiling.ceiling_cents + 1), version=1)
    assert refusal.value.code == "opinion.ceiling"
    assert ceiling.ceiling_reason in refusal.value.message


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(OPINION, kind="enthusiastic"), "opinion.kind"),
        (replace(OPINION, reason_codes=("because",)), "opinion.reasons"),
    ],
)
def test_only_the_closed_lists_are_accepted(draft, code):
    with pytest.raises(DomainError) as refusal:
        _save(held(), draft)
    assert refusal.value.code == code


FULL = {
    "kind": "favorable",
    "amount_cents": 1_850_00,
    "asked_cents": 1_850_00,
    "ceiling_cents": 5_000_00,
    "reason_codes": [],
    "text": "Avis.",
    "summary": "Un résumé assez long pour que la commission comprenne.",
}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"amount_cents": 1_900_00}, []),
        ({"kind": ""}, ["kind", "reasons"]),
        ({"amount_cents": 0}, ["amount", "reasons"]),
        ({"amount_cents": 1_849_99}, ["reasons"]),
        ({"amount_cents": 1_849_99, "reason_codes": ["resources"]}, []),
        ({"amount_cents": 5_000_01}, ["amount"]),
        ({"kind": "partial", "reason_codes": ["resources"]}, []),
        ({"kind": "partial", "amount_cents": 0, "reason_codes": ["resources"]}, ["amount"]),
        ({"kind": "unfavorable", "amount_cents": 0}, ["reasons"]),
        ({"kind": "unfavorable", "amount_cents": 0, "reason_codes": ["structural"]}, []),
        ({"kind": "unfavorable", "reason_codes": ["structural"]}, ["amount"]),
        ({"kind": "reserved", "amount_cents": 0, "reason_codes": ["not_shown"]}, []),
        ({"kind": "reserved", "amount_cents": 900_00}, ["reasons"]),
        ({"summary": "  "}, ["summary"]),
        ({"summary": "Trop court."}, ["summary"]),
        ({"text": " "}, ["text"]),
    ],
)
def test_what_an_opinion_lacks_is_told_field_by_field(changes, fields):
    assert [one.field for one in shortcomings(**(FULL | changes))] == fields


CHECKED = {"contributions_paid_cents": "900,00", "contributions_due_cents": "1 500"}


def _check(aid_request, raw, version=0):
    return checks.save(aid_request=aid_request, actor=holder(aid_request), raw=raw, version=version, at=LATER)


def test_what_is_checked_in_the_account_is_judged_again():
    aid_request = held()
    kept = _check(aid_request, CHECKED)
    assert (kept.reading.problems, kept.version) == ({}, 1)
    verdict = StoredVerdict.objects.filter(aid_request=aid_request).latest()
    assert StoredVerdict.objects.filter(aid_request=aid_request).count() == 2
    assert verdict.ceiling_cents == 899_99


def test_a_check_that_does_not_read_well_keeps_nothing():
    aid_request = held()
    kept = _check(aid_request, {"contributions_paid_cents": "beaucoup"})
    assert list(kept.reading.problems) == ["contributions_paid_cents"]
    assert StoredVerdict.objects.filter(aid_request=aid_request).count() == 1


def test_the_same_checks_saved_twice_are_judged_once():
    aid_request = held()
    assert _check(aid_request, CHECKED).version == _check(aid_request, CHECKED).version == 1
    assert StoredVerdict.objects.filter(aid_request=aid_request).count() == 2


def test_checks_of_a_stale_page_are_refused():
    aid_request = held()
    _check(aid_request, CHECKED)
    with pytest.raises(Conflict) as refusal:
        _check(aid_request, {"contributions_paid_cents": "100"})
    assert refusal.value.code == "checks.stale"
    assert _check(aid_request, {"contributions_paid_cents": "100"}, version=1).version == 2


def test_checks_close_with_the_instruction():
    aid_request = held()
    with_opinion(aid_request)
    link = sent()
    with pytest.raises(Conflict) as refusal:
        _check(link.aid_request, CHECKED)
    assert refusal.value.code == "checks.closed"
