"""The administration shows what is legal, changes none of it, and keeps the seal of the votes."""

import csv
import io
from datetime import date

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse

from commission import ladders, reference
from commission.enums import Choice
from commission.models import AnonymityThreshold, PublicCount, Ruling
from cpsti_portal.kernel.audit.models import Event
from tests.factories.accounts import administrator, member, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client, territory):
    client.force_login(administrator().user)
    return client


def listing(client, model: str) -> str:
    return client.get(reverse(f"admin:commission_{model}_changelist")).content.decode()


def test_ballots_have_no_page_there(room, admin_client):
    """The pages of the administration work as the owner of the tables, whom no seal binds."""
    with pytest.raises(NoReverseMatch):
        reverse("admin:commission_ballot_changelist")
    registered = {model._meta.label for model in admin.site._registry}
    assert registered & {"commission.Ballot", "commission.Receipt", "commission.Turnout"} == set()


def test_sittings_and_rulings_are_read_only(room, admin_client):
    (token,) = room.put()
    room.open().decide(token, [Choice.FOR] * 4)
    assert token in listing(admin_client, "ruling")
    assert "Rennes" in listing(admin_client, "sitting")
    ruling = Ruling.objects.get()
    for action in ("change", "delete"):
        answer = admin_client.post(
            reverse(f"admin:commission_ruling_{action}", args=[ruling.pk]), {"post": "yes"}
        )
        assert answer.status_code == 403
    assert admin_client.get(reverse("admin:commission_sitting_add")).status_code == 403


class TestCounts:
    """The table of public counts, sent whole for a board."""

    IMPORT = "admin:commission_publiccount_import"

    def table(self, board="53", people=700, separator=";", **changes) -> str:
        rows = [
            {
                "board_code": board,
                "sector_group": sector,
                "age_band": age,
                "count": people,
                "source": "Urssaf caisse nationale, fin 2026",
                "as_of": "31/12/2026",
            }
            for sector in ladders.narrowest(ladders.SECTOR)
            for age in ladders.narrowest(ladders.AGE)
        ]
        rows[3] |= changes
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    def send(self, client, text: str, encoding="utf-8"):
        sent = SimpleUploadedFile("effectifs.csv", text.encode(encoding))
        return client.post(reverse(self.IMPORT), {"table": sent})

    def errors(self, answer) -> list[str]:
        assert answer.status_code == 422
        return list(answer.context["form"].errors["table"])

    @pytest.fixture
    def counted(self, admin_client):
        reference.load()
        return admin_client

    def test_the_reference_counts_every_board_and_touches_nothing_that_is_there(self, counted):
        assert PublicCount.objects.count() == 3 * 48
        PublicCount.objects.filter(board_code="53").update(source="la nôtre")
        AnonymityThreshold.objects.filter(board_code="53").update(people=50)
        reference.load()
        assert PublicCount.objects.filter(source="la nôtre").count() == 48
        assert AnonymityThreshold.objects.get(board_code="53").people == 50
        bretagne = sum(PublicCount.objects.filter(board_code="53").values_list("count", flat=True))
        assert 150_000 < bretagne < 300_000

    @pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), (",", "utf-8"), (";", "utf-8-sig")])
    def test_a_table_replaces_the_counts_of_its_board_alone(self, counted, separator, encoding):
        answer = self.send(counted, self.table(separator=separator), encoding)
        assert answer.status_code == 302
        assert set(PublicCount.objects.filter(board_code="53").values_list("count", "as_of")) == {
            (700, date(2026, 12, 31))
        }
        assert PublicCount.objects.filter(board_code="11", source=reference.SOURCE).count() == 48
        event = Event.objects.get(action="board.counts_replaced")
        assert event.target_id == "53"

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"board": "zz"}, "Ligne 2\u00a0: la commission «\u00a0zz\u00a0» n’existe pas."),
            (
                {"age_band": "45 ans"},
                "Ligne 5\u00a0: tranche d’âge inconnue du portail, «\u00a045 ans\u00a0».",
            ),
            (
                {"sector_group": "Pêche"},
                "Ligne 5\u00a0: groupe d’activités inconnu du portail, «\u00a0Pêche\u00a0».",
            ),
            ({"count": "mille"}, "Ligne 5\u00a0: l’effectif «\u00a0mille\u00a0» n’est pas un nombre entier."),
            ({"count": "-3"}, "Ligne 5\u00a0: l’effectif «\u00a0-3\u00a0» n’est pas un nombre entier."),
            ({"source": " "}, "Ligne 5\u00a0: indiquez la source, en 200 caractères au plus."),
            (
                {"as_of": "fin 2026"},
                "Ligne 5\u00a0: la date «\u00a0fin 2026\u00a0» n’est pas lisible\u00a0: "
                "écrivez par exemple 31/12/2026.",
            ),
            (
                {"age_band": "moins de 30 ans"},
                "Ligne 5\u00a0: cette commission, cette activité et cet âge sont déjà donnés plus haut.",
            ),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line_and_nothing_changes(self, counted, changes, error):
        answer = self.send(counted, self.table(**changes))
        assert self.errors(answer)[0] == error
        assert set(PublicCount.objects.values_list("source", flat=True)) == {reference.SOURCE}

    def test_the_present_table_can_be_sent_back_as_it_is(self, counted):
        table = counted.get(reverse("admin:commission_publiccount_export")).content.decode()
        before = set(PublicCount.objects.values_list("board_code", "sector_group", "age_band", "count"))
        assert self.send(counted, table).status_code == 302
        after = PublicCount.objects.values_list("board_code", "sector_group", "age_band", "count")
        assert set(after) == before

    def test_a_board_is_given_whole(self, counted):
        text = "".join(self.table().splitlines(keepends=True)[:-2])
        (error,) = self.errors(self.send(counted, text))
        assert error.startswith(
            "Commission 53\u00a0: il manque l’effectif «\u00a0Services aux particuliers, "
        )
        assert error.endswith("\u00a0» et 1 autre.")

    def test_a_missing_column_an_empty_table_and_no_file(self, counted):
        assert self.errors(self.send(counted, "board_code;count\n53;4")) == [
            "Ligne 1\u00a0: il manque la colonne sector_group, age_band, source, as_of."
        ]
        assert self.errors(self.send(counted, self.table().splitlines()[0])) == ["La table est vide."]
        assert self.errors(counted.post(reverse(self.IMPORT))) == ["Choisissez la table à importer."]

    def test_a_picture_is_refused_line_by_line_no_more_than_needed(self, counted):
        sent = SimpleUploadedFile("photo.csv", b"\x89PNG\r\n\x00\x00")
        assert len(self.errors(counted.post(reverse(self.IMPORT), {"table": sent}))) == 1
        wrong = self.table(board="zz")
        assert len(self.errors(self.send(counted, wrong))) == 21

    def test_nobody_else_imports(self, counted, client):
        for who in (member(), secretary()):
            client.force_login(who.user)
            assert self.send(client, self.table()).status_code == 404
        assert set(PublicCount.objects.values_list("source", flat=True)) == {reference.SOURCE}

    def test_the_threshold_is_changed_and_no_row_is_added(self, counted):
        page = reverse("admin:commission_anonymitythreshold_change", args=["53"])
        assert counted.post(page, {"people": "40"}).status_code == 302
        assert AnonymityThreshold.objects.get(board_code="53").people == 40
        answer = counted.post(page, {"people": "1"})
        assert "Le seuil est d’au moins 2 personnes." in answer.content.decode()
        assert counted.get(reverse("admin:commission_anonymitythreshold_add")).status_code == 403
