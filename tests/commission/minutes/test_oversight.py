"""The State control service: what is sent, until when a payment waits, what a suspension and an annulment do."""

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction

from commission.enums import Choice, ControlKind, SendingMeans
from commission.models import BoardRules, ControlAct, Sending
from commission.queries import minutes_page
from commission.queries.oversight import standing_of
from commission.services import oversight
from cpsti_portal.kernel.errors import DomainError
from tests.factories import commission as factories
from tests.factories.accounts import secretary
from tests.factories.commission import Room
from tests.standing import standing

pytestmark = pytest.mark.django_db
SIGNED_ON = date(2026, 6, 3)  # a Wednesday


@pytest.fixture
@standing
def signed(room) -> Room:
    room.put(2)
    room.open()
    room.decide(room.tokens[0], [Choice.FOR] * 6)
    room.decide(room.tokens[1], [Choice.ADJOURN] * 6)
    room.close()
    room.sign()
    return room


def send(room: Room, *, sent_on: date = SIGNED_ON, complete_on: date = SIGNED_ON, **changes) -> Sending:
    act = {
        "actor": room.actor(room.secretary),
        "sitting_id": room.sitting.pk,
        "addressee": "Service de contrôle",
        "means": SendingMeans.PLATFORM,
        "sent_on": sent_on,
        "complete_on": complete_on,
        "at": room.tick(),
    }
    return oversight.record_sending(**act | changes)


def control(room: Room, kind: ControlKind, *, on: date, tokens=None, reason="Motif du service.") -> None:
    oversight.record_act(
        actor=room.actor(room.secretary),
        sitting_id=room.sitting.pk,
        tokens=tokens or [room.tokens[0]],
        kind=kind,
        decided_on=on,
        reason=reason,
        at=room.tick(),
    )


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as error, transaction.atomic():
        call(*args, **kwargs)
    return error.value.code


def later(room: Room, days: int) -> None:
    room.now += timedelta(days=days)


class TestThePackage:
    def test_it_holds_the_signed_bytes_the_rulings_by_reference_and_their_digests(self, signed):
        minutes = signed.minutes
        content = oversight.package_of(minutes=minutes)
        assert content == oversight.package_of(minutes=signed.minutes), "the same bytes each time"
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            files = {name: package.read(name) for name in names}
        assert names == [
            "decisions.csv",
            "manifeste.json",
            "proces-verbal-2026-06-03.pdf",
            "releve-de-decisions-2026-06-03.pdf",
        ]
        manifest = json.loads(files.pop("manifeste.json"))
        assert manifest["fichiers"] == {
            name: hashlib.sha256(data).hexdigest() for name, data in files.items()
        }
        assert manifest["fichiers"]["proces-verbal-2026-06-03.pdf"] == minutes.minutes_sha256
        assert [one["qualite"] for one in manifest["signatures"]] == ["Secrétariat", "Présidence de séance"]
        lines = files["decisions.csv"].decode("utf-8-sig").splitlines()
        assert lines[0].startswith("reference;aide;decision;montant_euros")
        assert sorted(line.split(";")[0] for line in lines[1:]) == sorted(signed.tokens)

    def test_the_shared_key_of_a_file_is_not_in_it(self, signed):
        with zipfile.ZipFile(BytesIO(oversight.package_of(minutes=signed.minutes))) as package:
            everything = b"".join(package.read(name) for name in package.namelist())
        for reference in signed.tokens:
            assert signed.file_of(reference).encode() not in everything


