"""A whole request read from what was typed: conditions, crossings and the status of each step."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from requests_app.aids import registry
from requests_app.intake.display import shown_lines
from requests_app.intake.reading import Context, Status, read_request
from tests.factories.requests import EVENT_CODE, typed, valid_values

AT = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
CONTEXT = Context(
    on=date(2026, 6, 15),
    lists={"campaigns": ((EVENT_CODE, "Tempête d’essai"),)},
    served=frozenset({"22", "35", "976"}),
    closed={"976": "Cette aide n’est pas ouverte ici."},
)
CODES = ["aced", "afe", "adr", "urgence"]


def raws(code: str, **changes):
    """What a person types, with changed answers by step; ``None`` takes the step away."""
    aid = registry.get(code)
    answers = typed(aid, valid_values(aid, postcode="22000", at=AT))
    for slug, changed in changes.items():
        if changed is None:
            answers.pop(slug.replace("_", "-"))
        else:
            answers[slug.replace("_", "-")] |= changed
    return answers


def reading(code: str, context: Context = CONTEXT, **changes):
    return read_request(registry.get(code), raws(code, **changes), context)


def problems(code: str, step: str, **changes):
    return {name: problem.message for name, problem in reading(code, **changes)[step].problems.items()}


@pytest.mark.parametrize("code", CODES)
def test_valid_answers_make_a_complete_request(code):
    found = reading(code)
    assert {one.step.slug: dict(one.problems) for one in found.steps if one.problems} == {}
    assert found.is_complete


@pytest.mark.parametrize("code", CODES)
def test_a_request_not_begun_is_all_to_do(code):
    found = read_request(registry.get(code), {}, CONTEXT)
    assert {one.status for one in found.steps} == {Status.TO_DO}
    assert found.answers == {}


@pytest.mark.parametrize("code", CODES)
def test_a_question_that_depends_on_another_step_comes_after_it(code):
    aid = registry.get(code)
    slugs = [step.slug for step in aid.steps]
    for position, step in enumerate(aid.steps):
        for spec in step.fields:
            if spec.shown_if and spec.shown_if.step in slugs:
                assert slugs.index(spec.shown_if.step) <= position, f"{step.slug}.{spec.name}"


def test_statuses_tell_blank_from_wrong():
    assert reading("aced", identite={"nir": ""})["identite"].status is Status.STARTED
    assert reading("aced", identite={"nir": "123"})["identite"].status is Status.WRONG
    assert reading("aced")["identite"].status is Status.DONE


def test_a_question_not_asked_is_neither_kept_nor_demanded():
    found = reading("aced", cotisations={"has_debt": "non", "debt_cents": "n’importe quoi"})
    assert found["cotisations"].problems == {}
    assert "debt_cents" not in found["cotisations"].values


def test_a_question_asked_is_demanded():
    assert problems("aced", "cotisations", cotisations={"debt_cents": ""}) == {
        "debt_cents": "Indiquez un montant."
    }


def test_a_change_in_one_step_asks_again_in_another():
    assert reading("aced")["charges"].is_complete
    changed = reading("aced", foyer={"marital_status": "married"})
    assert list(changed["ressources"].problems) == ["spouse_income_cents"]
    freed = reading("aced", foyer={"housing": "hosted"}, charges={"housing_cost_cents": ""})
    assert freed["charges"].problems == {}


def test_the_papers_follow_the_answers():
    aid = registry.get("aced")
    economic = {kind.slug for kind in aid.required_documents(reading("aced").answers)}
    health = {
        kind.slug for kind in aid.required_documents(reading("aced", difficulte={"cause": "health"}).answers)
    }
    assert (economic - health, health - economic) == ({"justificatif-difficulte"}, {"justificatif-medical"})


def test_work_cannot_begin_in_childhood():
    assert problems("aced", "entreprise", entreprise={"started_on": "01/03/1990"}) == {
        "started_on": "D’après votre date de naissance, vous aviez 9 ans. Vérifiez cette date."
    }


def test_birth_comes_before_work():
    assert problems("aced", "identite", identite={"birth_date": "14/07/2020"}) == {
        "birth_date": "Vérifiez votre date de naissance\u00a0: elle vient après le début de votre activité."
    }


def test_an_activity_ends_after_it_begins():
    changes = {"statut": {"still_active": "non", "ceased_on": "01/01/2018"}}
    assert list(problems("aced", "statut", **changes)) == ["ceased_on"]


def test_a_departure_is_checked_against_the_birth():
    assert problems("adr", "retraite", retraite={"departure_on": "01/01/1999"}) == {
        "departure_on": "À cette date, vous auriez 36 ans. Vérifiez l’année."
    }


def test_a_year_has_four_quarters():
    assert list(problems("adr", "retraite", retraite={"ti_years": "10", "ti_quarters": "60"})) == [
        "ti_quarters"
    ]


def test_a_claim_comes_after_the_damage():
    assert list(problems("urgence", "sinistre", sinistre={"claim_on": "01/01/2026"})) == ["claim_on"]


def test_nothing_asked_is_no_request():
    assert problems("afe", "somme-demandee", somme_demandee={"money_asked_cents": "0"}) == {
        "money_asked_cents": "Indiquez une somme supérieure à 0."
    }


def test_a_place_nobody_serves_is_told_next_to_the_postcode():
    found = problems("aced", "entreprise", entreprise={"activity_postcode": "98700"})
    assert list(found) == ["activity_postcode"]
    assert "Aucune Urssaf ni caisse générale" in found["activity_postcode"]


def test_a_place_where_the_aid_is_closed_is_told_next_to_the_postcode():
    assert problems("aced", "entreprise", entreprise={"activity_postcode": "97600"}) == {
        "activity_postcode": "Cette aide n’est pas ouverte ici."
    }


def test_an_unknown_map_refuses_no_place():
    assert reading("aced", replace(CONTEXT, served=frozenset(), closed={})).is_complete


def test_a_closed_event_cannot_be_chosen():
    assert problems("urgence", "sinistre", sinistre={"campaign": "tempete-d-hier"}) == {
        "campaign": "Choisissez parmi les réponses proposées."
    }


def test_a_wrong_answer_gives_no_value():
    found = reading("aced", entreprise={"started_on": "01/03/1990"})
    assert "started_on" not in found.answers["entreprise"]


def test_answers_are_read_back_in_french():
    aid = registry.get("aced")
    answers = reading("aced").answers
    lines = {line.label: line.text for step in aid.steps for line in shown_lines(step, answers, {})}
    assert lines["Date de naissance"] == "14\u00a0juillet\u00a01980"
    assert lines["Numéro SIRET"].count("\u00a0") == 3
    assert lines["Téléphone"] == "06\u00a012\u00a034\u00a056\u00a078"
    assert lines["Résultat de l’année dernière"] == "−3\u202f200,00\u202f€"
    assert lines["Avez-vous des cotisations personnelles en retard\u00a0?"] == "Oui"
    assert lines["Nom de naissance"] == ""
    assert "Êtes-vous praticien ou auxiliaire médical conventionné\u00a0?" not in lines
