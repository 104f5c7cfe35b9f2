"""The guarded door: what goes out is checked and sent once; what comes back is taken in once, in any order."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from commission.contract import BoardFacts, RulingFacts
from commission.enums import Choice, FileState
from commission.models import BoardFile, Envelope
from commission.services import agenda
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from cpsti_portal.kernel.outbox.models import Message
from requests_app.anonymisation.known import LeakKind
from requests_app.enums import FreeText
from requests_app.legal_clock import half_month_of
from requests_app.models import AidRequest, BoardLink, BoardVersion, Decision, Letter, StateChange
from requests_app.services import board_versions, gateway, payments, withdrawal
from requests_app.services.board_versions import LeaksFound, NotReady
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.factories.commission import room
from tests.requests_app.casework.case import (
    LATER,
    OPINION,
    SUMMARY,
    actor,
    drain,
    frozen,
    held,
    holder,
    ruled,
    scheduled,
    sent,
    signed,
    with_opinion,
)
from tests.standing import standing

pytestmark = pytest.mark.usefixtures("territory")


@pytest.fixture
@standing
def aid_request(territory) -> AidRequest:
    """In the hands of its caseworker."""
    return held()


@pytest.fixture
@standing
def link(territory) -> BoardLink:
    """Of a file that the board holds, on no agenda yet."""
    return sent()


def _send(aid_request, at=LATER):
    return signed(aid_request, at=at)


def _fresh(link: BoardLink) -> AidRequest:
    return AidRequest.objects.get(pk=link.aid_request_id)


# Out


def test_sending_copies_the_file_moves_the_request_and_keeps_what_was_sent(aid_request):
    with_opinion(aid_request)
    link = _send(aid_request)
    assert (aid_request.state, link.sent_at) == ("sent_to_board", LATER)
    board_file = BoardFile.objects.get(token=link.token)
    sent_facts = {
        "token": link.token,
        "replaces": "",
        "follows": "",
        "decide_by": half_month_of(aid_request.due_on),
        **BoardVersion.objects.get(link=link).facts,
    }
    assert sent_facts == {field.name: getattr(board_file, field.name) for field in fields(BoardFacts)}
    assert board_file.summary == SUMMARY
    assert board_file.area_label == "Bretagne"


def test_the_sentence_of_fact_stays_on_this_side(link):
    assert OPINION.fact_sentence not in str(link.version.facts)


def test_sent_twice_by_its_reader_it_is_sent_once(aid_request):
    with_opinion(aid_request)
    number, reader = frozen(aid_request).number, actor(caseworker())
    links = [
        gateway.send_to_board(aid_request=aid_request, actor=reader, number=number, at=LATER)
        for _ in range(2)
    ]
    assert links[0] == links[1]
    assert BoardFile.objects.count() == 1
    assert StateChange.objects.filter(transition="send_to_board").count() == 1


def test_the_same_person_has_another_token_at_each_sending(link):
    aid_request = ruled(link, Choice.ADJOURN)
    again = _send(aid_request, at=LATER + timedelta(days=30))
    assert again.token != link.token
    assert BoardLink.objects.filter(aid_request=aid_request).count() == 2


def test_only_the_holder_freezes(aid_request):
    with_opinion(aid_request)
    with pytest.raises(NotAllowed):
        board_versions.freeze(aid_request=aid_request, actor=actor(caseworker()), at=LATER)
    assert BoardVersion.objects.count() == 0


def _nothing_left(aid_request: AidRequest) -> None:
    aid_request.refresh_from_db()
    assert aid_request.state == "in_review"
    assert BoardLink.objects.count() == BoardFile.objects.count() == 0
    assert not StateChange.objects.filter(transition="send_to_board").exists()


def test_without_a_complete_opinion_nothing_leaves(aid_request):
    with_opinion(aid_request, summary="", text="")
    with pytest.raises(NotReady) as refusal:
        _send(aid_request)
    assert [one.field for one in refusal.value.shortcomings] == ["summary", "text"]
    _nothing_left(aid_request)


def test_without_any_opinion_nothing_leaves(aid_request):
    with pytest.raises(NotReady):
        _send(aid_request)
    _nothing_left(aid_request)


@pytest.mark.parametrize(
    ("field", "leak", "kind"),
    [
        ("summary", "Mme Martin exerce seule.", LeakKind.PERSON),
        ("summary", "La boutique Au bouton d'or est fermée.", LeakKind.BUSINESS),
        ("summary", "Le local de la rue des Lilas.", LeakKind.STREET),
        ("summary", "Les travaux de Villeneuve.", LeakKind.PLACE),
        ("text", "Joignable au 06 12 34 56 78.", LeakKind.PHONE),
        ("text", "Dossier suivi par Morel.", LeakKind.CASEWORKER),
        ("text", "Depuis le 12 mars 2026.", LeakKind.DAY),
        ("text", "Département des Côtes-d'Armor.", LeakKind.PLACE),
    ],
)
def test_a_text_that_tells_who_the_person_is_never_leaves(field, leak, kind):
    aid_request = held(by=caseworker(display_name="Claire Morel"))
    with_opinion(aid_request, **{field: f"{SUMMARY} {leak}"})
    with pytest.raises(LeaksFound) as refusal:
        board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=LATER)
    text = {"summary": FreeText.SUMMARY, "text": FreeText.OPINION}[field]
    assert {name: [leak.kind for leak in leaks] for name, leaks in refusal.value.leaks.items()} == {
        text: [kind]
    }
    _nothing_left(aid_request)


def test_a_colleague_of_the_holder_tells_the_place_as_well():
    aid_request = held(by=caseworker(display_name="Claire Morel"))
    caseworker(display_name="Erwan Kergourlay")
    caseworker("urssaf-picardie", display_name="Odile Wattrelos")
    texts = {name: f"Vu avec {name}." for name in ("Kergourlay", "Wattrelos")}
    found = board_versions.leaks_in(aid_request=aid_request, texts=texts)
    assert {name: [leak.kind for leak in leaks] for name, leaks in found.items()} == {
        "Kergourlay": [LeakKind.CASEWORKER]
    }


def test_the_e_mail_of_the_account_and_the_number_of_the_request_are_searched_too(aid_request):
    texts = {"summary": f"{aid_request.applicant.email} et {aid_request.reference}"}
    (leaks,) = board_versions.leaks_in(aid_request=aid_request, texts=texts).values()
    assert [leak.kind for leak in leaks] == [LeakKind.EMAIL, LeakKind.REFERENCE]


def test_a_board_that_refuses_the_file_leaves_nothing_half_written(monkeypatch, aid_request):
    with_opinion(aid_request)

    def refuse(*, facts, pages, set_aside, at):
        raise Conflict("board.token_taken", "Déjà pris.")

    monkeypatch.setattr(gateway.files, "receive_file", refuse)
    number = frozen(aid_request).number
    with pytest.raises(Conflict):
        gateway.send_to_board(aid_request=aid_request, actor=actor(caseworker()), number=number, at=LATER)
    aid_request.refresh_from_db()
    assert (aid_request.state, BoardLink.objects.count()) == ("to_sign", 0)
    assert BoardVersion.objects.get().signed_at is None


@pytest.mark.parametrize("aid_code", ["aced", "afe", "adr", "urgence"])
def test_every_aid_makes_a_file_the_board_accepts(aid_code):
    link = sent(aid_code, opinion={"amount_cents": 500_00, "kind": "partial", "reason_codes": ("resources",)})
    assert BoardFile.objects.get(token=link.token).aid_code == aid_code


def test_nothing_exact_about_the_person_is_in_the_copy():
    """Every exact amount, date, number and word of the answers, searched in all that was sent."""
    link = sent(opinion={"amount_cents": 1_200_00, "kind": "partial", "reason_codes": ("resources",)})
    written = str(link.version.facts)
    for trace in (
        "Martin",
        "Julie",
        "Villeneuve",
        "Lilas",
        "4776Z",
        "1980",
        "2019",
        "850,00",
        "2450",
        "2 450,00",
    ):
        assert trace not in written


# Taken back


def test_withdrawn_by_the_applicant_the_file_leaves_the_board(link):
    withdrawal.withdraw(
        actor=requests.actor(link.aid_request.applicant), aid_request=link.aid_request, at=LATER
    )
    link.refresh_from_db()
    assert link.retracted_at == LATER
    assert BoardFile.objects.get(token=link.token).state == FileState.RETRACTED
    assert _fresh(link).state == "withdrawn"


def test_taking_back_what_was_never_sent_or_twice_does_nothing():
    gateway.retract(aid_request=held(), at=LATER)
    link = sent()
    gateway.retract(aid_request=link.aid_request, at=LATER)
    gateway.retract(aid_request=link.aid_request, at=LATER + timedelta(days=1))
    link.refresh_from_db()
    assert link.retracted_at == LATER


# The way back


def test_on_an_agenda_the_request_is_scheduled_and_off_it_again_it_waits(link):
    place = scheduled(link)
    link.refresh_from_db()
    assert (_fresh(link).state, link.sitting_on) == ("scheduled", place.sitting.held_on)
    place.remove(link.token)
    drain()
    link.refresh_from_db()
    assert (_fresh(link).state, link.sitting_on) == ("sent_to_board", None)


def test_messages_of_the_agenda_may_be_repeated_and_come_in_any_order(link):
    place = scheduled(link)
    place.remove(link.token)
    agenda.add(actor=place.actor(place.secretary), sitting_id=place.sitting.pk, tokens=[link.token])
    drain()
    for _ in range(3):
        gateway.follow_agenda(token=link.token, at=LATER)
    assert _fresh(link).state == "scheduled"
    assert StateChange.objects.filter(transition="schedule").count() == 1


def test_the_day_of_the_sitting_follows_the_file_to_another_sitting(link):
    place = scheduled(link)
    place.remove(link.token)
    other = room(held_on=date(2026, 7, 8))
    scheduled(link, other)
    link.refresh_from_db()
    assert link.sitting_on == date(2026, 7, 8)


def test_a_token_nobody_knows_here_is_left_alone():
    gateway.follow_agenda(token="X" * 26, at=LATER)
    gateway.take_in_ruling(facts=_ruling("X" * 26), at=LATER)


def _ruling(token: str, **changes) -> RulingFacts:
    facts = RulingFacts(
        token=token,
        board_code="53",
        outcome="adopted",
        amount_cents=1_850_00,
        reason_codes=(),
        question="",
        held_on=date(2026, 7, 1),
        signatory_name="Anne Présidente",
        signatory_title="Présidente de séance",
    )
    return replace(facts, **changes)


def test_a_full_grant_becomes_a_decision_and_its_letter():
    aid_request = ruled(sent())
    decision = Decision.objects.get(aid_request=aid_request)
    assert (decision.kind, decision.amount_cents) == ("granted", 1_850_00)
    assert Letter.objects.filter(aid_request=aid_request, kind="granted").count() == 1
    assert aid_request.state == "notified"


@pytest.mark.parametrize(
    ("choice", "content"),
    [(Choice.PARTIAL, {"amount_cents": 1_000_00}), (Choice.AGAINST, {}), (Choice.OUT_OF_COMPETENCE, {})],
)
def test_anything_less_waits_for_the_caseworker_s_reasons(choice, content):
    aid_request = ruled(sent(), choice, **content)
    assert aid_request.state == "decided"
    assert not Decision.objects.exists()


def test_adjourned_it_comes_back_to_its_holder_with_the_question(link):
    mine = link.aid_request.caseworker
    aid_request = ruled(link, Choice.ADJOURN, question="Un échéancier a-t-il été demandé ?")
    link.refresh_from_db()
    assert (aid_request.state, aid_request.caseworker) == ("in_review", mine)
    assert link.ruling["question"] == "Un échéancier a-t-il été demandé ?"
    assert Letter.objects.filter(aid_request=aid_request, kind="adjourned").count() == 1


def test_a_ruling_told_twice_is_taken_in_once(link):
    scheduled(link)
    for day in range(3):
        gateway.take_in_ruling(facts=_ruling(link.token), at=LATER + timedelta(days=day))
    link.refresh_from_db()
    assert link.ruled_at == LATER
    assert link.ruling == _ruling(link.token).as_payload()
    assert Decision.objects.count() == 1


def test_a_ruling_may_come_before_the_news_of_the_agenda(link):
    gateway.take_in_ruling(facts=_ruling(link.token), at=LATER)
    gateway.follow_agenda(token=link.token, at=LATER)
    assert _fresh(link).state == "decided"
    assert [c.transition for c in StateChange.objects.filter(aid_request=link.aid_request_id).order_by("pk")][
        -3:
    ] == [
        "send_to_board",
        "schedule",
        "decide",
    ]


def test_a_ruling_on_a_file_that_was_taken_back_changes_nothing(link):
    gateway.retract(aid_request=link.aid_request, at=LATER)
    gateway.take_in_ruling(facts=_ruling(link.token), at=LATER)
    link.refresh_from_db()
    assert (link.ruling, _fresh(link).state) == (None, "sent_to_board")


def test_a_handler_that_fails_halfway_is_played_again_whole(monkeypatch, link):
    scheduled(link)
    real = gateway.decisions.record

    def broken(**_):
        raise RuntimeError("worker killed")

    monkeypatch.setattr(gateway.decisions, "record", broken)
    with pytest.raises(RuntimeError):
        gateway.take_in_ruling(facts=_ruling(link.token), at=LATER)
    link.refresh_from_db()
    assert link.ruled_at is None
    monkeypatch.setattr(gateway.decisions, "record", real)
    gateway.take_in_ruling(facts=_ruling(link.token), at=LATER)
    assert Decision.objects.count() == 1


def test_a_grant_notified_then_paid_is_known_to_the_envelope_by_its_token_alone(link):
    aid_request = ruled(link)
    granted = Decision.objects.get().amount_cents

    def sums() -> tuple[int, ...]:
        columns = ("granted_cents", "notified_cents", "paid_cents")
        return tuple(sum(Envelope.objects.values_list(column, flat=True)) for column in columns)

    assert sums() == (granted, granted, 0)
    paid_on = clock.local_date(clock.now(), aid_request.organisation.time_zone)
    payments.record(aid_request=aid_request, actor=holder(aid_request), paid_on=paid_on, at=clock.now())
    drain()
    Message.objects.filter(topic__in=["decisions.notified", "payments.recorded"]).update(done_at=None)
    drain()
    assert sums() == (granted, granted, granted)
    sent_out = Message.objects.filter(topic__in=["decisions.notified", "payments.recorded"])
    assert {tuple(message.payload) for message in sent_out} == {("token",)}


def test_every_topic_of_the_board_has_its_handler(link):
    ruled(link, Choice.AGAINST)
    assert not Message.objects.filter(topic__startswith="commission.", done_at__isnull=True).exists()
