"""A member tied to a request has nothing to do with its file; who is of the family, another board decides."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commission.models import BoardFile, Recusal
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import DomainError, NotAllowed
from cpsti_portal.kernel.territory.models import Board
from cpsti_portal.kernel.wall.switch import behind_the_wall
from requests_app.interests import Business, Declared, InterestKind, Tie, name_key, next_boards, tie_of
from requests_app.models import Interest
from requests_app.queries.interests import business_of
from requests_app.services import interests
from tests.factories.accounts import caseworker, member
from tests.requests_app.casework.case import LATER, drain, held, sent, signed, with_opinion

OWN, RELATIVE, NAME, COMMUNE = InterestKind
HERS = Business(
    siret="48739610600290", name="SARL Le Goff & Fils", commune="Châteaubriant", holder="Anne Morvan"
)

TIES = [
    (OWN, "487396106", Tie.FAMILY),
    (RELATIVE, "487396106", Tie.FAMILY),
    (OWN, "732829320", Tie.NONE),
    (NAME, "le goff et fils", Tie.NONE),
    (NAME, "Fils Le Goff", Tie.NEAR),
    (NAME, "MORVAN Anne", Tie.NEAR),
    (NAME, "Goff", Tie.NONE),
    (NAME, "SARL", Tie.NONE),
    (COMMUNE, "CHATEAUBRIANT", Tie.NEAR),
    (COMMUNE, "Chateau", Tie.NONE),
]


@pytest.mark.parametrize(("kind", "value", "tie"), TIES)
def test_what_ties_a_member_to_a_request(kind, value, tie):
    assert tie_of([Declared(kind, value)], HERS) is tie


def test_the_closest_tie_counts():
    near = Declared(COMMUNE, "Châteaubriant")
    assert tie_of([near, Declared(OWN, "487396106")], HERS) is Tie.FAMILY
    assert tie_of([], HERS) is Tie.NONE


@given(st.text(max_size=40))
def test_a_name_is_the_same_written_in_capitals_or_the_other_way_round(text):
    turned = " ".join(reversed(text.split()))
    assert name_key(" ".join(text.split())) == name_key(turned)


def test_the_other_boards_follow_each_other_in_one_fixed_order():
    assert next_boards("53", ["04", "11", "53", "93"]) == ["93", "04", "11"]


pytestmark = pytest.mark.django_db


def actor(who):
    return actor_for(who.user, clock.today())


def declare(who, kind: InterestKind, typed: str) -> None:
    interests.declare(actor=actor(who), kind=kind, typed=typed, at=clock.now())


@pytest.fixture
def one(territory):
    return member("53")


def aside(link) -> set[int]:
    return set(Recusal.objects.filter(board_file=link.token).values_list("member_id", flat=True))


class TestDeclaring:
    def test_a_siret_is_kept_as_its_siren_and_once(self, one):
        for typed in ("732 829 320", "73282932000074"):
            declare(one, OWN, typed)
        assert list(Interest.objects.values_list("user", "kind", "value")) == [
            (one.user_id, "own_siren", "732829320")
        ]

    @pytest.mark.parametrize(
        ("kind", "typed", "code"),
        [
            (OWN, "123456789", "interest.siren"),
            (RELATIVE, "", "interest.siren"),
            (COMMUNE, " - ", "interest.name"),
        ],
    )
    def test_what_is_not_readable_is_told(self, one, kind, typed, code):
        with pytest.raises(DomainError) as refusal:
            declare(one, kind, typed)
        assert (refusal.value.code, Interest.objects.count()) == (code, 0)

    def test_only_members_declare(self, territory):
        with pytest.raises(NotAllowed):
            declare(caseworker(), COMMUNE, "Brest")

    def test_nobody_withdraws_what_another_declared(self, one):
        declare(one, COMMUNE, "Brest")
        interests.withdraw(actor=actor(member("53")), interest_id=Interest.objects.get().pk)
        assert Interest.objects.count() == 1

    def test_no_page_of_a_board_reads_the_register(self, one):
        declare(one, COMMUNE, "Brest")
        with pytest.raises(DatabaseError), transaction.atomic(), behind_the_wall():
            list(Interest.objects.order_by("pk"))

    def test_the_journal_says_that_it_was_done_never_what(self, one):
        declare(one, COMMUNE, "Brest")
        event = Event.objects.get(action="interest.declared")
        assert (event.detail, "Brest" in str(vars(event))) == ({}, False)


class TestMatching:
    def test_a_member_of_the_same_commune_is_not_convened(self, one):
        aid_request = held()
        with_opinion(aid_request)
        other, elsewhere = member("53"), member("11")
        for who in (one, elsewhere):
            declare(who, COMMUNE, business_of(aid_request).commune)
        link = signed(aid_request, at=LATER)
        assert aside(link) == {one.pk}
        assert other.pk not in aside(link)
        assert set(Recusal.objects.values_list("token", flat=True)) == {""}

    def test_what_is_declared_after_the_sending_counts_too_and_stays(self, one):
        link = sent()
        assert aside(link) == set()
        declare(one, COMMUNE, business_of(link.aid_request).commune)
        drain()
        assert aside(link) == {one.pk}
        interests.withdraw(actor=actor(one), interest_id=Interest.objects.get().pk)
        drain()
        assert aside(link) == {one.pk}

    def test_a_mandate_that_is_over_is_not_looked_at(self, one):
        gone = member("53", ends_on=LATER.date().replace(year=2021))
        link = sent()
        Interest.objects.create(
            user=gone.user, kind=COMMUNE, value=business_of(link.aid_request).commune, declared_at=LATER
        )
        declare(one, COMMUNE, "Ailleurs")
        drain()
        assert aside(link) == set()

    @pytest.mark.parametrize("kind", [OWN, RELATIVE])
    def test_the_request_of_the_family_goes_to_the_next_board(self, one, kind):
        aid_request = held()
        with_opinion(aid_request)
        Interest.objects.create(
            user=one.user, kind=kind, value=business_of(aid_request).siret[:9], declared_at=LATER
        )
        codes = list(Board.objects.order_by("code").values_list("code", flat=True))
        expected = next_boards("53", codes)[0]
        link = signed(aid_request, at=LATER)
        board_file = BoardFile.objects.get(token=link.token)
        assert (board_file.board_code, aid_request.board_id) == (expected, expected)
        assert board_file.area_label == Board.objects.get(code=expected).area_label
        assert aside(link) == set()

    def test_a_board_with_family_is_passed_over(self, one):
        aid_request = held()
        with_opinion(aid_request)
        codes = list(Board.objects.order_by("code").values_list("code", flat=True))
        first, second = next_boards("53", codes)[:2]
        for who in (one, member(first)):
            Interest.objects.create(
                user=who.user, kind=OWN, value=business_of(aid_request).siret[:9], declared_at=LATER
            )
        signed(aid_request, at=LATER)
        assert aid_request.board_id == second


class TestPage:
    def test_a_member_reads_their_own_and_nobody_elses(self, one, client):
        declare(member("53"), COMMUNE, "Guingamp")
        client.force_login(one.user)
        address = reverse("interests:register")
        page = client.post(address, {"kind": "commune", "typed": "Brest"}, follow=True).content.decode()
        assert ("Brest" in page, "Guingamp" in page) == (True, False)
        refused = client.post(address, {"kind": "own_siren", "typed": "12"})
        assert (refused.status_code, refused.context["form"]["typed"].value()) == (422, "12")
        mine = Interest.objects.get(user=one.user)
        assert client.post(reverse("interests:withdraw", args=[mine.pk])).status_code == 302
        others = Interest.objects.get()
        assert client.post(reverse("interests:withdraw", args=[others.pk])).status_code == 404

    def test_the_secretary_has_no_such_page(self, territory, client):
        from tests.factories.accounts import secretary

        client.force_login(secretary("53").user)
        assert client.get(reverse("interests:register")).status_code == 404
