"""Dated parameters: the default, the national row, the region, the day."""

from dataclasses import dataclass
from datetime import date

import pytest

from requests_app.enums import AidCode
from requests_app.parameters import (
    CLOSED_IN,
    DEFAULTS,
    MAYOTTE,
    REGIONAL_DEFAULTS,
    Unit,
    default_parameters,
    keys_of,
    resolve,
)

DAY = date(2026, 11, 23)
BRITTANY = "53"


@dataclass
class Row:
    pk: int
    value: int
    aid_code: str = "aced"
    key: str = "cap_cents"
    region_id: str | None = None
    starts_on: date = date(2026, 1, 1)
    ends_on: date | None = None


def cap(*rows: Row, region: str = BRITTANY, on: date = DAY) -> tuple[int, int | None]:
    found = resolve(rows, "aced", region_code=region, on=on)
    return found["cap_cents"], found.versions["cap_cents"]


def test_the_defaults_of_the_scheme():
    values = {code: dict(default_parameters(code).values) for code in AidCode}
    common = {
        "open": 1,
        "min_contributions_cents": 50_000,
        "interval_months": 12,
        "papers_days": 30,
        "lapse_days": 15,
        "reopen_months": 2,
        "silence_months": 2,
        "silence_alert_days": 45,
        "target_days": 30,
        "draft_days": 60,
        "board_pack_days": 7,
    }
    assert values == {
        AidCode.ACED: {**common, "cap_cents": 500_000, "ceiling_warning_cents": 0, "seniority_months": 12},
        AidCode.AFE: {
            **common,
            "cap_cents": 600_000,
            "ceiling_warning_cents": 200_000,
            "seniority_months": 12,
        },
        AidCode.ADR: {
            **common,
            "cap_cents": 1_000_000,
            "ceiling_warning_cents": 750_000,
            "min_contributions_cents": 0,
            "career_years": 15,
            "career_quarters": 60,
            "career_share_percent": 50,
            "window_months": 6,
        },
        AidCode.URGENCE: {
            **common,
            "cap_cents": 200_000,
            "ceiling_warning_cents": 0,
            "seniority_months": 0,
            "event_days": 60,
            "papers_days": 10,
            "target_days": 8,
            "board_pack_days": 1,
        },
    }


def test_mayotte_opens_only_afe_and_the_urgent_aid():
    assert {MAYOTTE: {AidCode.ACED, AidCode.ADR}} == CLOSED_IN
    opened = {code for code in AidCode if default_parameters(code, region_code=MAYOTTE)["open"]}
    assert opened == {AidCode.AFE, AidCode.URGENCE}
    assert all(default_parameters(code, region_code="04")["open"] for code in AidCode)


@pytest.mark.parametrize("code", list(AidCode))
def test_each_parameter_has_a_key_a_label_and_a_source_of_its_own(code):
    items = DEFAULTS[code]
    assert len({item.key for item in items}) == len({item.label for item in items}) == len(items)
    assert all(item.label and item.source for item in items)
    assert keys_of(code.value) == {item.key for item in items}
    for item in items:
        assert (item.unit is Unit.CENTS) == item.key.endswith("_cents")
        assert len(item.key) <= 40
        assert len(item.source) <= 200


def test_a_regional_default_changes_a_parameter_that_exists():
    for item in REGIONAL_DEFAULTS:
        assert item.key in keys_of(item.aid_code)
        assert item.source


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), (500_000, None)),
        ((Row(7, 400_000),), (400_000, 7)),
        ((Row(7, 400_000), Row(8, 300_000, region_id=BRITTANY)), (300_000, 8)),
        ((Row(8, 300_000, region_id=BRITTANY), Row(7, 400_000)), (300_000, 8)),  # in any order
        ((Row(8, 300_000, region_id="44"),), (500_000, None)),  # another region
        ((Row(9, 1, aid_code="afe"),), (500_000, None)),  # another aid
        ((Row(9, 1, key="unheard_of"),), (500_000, None)),
    ],
)
def test_a_region_prevails_over_the_nation_and_a_row_over_a_default(rows, expected):
    assert cap(*rows) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), (500_000, None)),
        (date(2026, 1, 1), (400_000, 7)),
        (date(2026, 6, 30), (400_000, 7)),  # the last day is included
        (date(2026, 7, 1), (450_000, 8)),
        (date(2030, 1, 1), (450_000, 8)),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(on, expected):
    rows = (Row(7, 400_000, ends_on=date(2026, 6, 30)), Row(8, 450_000, starts_on=date(2026, 7, 1)))
    assert cap(*rows, on=on) == expected


def test_a_regional_default_prevails_over_a_national_row_until_the_region_has_its_own():
    national = Row(7, 1, key="open")
    own = Row(8, 1, key="open", region_id=MAYOTTE)

    def is_open(*rows: Row) -> tuple[int, int | None]:
        found = resolve(rows, "aced", region_code=MAYOTTE, on=DAY)
        return found["open"], found.versions["open"]

    assert is_open(national) == (0, None)
    assert is_open(national, own) == (1, 8)


def test_the_record_keeps_each_value_and_its_version():
    record = resolve((Row(7, 400_000),), "aced", region_code="", on=DAY).as_record()
    assert record["cap_cents"] == {"value": 400_000, "version": 7}
    assert record["seniority_months"] == {"value": 12, "version": None}
    assert set(record) == keys_of("aced")


def test_a_key_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        default_parameters("aced")["event_days"]
    with pytest.raises(ValueError, match="inconnue"):
        default_parameters("inconnue")
