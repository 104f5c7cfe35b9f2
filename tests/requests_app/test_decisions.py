"""From a ruling to a decision: at once for a full grant, with the caseworker's reasons for anything else."""

from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction

from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.models import Decision, Letter, RemediesText
from requests_app.queries.letters import WaitingRuling, remedies_for
from requests_app.services import decisions
from tests.factories.accounts import caseworker
from tests.requests_app.rulings import FACT, HELD_AT, rule, scheduled, sent_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]

ASKED = 1_500_00


def caseworker_of(link):
    return actor_for(link.version.prepared_by.user, HELD_AT.date())


def motivate(link, **changes):
    arguments = {
        "aid_request": link.aid_request,
        "fact_sentence": FACT,
        "reason_codes": ["structural"],
        "author": caseworker_of(link),
        "at": HELD_AT,
    }
    return decisions.motivate(**{**arguments, **changes})


@pytest.mark.parametrize("amount", [ASKED, ASKED + 50_00])
def test_a_full_grant_is_decided_at_once_and_its_letter_owed(amount):
    link = rule(scheduled(), "adopted", amount)
    decision = decisions.record(board_link=link, at=HELD_AT)
    link.aid_request.refresh_from_db()
    assert (decision.kind, decision.amount_cents, decision.asked_cents) == ("granted", amount, ASKED)
    assert (decision.fact_sentence, decision.reason_codes, decision.author) == ("", [], None)
    assert (decision.signatory_name, decision.signatory_title) == (
        "Claire Morel",
        "Présidente de la commission",
    )
    assert (link.aid_request.state, link.aid_request.decided_on) == ("decided", HELD_AT.date())
    assert decision.letter.kind == "granted"
    assert decision.letter.rendered_at is None


@pytest.mark.parametrize(
    ("outcome", "amount", "kind"),
    [
        ("adopted", 800_00, "partial"),
        ("rejected", 0, "refused"),
        ("out_of_competence", 0, "out_of_competence"),
    ],
)
def test_anything_below_waits_for_the_reasons_of_the_caseworker(outcome, amount, kind):
    link = rule(scheduled(), outcome, amount)
    assert decisions.record(board_link=link, at=HELD_AT) is None
    assert link.aid_request.state == "decided"
    assert not Decision.objects.exists()
    assert decisions.waiting(aid_request=link.aid_request) == WaitingRuling(
        kind=kind,
        amount_cents=amount,
        asked_cents=ASKED,
        held_on=HELD_AT.date(),
        reason_codes=("structural",),
        fact_sentence=FACT,
    )


def test_the_reasons_of_the_ballots_prevail_over_those_of_the_opinion():
    link = rule(scheduled(), "rejected", reason_codes=["not_shown", "resources"])
    decisions.record(board_link=link, at=HELD_AT)
    assert decisions.waiting(aid_request=link.aid_request).reason_codes == ("not_shown", "resources")


@pytest.mark.parametrize(
    ("outcome", "amount", "kind"),
    [
        ("adopted", 800_00, "partial"),
        ("rejected", 0, "refused"),
        ("out_of_competence", 0, "out_of_competence"),
    ],
)
def test_the_reasons_make_the_decision_and_owe_its_letter(outcome, amount, kind):
    link = rule(scheduled(), outcome, amount)
    decisions.record(board_link=link, at=HELD_AT)
    decision = motivate(link, reason_codes=["structural", "not_shown", "structural"])
    assert (decision.kind, decision.amount_cents) == (kind, amount)
    assert (decision.reason_codes, decision.fact_sentence) == (["structural", "not_shown"], FACT)
    assert decision.author == link.version.prepared_by
    grounds = decision.letter.data["grounds"]
    assert grounds["fact"] == FACT
    assert len(grounds["sentences"]) == 2
    assert decisions.waiting(aid_request=link.aid_request) is None
    event = Event.objects.get(action="decision.motivated")
    assert (event.target_id, event.actor) == (str(decision.pk), link.version.prepared_by.user)


@pytest.mark.parametrize(
    ("code", "attempts"),
    [
        (
            "decision.reasons",
            [{"reason_codes": codes} for codes in ([], ["because"], ["structural", "because"])],
        ),
        (
            "decision.fact",
            [{"fact_sentence": fact} for fact in ("", "   ", "Refusé.", "Difficulté non établie")],
        ),
        ("decision.secret", [{"fact_sentence": "Votre numéro 1 85 05 78 006 084 91 est inconnu."}]),
    ],
)
def test_a_refusal_gives_listed_reasons_and_a_fact_of_the_case_without_secret_number(code, attempts):
    link = rule(scheduled(), "rejected")
    decisions.record(board_link=link, at=HELD_AT)
    for attempt in attempts:
        with pytest.raises(DomainError) as refusal:
            motivate(link, **attempt)
        assert refusal.value.code == code
    assert not Decision.objects.exists()


