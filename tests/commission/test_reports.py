"""The report of a year: what was decided, what it cost, how long it took, without a number that points at anybody."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from commission.enums import Choice, Outcome
from commission.queries import reports
from commission.report import AidYear, build
from cpsti_portal.kernel import clock
from tests.commission.test_funds import text
from tests.factories import commission as factories
from tests.factories.accounts import administrator, secretary
from tests.journeys.pdf import words

FOR, AGAINST = Choice.FOR, Choice.AGAINST


class TestFigures:
    def aid(self, label, adopted=0, rejected=0, granted=0, days=(10, 20)) -> AidYear:
        counts = {Outcome.ADOPTED: adopted, Outcome.REJECTED: rejected}
        return AidYear(label=label, counts=counts, granted=granted, days=days)

    def test_enough_files_are_told_whole(self):
        report = build(year=2026, aids=[self.aid("ACED", 10, 5, 2_000_000), self.aid("AFE", 8, 6, 800_000)])
        assert [(line.label, line.files, line.granted, line.mean, line.days) for line in report.lines] == [
            ("ACED", 15, 2_000_000, 200_000, (10, 20)),
            ("AFE", 14, 800_000, 100_000, (10, 20)),
        ]
        assert (report.total.files, report.total.granted, report.hides) == (29, 2_800_000, False)

    def test_an_amount_goes_with_its_number_and_the_total_that_would_give_it_back(self):
        aids = [
            self.aid("ACED", 10, 5, 2_000_000),
            self.aid("ADR", 2, 20, 900_000),
            self.aid("AFE", 8, 6, 800_000),
        ]
        report = build(year=2026, aids=aids)
        hidden = [line.granted is None for line in report.lines]
        assert hidden[1]
        assert (hidden.count(True) == 1) == (report.total.granted is None)

    def test_a_delay_of_a_few_files_is_not_told(self):
        report = build(year=2026, aids=[self.aid("ADR", 2, 1), self.aid("ACED", 30, 30)])
        assert report.lines[0].days is None

    def test_a_year_without_a_sitting_is_empty(self):
        assert build(year=2026, aids=[]).empty


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def room(self, territory, today):
        return factories.room(held_on=today, now=clock.now())

    def held(self, room, granted=6, refused=5):
        tokens = room.put(granted + refused, amount_asked_cents=250_000)
        room.open()
        for place, token in enumerate(tokens):
            room.decide(token, [FOR if place < granted else AGAINST] * 4)
        room.close()

    def url(self, room, name="report") -> str:
        return reverse(f"commission:{name}", args=[room.sitting.held_on.year, "53"])

    def test_the_page_tells_outcomes_amounts_and_delays(self, room, client):
        self.held(room)
        client.force_login(room.secretary.user)
        page = text(client.get(self.url(room)))
        assert "Aide aux cotisants en difficulté 6 5 0 0 11" in page
        assert "15 000 € 2 500 €" in page
        assert "0 jour 0 jour" in page

    def test_a_member_s_report_leaves_out_what_they_do_not_see(self, room):
        tokens = room.put(6)
        room.publish().step_aside(room.titulars[0], tokens[0])
        room.open()
        for token in tokens:
            room.open_vote(token)
            for who in room.titulars[1:]:
                room.vote(who, token, FOR)
            room.close_vote(token)
        room.close()
        told = {"board_code": "53", "year": room.sitting.held_on.year}
        numbers = [
            reports.report_of(room.actor(who), **told).lines[0].counts[0]
            for who in (room.titulars[0], room.titulars[1])
        ]
        assert numbers == [5, 6]

    def test_the_paper_is_a_tagged_pdf_with_the_same_figures(self, room, client):
        self.held(room)
        client.force_login(room.titulars[0].user)
        answer = client.get(self.url(room, "report_pdf"))
        assert answer["Content-Type"] == "application/pdf"
        printed = words(answer.content)
        assert "Rapport de l’année" in printed
        assert "15 000,00 €" in printed
        assert "/StructTreeRoot" in PdfReader(BytesIO(answer.content)).trailer["/Root"]

    def test_the_country_is_the_administrator_s(self, room, client):
        self.held(room)
        client.force_login(administrator().user)
        year = room.sitting.held_on.year
        page = text(client.get(reverse("commission:country_report", args=[year])))
        assert "6 5 0 0 11" in page
        assert "CASS La Réunion" in page
        assert client.get(reverse("commission:country_report", args=[1999])).status_code == 404

    def test_the_report_of_another_board_is_a_missing_page(self, room, client):
        client.force_login(secretary("11").user)
        assert client.get(self.url(room)).status_code == 404

    def test_the_report_costs_the_same_whatever_the_number_of_files(self, room, client):
        counts = []
        for granted in (1, 6):
            room.sitting = factories.SittingFactory(held_on=room.sitting.held_on)
            self.held(room, granted=granted, refused=1)
            client.force_login(room.secretary.user)
            with CaptureQueriesContext(connection) as asked:
                client.get(self.url(room))
            counts.append(len(asked))
        assert counts[0] == counts[1]
