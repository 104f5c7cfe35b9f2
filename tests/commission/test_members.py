"""Rights come from an invitation by the secretariat, hold as long as the mandate, and from nothing else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from commission.queries import members as queries
from commission.services import mandates
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Election, Membership, Office, OfficeKind, Role, Seat, User
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.invitations import services as invitations
from cpsti_portal.kernel.invitations.models import Invitation, InvitationKey
from cpsti_portal.kernel.invitations.services import Invitee
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.kernel.wall.switch import behind_the_wall
from tests.factories.accounts import PASSWORD, UserFactory, caseworker, member, secretary

pytestmark = pytest.mark.django_db
EMAIL = "nolwenn.invitee@exemple.fr"


@pytest.fixture
def keeper(territory) -> Membership:
    return secretary("53")


def actor(who: Membership):
    return actor_for(who.user, clock.today())


def invitee(**changes) -> Invitee:
    facts = {
        "email": EMAIL,
        "display_name": "Nolwenn  Invitée",
        "seat": Seat.TITULAR,
        "nominated_by": "CPME",
        "college": "active",
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=1_400),
    }
    return Invitee(**(facts | changes))


def invite(keeper: Membership, *, at=None, **changes) -> Invitation:
    return invitations.invite(
        actor=actor(keeper), board_code="53", invitee=invitee(**changes), at=at or clock.now()
    )


def key_sent() -> str:
    while outbox.drain():
        pass
    return re.search(r"/invitation/([^/]+)/", mail.outbox[-1].body)[1]


def accept(key: str, *, user_id: int | None = None, at=None) -> Membership:
    return invitations.accept(key=key, password=PASSWORD, user_id=user_id, at=at or clock.now())


class TestInvitation:
    def test_the_link_opens_an_account_and_the_mandate_that_was_written(self, keeper):
        invite(keeper)
        made = accept(key_sent())
        assert (made.display_name, made.seat, made.nominated_by, made.college, made.board_id) == (
            "Nolwenn Invitée", "titular", "CPME", "active", "53",
        )  # fmt: skip
        assert authenticate(email=EMAIL, password=PASSWORD).email == EMAIL
        assert actor(made).member_board_codes == {"53"}

    def test_the_key_is_kept_as_a_digest_and_in_no_message(self, keeper):
        invite(keeper)
        key = key_sent()
        assert key not in str(list(InvitationKey.objects.values())) + str(list(Invitation.objects.values()))
        from cpsti_portal.kernel.outbox.models import Message

        assert key not in str(list(Message.objects.values_list("payload", flat=True)))

    def test_before_the_mandate_begins_the_account_has_no_right(self, keeper):
        invite(keeper, starts_on=clock.today() + timedelta(days=5))
        assert actor(accept(key_sent())).board_codes == frozenset()

    def test_no_address_gives_a_right_by_itself(self, keeper):
        assert actor_for(UserFactory(email="x@u2p.example"), clock.today()).board_codes == frozenset()

    def test_used_twice_it_says_so_and_makes_nothing(self, keeper):
        invite(keeper)
        key = key_sent()
        accept(key)
        with pytest.raises(Conflict, match="déjà servi"):
            accept(key)
        assert Membership.objects.filter(role=Role.MEMBER).count() == 1

    def test_withdrawn_it_serves_no_more(self, keeper):
        one = invite(keeper)
        key = key_sent()
        for _ in range(2):
            invitations.revoke(actor=actor(keeper), invitation_id=one.pk, at=clock.now())
        with pytest.raises(Conflict, match="retirée"):
            accept(key)
        assert not User.objects.filter(email=EMAIL).exists()

    def test_too_late_it_serves_no_more_and_another_may_be_sent(self, keeper):
        early = clock.now() - invitations.VALID - timedelta(minutes=1)
        invite(keeper, at=early)
        with pytest.raises(Conflict, match="plus valable"):
            accept(key_sent())
        invite(keeper)
        assert accept(key_sent())

    def test_one_invitation_waits_at_one_address(self, keeper):
        invite(keeper)
        with pytest.raises(Conflict, match="attend déjà"):
            invite(keeper, email=EMAIL.upper())

    def test_an_invitation_that_served_is_not_withdrawn(self, keeper):
        one = invite(keeper)
        accept(key_sent())
        with pytest.raises(Conflict, match="arrêtez plutôt"):
            invitations.revoke(actor=actor(keeper), invitation_id=one.pk, at=clock.now())

    def test_a_member_of_another_board_accepts_signed_in(self, keeper):
        known = member("11", user=UserFactory(email=EMAIL))
        invite(keeper)
        key = key_sent()
        with pytest.raises(NotAllowed, match="connectez-vous"):
            accept(key)
        with pytest.raises(NotAllowed, match="autre personne"):
            accept(key, user_id=keeper.user_id)
        accept(key, user_id=known.user_id)
        assert actor(known).member_board_codes == {"11", "53"}

    def test_an_applicants_account_takes_no_mandate(self, keeper):
        person = UserFactory(email=EMAIL)
        invite(keeper)
        with pytest.raises(NotAllowed, match="compte de demandeur"):
            accept(key_sent(), user_id=person.pk)

    @pytest.mark.parametrize("who", ["member", "secretary elsewhere", "caseworker"])
    def test_nobody_else_invites(self, keeper, who):
        people = {"member": member, "secretary elsewhere": lambda: secretary("11"), "caseworker": caseworker}
        with pytest.raises(NotAllowed):
            invite(people[who]())
        assert not Invitation.objects.exists()

    def test_a_mandate_in_order(self, keeper):
        with pytest.raises(DomainError, match="précède"):
            invite(keeper, ends_on=clock.today() - timedelta(days=1))


class TestWall:
    """What the pages of a board may write is held by the database."""

    def refused(self, write, *, by=None, match: str | None = None) -> None:
        with (
            pytest.raises(DatabaseError, match=match),
            transaction.atomic(),
            behind_the_wall(reader=by and by.user_id),
        ):
            write()

    def test_no_account_is_read_or_made(self, keeper):
        self.refused(lambda: User.objects.create_user("x@exemple.fr", PASSWORD))
        self.refused(lambda: list(User.objects.order_by("pk")))
        self.refused(lambda: list(InvitationKey.objects.order_by("pk")))

    def test_no_first_mandate_and_no_other_role(self, keeper):
        fresh, agent = UserFactory(), caseworker()
        copy = {"board_id": "53", "display_name": "x", "starts_on": clock.today()}
        seat = {"seat": "titular", "college": "active", "nominated_by": "U2P"}
        others = "of its members alone"
        self.refused(
            lambda: Membership.objects.create(user=fresh, role=Role.MEMBER, **copy, **seat),
            by=keeper,
            match="by an invitation",
        )
        self.refused(
            lambda: Membership.objects.create(user=keeper.user, role=Role.SECRETARY, **copy),
            by=keeper,
            match=others,
        )
        self.refused(
            lambda: Membership.objects.filter(pk=agent.pk).update(ends_on=clock.today()),
            by=keeper,
            match=others,
        )
        self.refused(
            lambda: Membership.objects.filter(pk=keeper.pk).update(role=Role.ADMINISTRATOR),
            by=keeper,
            match="denied",
        )

    def test_the_secretary_of_the_board_alone_ends_a_mandate_and_gives_an_office(self, keeper):
        one, last = member(), clock.today() + timedelta(days=30)

        def end():
            return Membership.objects.filter(pk=one.pk).update(ends_on=last)

        def elect():
            return Office.objects.create(membership=one, kind=OfficeKind.PRESIDENT, starts_on=clock.today())

        for stranger in (None, one, secretary("11")):
            self.refused(end, by=stranger, match="the secretariat of a board decides")
            self.refused(elect, by=stranger, match="row-level security")
        with behind_the_wall(reader=keeper.user_id):
            assert end() == 1
            made = elect()
            assert Office.objects.filter(pk=made.pk).update(ends_on=last) == 1
        with behind_the_wall(reader=one.user_id):
            assert Office.objects.filter(pk=made.pk).update(ends_on=clock.today()) == 0

    def test_the_secretary_of_the_board_alone_reads_where_an_invitation_went(self, keeper):
        one, member_of_it = invite(keeper), member()
        read = {}
        for name, who in {"own": keeper, "other": secretary("11"), "member": member_of_it}.items():
            with behind_the_wall(reader=who.user_id):
                read[name] = list(Invitation.objects.values_list("email", flat=True))
                withdrawn = Invitation.objects.filter(pk=one.pk, revoked_at=None)
                assert name == "own" or withdrawn.update(revoked_at=clock.now()) == 0
        assert read == {"own": [EMAIL], "other": [], "member": []}

    def test_an_invitation_does_not_take_itself_up(self, keeper):
        one = invite(keeper)
        taken = Invitation.objects.filter(pk=one.pk)
        self.refused(lambda: taken.update(accepted_at=clock.now()), by=keeper, match="denied")


class TestMandates:
    def test_an_ended_mandate_closes_every_right_the_day_after(self, keeper):
        one = member()
        last = clock.today()
        mandates.end(actor=actor(keeper), member_id=one.pk, ends_on=last, at=clock.now())
        assert actor_for(one.user, last).board_codes == {"53"}
        assert actor_for(one.user, last + timedelta(days=1)).board_codes == frozenset()

    @pytest.mark.parametrize(
        ("days", "code"), [(-9_000, "mandate.before_start"), (-2, "mandate.in_the_past")]
    )
    def test_a_mandate_is_not_ended_in_the_past(self, keeper, days, code):
        one = member()
        with pytest.raises(DomainError) as refusal:
            mandates.end(
                actor=actor(keeper),
                member_id=one.pk,
                ends_on=clock.today() + timedelta(days=days),
                at=clock.now(),
            )
        assert refusal.value.code == code

    def test_a_mandate_that_is_over_stays_over(self, keeper):
        one = member(ends_on=clock.today() - timedelta(days=3))
        with pytest.raises(Conflict, match="déjà terminé"):
            mandates.end(actor=actor(keeper), member_id=one.pk, ends_on=clock.today(), at=clock.now())

    def test_renewed_it_begins_the_day_after_and_once(self, keeper):
        one = member(ends_on=clock.today() + timedelta(days=3))
        until = clock.today() + timedelta(days=900)
        made = [
            mandates.renew(actor=actor(keeper), member_id=one.pk, ends_on=until, at=clock.now())
            for _ in range(2)
        ]
        assert made[0] == made[1]
        assert (made[0].starts_on, made[0].ends_on) == (clock.today() + timedelta(days=4), until)

    def test_an_office_passes_on_and_ends_with_the_mandate(self, keeper):
        first, second = member(), member(ends_on=clock.today() + timedelta(days=90))
        how = {"kind": OfficeKind.PRESIDENT, "election": Election.FIRST_ROUND, "ends_on": None}
        start = clock.today()
        mandates.elect(actor=actor(keeper), member_id=first.pk, starts_on=start - timedelta(days=9), **how)
        mandates.elect(actor=actor(keeper), member_id=second.pk, starts_on=start, **how)
        assert list(Office.objects.order_by("pk").values_list("membership", "ends_on")) == [
            (first.pk, start - timedelta(days=1)),
            (second.pk, second.ends_on),
        ]
        mandates.end(actor=actor(keeper), member_id=second.pk, ends_on=start, at=clock.now())
        assert Office.objects.get(membership=second).ends_on == start

    def test_an_office_lasts_no_longer_than_the_mandate(self, keeper):
        one = member(ends_on=clock.today() + timedelta(days=9))
        with pytest.raises(DomainError, match="ne dépasse pas"):
            mandates.elect(
                actor=actor(keeper),
                member_id=one.pk,
                kind=OfficeKind.PRESIDENT,
                election=Election.ELDEST,
                starts_on=clock.today(),
                ends_on=clock.today() + timedelta(days=10),
            )


class TestPages:
    def url(self, name: str, *args) -> str:
        return reverse(f"commission:{name}", args=args)

    def test_the_whole_road_of_an_invitation(self, keeper, client):
        client.force_login(keeper.user)
        typed = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in vars(invitee()).items()}
        page = client.post(self.url("member_invite", "53"), typed, follow=True).content.decode()
        assert "L’invitation part par courriel" in page
        assert EMAIL in page
        client.logout()
        link = reverse("pages:invitation", args=[key_sent()])
        assert "CASS Bretagne vous invite comme titulaire" in client.get(link).content.decode()
        assert client.post(link, {"password1": "court", "password2": "court"}).status_code == 422
        done = client.post(link, {"password1": PASSWORD, "password2": PASSWORD})
        assert (done.status_code, done["Location"]) == (302, reverse("account_login"))
        again = client.get(link)
        assert (again.status_code, "a déjà servi" in again.content.decode()) == (410, True)
        signed = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD}, follow=True)
        assert "Prochaines séances" in signed.content.decode()

    def test_a_link_that_is_nothing_says_so(self, territory, client):
        page = client.get(reverse("pages:invitation", args=["rien"]))
        assert (page.status_code, "vérifiez qu’il est entier" in page.content.decode()) == (410, True)

    def test_somebody_else_who_is_signed_in_learns_no_address(self, keeper, client):
        invite(keeper)
        key = key_sent()
        client.force_login(member().user)
        page = client.get(reverse("pages:invitation", args=[key])).content.decode()
        assert EMAIL not in page
        assert "pas pour ce compte" in page

    def test_the_page_costs_the_same_for_every_size_of_board(self, keeper, client, django_assert_num_queries):
        client.force_login(keeper.user)
        member(nominated_by="U2P")
        client.get(self.url("board_members", "53"))
        with django_assert_num_queries(8):
            client.get(self.url("board_members", "53"))
        for n in range(6):
            member(nominated_by="CPME")
            invite(keeper, email=f"x{n}@exemple.fr")
        with django_assert_num_queries(8):
            client.get(self.url("board_members", "53"))

    def test_a_mandate_is_ended_renewed_and_elected_by_its_secretariat(self, keeper, client):
        one = member(ends_on=clock.today() + timedelta(days=30))
        key = queries.member_key(one)
        client.force_login(keeper.user)
        day = (clock.today() + timedelta(days=400)).isoformat()
        assert client.post(self.url("member_renew", key), {"ends_on": day}).status_code == 302
        assert client.post(self.url("member_end", key), {"ends_on": "1999-01-01"}).status_code == 422
        elected = {"kind": "president", "election": "eldest", "starts_on": clock.today().isoformat()}
        assert client.post(self.url("member_elect", key), elected).status_code == 302
        assert one.display_name in client.get(self.url("board_members", "53")).content.decode()
        assert client.get(self.url("members"))["Location"] == self.url("board_members", "53")
        client.force_login(secretary("11").user)
        assert client.get(self.url("member_end", key)).status_code == 404
