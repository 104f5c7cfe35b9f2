"""Until the closing nobody reads a ballot: not the pages, whoever asks; and nothing beside it tells what it says."""

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission import receipts
from commission.enums import Choice
from commission.models import AgendaItem, Ballot, Receipt, Ruling, Turnout
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.switch import behind_the_wall, is_behind_the_wall
from tests.factories import commission as factories
from tests.factories.accounts import administrator
from tests.said import said
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def room(territory):
    return factories.room(held_on=clock.today(), now=clock.now())


@pytest.fixture
@standing
def token(room) -> str:
    """One file, its vote open, three ballots in."""
    (token,) = room.put()
    room.open().open_vote(token)
    for who, choice in zip(room.titulars, (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN), strict=False):
        room.vote(who, token, choice)
    return token


def as_the_pages(table, reader=None, **conditions) -> int:
    with behind_the_wall(reader=reader):
        return table.objects.filter(**conditions).count()


class TestRows:
    def test_the_role_of_the_pages_gets_no_ballot_while_the_vote_is_open(self, room, token):
        assert Ballot.objects.count() == 3
        assert as_the_pages(Ballot) == 0
        for who in (*room.titulars, room.secretary):
            assert as_the_pages(Ballot, reader=who.user_id) == 0

    def test_every_way_of_asking_gets_nothing(self, room, token):
        asked = (
            "SELECT choice FROM commission_ballot",
            "SELECT count(*), max(amount_cents) FROM commission_ballot HAVING count(*) > 0",
            "SELECT b.choice FROM commission_turnout t JOIN commission_ballot b USING (item_id, member_id)",
            "TABLE commission_ballot",
        )
        for statement in asked:
            with behind_the_wall(), connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.fetchall() == []

    @pytest.mark.parametrize("hidden", ["ctid", "xmin"])
    def test_nor_when_a_row_was_written(self, room, token, hidden):
        room.close_vote(token)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), behind_the_wall():
            connection.cursor().execute(f"SELECT {hidden} FROM commission_ballot")

    def test_they_are_read_once_the_vote_is_closed(self, room, token):
        room.close_vote(token)
        assert as_the_pages(Ballot) == 3

    def test_one_closed_vote_opens_no_other(self, room, token):
        room.close_vote(token)
        room.close()
        room.sitting = factories.SittingFactory(held_on=room.sitting.held_on)
        (sealed,) = room.put()
        room.open().open_vote(sealed)
        room.vote(room.titulars[0], sealed)
        assert as_the_pages(Ballot, item__token=sealed) == 0
        assert as_the_pages(Ballot) == 3

    def test_the_pages_cannot_take_a_ballot_away_for_somebody_who_did_not_step_aside(self, room, token):
        with behind_the_wall():
            assert Ballot.objects.all().delete()[0] == 0
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM commission_ballot")
        assert Ballot.objects.count() == 3

    def test_nor_change_one(self, room, token):
        with pytest.raises(DatabaseError), transaction.atomic(), behind_the_wall():
            Ballot.objects.update(choice="abstain")

    def test_nor_add_one_to_a_vote_that_is_not_open(self, room, token):
        item = AgendaItem.objects.get()
        room.close_vote(token)
        with pytest.raises(DatabaseError), transaction.atomic(), behind_the_wall():
            Ballot.objects.bulk_create([Ballot(item=item, member=room.titulars[4], choice="abstain")])

    def test_whoever_steps_aside_takes_their_ballot_away_and_no_other(self, room, token, client):
        client.force_login(room.titulars[0].user)
        address = reverse("commission:recuse", args=[room.sitting.pk, token])
        assert client.post(address).status_code == 302
        left = {one.pk for one in room.titulars[1:3]}
        for table in (Ballot, Turnout, Receipt):
            assert set(table.objects.values_list("member_id", flat=True)) == left


