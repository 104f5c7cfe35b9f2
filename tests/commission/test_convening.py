"""Calling a board to its sitting: who is written to, what the calendar file says, what the answers promise."""

import re
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from commission.convening import Answer, NoticeKind
from commission.enums import SittingState
from commission.models import BoardRules, Convening, ConveningMail, Proxy, Reply, Sitting
from commission.queries.convening import page_of
from commission.queries.roll import sheet_key
from commission.services import convening, proxies, sittings
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.outbox import services as outbox
from tests.factories import commission as factories
from tests.factories.accounts import member, secretary
from tests.factories.commission import Room
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def room(territory) -> Room:
    place = factories.room(titulars=6, substitutes=1)
    place.now -= timedelta(days=10)
    return place


def act(room: Room) -> dict:
    return {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk, "at": room.tick()}


def convene(room: Room) -> int:
    return convening.convene(**act(room))


def answer(room: Room, who, said: Answer) -> None:
    convening.reply(actor=room.actor(who), sitting_id=room.sitting.pk, answer=said, at=room.tick())


def moved(room: Room, **changes) -> bool:
    now = Sitting.objects.get(pk=room.sitting.pk)
    fields = {"held_on": now.held_on, "starts_at": now.starts_at, "place": now.place} | changes
    return convening.move(**act(room), **fields)


def sent() -> list[mail.EmailMessage]:
    """What left since the last time."""
    before = len(mail.outbox)
    while outbox.drain():
        pass
    return mail.outbox[before:]


