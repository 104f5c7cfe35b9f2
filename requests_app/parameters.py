"""Dated parameters of the aids: the defaults, and the values in force on a day. Pure.

The database holds the rows an administrator edits; ``resolve`` chooses among them. A verdict keeps the
``versions`` that judged it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from requests_app.enums import AidCode

MAYOTTE = "06"


class Unit(StrEnum):
    CENTS = "cents"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    QUARTERS = "quarters"
    PERCENT = "percent"
    FLAG = "flag"  # 0 or 1


@dataclass(frozen=True, kw_only=True)
class ParameterDefault:
    key: str
    label: str
    unit: Unit
    value: int
    source: str


@dataclass(frozen=True, kw_only=True)
class RegionalDefault:
    aid_code: AidCode
    region_code: str
    key: str
    value: int
    source: str


class Row(Protocol):
    """A dated row of the database; ``region_id`` is the code of a region, None everywhere."""

    pk: int
    aid_code: str
    key: str
    region_id: str | None
    value: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Parameters:
    """``versions``: key → key of the row that gave the value, None for the built-in default."""

    values: Mapping[str, int]
    versions: Mapping[str, int | None]

    def __getitem__(self, key: str) -> int:
        return self.values[key]

    def as_record(self) -> dict[str, dict[str, int | None]]:
        """What a stored verdict keeps: {key: {"value": …, "version": …}}."""
        return {key: {"value": value, "version": self.versions[key]} for key, value in self.values.items()}


_COMMON = (
    ParameterDefault(
        key="open",
        label="Aide ouverte (1) ou fermée (0)",
        unit=Unit.FLAG,
        value=1,
        source="CSS L612-4",
    ),
    ParameterDefault(
        key="min_contributions_cents",
        label="Cotisations personnelles à avoir déjà versées, au moins",
        unit=Unit.CENTS,
        value=500_00,
        source="Montant publié par la CSSM, étendu par défaut",
    ),
    ParameterDefault(
        key="interval_months",
        label="Délai entre deux aides de même nature, au-dessous duquel l’avis signale",
        unit=Unit.MONTHS,
        value=12,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="papers_days",
        label="Délai pour envoyer les pièces demandées",
        unit=Unit.DAYS,
        value=30,
        source="CRPA L114-5, durée par défaut",
    ),
    ParameterDefault(
        key="lapse_days",
        label="Délai supplémentaire avant le classement sans suite",
        unit=Unit.DAYS,
        value=15,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="reopen_months",
        label="Délai pour rouvrir une demande classée sans suite",
        unit=Unit.MONTHS,
        value=2,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="silence_months",
        label="Délai au terme duquel le silence vaut refus",
        unit=Unit.MONTHS,
        value=2,
        source="CRPA L231-4 3°",
    ),
    ParameterDefault(
        key="silence_alert_days",
        label="Âge de la demande à partir duquel le délai légal est signalé",
        unit=Unit.DAYS,
        value=45,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="target_days",
        label="Délai visé entre le dépôt et la commission",
        unit=Unit.DAYS,
        value=30,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="draft_days",
        label="Durée de conservation d’un brouillon",
        unit=Unit.DAYS,
        value=60,
        source="Valeur par défaut",
    ),
    ParameterDefault(
        key="board_pack_days",
        label="Envoi des dossiers aux membres avant la séance",
        unit=Unit.DAYS,
        value=7,
        source="Valeur par défaut",
    ),
)


def _amount(key: str, label: str, value: int, source: str) -> ParameterDefault:
    return ParameterDefault(key=key, label=label, unit=Unit.CENTS, value=value, source=source)


def _cap(value: int, source: str) -> ParameterDefault:
    return _amount("cap_cents", "Montant maximal de l’aide", value, source)


def _usual(value: int, source: str) -> ParameterDefault:
    label = "Montant au-dessus duquel l’avis signale (0 : jamais)"
    return _amount("ceiling_warning_cents", label, value, source)


def _seniority(months: int, source: str) -> ParameterDefault:
    return ParameterDefault(
        key="seniority_months",
        label="Durée d’affiliation à dépasser (0 : aucune)",
        unit=Unit.MONTHS,
        value=months,
        source=source,
    )


_RETIREMENT = (
    ParameterDefault(
        key="career_years",
        label="Années cotisées comme indépendant, à dépasser",
        unit=Unit.YEARS,
        value=15,
        source="Conditions publiées par l’Assurance retraite",
    ),
    ParameterDefault(
        key="career_quarters",
        label="Trimestres cotisés comme indépendant, au moins",
        unit=Unit.QUARTERS,
        value=60,
        source="Conditions publiées par l’Assurance retraite",
    ),
    ParameterDefault(
        key="career_share_percent",
        label="Part de la carrière comme artisan ou commerçant, à dépasser",
        unit=Unit.PERCENT,
        value=50,
        source="Conditions publiées par l’Assurance retraite",
    ),
    ParameterDefault(
        key="window_months",
        label="Dépôt avant le départ quand les cotisations ne sont pas à jour, au plus tôt",
        unit=Unit.MONTHS,
        value=6,
        source="Fiche pratique F31263",
    ),
)

_EVENT = ParameterDefault(
    key="event_days",
    label="Délai pour demander l’aide après l’événement, sauf date propre à l’événement",
    unit=Unit.DAYS,
    value=60,
    source="Valeur par défaut",
)


def _with(*own: ParameterDefault, **changed: int) -> tuple[ParameterDefault, ...]:
    """The common parameters, some with another value, then the aid's own."""
    common = (replace(item, value=changed.get(item.key, item.value)) for item in _COMMON)
    return (*own, *common)


