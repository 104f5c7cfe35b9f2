"""What a reader is told of the envelope: the sum of what they see, and what would be left."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.charges import Charge
from commission.enums import Choice
from commission.ledger import COLUMNS, Kind
from commission.models import EnvelopeEntry, EnvelopeRule
from commission.queries import funds
from commission.queries.visible import entries_hidden_from, entries_visible_to
from commission.services import allotments, envelopes
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from tests.access.walking import undone
from tests.factories import commission as factories
from tests.factories.accounts import administrator, secretary
from tests.factories.commission import BoardFileFactory, SittingFactory
from tests.factories.delegations import allow, entrusted, granted
from tests.standing import standing

pytestmark = pytest.mark.django_db
SAME = {"amount_asked_cents": 250_000}  # as much as is proposed: what « accorder » grants
RCI = {"aid_code": "afe", "aid_label": "Aide financière exceptionnelle"} | SAME
NB, THIN = "\u00a0", "\u202f"


@pytest.fixture
@standing
def room(territory):
    return factories.room(held_on=clock.today(), now=clock.now())


def allot(room, **cents) -> None:
    allotments.allot(
        actor=actor_for(administrator().user, room.sitting.held_on),
        board_code="53",
        year=room.sitting.held_on.year,
        amounts={Charge(name): value for name, value in cents.items()},
        reason="Notification du CPSTI",
        at=room.now,
    )


def outlook(room, who) -> funds.Funds:
    room.sitting.refresh_from_db()
    return funds.outlook_of(room.actor(who), room.sitting)


def url(room) -> str:
    return reverse("commission:envelope", args=[room.sitting.held_on.year, "53"])


def euros_exact(cents: int) -> str:
    """« 12 500,00 € », as ``text`` writes it."""
    return f"{cents // 100:,}".replace(",", " ") + ",00 €"


def text(response) -> str:
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", words.replace("&nbsp;", NB)).replace(NB, " ").replace(THIN, " ")


class TestOutlook:
    def test_if_every_opinion_is_followed(self, room):
        allot(room, rci=1_000_000)
        elsewhere, room.sitting = room.sitting, SittingFactory(held_on=room.sitting.held_on)
        room.put(2, **RCI)
        room.sitting = elsewhere
        decided, *_ = room.put(2, **RCI)
        room.open().decide(decided, [Choice.FOR] * 6)
        (line,) = outlook(room, room.secretary).lines
        assert (line.allotted, line.granted, line.elsewhere, line.asked, line.after) == (
            1_000_000, 250_000, 500_000, 250_000, 0,
        )  # fmt: skip

    def test_what_is_missing_is_told_by_charge(self, room):
        allot(room, maladie=100_000, vieillesse=1_000_000)
        room.put(1, **SAME)
        told = outlook(room, room.secretary)
        assert told.short == [("Branche maladie", 7_500)]
        assert told.total.after == 100_000 + 1_000_000 - 250_000

    def test_a_year_without_allotment_is_not_limited(self, room):
        room.put(1, **RCI)
        told = outlook(room, room.secretary)
        assert (told.total, [line.label for line in told.unlimited]) == (
            None,
            ["Régime complémentaire (RCI)"],
        )

    def test_a_member_is_not_told_of_an_agenda_in_preparation(self, room):
        allot(room, rci=1_000_000)
        room.put(1, **RCI)
        (line,) = outlook(room, room.titulars[0]).lines
        assert (line.elsewhere, line.asked, line.after) == (0, 0, 1_000_000)

    def test_one_query_at_3_and_at_30(self, room):
        for number in (3, 27):
            room.put(number, **RCI)
            actor = room.actor(room.secretary)
            with CaptureQueriesContext(connection) as asked:
                funds.outlook_of(actor, room.sitting)
            assert len(asked) == 1
        assert outlook(room, room.secretary).lines[0].asked == 30 * 250_000


STORIES = st.lists(
    st.tuples(
        st.sampled_from(["aced", "afe"]), st.sampled_from(["wait", "grant", "refuse", "pay"]), st.booleans()
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=STORIES)
def test_the_figures_of_a_member_are_the_sum_of_what_they_see_and_as_if_the_rest_did_not_exist(room, files):
    """(aid, what becomes of the file, whether the member stepped aside from it)."""
    room = replace(room, tokens=[])  # each story begins at the hour of the first: a sitting has one day
    with undone():
        allot(room, rci=5_000_000, maladie=5_000_000, vieillesse=5_000_000)
        who = room.titulars[0]
        keys = [BoardFileFactory(aid_code=aid, **SAME).token for aid, _, _ in files]
        room.schedule(*keys)
        room.publish()
        for key, (_, _, hidden) in zip(keys, files, strict=True):
            if hidden:
                room.step_aside(who, key)
        room.open()
        for key, (_, end, _) in zip(keys, files, strict=True):
            if end != "wait":
                _decide(room, key, Choice.AGAINST if end == "refuse" else Choice.FOR)
            if end == "pay":
                envelopes.note_paid(token=key, at=room.now)
        told = outlook(room, who)
        seen = [(aid, end) for aid, end, hidden in files if not hidden]
        assert sum(line.granted for line in told.lines) == 250_000 * sum(
            end in ("grant", "pay") for _, end in seen
        )
        assert sum(line.asked for line in told.lines) == 250_000 * sum(end == "wait" for _, end in seen)
        assert sum(line.paid for line in told.lines) == 250_000 * sum(end == "pay" for _, end in seen)
        assert sum(line.elsewhere for line in told.lines) == 0
        _both_ways_agree(room, who)


def _decide(room, key: str, choice: Choice) -> None:
    room.open_vote(key)
    for one in room.titulars[1:]:
        room.vote(one, key, choice)
    room.close_vote(key)


def _both_ways_agree(room, who) -> None:
    """What is hidden and what is visible are everything."""
    actor = room.actor(who)
    visible, hidden = entries_visible_to(actor), entries_hidden_from(actor)
    assert visible.count() + hidden.count() == EnvelopeEntry.objects.count()
    told = funds.funds_of(actor, board_code="53", year=room.sitting.held_on.year)
    for line in told.lines:
        rows = (
            visible.filter(envelope__charge=line.charge.value)
            .values_list("kind")
            .annotate(c=Sum("amount_cents"))
        )
        sums: dict[str, int] = {}
        for kind, cents in rows.order_by():
            sums[COLUMNS[Kind(kind)]] = sums.get(COLUMNS[Kind(kind)], 0) + cents
        assert (line.allotted, line.granted, line.elsewhere, line.paid) == (
            sums["allotted_cents"],
            sums.get("granted_cents", 0),
            sums.get("reserved_cents", 0),
            sums.get("paid_cents", 0),
        )


class TestPages:
    def test_the_sitting_says_what_will_be_left(self, room, client):
        allot(room, rci=1_000_000)
        room.put(1, **RCI)
        room.open()
        client.force_login(room.titulars[0].user)
        for name, arguments in (("sitting", []), ("item", [room.tokens[0]])):
            page = text(client.get(reverse(f"commission:{name}", args=[room.sitting.pk, *arguments])))
            assert "Si tout est suivi, il restera 7 500 €" in page
            assert "Proposé à cette séance : 2 500 €" in page

    def test_the_sitting_says_what_is_missing_and_what_happens_then(self, room, client):
        allot(room, rci=100_000)
        room.put(1, **RCI)
        client.force_login(room.secretary.user)
        page = text(client.get(reverse("commission:agenda", args=[room.sitting.pk])))
        assert "Si tout est suivi, il manquera 1 500 €" in page
        assert "Régime complémentaire (RCI) : il manque 1 500 € pour suivre tous les avis" in page

    @pytest.mark.parametrize(
        ("required", "words"),
        [(False, "Les accords ne sont pas limités."), (True, "aucune aide ne peut être accordée avant")],
    )
    def test_a_year_without_allotment_is_said_plainly(self, room, client, required, words):
        EnvelopeRule.objects.create(board_code="53", required=required)
        room.put(1, **RCI)
        client.force_login(room.secretary.user)
        for address in (reverse("commission:sitting", args=[room.sitting.pk]), url(room)):
            page = text(client.get(address))
            assert "La dotation de l’année n’est pas saisie" in page
            assert words in page

    def test_the_envelope_tells_each_sitting_and_each_aid(self, room, client):
        allot(room, rci=1_000_000)
        decided, other, _ = room.put(3, **RCI)
        room.open()
        for token in (decided, other):
            room.decide(token, [Choice.FOR] * 6)
        envelopes.note_notified(token=room.file_of(decided), at=room.now)
        client.force_login(room.titulars[0].user)
        page = text(client.get(url(room)))
        assert "Il reste 2 500 €" in page
        assert "Aide financière exceptionnelle 5 000,00 €" in page
        assert re.search("En cours 2 500,00 € 5 000,00 € (?!2 500)", page)
        assert "Notification du CPSTI" in page
        client.force_login(room.secretary.user)
        assert "En cours 2 500,00 € 5 000,00 € 2 500,00 € 0,00 €" in text(client.get(url(room)))

    def test_the_envelope_does_not_tell_when_a_file_granted_alone_is_notified_nor_paid(self, room, client):
        (decided,) = room.put(1, **RCI)
        room.open().decide(decided, [Choice.FOR] * 6)
        envelopes.note_paid(token=room.file_of(decided), at=room.now)
        client.force_login(room.secretary.user)
        assert "En cours 0,00 € 2 500,00 € nc nc" in text(client.get(url(room)))

    @pytest.mark.parametrize(
        ("granted", "notified", "paid", "told"),
        [
            (1, 1, 1, "nc nc"),
            (4, 0, 0, "nc nc"),
            (5, 5, 5, "12 500,00 € 12 500,00 €"),
            (6, 5, 0, "nc 0,00 €"),
            (6, 6, 5, "15 000,00 € nc"),
            (10, 5, 5, "12 500,00 € 12 500,00 €"),
        ],
    )
    def test_members_read_what_is_notified_and_paid_of_five_files_at_least(
        self, room, client, granted, notified, paid, told
    ):
        """Beside what was granted, whose files they know: what is left is of five files too, or of none."""
        tokens = room.put(granted, **RCI)
        room.open()
        for token in tokens:
            room.decide(token, [Choice.FOR] * 6)
        for token in tokens[:notified]:
            envelopes.note_notified(token=room.file_of(token), at=room.now)
        for token in tokens[:paid]:
            envelopes.note_paid(token=room.file_of(token), at=room.now)
        every = " ".join(euros_exact(250_000 * number) for number in (granted, notified, paid))
        client.force_login(room.titulars[0].user)
        line = f"non saisie 0,00 € {euros_exact(250_000 * granted)}"
        member = text(client.get(url(room)))
        assert f"{line} {told} non limité" in member
        assert "dont versé" in member and member.count("dont versé") == 1
        client.force_login(room.secretary.user)
        keeper = text(client.get(url(room)))
        assert f"non saisie 0,00 € {every} non limité" in keeper
        assert keeper.count("dont versé") == 2

    def test_the_envelope_tells_the_delegations_of_the_year_on_one_line(self, room, client):
        allow()
        one, other = granted(room), granted(room)
        entrusted(room)
        envelopes.note_paid(token=one.board_file_id, at=room.now)
        client.force_login(room.secretary.user)
        page = client.get(url(room))
        line = "Délégations Toutes celles de l’année 1 500,00 € 3 000,00 € 1 500,00 € 1 500,00 €"
        assert line in text(page)
        assert not {one.sitting_id, other.sitting_id} & {each.id for each in page.context["moves"]}

    def test_one_delegation_does_not_tell_when_it_is_paid(self, room, client):
        allow()
        envelopes.note_paid(token=granted(room).board_file_id, at=room.now)
        client.force_login(room.secretary.user)
        line = "Délégations Toutes celles de l’année 0,00 € 1 500,00 € nc nc"
        assert line in text(client.get(url(room)))

    def test_the_envelope_costs_the_same_at_3_and_30(self, room, client):
        counts = []
        for number in (3, 27):
            for _ in range(number):
                room.sitting = SittingFactory(held_on=room.sitting.held_on)
                room.put(1, **RCI)
            client.force_login(room.secretary.user)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(url(room))
            counts.append(len(asked))
        assert counts == [9, 9]
        assert len(page.context["moves"]) == 20
        older = client.get(url(room) + page.context["pager"]["older_url"])
        assert len(older.context["moves"]) == 11

    def test_another_board_another_year_and_no_year_are_missing_pages(self, room, client):
        client.force_login(secretary("11").user)
        assert client.get(url(room)).status_code == 404
        client.force_login(room.secretary.user)
        for year in (0, 2019, 2101, 99_999_999_999):
            assert client.get(reverse("commission:envelope", args=[year, "53"])).status_code == 404


class TestAllotting:
    @pytest.fixture
    def admin(self, client, room):
        client.force_login(administrator().user)
        return client

    def address(self, room) -> str:
        return reverse("commission:allotment", args=[room.sitting.held_on.year, "53"])

    def test_entered_read_back_and_changed(self, admin, room):
        sent = {"rci": "10 000,50", "maladie": "0", "reason": "Arrêté du 3 mars"}
        page = admin.post(self.address(room), sent, follow=True)
        assert page.redirect_chain == [
            (reverse("commission:envelopes", args=[room.sitting.held_on.year]), 302)
        ]
        assert "CASS Bretagne 10 000,50 €" in text(page)
        form = admin.get(self.address(room)).context["form"]
        assert {name: form[name].value() for name in ("rci", "maladie", "rid")} == {
            "rci": "10000,50", "maladie": "0", "rid": "",
        }  # fmt: skip
        admin.post(self.address(room), {"rci": "9 000", "reason": "Décision modificative"})
        assert "−1 000,50 € Décision modificative" in text(admin.get(self.address(room)))

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ({"reason": "x"}, "Indiquez le montant d’une enveloppe au moins."),
            ({"rci": "10"}, "Indiquez ce qui porte cette dotation."),
            ({"rci": "beaucoup", "reason": "x"}, "Ce montant n’est pas lisible"),
            ({"rci": "1", "reason": "x"}, "La dotation ne peut pas être inférieure à 2 500,00 €"),
        ],
    )
    def test_refused_with_what_was_typed_kept(self, admin, room, sent, told):
        room.put(1, **RCI)
        answer = admin.post(self.address(room), sent)
        assert answer.status_code == 422
        assert told in text(answer)
        assert answer.context["form"]["rci"].value() == sent.get("rci")

    def test_the_country_costs_the_same_whatever_is_allotted(self, admin, room):
        address = reverse("commission:envelopes", args=[room.sitting.held_on.year])
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                admin.get(address)
            counts.append(len(asked))
            allot(room, rci=100, maladie=100)
        assert counts == [4, 4]