class TestReceipts:
    def test_only_who_cast_the_ballot_reads_its_code(self, room, token):
        for reader, seen in ((room.titulars[0], 1), (room.titulars[5], 0), (room.secretary, 0)):
            assert as_the_pages(Receipt, reader=reader.user_id) == seen
        assert as_the_pages(Receipt) == 0

    def test_after_the_closing_too(self, room, token):
        room.close_vote(token)
        assert as_the_pages(Receipt, reader=room.secretary.user_id) == 0
        assert as_the_pages(Receipt, reader=room.titulars[1].user_id) == 1

    def test_nobody_writes_one_in_the_name_of_another(self, room, token):
        item = AgendaItem.objects.get()
        forged = Receipt(item=item, member=room.titulars[4], holder=room.titulars[4], code="A" * 20)
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            behind_the_wall(reader=room.titulars[0].user_id),
        ):
            Receipt.objects.bulk_create([forged])

    def test_the_digest_is_that_of_the_item_the_content_and_the_code(self, room, token):
        room.close_vote(token)
        digests = []
        for ballot in Ballot.objects.order_by("member_id"):
            code = Receipt.objects.get(item=ballot.item, member=ballot.member).code
            content = {
                name: getattr(ballot, name) for name in ("choice", "amount_cents", "reason_code", "question")
            }
            assert receipts.digest(token=token, code=code, **content) == ballot.digest
            assert receipts.digest(token=token, code=receipts.draw_code(), **content) != ballot.digest
            digests.append(ballot.digest)
        assert Ruling.objects.get().digests == sorted(digests)


class TestNothingBesideTells:
    def test_a_ballot_has_neither_number_nor_hour(self):
        """Whoever knew in which order members voted would learn nothing from the order of the box."""
        kinds = {field.name: field.get_internal_type() for field in Ballot._meta.local_concrete_fields}
        assert kinds["id"] == "UUIDField"
        assert {"DateTimeField", "BigAutoField"} & set(kinds.values()) == set()

    def test_whatever_was_cast_the_pages_of_an_open_vote_read_the_same(self, room):
        read = []
        for choice in (Choice.FOR, Choice.AGAINST):
            mark = transaction.savepoint()
            read.append(self.readable(room, choice))
            transaction.savepoint_rollback(mark)
        assert read[0] == read[1] != []

    def readable(self, room, choice) -> list[dict]:
        """Every row that the secretary's page may read of a vote, without what chance draws."""
        (token,) = room.put()
        room.open().open_vote(token)
        room.vote(room.titulars[0], token, choice)
        with behind_the_wall(reader=room.secretary.user_id):
            rows = [row for table in (Ballot, Receipt, Ruling) for row in table.objects.values()]
            return rows + list(Turnout.objects.values("member", "caster"))


class TestNobodyWorksAsTheOwner:
    """The owner of the tables is bound by no rule on rows: no page that somebody opens asks it about ballots."""

    def test_no_administration_shows_them(self):
        shown = {model.__name__ for model in admin.site._registry}
        assert shown & {"Ballot", "Receipt", "Turnout"} == set()

    def test_whatever_is_asked_of_ballots_during_a_visit_is_asked_behind_the_wall(self, room, token, client):
        asked = []

        def watch(execute, sql, params, many, context):
            if "commission_ballot" in said(sql) or "commission_receipt" in said(sql):
                asked.append(is_behind_the_wall())
            return execute(sql, params, many, context)

        addresses = [reverse("commission:home"), reverse("commission:sitting", args=[room.sitting.pk])]
        addresses += [
            reverse(f"commission:{one}", args=[room.sitting.pk, token]) for one in ("item", "recuse")
        ]
        board = (room.titulars[0], room.titulars[5], room.secretary)
        with connection.execute_wrapper(watch):
            for who in board:
                client.force_login(who.user)
                for address in addresses:
                    client.get(address)
            client.post(reverse("commission:vote", args=[room.sitting.pk, token]), {"choice": "abstain"})
            client.force_login(room.titulars[3].user)
            client.post(reverse("commission:vote", args=[room.sitting.pk, token]), {"choice": "abstain"})
            client.force_login(room.secretary.user)
            client.post(reverse("commission:close_item", args=[room.sitting.pk, token]))
            client.force_login(administrator().user)
            client.get(reverse("admin:index"))
            for model in ("sitting", "ruling"):
                client.get(reverse(f"admin:commission_{model}_changelist"))
        assert Ruling.objects.count() == 1
        assert asked and all(asked)

    def test_the_closing_reads_the_box_after_the_vote_is_closed(self, room, token, client):
        client.force_login(room.secretary.user)
        with CaptureQueriesContext(connection) as captured:
            client.post(reverse("commission:close_item", args=[room.sitting.pk, token]))
        asked = [said(query["sql"]) for query in captured]
        closing = next(n for n, sql in enumerate(asked) if "UPDATE" in sql and "commission_agendaitem" in sql)
        reading = next(n for n, sql in enumerate(asked) if 'FROM "commission_ballot"' in sql)
        assert closing < reading
        assert Ruling.objects.get().votes_for == 1