DEFAULTS: dict[AidCode, tuple[ParameterDefault, ...]] = {
    AidCode.ACED: _with(
        _cap(5_000_00, "Circulaire RSI du 18 juillet 2017, par période de 12 mois"),
        _usual(0, "Valeur par défaut"),
        _seniority(12, "Règle R2"),
    ),
    AidCode.AFE: _with(
        _cap(6_000_00, "Plafond de la campagne de l’été 2023"),
        _usual(2_000_00, "Valeur par défaut"),
        _seniority(12, "Règle R2"),
    ),
    AidCode.ADR: _with(
        _cap(10_000_00, "Fiche pratique F31263"),
        _usual(7_500_00, "Fiche pratique F31263"),
        *_RETIREMENT,
        min_contributions_cents=0,
    ),
    AidCode.URGENCE: _with(
        _cap(2_000_00, "Communiqués du CPSTI, 2023 à 2026"),
        _usual(0, "Valeur par défaut"),
        _seniority(0, "Durée non publiée hors de Mayotte"),
        _EVENT,
        papers_days=10,
        target_days=8,
        board_pack_days=1,
    ),
}

# Only two aids exist in Mayotte: AFE and the urgent one.
CLOSED_IN: dict[str, frozenset[AidCode]] = {MAYOTTE: frozenset({AidCode.ACED, AidCode.ADR})}

REGIONAL_DEFAULTS: tuple[RegionalDefault, ...] = (
    *(
        RegionalDefault(
            aid_code=code, region_code=region, key="open", value=0, source="Page publique de la CSSM"
        )
        for region, codes in CLOSED_IN.items()
        for code in sorted(codes)
    ),
    RegionalDefault(
        aid_code=AidCode.URGENCE,
        region_code=MAYOTTE,
        key="seniority_months",
        value=12,
        source="Page publique de la CSSM",
    ),
)


def keys_of(aid_code: str) -> frozenset[str]:
    return frozenset(item.key for item in DEFAULTS[AidCode(aid_code)])


def default_parameters(aid_code: str, *, region_code: str = "") -> Parameters:
    return resolve((), aid_code, region_code=region_code, on=date.max)


def resolve(rows: Iterable[Row], aid_code: str, *, region_code: str, on: date) -> Parameters:
    """The values in force on a day. A region's value prevails over the national one, a row over a default."""
    values = {item.key: item.value for item in DEFAULTS[AidCode(aid_code)]}
    versions: dict[str, int | None] = dict.fromkeys(values)
    current = [row for row in rows if row.aid_code == aid_code and _covers(row, on)]
    _apply((row for row in current if not row.region_id), values, versions)
    for item in REGIONAL_DEFAULTS:
        if (item.aid_code, item.region_code) == (aid_code, region_code):
            values[item.key], versions[item.key] = item.value, None
    if region_code:
        _apply((row for row in current if row.region_id == region_code), values, versions)
    return Parameters(values=values, versions=versions)


def _covers(row: Row, on: date) -> bool:
    return row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)


def _apply(rows: Iterable[Row], values: dict[str, int], versions: dict[str, int | None]) -> None:
    for row in rows:
        if row.key in values:
            values[row.key], versions[row.key] = row.value, row.pk