def test_a_caseworker_of_another_organisation_cannot_motivate():
    link = rule(scheduled(), "rejected")
    decisions.record(board_link=link, at=HELD_AT)
    stranger = actor_for(caseworker("urssaf-lorraine").user, HELD_AT.date())
    with pytest.raises(NotAllowed):
        motivate(link, author=stranger)


def test_a_decision_is_motivated_once():
    link = rule(scheduled(), "rejected")
    decisions.record(board_link=link, at=HELD_AT)
    motivate(link)
    with pytest.raises(Conflict) as refusal:
        motivate(link, fact_sentence="Un autre fait, écrit depuis un autre onglet.")
    assert refusal.value.code == "decision.done"
    assert Decision.objects.get().fact_sentence == FACT


def test_a_request_that_no_board_has_ruled_on_cannot_be_motivated():
    link = scheduled()
    with pytest.raises(Conflict):
        motivate(link)


def test_an_adjournment_goes_back_to_the_caseworker_with_a_notice_to_the_person():
    link = rule(scheduled(), "adjourned", question="Le bail est-il à son nom ?")
    assert decisions.record(board_link=link, at=HELD_AT) is None
    aid_request = link.aid_request
    assert aid_request.state == "in_review"
    assert not Decision.objects.exists()
    letter = aid_request.letters.get(kind="adjourned")
    assert letter.data["refused_on"] == aid_request.due_on.isoformat()
    assert "bail" not in str(letter.data)


def test_a_second_adjournment_is_a_second_letter():
    link = rule(scheduled(), "adjourned")
    decisions.record(board_link=link, at=HELD_AT)
    again = sent_again(link.aid_request, by=link.version.prepared_by)
    decisions.record(board_link=rule(again, "adjourned"), at=HELD_AT)
    assert Letter.objects.filter(kind="adjourned").count() == 2


def test_a_ruling_is_recorded_once():
    link = rule(scheduled(), "adopted", ASKED)
    decisions.record(board_link=link, at=HELD_AT)
    with pytest.raises(Conflict):
        decisions.record(board_link=link, at=HELD_AT)
    assert Decision.objects.count() == Letter.objects.filter(kind="granted").count() == 1


def test_out_of_competence_always_names_a_body_to_turn_to():
    link = rule(scheduled(), "out_of_competence")
    decisions.record(board_link=link, at=HELD_AT)
    names = [body["name"] for body in motivate(link).letter.data["other_bodies"]]
    assert names == ["Assurance maladie", "Assurance retraite", "MSA, pour les activités agricoles"]


@pytest.mark.parametrize(
    ("aid_code", "account_end", "paid_to"),
    [("aced", "", "account"), ("afe", True, "person"), ("urgence", True, "person"), ("adr", True, "both")],
)
def test_the_letter_knows_the_last_four_characters_of_the_account_at_most(aid_code, account_end, paid_to):
    link = scheduled(aid_code)
    rule(link, "adopted", 10_000_00)
    decision = decisions.record(board_link=link, at=HELD_AT)
    grant = decision.letter.data["grant"]
    iban = dict(link.aid_request.answers.values_list("step", "values")).get("versement", {}).get("iban", "")
    assert grant["paid_to"] == paid_to
    assert grant["account_end"] == (iban[-4:] if account_end else "")
    assert not iban or iban not in str(decision.letter.data)


def test_an_adr_that_only_pays_contributions_names_no_bank_account():
    changes = {"aide-au-depart": {"needs": ["contributions"], "money_asked_cents": None}}
    link = rule(scheduled("adr", changes=changes), "adopted", 900_00)
    decision = decisions.record(board_link=link, at=HELD_AT)
    assert (decision.kind, decision.letter.data["grant"]["account_end"]) == ("granted", "")


def test_the_letter_is_dated_in_the_calendar_of_the_organisation():
    late = datetime(2026, 7, 15, 21, 30, tzinfo=UTC)  # already the 16th in La Réunion
    link = rule(scheduled("afe", organisation_code="cgss-de-la-reunion"), "adopted", ASKED)
    assert decisions.record(board_link=link, at=late).decided_on == date(2026, 7, 16)


def test_the_letter_is_never_dated_before_the_sitting():
    morning = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)  # still the 14th in Martinique
    link = rule(scheduled("afe", organisation_code="cgss-de-la-martinique"), "adopted", ASKED)
    assert decisions.record(board_link=link, at=morning).decided_on == date(2026, 7, 15)


def test_a_decision_without_any_remedies_text_in_force_is_not_written():
    link = rule(scheduled(), "adopted", ASKED)
    _forget_remedies()
    with pytest.raises(DomainError) as refusal:
        decisions.record(board_link=link, at=HELD_AT)
    link.aid_request.refresh_from_db()
    assert refusal.value.code == "letter.remedies"
    assert (link.aid_request.state, Decision.objects.count()) == ("scheduled", 0)


