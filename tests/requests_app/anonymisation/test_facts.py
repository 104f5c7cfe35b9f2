"""From exact facts to bands, and the allow-list that builds the file of the board."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.contract import BoardFacts
from commission.models import BoardFile
from requests_app.anonymisation import bands
from requests_app.anonymisation.facts import Destination, OpinionFacts, board_fields, earlier_phrase
from requests_app.enums import (
    AidCode,
    Category,
    Cause,
    HouseholdShape,
    OpinionKind,
    Regime,
    SectorGroup,
)
from requests_app.facts import CaseFacts, EarlierAid

ON = date(2026, 6, 15)
CASE = CaseFacts(
    filed_on=ON,
    birth_date=date(1980, 7, 14),
    age=45,
    department="35",
    sector_group=SectorGroup.TRADE,
    category=Category.COMMERCANT,
    regime=Regime.REEL,
    affiliated_on=date(2019, 3, 1),
    months_affiliated=87,
    household=HouseholdShape.SINGLE_WITH_CHILDREN,
    cause=Cause.ECONOMIC,
    income_cents=1_063_27,
    charges_cents=831_49,
    remaining_cents=231_78,
    savings_cents=1_234_56,
    turnover_cents=38_517_00,
    declared_debt_cents=2_437_18,
    amount_asked_cents=1_817_32,
)
TO = Destination(
    board_code="53",
    area_label="Bretagne",
    aid_code="aced",
    aid_label="Aide aux cotisants en difficulté",
    ceiling_cents=2_437_18,
)
OPINION = OpinionFacts(
    kind=OpinionKind.PARTIAL,
    amount_cents=1_500_00,
    account="Mon client a fermé.",
    summary="Un client a fait faillite.",
    text="Avis.",
)
FINDINGS = [
    {"neutral_label": "Activité principale", "outcome": "met", "fact": "secret", "sentence": "secret"},
    {"neutral_label": "Cotisations versées", "outcome": "unknown", "fact": "secret", "sentence": "secret"},
]


def sheet(**changes) -> dict:
    return board_fields(replace(CASE, **changes), to=TO, opinion=OPINION, findings=FINDINGS)


def test_the_board_reads_exactly_this():
    assert sheet() == {
        "board_code": "53",
        "aid_code": "aced",
        "aid_label": "Aide aux cotisants en difficulté",
        "area_label": "Bretagne",
        "filed_quarter": "2e trimestre 2026",
        "age_band": "40 à 49 ans",
        "sector_group": "Commerce et réparation automobile",
        "category": "Commerçant",
        "regime": "Régime réel",
        "seniority_band": "de 5 à 9 ans",
        "household": "personne seule avec enfants ou personnes à charge",
        "cause": Cause.ECONOMIC.label,
        "income_band": "environ 1\u202f050\u00a0€",
        "charges_band": "environ 850\u00a0€",
        "remaining_band": "environ 250\u00a0€",
        "turnover_band": "de 35\u202f000 à 50\u202f000\u00a0€",
        "savings_band": "environ 1\u202f250\u00a0€",
        "contributions_due_band": "environ 2\u202f400\u00a0€",
        "amount_asked_cents": 1_850_00,
        "amount_proposed_cents": 1_500_00,
        "amount_ceiling_cents": 2_400_00,
        "earlier_aids": "aucune aide dans les trois dernières années",
        "account": "Mon client a fermé.",
        "summary": "Un client a fait faillite.",
        "opinion": "favorable en partie",
        "opinion_text": "Avis.",
        "criteria": (("Activité principale", "rempli"), ("Cotisations versées", "à apprécier")),
    }


def test_the_allow_list_is_the_contract_of_the_board():
    assert sheet().keys() == {field.name for field in fields(BoardFacts)} - {
        "token",
        "replaces",
        "follows",
        "pages",
        "decide_by",
    }


def test_what_nobody_knows_is_left_out():
    empty = board_fields(CaseFacts(filed_on=ON), to=TO, opinion=OPINION, findings=[])
    blank = {name for name, value in empty.items() if value == ""}
    assert blank == {
        "age_band", "sector_group", "category", "regime", "seniority_band", "household", "cause",
        "income_band", "charges_band", "remaining_band", "turnover_band", "savings_band", "contributions_due_band",
    }  # fmt: skip


def test_what_the_caseworker_checked_prevails_over_what_was_declared():
    assert sheet(contributions_due_cents=900_00)["contributions_due_band"] == "environ 900\u00a0€"


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"cause": None, "event_on": ON}, "Catastrophe ou intempéries"),
        ({"cause": None, "departure_on": ON}, "Départ à la retraite"),
        ({"cause": None}, ""),
        ({"cause": Cause.HEALTH}, "Maladie, accident ou grossesse"),
    ],
)
def test_the_cause_is_a_word_of_a_closed_list(changes, cause):
    assert sheet(**changes)["cause"] == cause


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (18, "moins de 30 ans"),
        (29, "moins de 30 ans"),
        (30, "30 à 39 ans"),
        (39, "30 à 39 ans"),
        (40, "40 à 49 ans"),
        (69, "60 à 69 ans"),
        (70, "70 ans et plus"),
        (99, "70 ans et plus"),
        (None, ""),
    ],
)
def test_an_age_is_a_band_of_ten_years(age, band):
    assert bands.age_band(age) == band


@pytest.mark.parametrize(
    ("months", "band"),
    [
        (0, "moins d’un an"),
        (11, "moins d’un an"),
        (12, "de 1 à 4 ans"),
        (59, "de 1 à 4 ans"),
        (60, "de 5 à 9 ans"),
        (119, "de 5 à 9 ans"),
        (120, "de 10 à 19 ans"),
        (239, "de 10 à 19 ans"),
        (240, "20 ans et plus"),
        (None, ""),
    ],
)
def test_a_seniority_is_a_band(months, band):
    assert bands.seniority_band(months) == band


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "1er trimestre 2026"),
        (date(2026, 3, 31), "1er trimestre 2026"),
        (date(2026, 4, 1), "2e trimestre 2026"),
        (date(2026, 12, 31), "4e trimestre 2026"),
    ],
)
def test_a_day_is_never_finer_than_its_quarter(day, quarter):
    assert bands.quarter(day) == quarter


@pytest.mark.parametrize(
    ("cents", "band"),
    [
        (None, ""),
        (0, "0\u00a0€"),
        (12_00, "moins de 50\u00a0€"),
        (25_00, "environ 50\u00a0€"),
        (1_024_99, "environ 1\u202f000\u00a0€"),
        (1_025_00, "environ 1\u202f050\u00a0€"),
        (-231_00, "environ −250\u00a0€"),
        (3_449_00, "environ 3\u202f400\u00a0€"),
        (12_340_00, "environ 12\u202f500\u00a0€"),
        (47_000_00, "environ 45\u202f000\u00a0€"),
        (260_000_00, "environ 250\u202f000\u00a0€"),
    ],
)
def test_money_is_rounded_the_more_the_larger(cents, band):
    assert bands.money_band(cents) == band


@given(st.integers(-10_000_00, 10_000_000_00))
def test_a_rounded_amount_never_tells_the_cents(cents):
    assert "," not in bands.money_band(cents)


@pytest.mark.parametrize(
    ("cents", "band"),
    [
        (None, ""),
        (0, "moins de 10\u202f000\u00a0€"),
        (9_999_99, "moins de 10\u202f000\u00a0€"),
        (10_000_00, "de 10\u202f000 à 20\u202f000\u00a0€"),
        (149_999_99, "de 80\u202f000 à 150\u202f000\u00a0€"),
        (300_000_00, "300\u202f000\u00a0€ et plus"),
    ],
)
def test_a_turnover_is_a_wide_band(cents, band):
    assert bands.turnover_band(cents) == band


@given(asked=st.integers(1, 10_000_00), proposed=st.integers(0, 10_000_00))
def test_granting_the_amount_read_never_grants_less_than_was_asked(asked, proposed):
    shown = bands.shown_asked_cents(asked, proposed)
    assert asked <= shown < asked + bands.ASKED_STEP_CENTS
    assert shown % bands.ASKED_STEP_CENTS == 0 or shown == proposed


@given(ceiling=st.integers(0, 10_000_00), proposed=st.integers(0, 10_000_00))
def test_the_ceiling_shown_never_exceeds_the_true_one_and_lets_the_proposal_through(ceiling, proposed):
    shown = bands.shown_ceiling_cents(ceiling, proposed)
    assert shown <= ceiling
    assert shown >= min(proposed, ceiling)


def _aid(on: date) -> EarlierAid:
    return EarlierAid(aid_code=AidCode.AFE, granted_on=on, amount_cents=812_34)


@pytest.mark.parametrize(
    ("days", "phrase"),
    [
        ([], "aucune aide dans les trois dernières années"),
        ([date(2023, 6, 15)], "aucune aide dans les trois dernières années"),
        ([date(2023, 6, 16)], "une aide dans les trois dernières années"),
        ([date(2025, 1, 1), date(2026, 1, 1)], "plusieurs aides dans les trois dernières années"),
    ],
)
def test_earlier_aids_are_counted_neither_dated_nor_priced(days, phrase):
    assert earlier_phrase([_aid(day) for day in days], ON) == phrase


@pytest.mark.parametrize("shape", list(HouseholdShape))
@pytest.mark.parametrize("cause", list(Cause))
def test_every_label_fits_the_columns_of_the_board(shape, cause):
    written = sheet(household=shape, cause=cause, sector_group=SectorGroup.EDUCATION_HEALTH_CULTURE)
    for name, value in written.items():
        limit = getattr(BoardFile._meta.get_field(name), "max_length", None)
        assert limit is None or len(value) <= limit
