"""The money of a board: set aside, granted, given back; never more than there is."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from commission.charges import Charge
from commission.enums import Choice, FileState, Outcome
from commission.ledger import BALANCES, COLUMNS, Kind
from commission.models import BoardFile, ChargeSplit, Envelope, EnvelopeEntry, EnvelopeRule
from commission.services import allotments, envelopes, files, sittings
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.money import euros
from tests.factories import commission as factories
from tests.factories.accounts import administrator
from tests.factories.commission import BoardFileFactory, SittingFactory

pytestmark = pytest.mark.django_db

SAME = {"amount_asked_cents": 250_000}  # as much as is proposed: what « accorder » grants
RCI = {"aid_code": "afe", "aid_label": "Aide financière exceptionnelle"} | SAME
FOR, AGAINST = Choice.FOR, Choice.AGAINST


def allot(charge: Charge = Charge.RCI, cents: int = 1_000_000, **changes) -> None:
    act = {
        "actor": the_administrator(),
        "board_code": "53",
        "year": 2026,
        "amounts": {charge: cents},
        "reason": "Notification du CPSTI",
        "at": factories.OPENING,
    }
    allotments.allot(**act | changes)


def the_administrator():
    """One of them, whatever was asked before."""
    held = Membership.objects.filter(role=Role.ADMINISTRATOR).first() or administrator()
    return actor_for(held.user, factories.HELD_ON)


def balances(charge: Charge = Charge.RCI, **which) -> dict[str, int | None]:
    """Of the envelope, without what is nothing; the check command agrees each time."""
    call_command("check_envelopes", stdout=StringIO())
    row = Envelope.objects.get(**{"board_code": "53", "year": 2026} | which, charge=charge)
    return {name.removesuffix("_cents"): cents for name in BALANCES if (cents := getattr(row, name))}


class TestReservation:
    def test_the_agenda_sets_aside_what_is_proposed(self, room):
        allot()
        room.put(2, **RCI)
        assert balances() == {"allotted": 1_000_000, "reserved": 500_000}

    def test_a_file_is_charged_to_several_schemes(self, room):
        room.put(1, **SAME)
        assert balances(Charge.MALADIE) == {"reserved": 107_500}
        assert balances(Charge.VIEILLESSE) == {"reserved": 142_500}

    def test_an_unfavourable_opinion_sets_nothing_aside(self, room):
        room.put(1, **RCI, opinion="défavorable")
        assert balances() == {}

    def test_a_short_envelope_sets_aside_what_there_is_and_the_agenda_goes_on(self, room):
        allot(cents=300_000)
        room.put(2, **RCI)
        assert balances() == {"allotted": 300_000, "reserved": 300_000}

    @pytest.mark.parametrize("end", ["removed", "cancelled", "retracted", "not examined"])
    def test_a_file_that_is_not_examined_frees_its_money(self, room, end):
        allot()
        one, other = room.put(2, **RCI)
        if end == "removed":
            room.remove(one), room.remove(other)
        elif end == "cancelled":
            sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)
        elif end == "retracted":
            [files.retract_file(token=room.file_of(token), at=room.now) for token in (one, other)]
        else:
            room.open().close()
        assert balances() == {"allotted": 1_000_000}

    def test_a_file_may_leave_and_come_back(self, room):
        (token,) = room.put(1, **RCI)
        file_token = room.file_of(token)
        for _ in range(2):
            room.remove(file_token)
            room.schedule(file_token)
        assert balances() == {"reserved": 250_000}

    def test_a_file_still_ready_frees_nothing(self, room):
        files.retract_file(token=BoardFileFactory(**RCI).token, at=room.now)
        assert EnvelopeEntry.objects.count() == 0


class TestVote:
    def test_a_grant_takes_the_place_of_its_reservation(self, room):
        allot()
        (token,) = room.put(1, **RCI)
        room.open().decide(token, [FOR] * 6)
        assert balances() == {"allotted": 1_000_000, "granted": 250_000}
        kinds = (
            EnvelopeEntry.objects.exclude(kind="allotted").order_by("pk").values_list("kind", "amount_cents")
        )
        assert list(kinds) == [("reserved", 250_000), ("released", -250_000), ("granted", 250_000)]

    @pytest.mark.parametrize("choice", [AGAINST, Choice.ADJOURN, Choice.OUT_OF_COMPETENCE, Choice.ABSTAIN])
    def test_any_other_end_frees_the_money(self, room, choice):
        allot()
        (token,) = room.put(1, **RCI)
        room.open().decide(token, [choice] * 6)
        assert balances() == {"allotted": 1_000_000}

    def test_the_amount_is_brought_back_to_what_is_left(self, room):
        allot(cents=100_000)
        (token,) = room.put(1, **RCI)
        ruling = room.open().decide(token, [FOR] * 6)
        assert (ruling.outcome, ruling.amount_cents) == (Outcome.ADOPTED, 100_000)
        assert ruling.sentence == (
            f"Aide accordée pour {euros(100_000)}\u00a0: 6 voix pour. La commission retenait {euros(250_000)}\u00a0: "
            "le montant est ramené à ce qui reste dans l’enveloppe."
        )
        assert balances() == {"allotted": 100_000, "granted": 100_000}

    def test_an_adopted_file_for_which_nothing_is_left_is_adjourned(self, room):
        allot(cents=0)
        (token,) = room.put(1, **RCI)
        ruling = room.open().decide(token, [FOR] * 5 + [AGAINST])
        assert (ruling.outcome, ruling.amount_cents, ruling.votes_for) == (Outcome.ADJOURNED, 0, 5)
        assert ruling.sentence == (
            "Dossier ajourné, l’enveloppe de l’année étant épuisée\u00a0: 5 voix pour, 1 voix contre."
        )
        assert BoardFile.objects.get().state == FileState.ADJOURNED

    def test_a_refusal_does_not_need_money(self, room):
        allot(cents=0)
        (token,) = room.put(1, **RCI)
        assert room.open().decide(token, [AGAINST] * 6).outcome == Outcome.REJECTED

    def test_what_another_file_set_aside_is_not_taken(self, room):
        allot(cents=500_000)
        first, _ = room.put(2, **RCI | {"amount_asked_cents": 500_000})
        room.open().open_vote(first)
        for who in room.titulars:
            room.vote(who, first)
        assert room.close_vote(first).amount_cents == 250_000

    def test_one_exhausted_charge_limits_the_whole_file(self, room):
        allot(Charge.MALADIE, 43_000)
        allot(Charge.VIEILLESSE, 9_000_000)
        (token,) = room.put(1, **SAME)
        assert room.open().decide(token, [FOR] * 6).amount_cents == 100_001
        assert balances(Charge.MALADIE) == {"allotted": 43_000, "granted": 43_000}
        assert balances(Charge.VIEILLESSE) == {"allotted": 9_000_000, "granted": 57_001}

    def test_without_an_allotment_grants_are_counted_and_not_limited(self, room):
        (token,) = room.put(1, **RCI)
        assert room.open().decide(token, [FOR] * 6).amount_cents == 250_000
        assert balances() == {"granted": 250_000}

    def test_a_board_that_requires_its_allotment_grants_nothing_without(self, room):
        EnvelopeRule.objects.create(board_code="53", required=True)
        (token,) = room.put(1, **RCI)
        assert room.open().decide(token, [FOR] * 6).outcome == Outcome.ADJOURNED
        assert balances() == {}

    def test_the_year_of_the_sitting_bears_it(self, room):
        room.sitting = SittingFactory(held_on=date(2025, 12, 30))
        room.put(1, **RCI)
        assert balances(year=2025) == {"reserved": 250_000}
        assert not Envelope.objects.filter(year=2026).exists()


class TestSplits:
    def row(self, starts_on, **shares):
        return ChargeSplit.objects.create(aid_code="aced", starts_on=starts_on, source="essai", **shares)

    def test_the_row_that_holds_on_the_day_of_the_sitting_decides(self, room):
        self.row(date(2026, 1, 1), rci=250, rid=750)
        self.row(date(2026, 6, 4), maladie=1000)
        room.put(1, **SAME)
        assert balances(Charge.RCI) == {"reserved": 62_500}
        assert balances(Charge.RID) == {"reserved": 187_500}
        assert balances(Charge.MALADIE) == {}

    def test_shares_make_a_whole(self, db):
        with pytest.raises(IntegrityError, match="charge_split_is_whole"):
            self.row(date(2026, 1, 1), rci=999)

    def test_a_split_is_not_rewritten(self, db):
        row = self.row(date(2026, 1, 1), rci=1000)
        row.source = "autre"
        with pytest.raises(InternalError, match="charge_split_is_kept"):
            row.save()


class TestAfterTheVote:
    @pytest.fixture
    def granted(self, room):
        allot()
        (token,) = room.put(1, **RCI)
        room.open().decide(token, [FOR] * 6)
        return room.file_of(token)

    def test_notified_then_paid_each_once(self, granted):
        for _ in range(2):
            envelopes.note_notified(token=granted, at=factories.OPENING)
        assert balances() == {"allotted": 1_000_000, "granted": 250_000, "notified": 250_000}
        for _ in range(2):
            envelopes.note_paid(token=granted, at=factories.OPENING)
        assert balances() == {
            "allotted": 1_000_000, "granted": 250_000, "notified": 250_000, "paid": 250_000,
        }  # fmt: skip

    def test_paid_before_the_message_of_its_letter_is_notified_too(self, granted):
        envelopes.note_paid(token=granted, at=factories.OPENING)
        envelopes.note_notified(token=granted, at=factories.OPENING)
        assert (balances()["notified"], balances()["paid"]) == (250_000, 250_000)

    def test_the_hour_of_a_letter_is_not_kept(self, granted):
        envelopes.note_paid(token=granted, at=factories.OPENING)
        hours = EnvelopeEntry.objects.filter(kind__in=["notified", "paid"]).values_list(
            "at__hour", "at__minute"
        )
        assert set(hours) <= {(0, 0), (22, 0), (23, 0)}

    def test_annulled_it_goes_back_once(self, granted):
        envelopes.note_notified(token=granted, at=factories.OPENING)
        act = {"token": granted, "at": factories.OPENING, "reason": "Annulée par la MNC"}
        assert [envelopes.give_back(**act) for _ in range(2)] == [250_000, 0]
        envelopes.note_paid(token=granted, at=factories.OPENING)
        assert balances() == {"allotted": 1_000_000}

    def test_what_was_paid_does_not_come_back(self, granted):
        envelopes.note_paid(token=granted, at=factories.OPENING)
        assert envelopes.give_back(token=granted, at=factories.OPENING, reason="Annulée") == 0
        assert balances()["granted"] == 250_000

    def test_a_file_that_was_granted_nothing_moves_nothing(self, room):
        (token,) = room.put(1, **RCI)
        room.open().decide(token, [AGAINST] * 6)
        file_token = room.file_of(token)
        envelopes.note_paid(token=file_token, at=factories.OPENING)
        assert envelopes.give_back(token=file_token, at=factories.OPENING, reason="Annulée") == 0
        envelopes.note_paid(token="INCONNU", at=factories.OPENING)
        assert balances() == {}


class TestAllotment:
    def test_set_then_changed_with_its_reason(self, territory):
        allot(cents=1_000_000)
        allot(cents=1_000_000, reason="Deux fois la même")
        allot(cents=800_000, reason="Décision modificative")
        assert balances() == {"allotted": 800_000}
        rows = EnvelopeEntry.objects.order_by("pk").values_list("kind", "amount_cents", "reason")
        assert list(rows) == [
            ("allotted", 1_000_000, "Notification du CPSTI"),
            ("changed", -200_000, "Décision modificative"),
        ]

    def test_never_below_what_is_granted_and_reserved(self, room):
        decided, _ = room.put(2, **RCI)
        room.open().decide(decided, [FOR] * 6)
        with pytest.raises(DomainError) as refusal:
            allot(cents=499_999)
        assert refusal.value.code == "envelope.committed"
        assert refusal.value.message == (
            f"Régime complémentaire (RCI)\u00a0: déjà {euros(250_000)} accordés et {euros(250_000)} réservés. "
            f"La dotation ne peut pas être inférieure à {euros(500_000)}."
        )
        allot(cents=500_000)
        assert balances() == {"allotted": 500_000, "granted": 250_000, "reserved": 250_000}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"reason": "  "}, "envelope.reason"),
            ({"cents": -1}, "envelope.amount"),
            ({"cents": 10**14}, "envelope.amount"),
            ({"year": 1999}, "envelope.year"),
            ({"board_code": "zz"}, "envelope.board"),
        ],
    )
    def test_what_is_not_possible_is_refused(self, territory, changes, code):
        with pytest.raises(DomainError) as refusal:
            allot(**changes)
        assert refusal.value.code == code
        assert not Envelope.objects.exists()

    def test_an_administrator_alone_allots(self, room):
        with pytest.raises(NotAllowed):
            allot(actor=room.actor(room.secretary))


class TestDatabase:
    """What no code can do, by mistake or by hand."""

    def entry(self, kind, cents, **whose):
        envelope, _ = Envelope.objects.get_or_create(board_code="53", year=2026, charge="rci")
        whose = whose or {"board_file": BoardFileFactory(), "sitting": SittingFactory()}
        return EnvelopeEntry.objects.create(
            envelope=envelope, kind=kind, amount_cents=cents, at=factories.OPENING, **whose
        )

    def test_each_movement_moves_the_balance_the_table_says(self, territory):
        by = administrator()
        for kind in Kind:
            with transaction.atomic():
                national = COLUMNS[kind] == "allotted_cents"
                for cents, column in () if national else zip((40, 30, 20, 10), BALANCES[1:], strict=True):
                    self.entry(next(k for k in Kind if COLUMNS[k] == column), cents)
                Envelope.objects.get_or_create(board_code="53", year=2026, charge="rci")
                old = {name: getattr(Envelope.objects.get(), name) or 0 for name in BALANCES}
                self.entry(kind, 5, **({"by": by, "reason": "x"} if national else {}))
                new = {name: getattr(Envelope.objects.get(), name) or 0 for name in BALANCES}
                moved = {name: new[name] - old[name] for name in BALANCES if new[name] != old[name]}
                assert moved == {COLUMNS[kind]: 5}
                transaction.set_rollback(True)

    def test_a_balance_is_not_written_by_hand(self, territory):
        self.entry("reserved", 10)
        with pytest.raises(InternalError, match="by its entries alone"):
            Envelope.objects.update(reserved_cents=0)

    def test_a_movement_is_not_rewritten(self, territory):
        one = self.entry("reserved", 10)
        one.amount_cents = 5
        with pytest.raises(InternalError, match="entry_is_final"):
            one.save()

    @pytest.mark.parametrize("kind", ["granted", "reserved"])
    def test_no_movement_overspends(self, territory, kind):
        self.entry("allotted", 100, by=administrator(), reason="x")
        with pytest.raises(IntegrityError, match="envelope_never_overspent"):
            self.entry(kind, 101)

    @pytest.mark.parametrize("kind", ["released", "given_back", "recalled", "notified", "paid"])
    def test_no_balance_goes_below_what_it_is_part_of(self, territory, kind):
        with pytest.raises(IntegrityError, match="envelope_balances_hold"):
            self.entry(kind, 1 if kind in ("notified", "paid") else -1)

    def test_a_balance_that_is_not_the_sum_is_found(self, territory):
        self.entry("reserved", 10)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE commission_envelope DISABLE TRIGGER USER")
            cursor.execute("UPDATE commission_envelope SET reserved_cents = 11")
            cursor.execute("ALTER TABLE commission_envelope ENABLE TRIGGER USER")
        with pytest.raises(
            CommandError, match="53 2026 rci, reserved_cents\u00a0: 0,11\u202f€ inscrits, 0,10\u202f€"
        ):
            call_command("check_envelopes")

    def test_a_grant_beyond_the_room_is_refused_by_the_service(self, room):
        allot(cents=100_000)
        (token,) = room.put(1, **RCI)
        with pytest.raises(Conflict) as refusal:
            envelopes.grant(item=room.item(token), amount_cents=100_001, at=factories.OPENING)
        assert refusal.value.code == "envelope.short"
