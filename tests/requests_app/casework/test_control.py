"""Between the vote and the payment: signature of the minutes, control of the State (CSS L151-1, R151-1)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commission.enums import Choice, ControlKind
from commission.services import oversight
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import Conflict, DomainError
from requests_app.models import AidRequest, BoardLink, Decision, Letter, Mail, Payment
from requests_app.services import decisions, gateway, payments
from requests_app.wording_control import payment_held
from tests.factories.commission import Room
from tests.requests_app.casework.case import drain, holder, sent, signed, voted, with_opinion

pytestmark = pytest.mark.django_db
FACT = "Votre chiffre d’affaires a baissé de 40 % depuis trois ans."


def act(place: Room, kind: ControlKind, *, days: int = 0) -> None:
    place.now += timedelta(days=days)
    oversight.record_act(
        actor=place.actor(place.secretary),
        sitting_id=place.sitting.pk,
        tokens=[item.token for item in place.sitting.items.order_by("pk")],
        kind=kind,
        decided_on=place.now.date(),
        reason="Plafond dépassé.",
        at=place.tick(),
    )
    drain()


def fresh(link: BoardLink) -> AidRequest:
    link.refresh_from_db()
    return AidRequest.objects.get(pk=link.aid_request_id)


def pay(aid_request: AidRequest) -> Payment:
    at = clock.now()
    day = clock.local_date(at, aid_request.organisation.time_zone)
    return payments.record(aid_request=aid_request, actor=holder(aid_request), paid_on=day, at=at)


class TestAwaitingTheSignatures:
    def test_nothing_is_known_of_the_decision_and_both_readers_are_told_why(self, client):
        link = sent()
        voted(link)
        aid_request = fresh(link)
        assert (aid_request.state, link.ruling, link.examined_on) == ("scheduled", None, date(2026, 6, 3))
        client.force_login(aid_request.caseworker.user)
        page = client.get(reverse("casework:detail", args=[aid_request.pk])).content.decode()
        assert "La décision attend la signature du procès-verbal" in page
        client.force_login(aid_request.applicant)
        page = client.get(reverse("applicant:detail", args=[aid_request.pk])).content.decode()
        assert "après la signature du procès-verbal de la séance" in page

    def test_the_second_signature_releases_it(self):
        link = sent()
        voted(link).sign()
        drain()
        assert fresh(link).state == "notified"
        assert link.payable_from is None, "the package was not sent yet"

    def test_a_vote_told_twice_is_noted_once(self):
        link = sent()
        voted(link)
        gateway.note_examined(token=link.token, held_on=date(2026, 7, 1))
        fresh(link)
        assert link.examined_on == date(2026, 6, 3)


class TestThePaymentWaits:
    def test_until_the_package_is_sent_and_its_eight_clear_days_are_over(self):
        link = sent()
        place = voted(link)
        place.sign()
        drain()
        with pytest.raises(DomainError, match=r"payment\.held.*pas encore enregistré"):
            pay(fresh(link))
        place.send()
        drain()
        aid_request = fresh(link)
        assert link.payable_from == date(2026, 6, 13)
        assert pay(aid_request).amount_cents == 1_850_00

    def test_the_database_says_no_as_well(self):
        link = sent()
        voted(link).sign()
        drain()
        aid_request = fresh(link)
        with pytest.raises(DatabaseError, match="may not be paid"), transaction.atomic():
            Payment.objects.create(
                aid_request=aid_request,
                amount_cents=1_850_00,
                paid_to="account",
                paid_on=clock.today(),
                recorded_by=aid_request.caseworker,
                recorded_at=clock.now(),
            )

    @pytest.mark.parametrize(
        ("standing", "said"),
        [
            ({"payable_from": None}, "n’a pas encore enregistré l’envoi"),
            ({"payable_from": date(2026, 6, 13)}, "à partir du 13\u00a0juin\u00a02026"),
            ({"payable_from": date(2026, 6, 12)}, ""),
            (
                {
                    "payable_from": date(2026, 6, 1),
                    "suspended_on": date(2026, 6, 10),
                    "suspension": "unlawful",
                },
                "suspendu cette décision le 10\u00a0juin\u00a02026 (décision jugée illégale)",
            ),
        ],
    )
    def test_the_reason_says_until_when(self, standing, said):
        facts = {"suspended_on": None, "suspension": "", "paid_on": date(2026, 6, 12)} | standing
        found = payment_held(**facts)
        assert said in found
        assert bool(found) == bool(said)


class TestSuspended:
    def test_neither_payment_nor_letter_and_both_when_it_ends(self, monkeypatch):
        link = sent()
        place = voted(link, Choice.AGAINST)
        place.sign()
        place.send()
        drain()
        act(place, ControlKind.UNLAWFUL)
        aid_request = fresh(link)
        assert (link.suspended_on, link.suspension) == (date(2026, 6, 3), "unlawful")
        with pytest.raises(Conflict, match=r"decision\.suspended"):
            self.motivate(aid_request)
        act(place, ControlKind.LIFTED, days=1)
        self.motivate(fresh(link))
        drain()
        assert fresh(link).state == "notified"

    def motivate(self, aid_request: AidRequest) -> Decision:
        return decisions.motivate(
            aid_request=aid_request,
            fact_sentence=FACT,
            reason_codes=["resources"],
            author=holder(aid_request),
            at=clock.now(),
        )

    def test_a_letter_that_has_not_left_waits_and_leaves_once(self):
        link = sent()
        place = voted(link, Choice.AGAINST)
        place.sign()
        place.send()
        drain()
        self.motivate(fresh(link))  # its letter is owed, not laid out
        place.now += timedelta(minutes=1)
        oversight.record_act(
            actor=place.actor(place.secretary),
            sitting_id=place.sitting.pk,
            tokens=[item.token for item in place.sitting.items.order_by("pk")],
            kind=ControlKind.FINANCIAL,
            decided_on=place.now.date(),
            reason="Équilibre.",
            at=place.tick(),
        )
        gateway.follow_control(token=link.token, at=clock.now())
        drain()
        letter = Letter.objects.get(decision__board_link=link)
        assert (letter.rendered_at, fresh(link).state) == (None, "decided")
        act(place, ControlKind.LIFTED, days=1)
        letter.refresh_from_db()
        assert letter.rendered_at is not None
        assert Mail.objects.filter(kind="decision").count() == 1
        assert fresh(link).state == "notified"


class TestAnnulled:
    def test_the_file_comes_back_under_another_name_and_is_decided_again(self):
        link = sent()
        place = voted(link)
        place.sign()
        place.send()
        drain()
        act(place, ControlKind.ANNULLED)
        aid_request = fresh(link)
        assert (aid_request.state, aid_request.decided_on, link.annulled_on) == (
            "in_review",
            None,
            date(2026, 6, 3),
        )
        assert aid_request.due_on > clock.today(), "two months again"
        assert Mail.objects.filter(aid_request=aid_request, kind="annulled").count() == 1
        first = Decision.objects.get(board_link=link)
        assert first.annulled_on == date(2026, 6, 3)
        with pytest.raises(DomainError):
            pay(aid_request)
        with_opinion(aid_request)
        again = signed(aid_request)
        assert again.token != link.token
        second = voted_again(again, place)
        assert Decision.objects.get(board_link=again).annulled_on is None
        assert second.state == "notified"

    def test_told_twice_it_comes_back_once(self):
        link = sent()
        place = voted(link)
        place.sign()
        place.send()
        drain()
        act(place, ControlKind.ANNULLED)
        gateway.follow_control(token=link.token, at=clock.now())
        assert fresh(link).changes.filter(transition="annul").count() == 1

    def test_what_was_paid_stays_paid(self):
        link = sent()
        place = voted(link)
        place.sign()
        place.send()
        drain()
        act(place, ControlKind.UNLAWFUL)
        act(place, ControlKind.LIFTED, days=2)
        pay(fresh(link))
        place.now -= timedelta(days=1)
        act(place, ControlKind.ANNULLED)
        assert fresh(link).state == "paid"
        assert Decision.objects.get(board_link=link).annulled_on is not None

    def test_an_annulled_decision_is_annulled_for_good(self):
        link = sent()
        place = voted(link)
        place.sign()
        place.send()
        drain()
        act(place, ControlKind.ANNULLED)
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(board_link=link).update(annulled_on=None)


def voted_again(link: BoardLink, before: Room) -> AidRequest:
    """At another sitting of the same board, by the same members."""
    place = Room(
        secretary=before.secretary,
        titulars=before.titulars,
        substitutes=before.substitutes,
        sitting=type(before.sitting).objects.create(
            board_code="53", held_on=date(2026, 7, 1), starts_at=before.sitting.starts_at
        ),
        now=before.now.replace(month=7, day=1, hour=14),
    )
    place.schedule(link.token)
    drain()
    place.open()
    place.decide(link.token, [Choice.FOR] * 6)
    place.close()
    place.sign()
    drain()
    return AidRequest.objects.get(pk=link.aid_request_id)