class TestTheSending:
    def test_it_starts_the_clock_and_tells_until_when_a_payment_waits(self, signed, published):
        assert standing_of(token=signed.file_of(signed.tokens[0])).payable_from is None
        send(signed)
        assert standing_of(token=signed.file_of(signed.tokens[0])).payable_from == date(2026, 6, 13)
        assert len(published("commission.hold")) == 2

    def test_it_is_recorded_once_with_the_digest_of_what_was_sent(self, signed):
        first = send(signed)
        assert send(signed) == first
        assert (
            first.package_sha256 == hashlib.sha256(oversight.package_of(minutes=signed.minutes)).hexdigest()
        )

    def test_an_incomplete_file_sent_again_starts_the_clock_again(self, signed):
        send(signed)
        later(signed, 3)
        send(signed, complete_on=date(2026, 6, 6))  # a Saturday: from Monday
        assert standing_of(token=signed.file_of(signed.tokens[0])).payable_from == date(2026, 6, 18)

    def test_once_the_delay_is_over_the_sending_does_not_change(self, signed):
        send(signed)
        later(signed, 10)
        assert refused(send, signed, complete_on=date(2026, 6, 12)) == "oversight.over"

    @pytest.mark.parametrize(
        ("sent_on", "complete_on"),
        [
            (date(2026, 6, 2), date(2026, 6, 3)),  # before the signature
            (date(2026, 6, 3), date(2026, 6, 2)),  # complete before it was sent
            (date(2026, 6, 3), date(2026, 6, 4)),  # to come
        ],
    )
    def test_its_dates_follow_one_another(self, signed, sent_on, complete_on):
        assert refused(send, signed, sent_on=sent_on, complete_on=complete_on) == "oversight.dates"

    def test_it_says_to_whom(self, signed):
        assert refused(send, signed, addressee=" ") == "oversight.addressee"

    def test_nothing_is_sent_before_both_signatures(self, room):
        room.put()
        room.open()
        room.decide(room.tokens[0], [Choice.FOR] * 6)
        room.close()
        room.sign_first()
        assert refused(send, room) == "oversight.not_signed"

    def test_only_the_secretary_of_this_board_records(self, signed):
        for who in (signed.titulars[0], secretary("11")):
            assert refused(send, signed, actor=signed.actor(who)) == "board.not_secretary"

    def test_what_is_recorded_stays(self, signed):
        sending = send(signed)
        with pytest.raises(DatabaseError), transaction.atomic():
            Sending.objects.filter(pk=sending.pk).update(complete_on=date(2026, 6, 1))
        with pytest.raises(DatabaseError), transaction.atomic():
            sending.delete()


class TestUrgentAid:
    def room(self, **rules) -> Room:
        BoardRules.objects.create(board_code="53", starts_on=date(2020, 1, 1), **rules)
        room = factories.room()
        room.put(1, aid_code="urgence", aid_label="Aide d’urgence")
        room.open()
        room.decide(room.tokens[0], [Choice.FOR] * 6)
        return room

    @pytest.mark.usefixtures("territory")
    def test_it_leaves_at_the_closing_of_the_vote_where_the_rules_say_so(self, published):
        room = self.room(urgent_before_signature=True)
        ((_, payload),) = published("commission.ruling")
        assert (payload["outcome"], payload["payable_from"]) == ("adopted", "2026-06-03")
        assert published("commission.file_examined") == []
        room.close()
        room.sign()
        assert len(published("commission.ruling")) == 1, "told once"

    @pytest.mark.usefixtures("territory")
    def test_it_waits_for_the_signatures_everywhere_else(self, published):
        room = self.room()
        assert published("commission.ruling") == []
        room.close()
        room.sign()
        ((_, payload),) = published("commission.ruling")
        assert payload["payable_from"] == "2026-06-03", "and then for nothing more"

    @pytest.mark.usefixtures("territory")
    def test_another_aid_waits_even_there(self, published):
        BoardRules.objects.create(board_code="53", starts_on=date(2020, 1, 1), urgent_before_signature=True)
        room = factories.room()
        room.put()
        room.open()
        room.decide(room.tokens[0], [Choice.FOR] * 6)
        assert published("commission.ruling") == []