def event_of(message) -> tuple[str, object]:
    """The method of the file, as its mail says it too, and its event."""
    [part] = [one for one in message.attachments if one.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    assert part.get_param("method") == calendar["METHOD"]
    return str(calendar["METHOD"]), event


class TestMails:
    def test_each_member_of_that_day_is_written_to_once(self, room):
        over = member(ends_on=room.sitting.held_on - timedelta(days=1))
        later = member(starts_on=room.sitting.held_on + timedelta(days=1))
        assert (convene(room), convene(room)) == (7, 0)
        written = {address for one in sent() for address in one.recipients()}
        expected = {one.user.email for one in [*room.titulars, *room.substitutes]}
        assert written == expected - {over.user.email, later.user.email}
        assert (sent(), set(ConveningMail.objects.values_list("status", flat=True))) == ([], {"sent"})

    def test_a_member_who_came_in_between_is_convened_by_a_second_click(self, room):
        convene(room)
        new = member(display_name="Venu Après")
        assert convene(room) == 1
        assert ConveningMail.objects.get(member=new).kind == NoticeKind.CONVENED

    def test_the_mail_says_the_day_the_hour_the_place_and_no_link_that_signs_in(self, room):
        convene(room)
        message = next(one for one in sent() if one.to == [room.titulars[0].user.email])
        page = f"/commission/seances/{room.sitting.pk}/"
        assert message.subject == "Convocation à la séance du mercredi 3 juin 2026"
        assert "Rennes, salle du conseil" in message.body
        assert re.findall(r"https?://[^/\s]+(/\S*)", message.body) == [page]

    def test_a_substitute_is_told_whom_they_may_replace(self, room):
        convene(room)
        message = next(one for one in sent() if one.to == [room.substitutes[0].user.email])
        assert "Titulaire 01, Titulaire 02, Titulaire 03, Titulaire 04" in message.body

    def test_no_mail_holds_another_members_address(self, room):
        convene(room)
        addresses = {one.user.email for one in [*room.titulars, *room.substitutes, room.secretary]}
        for message in sent():
            whole = message.message().as_string() + event_of(message)[1].to_ical().decode()
            assert {one for one in addresses if one in whole} == set(message.to)

    def test_a_closed_account_is_written_to_no_more_and_the_secretary_sees_it(self, room):
        room.titulars[0].user.is_active = False
        room.titulars[0].user.save()
        convene(room)
        assert len(sent()) == 6
        assert page_of(room.sitting).lines[0].delivery == "Refusé par le serveur"
        assert page_of(room.sitting).in_doubt == 1

    @pytest.mark.parametrize("state", [SittingState.CANCELLED, SittingState.CLOSED])
    def test_nobody_is_convened_to_what_is_over(self, room, state):
        if state == SittingState.CANCELLED:
            sittings.cancel(**act(room))
        else:
            room.now = factories.OPENING
            room.put()
            room.open().close()
        with pytest.raises(Conflict, match="déjà ouverte, close ou annulée"):
            convene(room)

    def test_nobody_is_convened_to_yesterday(self, room):
        room.now = factories.OPENING + timedelta(days=1)
        with pytest.raises(DomainError, match="passée"):
            convene(room)

    def test_a_board_without_members_that_day(self, territory):
        empty = factories.room(titulars=0, substitutes=0)
        with pytest.raises(DomainError, match="Aucun mandat"):
            convene(empty)

    def test_another_boards_secretary_convenes_nobody(self, room):
        with pytest.raises(NotAllowed):
            convening.convene(actor=room.actor(secretary("11")), sitting_id=room.sitting.pk, at=room.now)
        assert not Convening.objects.exists()


class TestCalendarFile:
    def test_the_event_is_in_the_hour_of_the_board(self, territory):
        overseas = factories.room(board_code="04", titulars=1, substitutes=0)
        overseas.now -= timedelta(days=3)
        overseas.sitting.starts_at = time(9, 30)
        overseas.sitting.save()
        convene(overseas)
        method, event = event_of(sent()[0])
        assert (method, str(event["STATUS"]), int(event["SEQUENCE"])) == ("REQUEST", "CONFIRMED", 0)
        assert event.start.isoformat() == "2026-06-03T09:30:00+04:00"
        assert event["DTSTART"].params["TZID"] == "Indian/Reunion"

    def test_a_sitting_keeps_its_event_through_every_change(self, room):
        convene(room)
        first = event_of(sent()[0])
        moved(room, held_on=date(2026, 6, 10))
        second = event_of(sent()[0])
        sittings.cancel(**act(room))
        last = event_of(sent()[0])
        assert len({str(event["UID"]) for _, event in (first, second, last)}) == 1
        assert [(method, int(event["SEQUENCE"])) for method, event in (first, second, last)] == [
            ("REQUEST", 0),
            ("REQUEST", 1),
            ("CANCEL", 2),
        ]
        assert (second[1].start.date(), str(last[1]["STATUS"])) == (date(2026, 6, 10), "CANCELLED")

    def test_lines_are_short_and_end_as_the_standard_says(self, room):
        convene(room)
        [part] = [one for one in sent()[0].attachments if one.get_content_type() == "text/calendar"]
        raw = part.get_payload(decode=True)
        assert (part.get_filename(), max(map(len, raw.split(b"\r\n"))) <= 75) == ("seance.ics", True)
        assert b"\n" not in raw.replace(b"\r\n", b"")


class TestMove:
    def test_nothing_changed_tells_nobody(self, room):
        convene(room)
        sent()
        assert (moved(room), sent()) == (False, [])

    def test_before_the_convening_a_sitting_moves_in_silence(self, room):
        assert (moved(room, place="Brest"), sent()) == (True, [])

    def test_whose_mandate_ends_before_the_new_day_is_released_and_whose_begins_is_convened(self, room):
        leaving = member(ends_on=room.sitting.held_on)
        coming = member(starts_on=room.sitting.held_on + timedelta(days=1))
        convene(room)
        moved(room, held_on=room.sitting.held_on + timedelta(days=7))
        last = {one.member: one.kind for one in ConveningMail.objects.order_by("pk")}
        assert (last[leaving], last[coming], last[room.titulars[0]]) == ("released", "convened", "moved")
        mails = {one.to[0]: one for one in sent()}
        assert event_of(mails[leaving.user.email])[0] == "CANCEL"

    def test_a_move_asks_again(self, room):
        convene(room)
        answer(room, room.titulars[0], Answer.COMING)
        moved(room, starts_at=time(16))
        assert page_of(room.sitting).silent == 7
        answer(room, room.titulars[0], Answer.ABSENT)
        assert (Reply.objects.get().answer, page_of(room.sitting).silent) == ("absent", 6)

    def test_the_other_house_learns_the_new_day(self, room, published):
        room.put()
        moved(room, held_on=date(2026, 6, 10))
        days = [payload["sitting_on"] for _, payload in published("commission.file_scheduled")]
        assert days == ["2026-06-03", "2026-06-10"]

    @pytest.mark.parametrize(
        ("changes", "code"), [({"held_on": date(2026, 5, 1)}, "sitting.past"), ({}, "sitting.hour_taken")]
    )
    def test_a_day_gone_by_and_an_hour_taken_are_refused(self, room, changes, code):
        other = factories.SittingFactory(held_on=date(2026, 6, 20))
        taken = changes or {"held_on": other.held_on, "starts_at": other.starts_at}
        with pytest.raises(DomainError) as refusal:
            moved(room, **taken)
        assert refusal.value.code == code
        assert Sitting.objects.get(pk=room.sitting.pk).held_on == room.sitting.held_on


class TestReplies:
    def test_the_last_word_counts(self, room):
        convene(room)
        for said in (Answer.COMING, Answer.ABSENT, Answer.REMOTE):
            answer(room, room.titulars[0], said)
        assert list(Reply.objects.values_list("answer", flat=True)) == ["remote"]

    def test_before_the_convening_nobody_answers(self, room):
        with pytest.raises(Conflict, match="pas encore convoqués"):
            answer(room, room.titulars[0], Answer.COMING)

    def test_once_the_sitting_is_open_the_attendance_sheet_counts(self, room):
        convene(room)
        room.now = factories.OPENING
        room.put()
        room.open()
        with pytest.raises(Conflict, match="déjà ouverte"):
            answer(room, room.titulars[0], Answer.COMING)

    def test_a_mandate_that_ends_before_that_day_gives_no_word(self, room):
        convene(room)
        leaving = member(ends_on=room.sitting.held_on - timedelta(days=1))
        with pytest.raises(NotAllowed, match="mandat"):
            answer(room, leaving, Answer.COMING)

    def test_a_secretary_does_not_answer_for_members(self, room):
        convene(room)
        with pytest.raises(NotAllowed):
            answer(room, room.secretary, Answer.COMING)

    def test_the_silent_are_reminded_once_a_day(self, room):
        convene(room)
        answer(room, room.titulars[0], Answer.COMING)
        sent()
        assert [convening.remind(**act(room)) for _ in range(2)] == [6, 0]
        assert {one.subject.split(" pour")[0] for one in sent()} == {"Votre réponse est attendue"}
        room.now += timedelta(days=1)
        assert convening.remind(**act(room)) == 6

    def test_the_secretary_reads_the_quorum_that_is_promised_and_whom_to_call(self, room):
        convene(room)
        for who in (room.titulars[0], room.titulars[2], room.titulars[3]):
            answer(room, who, Answer.COMING)
        answer(room, room.titulars[1], Answer.ABSENT)
        page = page_of(room.sitting)
        assert (page.quorum_met, page.silent, page.to_tell) == (False, 3, 0)
        assert page.lines[1].replace_by == "Suppléant 01"
        answer(room, room.substitutes[0], Answer.REMOTE)
        assert page_of(room.sitting).quorum_met
        answer(room, room.substitutes[0], Answer.ABSENT)
        assert page_of(room.sitting).lines[1].replace_by == "personne"

    def test_a_second_call_is_promised_its_quorum_by_one_member(self, room):
        room.put()
        room.now = factories.OPENING
        room.miss()
        room.recall()
        convene(room)
        nobody = page_of(room.sitting)
        answer(room, room.titulars[0], Answer.COMING)
        promised = page_of(room.sitting)
        assert (nobody.quorum_met, promised.quorum_met) == (False, True)
        assert promised.quorum == (
            "Seconde convocation\u00a0: la commission délibère valablement quel que soit le nombre de présents "
            "(1 titulaire présent ou remplacé sur 6)."
        )


class TestProxyAnswer:
    """« Je ne viens pas et je donne pouvoir » is said by giving it."""

    def said(self, room) -> dict[str, str]:
        return dict(Reply.objects.values_list("member__display_name", "answer"))

    def test_giving_a_proxy_answers_and_taking_it_back_leaves_an_absence(self, room):
        convene(room)
        giver = room.titulars[5]
        room.give(giver, room.titulars[0])
        assert self.said(room) == {"Titulaire 06": "proxy"}
        proxies.withdraw(**act(room), giver_id=giver.pk)
        assert self.said(room) == {"Titulaire 06": "absent"}

    def test_no_holder_no_such_answer(self, room):
        convene(room)
        with pytest.raises(DomainError, match="Choisissez d’abord qui vote"):
            answer(room, room.titulars[5], Answer.PROXY)
        assert self.said(room) == {}

    @pytest.mark.parametrize("said", [Answer.COMING, Answer.REMOTE, Answer.ABSENT])
    def test_another_answer_takes_it_back(self, room, said):
        convene(room)
        room.give(room.titulars[5], room.titulars[0])
        answer(room, room.titulars[5], Answer.PROXY)
        assert Proxy.objects.get().ended_at is None
        answer(room, room.titulars[5], said)
        assert Proxy.objects.get().ended_because == "withdrawn"
        assert self.said(room) == {"Titulaire 06": said.value}

    def test_before_the_convening_and_during_the_sitting_a_proxy_answers_nothing(self, room):
        room.give(room.titulars[5], room.titulars[0])
        room.put()
        convene(room)
        room.now = factories.OPENING
        room.open(*room.titulars[:5])
        room.give(room.titulars[4], room.titulars[1])
        assert self.said(room) == {}

    def test_nobody_gives_to_who_said_they_will_not_come(self, room):
        convene(room)
        answer(room, room.titulars[0], Answer.ABSENT)
        with pytest.raises(DomainError) as refusal:
            room.give(room.titulars[5], room.titulars[0])
        assert refusal.value.message == (
            "Titulaire 01 a répondu ne pas venir\u00a0: choisissez un membre qui sera là."
        )
        moved(room, starts_at=time(16))
        room.give(room.titulars[5], room.titulars[0])

    def test_what_was_answered_counts_no_more_once_the_roll_is_called(self, room):
        convene(room)
        answer(room, room.titulars[0], Answer.ABSENT)
        room.now = factories.OPENING
        room.mark(room.titulars[0])
        assert room.give(room.titulars[5], room.titulars[0]).holder == room.titulars[0]

    def test_the_promised_quorum_does_not_count_it(self, room):
        convene(room)
        for who in room.titulars[:3]:
            answer(room, who, Answer.COMING)
        room.give(room.titulars[5], room.titulars[0])
        page = page_of(room.sitting)
        assert (page.quorum_met, page.lines[5].answer, page.lines[5].replace_by) == (
            False,
            "Donne pouvoir",
            "Suppléant 01",
        )


class TestPages:
    @pytest.fixture
    def room(self, territory, today) -> Room:
        return factories.room(titulars=3, substitutes=1, held_on=today + timedelta(days=9), now=clock.now())

    def url(self, name: str, room: Room) -> str:
        return reverse(f"commission:{name}", args=[room.sitting.pk])

    def test_one_click_convenes_and_one_reminds(self, room, client):
        client.force_login(room.secretary.user)
        for action, done in (("convene", "4 convocations partent"), ("remind", "4 relances partent")):
            page = client.post(self.url("convening", room), {"action": action}, follow=True)
            assert done in page.content.decode()
        again = client.post(self.url("convening", room), {"action": "remind"}, follow=True)
        assert "Personne à relancer" in again.content.decode()

    def test_a_member_answers_on_the_page_of_the_sitting_and_may_change(self, room, client):
        convene(room)
        client.force_login(room.titulars[1].user)
        assert "Venez-vous à cette séance" in client.get(self.url("sitting", room)).content.decode()
        page = client.post(self.url("reply", room), {"answer": "remote"}, follow=True).content.decode()
        assert "Votre réponse est enregistrée" in page
        assert "Changer ma réponse" in page
        assert client.post(self.url("reply", room), {"answer": "peut-être"}).status_code == 422
        assert Reply.objects.get().answer == "remote"

    def test_the_answer_that_gives_a_proxy_goes_on_to_its_holder(self, room, client):
        convene(room)
        giver, holder = room.titulars[1:3]
        client.force_login(giver.user)
        assert "Je ne viens pas et je donne pouvoir" in client.get(self.url("sitting", room)).content.decode()
        page = client.post(self.url("reply", room), {"answer": "proxy"}, follow=True)
        assert page.redirect_chain == [(self.url("proxy", room), 302)]
        assert not Reply.objects.exists()
        chosen = {"holder": sheet_key(room.sitting, holder)}
        page = client.post(self.url("proxy", room), chosen, follow=True).content.decode()
        assert "Votre réponse&nbsp;: donne pouvoir" in page
        assert f"Toute autre réponse reprend le pouvoir donné à {holder.display_name}." in page

    def test_the_giver_reads_that_the_holder_will_not_come(self, room, client):
        convene(room)
        giver, holder = room.titulars[1:3]
        room.give(giver, holder)
        client.force_login(giver.user)
        assert "Votre pouvoir ne servira pas" not in client.get(self.url("sitting", room)).content.decode()
        answer(room, holder, Answer.ABSENT)
        assert "Votre pouvoir ne servira pas" in client.get(self.url("sitting", room)).content.decode()

    @pytest.mark.parametrize("who", ["substitute", "carrier", "no proxies here"])
    def test_who_may_not_give_is_not_offered_to(self, room, client, who):
        convene(room)
        reader = room.substitutes[0] if who == "substitute" else room.titulars[1]
        if who == "carrier":
            room.give(room.titulars[2], reader)
        if who == "no proxies here":
            BoardRules.objects.create(
                board_code="53", starts_on=date(2026, 1, 1), seats=3, proxies_per_member=0
            )
        client.force_login(reader.user)
        assert "je donne pouvoir" not in client.get(self.url("sitting", room)).content.decode()
        assert client.post(self.url("reply", room), {"answer": "proxy"}).status_code == 422
        assert client.get(self.url("proxy", room)).status_code == 302

    def test_before_the_convening_a_member_is_asked_nothing(self, room, client):
        client.force_login(room.titulars[1].user)
        assert "Venez-vous" not in client.get(self.url("sitting", room)).content.decode()

    def test_a_refused_day_stays_typed_beside_its_sentence(self, room, client):
        client.force_login(room.secretary.user)
        typed = {"held_on": "2020-01-01", "starts_at": "10:00", "place": "Ailleurs"}
        page = client.post(self.url("move", room), typed)
        assert (page.status_code, page.context["form"]["place"].value()) == (422, "Ailleurs")
        assert "ne peut pas être passée" in page.content.decode()

    def test_the_page_costs_the_same_for_every_size_of_board(self, room, client, django_assert_num_queries):
        convene(room)
        client.force_login(room.secretary.user)
        client.get(self.url("convening", room))
        with django_assert_num_queries(9):
            client.get(self.url("convening", room))
        for _ in range(5):
            member()
        with django_assert_num_queries(9):
            client.get(self.url("convening", room))


def test_the_actor_of_an_ended_mandate_reads_no_invitation(room, client):
    convene(room)
    leaving = member(ends_on=clock.today() - timedelta(days=1))
    assert actor_for(leaving.user, clock.today()).board_codes == frozenset()
    client.force_login(leaving.user)
    assert client.get(reverse("commission:sitting", args=[room.sitting.pk])).status_code == 404
