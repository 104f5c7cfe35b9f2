"""What cannot be true together: an answer against another answer, or against the map of the organisations."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from cpsti_portal.kernel.territory.postcodes import department_of_postcode
from requests_app.aids.fields import Answers
from requests_app.aids.reading import Reader
from requests_app.aids.steps import Step
from requests_app.facts import whole_years
from requests_app.intake.problems import Problem

_YOUNGEST_WORKER = 14
_RETIREMENT_AGES = range(50, 91)
_QUARTERS_A_YEAR = 4

Found = Iterator[tuple[str, str]]

UNSERVED = "Aucune Urssaf ni caisse générale ne suit ce lieu. Vérifiez le code postal, ou appelez le 3698."


def problems(
    step: Step, answers: Answers, *, served: frozenset[str], closed: Mapping[str, str]
) -> dict[str, Problem]:
    """Field name → problem of this step."""
    read = Reader(answers)
    found = list(_CHECKS[step.block](read)) if step.block in _CHECKS else []
    if step.block == "business":
        found += _place(read, served, closed)
    found += _nothing_asked(step, answers)
    return {name: Problem(message) for name, message in found}


def _place(read: Reader, served: frozenset[str], closed: Mapping[str, str]) -> Found:
    postcode = read.text("business", "activity_postcode")
    if postcode is None:
        return
    department = department_of_postcode(postcode)
    if served and department not in served:
        yield "activity_postcode", UNSERVED
    elif department in closed:
        yield "activity_postcode", closed[department]


def _nothing_asked(step: Step, answers: Answers) -> Found:
    for name, value in answers.get(step.slug, {}).items():
        if name.endswith("_asked_cents") and value == 0:
            yield name, "Indiquez une somme supérieure à 0."


def _identity(read: Reader) -> Found:
    born, started = read.day("identity", "birth_date"), read.day("business", "started_on")
    if born and started and started <= born:
        yield "birth_date", "Vérifiez votre date de naissance : elle vient après le début de votre activité."


def _business(read: Reader) -> Found:
    born, started = read.day("identity", "birth_date"), read.day("business", "started_on")
    if born and started and born < started and whole_years(born, started) < _YOUNGEST_WORKER:
        yield (
            "started_on",
            f"D’après votre date de naissance, vous aviez {_years(born, started)}. Vérifiez cette date.",
        )


def _years(born: date, day: date) -> str:
    age = whole_years(born, day)
    return f"{age} an" if age < 2 else f"{age} ans"


def _status(read: Reader) -> Found:
    started, ceased = read.day("business", "started_on"), read.day("status", "ceased_on")
    if started and ceased and ceased < started:
        yield "ceased_on", "La fin de l’activité vient avant son début. Vérifiez les deux dates."


def _disaster(read: Reader) -> Found:
    event, claim = read.day("disaster", "event_on"), read.day("disaster", "claim_on")
    if event and claim and claim < event:
        yield "claim_on", "La déclaration vient avant les dégâts. Vérifiez les deux dates."


def _retirement(read: Reader) -> Found:
    born, leaving = read.day("identity", "birth_date"), read.day("retirement", "departure_on")
    if born and leaving and whole_years(born, leaving) not in _RETIREMENT_AGES:
        yield "departure_on", f"À cette date, vous auriez {_years(born, leaving)}. Vérifiez l’année."
    years, quarters = read.whole("retirement", "ti_years"), read.whole("retirement", "ti_quarters")
    if years is not None and quarters is not None and quarters > _QUARTERS_A_YEAR * (years + 2):
        yield "ti_quarters", "Une année compte 4 trimestres au plus. Vérifiez les années et les trimestres."


_CHECKS: dict[str, Callable[[Reader], Found]] = {
    "identity": _identity,
    "business": _business,
    "status": _status,
    "disaster": _disaster,
    "retirement": _retirement,
}