class TestTheActs:
    def standing(self, room: Room):
        return standing_of(token=room.file_of(room.tokens[0]))

    def test_a_suspension_then_its_end(self, signed, published):
        send(signed)
        later(signed, 2)
        control(signed, ControlKind.UNLAWFUL, on=date(2026, 6, 5))
        found = self.standing(signed)
        assert (found.suspended_on, found.suspension) == (date(2026, 6, 5), "unlawful")
        later(signed, 20)
        control(signed, ControlKind.LIFTED, on=date(2026, 6, 25))
        found = self.standing(signed)
        assert (found.suspended_on, found.suspension) == (None, "")
        assert [
            topic for topic, _ in published("commission.ruling_suspended", "commission.ruling_restored")
        ] == [
            "commission.ruling_suspended",
            "commission.ruling_restored",
        ]

    def test_an_annulment_is_for_good_and_told_once(self, signed, published):
        send(signed)
        control(signed, ControlKind.ANNULLED, on=SIGNED_ON)
        assert self.standing(signed).annulled_on == SIGNED_ON
        assert refused(control, signed, ControlKind.ANNULLED, on=SIGNED_ON) == "oversight.annulled"
        assert len(published("commission.ruling_annulled")) == 1

    def test_an_annulment_gives_the_money_back(self, signed, monkeypatch):
        given = []
        monkeypatch.setattr(oversight.envelopes, "give_back", lambda **act: given.append(act["token"]))
        send(signed)
        control(signed, ControlKind.ANNULLED, on=SIGNED_ON)
        assert given == [signed.file_of(signed.tokens[0])]

    def test_too_late_has_no_effect(self, signed):
        send(signed)
        later(signed, 12)
        assert refused(control, signed, ControlKind.ANNULLED, on=date(2026, 6, 13)) == "oversight.too_late"
        assert ControlAct.objects.count() == 0

    def test_an_act_comes_after_the_sending_and_not_tomorrow(self, signed):
        assert refused(control, signed, ControlKind.ANNULLED, on=SIGNED_ON) == "oversight.not_sent"
        send(signed)
        for on in (date(2026, 6, 2), date(2026, 6, 4)):
            assert refused(control, signed, ControlKind.ANNULLED, on=on) == "oversight.future"

    def test_an_adjournment_is_neither_suspended_nor_annulled_and_nothing_of_the_batch_is(self, signed):
        send(signed)
        act = {"on": SIGNED_ON, "tokens": signed.tokens}
        assert refused(control, signed, ControlKind.UNLAWFUL, **act) == "oversight.adjourned"
        assert ControlAct.objects.count() == 0

    def test_it_names_rulings_of_this_sitting_and_its_reason(self, signed):
        send(signed)
        act = {"on": SIGNED_ON}
        assert refused(control, signed, ControlKind.UNLAWFUL, tokens=["X" * 26], **act) == (
            "oversight.nothing_chosen"
        )
        assert refused(control, signed, ControlKind.UNLAWFUL, reason=" ", **act) == "oversight.reason"

    def test_what_is_recorded_stays(self, signed):
        send(signed)
        control(signed, ControlKind.FINANCIAL, on=SIGNED_ON)
        act = ControlAct.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            ControlAct.objects.filter(pk=act.pk).update(reason="autre")
        with pytest.raises(DatabaseError), transaction.atomic():
            act.delete()


@pytest.mark.usefixtures("territory")
def test_the_page_of_the_control_costs_the_same_for_one_ruling_and_for_ten(django_assert_num_queries):
    first = factories.room()

    def cost(count: int) -> None:
        held_on = factories.HELD_ON + timedelta(days=count)
        room = replace(
            first,
            sitting=factories.SittingFactory(held_on=held_on),
            now=factories.OPENING + timedelta(days=count),
            tokens=[],
        )
        room.put(count)
        room.open()
        for token in room.tokens:
            room.decide(token, [Choice.FOR] * 6)
        room.close()
        room.sign()
        send(room, sent_on=held_on, complete_on=held_on)
        with django_assert_num_queries(7):
            page = minutes_page.control_page(room.sitting, at=room.now)
        assert len(page.rulings) == count

    cost(1)
    cost(10)