def _forget_remedies():
    with pgtrigger.ignore("requests_app.RemediesText:never_rewritten"):
        RemediesText.objects.all().delete()


def test_the_most_precise_remedies_text_in_force_is_used():
    since, later = date(2026, 1, 1), date(2027, 1, 1)
    rows = {
        "organisation": {"organisation_id": "urssaf-bretagne"},
        "aid": {"aid_code": "afe"},
        "both": {"organisation_id": "urssaf-bretagne", "aid_code": "afe"},
        "kind": {"kind": "refused"},
        "newer": {"starts_on": date(2026, 2, 1)},
        "future": {
            "organisation_id": "urssaf-bretagne",
            "aid_code": "afe",
            "kind": "refused",
            "starts_on": later,
        },
    }
    for name, values in rows.items():
        RemediesText.objects.create(**{"starts_on": since, "text": name, "mediator_text": "x", **values})

    def used(organisation_id="urssaf-lorraine", aid_code="aced", kind="granted"):
        found = remedies_for(organisation_id=organisation_id, aid_code=aid_code, kind=kind, on=HELD_AT.date())
        return found.text

    assert used() == "newer"
    assert used(aid_code="afe") == "aid"
    assert used(organisation_id="urssaf-bretagne") == "organisation"
    assert used(organisation_id="urssaf-bretagne", aid_code="afe") == "both"
    assert used(organisation_id="urssaf-bretagne", aid_code="afe", kind="refused") == "kind"


def decision_row(link, **changes):
    fields = {
        "aid_request": link.aid_request,
        "board_link": link,
        "kind": "refused",
        "asked_cents": ASKED,
        "reason_codes": ["structural"],
        "fact_sentence": FACT,
        "held_on": HELD_AT.date(),
        "decided_on": HELD_AT.date(),
        "signatory_name": "Claire Morel",
        "signatory_title": "Présidente",
        "author": link.version.prepared_by,
        "remedies": RemediesText.objects.order_by("pk")[0],
        "recorded_at": HELD_AT,
    }
    return Decision.objects.create(**{**fields, **changes})


UNLAWFUL = (
    ("decision_gives_reasons", {"reason_codes": []}),
    ("decision_gives_reasons", {"fact_sentence": ""}),
    ("decision_gives_reasons", {"fact_sentence": " \n"}),
    ("decision_gives_reasons", {"author": None}),
    ("decision_gives_reasons", {"kind": "partial", "amount_cents": 1, "fact_sentence": ""}),
    ("decision_gives_reasons", {"kind": "out_of_competence", "reason_codes": []}),
    ("decision_amount_fits_kind", {"amount_cents": 1}),
    ("decision_amount_fits_kind", {"kind": "granted", "amount_cents": 0}),
    ("decision_amount_fits_kind", {"kind": "granted", "amount_cents": ASKED - 1}),
    ("decision_amount_fits_kind", {"kind": "partial", "amount_cents": ASKED}),
    ("decision_(known|amount_fits)_kind", {"kind": "maybe"}),
    ("decision_has_signatory", {"signatory_name": " "}),
    ("decision_has_signatory", {"signatory_title": ""}),
)


def test_the_database_refuses_an_unlawful_decision():
    link = scheduled()
    for constraint, changes in UNLAWFUL:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            decision_row(link, **changes)


def test_a_decision_is_never_changed_nor_deleted():
    decision = decision_row(scheduled())
    with pytest.raises(InternalError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(fact_sentence="Autre chose.")
    with pytest.raises(InternalError), transaction.atomic():
        decision.delete()


@pytest.mark.parametrize("field", ["text", "mediator_text"])
def test_the_database_refuses_an_empty_remedies_text(field):
    values = {"text": "Un recours.", "mediator_text": "Un médiateur.", field: " \n "}
    with pytest.raises(IntegrityError, match="remedies_never_empty"), transaction.atomic():
        RemediesText.objects.create(starts_on=date(2026, 1, 1), **values)


def test_a_remedies_text_is_never_rewritten():
    row = RemediesText.objects.create(starts_on=date(2026, 1, 1), text="Un.", mediator_text="Deux.")
    with pytest.raises(InternalError), transaction.atomic():
        RemediesText.objects.filter(pk=row.pk).update(text="Autre.")


def test_a_decision_carries_the_text_that_was_in_force():
    link = rule(scheduled(), "adopted", ASKED)
    decision = decisions.record(board_link=link, at=HELD_AT)
    RemediesText.objects.create(
        kind="granted", starts_on=HELD_AT.date() + timedelta(days=1), text="Plus tard.", mediator_text="x"
    )
    assert decision.letter.data["remedies"]["paragraphs"] == decision.remedies.text.split("\n\n")
