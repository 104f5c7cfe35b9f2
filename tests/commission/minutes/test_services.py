"""Drawing up, signing, refusing: each refusal, what leaves at which signature, and what the database forbids."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from commission.enums import Choice, MinutesState
from commission.minutes.sheet import Paper
from commission.models import Minutes
from commission.services import minutes, minutes_files
from cpsti_portal.kernel import private_files
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership, OfficeKind
from cpsti_portal.kernel.errors import DomainError
from tests.factories.accounts import member, secretary
from tests.factories.commission import Room
from tests.standing import standing

pytestmark = pytest.mark.django_db
FOR, ADJOURN = [Choice.FOR] * 6, [Choice.ADJOURN] * 6


@pytest.fixture
@standing
def closed(room) -> Room:
    """A closed sitting: a grant, an adjournment, a file that was not examined."""
    room.put(3)
    room.open()
    room.decide(room.tokens[0], FOR)
    room.decide(room.tokens[1], ADJOURN)
    room.close()
    return room


def words(content: bytes) -> str:
    read = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(read.replace("\u00a0", " ").split())


def prepare(room: Room, remark: str = "", by: Membership | None = None) -> Minutes:
    return minutes.prepare(
        actor=room.actor(by or room.secretary), sitting_id=room.sitting.pk, remark=remark, at=room.tick()
    )


def countersign(room: Room, by: Membership, seal: str | None = None) -> None:
    minutes.countersign(
        actor=room.actor(by),
        sitting_id=room.sitting.pk,
        seal=room.minutes.seal if seal is None else seal,
        at=room.tick(),
    )


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as error, transaction.atomic():
        call(*args, **kwargs)
    return error.value.code


class TestDrawingUp:
    def test_the_closing_of_the_sitting_owes_a_draft(self, closed):
        found = closed.minutes
        assert (found.version, found.state, found.prepared_by) == (1, "draft", closed.secretary)
        assert found.rendered_at is None

    def test_both_papers_are_laid_out_once_with_their_digests(self, closed):
        found = closed.lay_out()
        minutes_files.render(minutes_id=found.pk, at=closed.tick())
        again = closed.minutes
        assert (again.minutes_path, again.rendered_at) == (found.minutes_path, found.rendered_at)
        for path, digest in (
            (found.minutes_path, found.minutes_sha256),
            (found.decisions_path, found.decisions_sha256),
        ):
            assert hashlib.sha256(private_files.content(path)).hexdigest() == digest

    def test_equal_facts_give_equal_bytes(self, closed):
        found = closed.lay_out()
        assert minutes_files.pdf(Paper.MINUTES, found.content) == private_files.content(found.minutes_path)

    def test_the_papers_are_tagged_french_and_say_what_was_decided(self, closed):
        found = closed.lay_out()
        content = private_files.content(found.minutes_path)
        root = PdfReader(BytesIO(content)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean
        assert root["/Lang"] == "fr"
        told = words(content)
        for part in (
            "Procès-verbal",
            "CASS Bretagne",
            "Séance du 3 juin 2026",
            "Titulaire 01",
            "6 voix pour",
            "Un échéancier a-t-il été demandé ?",
            "Dossiers non examinés",
            "1 aide accordée, 1 dossier ajourné",
            "Présidence de séance Titulaire 01",
        ):
            assert part in told
        assert "Relevé de décisions" in words(private_files.content(found.decisions_path))

    def test_a_remark_makes_other_bytes_and_the_same_remark_the_same(self, closed):
        first = closed.lay_out()
        prepare(closed)
        assert closed.minutes.rendered_at == first.rendered_at, "nothing changed"
        prepare(closed, "Le calendrier est adopté.")
        assert closed.minutes.rendered_at is None
        second = closed.lay_out()
        assert second.version == 1
        assert second.minutes_sha256 != first.minutes_sha256
        assert "Le calendrier est adopté." in words(private_files.content(second.minutes_path))

    def test_before_the_closing_there_is_nothing_to_draw_up(self, room):
        room.put()
        room.open()
        assert refused(prepare, room) == "minutes.not_closed"
        with pytest.raises(DatabaseError, match="once the sitting is closed"), transaction.atomic():
            Minutes.objects.create(
                sitting=room.sitting, version=1, content={}, prepared_at=room.now, prepared_by=room.secretary
            )

    def test_only_the_secretary_of_this_board_draws_up(self, closed):
        assert refused(prepare, closed, by=closed.titulars[0]) == "board.not_secretary"
        assert refused(prepare, closed, by=secretary("11")) == "board.not_secretary"

    def test_a_remark_has_a_length(self, closed):
        assert refused(prepare, closed, "x" * 4_001) == "minutes.remark"

    def test_a_remark_holds_no_number_nor_address_of_a_person(self, closed):
        before = Minutes.objects.get().content
        with pytest.raises(DomainError, match=r"^minutes\.identifier:") as told:
            prepare(closed, "Rappeler Mme L. au 06 12 34 56 78, ou à l@exemple.fr.")
        assert told.value.message == (
            "Retirez ce qui désigne une personne ou un compte\u00a0: adresse e-mail «\u00a0l@exemple.fr\u00a0», "
            "numéro de téléphone «\u00a006 12 34 56 78\u00a0»."
        )
        assert Minutes.objects.get().content == before


class TestSigning:
    def test_the_secretary_then_the_chair_and_everything_is_frozen(self, closed):
        signed = closed.sign()
        assert (signed.state, signed.secretary, signed.chair) == (
            MinutesState.SIGNED,
            closed.secretary,
            closed.titulars[0],
        )
        assert signed.chair_title == "Présidence de séance"
        assert signed.secretary_signed_at < signed.chair_signed_at == closed.now
        for change in ({"remark": "autre"}, {"minutes_sha256": "0" * 64}, {"state": "draft"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Minutes.objects.filter(pk=signed.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            signed.delete()

    def test_nothing_leaves_before_the_second_signature_and_then_all_at_once(self, closed, published):
        closed.sign_first()
        assert published("commission.ruling") == []
        assert [topic for topic, _ in published("commission.file_examined")] == [
            "commission.file_examined"
        ] * 2
        countersign(closed, closed.titulars[0])
        told = [payload for _, payload in published("commission.ruling")]
        assert sorted(one["outcome"] for one in told) == ["adjourned", "adopted"]
        assert {one["payable_from"] for one in told} == {None}

    def test_the_examined_topic_says_nothing_of_the_decision(self, closed, published):
        for _, payload in published("commission.file_examined"):
            assert set(payload) == {"token", "held_on"}

    def test_signing_twice_is_told_and_counted_once(self, closed, published):
        closed.sign_first()
        assert refused(minutes.sign, **self._secretary(closed)) == "minutes.signed"
        countersign(closed, closed.titulars[0])
        assert refused(countersign, closed, closed.titulars[0]) == "minutes.complete"
        assert refused(minutes.sign, **self._secretary(closed)) == "minutes.complete"
        assert len(published("commission.ruling")) == 2

    def _secretary(self, room: Room, **changes) -> dict:
        act = {
            "actor": room.actor(room.secretary),
            "sitting_id": room.sitting.pk,
            "seal": room.minutes.seal,
            "at": room.tick(),
        }
        return act | changes

    def test_a_draft_that_changed_under_the_reader_is_not_signed(self, closed):
        seen = closed.lay_out().seal
        prepare(closed, "Une observation de plus.")
        closed.lay_out()
        assert refused(minutes.sign, **self._secretary(closed, seal=seen)) == "minutes.changed"

    def test_a_draft_that_is_being_laid_out_is_not_signed(self, closed):
        assert refused(minutes.sign, **self._secretary(closed)) == "minutes.rendering"

    def test_a_draft_in_another_name_is_drawn_up_again_first(self, closed):
        closed.lay_out()
        other = secretary("53", display_name="Autre Secrétaire")
        act = self._secretary(closed, actor=closed.actor(other))
        assert refused(minutes.sign, **act) == "minutes.prepared_by_other"
        prepare(closed, by=other)
        minutes.sign(**act | {"seal": closed.lay_out().seal})
        assert closed.minutes.secretary == other

    def test_the_chair_does_not_sign_before_the_secretary(self, closed):
        closed.lay_out()
        assert refused(countersign, closed, closed.titulars[0]) == "minutes.not_proposed"

    def test_nothing_is_signed_while_the_sitting_is_open(self, room):
        room.put()
        room.open()
        act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk, "at": room.now}
        assert refused(minutes.sign, seal="", **act) == "minutes.missing"

    def test_another_member_does_not_sign_in_the_place_of_the_chair(self, closed):
        closed.sign_first()
        for who in (closed.titulars[1], closed.substitutes[0], closed.secretary, member("11")):
            assert refused(countersign, closed, who) == "minutes.not_signer"

    def test_the_chair_signs_the_bytes_that_were_shown(self, closed):
        closed.sign_first()
        assert refused(countersign, closed, closed.titulars[0], "0" * 128) == "minutes.changed"

    def test_one_person_does_not_sign_for_both(self, closed):
        secretary_too = Membership.objects.create(
            user=closed.titulars[0].user,
            role="secretary",
            board_id="53",
            display_name="Titulaire 01",
            starts_on=date(2020, 1, 1),
        )
        prepare(closed, by=secretary_too)
        seal = closed.lay_out().seal
        minutes.sign(**self._secretary(closed, actor=closed.actor(secretary_too), seal=seal))
        assert refused(countersign, closed, closed.titulars[0]) == "minutes.same_person"


class TestWhoSignsInstead:
    def end(self, who: Membership, on: date) -> None:
        Membership.objects.filter(pk=who.pk).update(ends_on=on)

    def test_a_chair_whose_mandate_ended_is_replaced_by_the_vice_president(self, room):
        vice = room.titulars[3]
        vice.offices.create(kind=OfficeKind.VICE_PRESIDENT, starts_on=date(2020, 1, 1))
        room.put()
        room.open()
        room.decide(room.tokens[0], FOR)
        room.close()
        room.titulars[0].offices.update(ends_on=room.now.date())
        self.end(room.titulars[0], room.now.date())
        room.now += timedelta(days=1)
        prepare(room)
        room.sign_first()
        assert refused(countersign, room, room.titulars[0]) == "minutes.not_signer"
        countersign(room, vice)
        assert (room.minutes.chair, room.minutes.chair_title) == (vice, "Vice-président de la commission")

    def test_when_the_mandate_ends_between_the_two_signatures_the_paper_is_drawn_up_again(self, closed):
        closed.sign_first()
        closed.titulars[0].offices.update(ends_on=closed.now.date())
        self.end(closed.titulars[0], closed.now.date())
        closed.now += timedelta(days=1)
        assert refused(countersign, closed, closed.titulars[1]) == "minutes.signer_changed"
        minutes.take_back(
            actor=closed.actor(closed.secretary),
            sitting_id=closed.sitting.pk,
            reason="Le mandat du président a pris fin.",
            at=closed.tick(),
        )
        assert closed.sign().chair == closed.titulars[1]

    def test_a_renewed_mandate_is_the_same_person(self, closed):
        president = closed.titulars[0]
        closed.sign_first()
        president.offices.update(ends_on=closed.now.date())
        self.end(president, closed.now.date())
        closed.now += timedelta(days=1)
        renewed = member("53", user=president.user, display_name="Titulaire 01", starts_on=closed.now.date())
        countersign(closed, renewed)
        assert closed.minutes.chair == renewed

    def test_a_chair_who_stepped_aside_from_a_file_leaves_the_pen_to_the_stand_in(self, room):
        room.put()
        room.open()
        room.open_vote(room.tokens[0])
        room.step_aside(room.titulars[0], room.tokens[0])
        for who in room.titulars[1:]:
            room.vote(who, room.tokens[0])
        room.close_vote(room.tokens[0])
        room.close()
        room.sign_first()
        assert refused(countersign, room, room.titulars[0]) == "minutes.not_signer"
        countersign(room, room.titulars[1])
        assert room.minutes.chair_title == "Membre ayant présidé l’examen d’un dossier"

    def test_nobody_left_is_said(self, closed):
        for one in (*closed.titulars, *closed.substitutes):
            one.offices.update(ends_on=closed.now.date())
            self.end(one, closed.now.date())
        closed.now += timedelta(days=1)
        assert refused(prepare, closed, "Autre.") == "minutes.no_signer"


class TestRefusing:
    def refuse(self, room: Room, by: Membership, reason: str = "L’heure de clôture est fausse.") -> None:
        minutes.refuse(actor=room.actor(by), sitting_id=room.sitting.pk, reason=reason, at=room.tick())

    def test_a_refusal_keeps_the_version_and_opens_the_next(self, closed, published):
        first = closed.sign_first()
        self.refuse(closed, closed.titulars[0])
        first.refresh_from_db()
        assert (first.state, first.refusal, first.refused_by) == (
            "refused",
            "L’heure de clôture est fausse.",
            closed.titulars[0],
        )
        assert (closed.minutes.version, closed.minutes.state) == (2, "draft")
        assert published("commission.ruling") == []
        assert closed.sign().version == 2
        assert private_files.content(first.minutes_path), "what was refused is kept"

    def test_a_refusal_says_why(self, closed):
        closed.sign_first()
        assert refused(self.refuse, closed, closed.titulars[0], "  ") == "minutes.reason"

    def test_only_who_signs_may_refuse(self, closed):
        closed.sign_first()
        assert refused(self.refuse, closed, closed.titulars[1]) == "minutes.not_signer"

    def test_signed_minutes_are_not_refused_any_more(self, closed):
        closed.sign()
        assert refused(self.refuse, closed, closed.titulars[0]) == "minutes.complete"


def test_an_account_elsewhere_learns_nothing(closed):
    stranger = actor_for(member("11").user, closed.now.date())
    with pytest.raises(DomainError):
        minutes.countersign(actor=stranger, sitting_id=closed.sitting.pk, seal="", at=closed.now)
