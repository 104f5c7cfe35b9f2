"""Which documents each aid asks for, answer by answer."""

import pytest

from requests_app.aids.documents import MEDICAL_PROOF
from requests_app.aids.registry import AIDS
from requests_app.enums import AidCode

REEL = {"statut": {"regime": "reel"}}
MICRO = {"statut": {"regime": "micro"}}
ILL = {"difficulte": {"cause": "health"}}
FIRE = {"difficulte": {"cause": "outside_event"}}

ALWAYS = {
    AidCode.ACED: ["avis-imposition", "ressources-charges"],
    AidCode.AFE: ["avis-imposition", "rib", "ressources-charges", "devis-factures"],
    AidCode.ADR: ["avis-imposition", "rib", "releve-carriere", "pension", "ressources-charges"],
    AidCode.URGENCE: ["rib"],
}


def required(code: AidCode, answers: dict) -> list[str]:
    return [kind.slug for kind in AIDS[code].required_documents(answers)]


@pytest.mark.parametrize("code", list(AidCode))
def test_what_is_indispensable_whatever_the_answers(code):
    assert required(code, {}) == ALWAYS[code]


@pytest.mark.parametrize("code", [AidCode.ACED, AidCode.AFE])
@pytest.mark.parametrize(
    ("answers", "more"),
    [
        (REEL | ILL, {"bilan", "justificatif-medical"}),
        (REEL | FIRE, {"bilan", "justificatif-difficulte"}),
        (MICRO | ILL, {"declarations-ca", "justificatif-medical"}),
        (MICRO | FIRE, {"declarations-ca", "justificatif-difficulte"}),
    ],
)
def test_the_regime_and_the_cause_name_two_more(code, answers, more):
    assert set(required(code, answers)) == {*ALWAYS[code], *more}


def test_a_document_at_hand_is_asked_without_being_required():
    asked = [kind.slug for kind in AIDS[AidCode.ADR].asked_documents(REEL)]
    assert "bilan" in asked
    assert "declarations-ca" not in asked
    assert "bilan" not in required(AidCode.ADR, REEL)


def test_the_urgent_aid_recommends_proofs_and_requires_none():
    asked = [kind.slug for kind in AIDS[AidCode.URGENCE].asked_documents({})]
    assert asked == ["rib", "photos", "declaration-assurance", "attestation-mairie", "avis-imposition"]


def test_only_the_medical_paper_is_kept_apart():
    medical = {kind for aid in AIDS.values() for kind in aid.documents if kind.medical}
    assert medical == {MEDICAL_PROOF}
