"""Giving a proxy, taking it back, losing it: CSS R221-5, in the words a member reads."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commission.enums import Choice, ProxyEnd
from commission.models import BoardRules, Proxy
from commission.queries import roll
from commission.services import proxies
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from tests.factories import commission as factories
from tests.factories.accounts import member, secretary
from tests.factories.commission import HELD_ON, SittingFactory

pytestmark = pytest.mark.django_db


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


def ends(room) -> list[tuple[str, str]]:
    rows = Proxy.objects.filter(sitting=room.sitting).order_by("pk")
    return [(proxy.giver.display_name, proxy.ended_because) for proxy in rows]


class TestGiving:
    def test_before_the_sitting_to_any_member(self, room):
        giver, holder = room.titulars[5], room.substitutes[0]
        proxy = room.give(giver, holder)
        assert (proxy.giver, proxy.holder, proxy.on_behalf, proxy.ended_at) == (giver, holder, False, None)

    def test_during_the_sitting_to_a_member_who_sits(self, room):
        room.put()
        room.open(*room.titulars[:5])
        assert room.give(room.titulars[5], room.titulars[0]).holder == room.titulars[0]

    def test_twice_the_same_is_once(self, room):
        first = room.give(room.titulars[5], room.titulars[0])
        assert room.give(room.titulars[5], room.titulars[0]) == first

    def test_the_secretary_enters_one_received(self, room):
        proxy = proxies.give_for(
            actor=room.actor(room.secretary),
            sitting_id=room.sitting.pk,
            giver_id=room.titulars[5].pk,
            holder_id=room.titulars[0].pk,
            at=room.tick(),
        )
        assert (proxy.giver, proxy.on_behalf) == (room.titulars[5], True)

    def test_nobody_enters_one_for_another_board(self, room):
        for who in (secretary("11"), room.titulars[0]):
            with refused(NotAllowed, "board.not_secretary"):
                proxies.give_for(
                    actor=room.actor(who),
                    sitting_id=room.sitting.pk,
                    giver_id=room.titulars[5].pk,
                    holder_id=room.titulars[0].pk,
                    at=room.tick(),
                )


class TestRefusals:
    """One clear sentence each, and nothing written."""

    def refuse(self, room, giver, holder, error, code, message):
        count = Proxy.objects.count()
        with refused(error, code) as refusal:
            room.give(giver, holder)
        assert (refusal.value.message, Proxy.objects.count()) == (message, count)

    def test_to_an_absent_member(self, room):
        room.put()
        room.open(*room.titulars[:4])
        message = "Titulaire 05 est absent\u00a0: un pouvoir se donne à un membre présent."
        self.refuse(room, room.titulars[5], room.titulars[4], DomainError, "proxy.absent", message)

    def test_to_a_substitute_who_does_not_sit(self, room):
        room.put()
        room.open(*room.titulars, room.substitutes[0])
        message = "Suppléant 01 assiste sans voter\u00a0: il ne peut pas porter de pouvoir."
        self.refuse(room, room.titulars[5], room.substitutes[0], DomainError, "proxy.no_seat", message)

    def test_to_oneself(self, room):
        message = "Un membre ne se donne pas pouvoir à lui-même."
        self.refuse(room, room.titulars[5], room.titulars[5], DomainError, "proxy.self", message)

    @pytest.mark.parametrize("to", [0, 1])
    def test_circular(self, room, to):
        room.give(room.titulars[4], room.titulars[to])
        message = "Titulaire 05 a donné pouvoir à un autre membre\u00a0: il ne peut pas en recevoir."
        self.refuse(room, room.titulars[0], room.titulars[4], DomainError, "proxy.circular", message)

    def test_by_who_carries_one(self, room):
        room.give(room.titulars[4], room.titulars[0])
        message = (
            "Ce membre porte le pouvoir d’un autre\u00a0: il ne peut pas donner le sien. "
            "Que l’autre membre ou le secrétariat le reprenne d’abord."
        )
        self.refuse(room, room.titulars[0], room.titulars[1], DomainError, "proxy.carries", message)

    def test_in_a_consultation(self, room):
        room.sitting = SittingFactory(kind="consultation")
        message = "Une consultation se vote à distance\u00a0: chaque membre y vote pour soi."
        self.refuse(room, room.titulars[5], room.titulars[0], DomainError, "proxy.consultation", message)

    def test_a_second_one_for_the_same_holder(self, room):
        room.give(room.titulars[4], room.titulars[0])
        message = "Ce membre détient déjà un pouvoir\u00a0: nul n’en détient plus d’un."
        self.refuse(room, room.titulars[5], room.titulars[0], DomainError, "proxy.held", message)

    def test_a_second_one_from_the_same_giver(self, room):
        room.give(room.titulars[5], room.titulars[0])
        message = "Ce membre a déjà donné pouvoir\u00a0: qu’il le reprenne d’abord."
        self.refuse(room, room.titulars[5], room.titulars[1], DomainError, "proxy.given", message)

    def test_after_the_opening_of_the_item(self, room):
        (token,) = room.put()
        room.open(*room.titulars[:5]).open_vote(token)
        message = "Un vote est ouvert\u00a0: un pouvoir se donne avant l’examen d’un dossier, ou après."
        self.refuse(room, room.titulars[5], room.titulars[0], Conflict, "proxy.vote_open", message)

    def test_after_the_sitting(self, room):
        room.put()
        room.open().close()
        message = "La séance est terminée\u00a0: les pouvoirs ne changent plus."
        self.refuse(room, room.titulars[5], room.titulars[0], Conflict, "proxy.frozen", message)

    def test_by_a_substitute(self, room):
        message = "Un suppléant ne donne pas pouvoir\u00a0: il n’a de voix que lorsqu’il siège."
        self.refuse(room, room.substitutes[0], room.titulars[0], DomainError, "proxy.substitute", message)

    def test_by_somebody_who_is_no_member(self, room):
        message = "Seuls les membres de cette commission donnent pouvoir."
        for who in (room.secretary, member("11")):
            self.refuse(room, who, room.titulars[0], NotAllowed, "board.not_member", message)

    def test_to_a_member_of_another_board(self, room):
        message = "Un pouvoir se donne à un membre de cette commission."
        self.refuse(room, room.titulars[5], member("11"), DomainError, "proxy.holder", message)

    def test_where_the_rules_allow_none(self, room):
        BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), proxies_per_member=0)
        message = "Les règles de cette commission n’admettent pas de pouvoir."
        self.refuse(room, room.titulars[5], room.titulars[0], DomainError, "proxy.none", message)

    def test_from_a_mandate_that_ended_at_midnight_overseas(self, territory):
        """23 h in Paris is already the next day in Saint-Denis: the mandate ended there, whoever still sees it here."""
        room = factories.room(board_code="04", held_on=HELD_ON)
        giver = room.titulars[5]
        Membership.objects.filter(pk=giver.pk).update(ends_on=HELD_ON)
        midnight_passed = datetime(2026, 6, 3, 21, 0, tzinfo=UTC)
        act = {"sitting_id": room.sitting.pk, "holder_id": room.titulars[0].pk}
        with refused(NotAllowed, "proxy.mandate") as refusal:
            proxies.give(actor=actor_for(giver.user, HELD_ON), **act, at=midnight_passed)
        assert refusal.value.message == "Le mandat de ce membre est terminé\u00a0: il ne donne plus pouvoir."
        proxies.give(actor=actor_for(giver.user, HELD_ON), **act, at=midnight_passed - timedelta(hours=2))


class TestEnding:
    def test_the_giver_arrives(self, room):
        room.give(room.titulars[5], room.titulars[0])
        room.mark(*room.titulars)
        assert ends(room) == [("Titulaire 06", ProxyEnd.GIVER_CAME)]

    def test_the_holder_leaves_and_does_not_find_it_again(self, room):
        room.put()
        room.open(*room.titulars[:5])
        room.give(room.titulars[5], room.titulars[4])
        room.mark(*room.titulars[:4])
        room.mark(*room.titulars[:5])
        assert ends(room) == [("Titulaire 06", ProxyEnd.HOLDER_LEFT)]
        assert [line.proxy_to for line in roll.roll_of(room.sitting)] == [None] * 8

    def test_given_before_leaving_it_serves_from_the_departure_on(self, room):
        first, _ = room.put(2)
        room.open()
        room.give(room.titulars[5], room.titulars[0])
        assert room.decide(first, [Choice.FOR] * 5).proxies_sentence == ""
        room.mark(*room.titulars[:5])
        lines = {line.member: line.proxy_to for line in roll.roll_of(room.sitting)}
        assert lines[room.titulars[5]] == room.titulars[0].pk

    def test_the_giver_takes_it_back_once(self, room):
        room.give(room.titulars[5], room.titulars[0])
        act = {"sitting_id": room.sitting.pk, "giver_id": room.titulars[5].pk}
        for _ in range(2):
            proxies.withdraw(actor=room.actor(room.titulars[5]), **act, at=room.tick())
        assert ends(room) == [("Titulaire 06", ProxyEnd.WITHDRAWN)]
        room.give(room.titulars[5], room.titulars[1])

    def test_nobody_takes_back_the_proxy_of_another(self, room):
        room.give(room.titulars[5], room.titulars[0])
        act = {"sitting_id": room.sitting.pk, "giver_id": room.titulars[5].pk, "at": room.tick()}
        with refused(NotAllowed, "board.not_secretary"):
            proxies.withdraw(actor=room.actor(room.titulars[0]), **act)
        proxies.withdraw(actor=room.actor(room.secretary), **act)
        assert ends(room) == [("Titulaire 06", ProxyEnd.WITHDRAWN)]


class TestHeldByTheDatabase:
    def proxy(self, room, giver, holder, **fields):
        return Proxy.objects.create(
            sitting=room.sitting, giver=giver, holder=holder, given_at=room.now, **fields
        )

    def test_one_per_giver_one_per_holder_none_to_oneself(self, room):
        one, two, three = room.titulars[:3]
        self.proxy(room, one, two)
        for giver, holder, name in (
            (one, three, "proxy_one_per_giver"),
            (three, two, "proxy_one_per_holder"),
            (three, three, "proxy_to_another"),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                self.proxy(room, giver, holder)

    def test_it_is_never_changed_and_ends_once(self, room):
        one, two, three = room.titulars[:3]
        self.proxy(room, one, two, ended_at=room.now, ended_because="withdrawn")
        for fields in ({"holder": three}, {"ended_at": None, "ended_because": ""}):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                Proxy.objects.update(**fields)
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            Proxy.objects.all().delete()

    def test_none_while_a_vote_is_open(self, room):
        (token,) = room.put()
        room.open(*room.titulars[:5]).open_vote(token)
        with pytest.raises(DatabaseError, match="roll is still"), transaction.atomic():
            self.proxy(room, room.titulars[5], room.titulars[0])
