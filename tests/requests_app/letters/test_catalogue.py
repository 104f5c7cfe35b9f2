"""A closed list: every aid has a letter for every outcome and every notice, and nothing else has one."""

import pytest

from requests_app.aids import registry
from requests_app.letters.catalogue import AIDS, CATALOGUE, NOTICES, OUTCOMES, Kind, spec_for
from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import BY_KIND
from requests_app.letters.render import TEMPLATES


def test_every_aid_of_the_registry_has_a_letter_for_every_kind():
    assert set(CATALOGUE) == {(kind, code.value) for kind in Kind for code in registry.AIDS}


def test_a_kind_is_either_an_outcome_or_a_notice_and_has_its_mentions():
    assert sorted([*OUTCOMES, *NOTICES]) == sorted(Kind)
    assert set(BY_KIND) == set(Kind)


def test_every_template_exists_and_every_template_is_used():
    used = {spec.template for spec in CATALOGUE.values()}
    bases = {"notices/notice.html"}
    own = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if path.parent.name not in ("layouts", "parts", "outcomes")
    }
    assert own - bases == used


@pytest.mark.parametrize(("kind", "aid_code"), [("granted", "apl"), ("thanks", "afe"), ("", "")])
def test_a_letter_that_is_not_in_the_list_is_refused(kind, aid_code):
    with pytest.raises(LetterError) as refusal:
        spec_for(kind, aid_code)
    assert refusal.value.code == "letter.unknown"


def test_a_title_names_the_aid_after_the_request():
    assert [spec_for("refused", code).title for code in AIDS] == [
        "Votre demande d’aide aux cotisants en difficulté est refusée",
        "Votre demande d’aide financière exceptionnelle est refusée",
        "Votre demande d’aide d’urgence est refusée",
        "Votre demande d’accompagnement au départ à la retraite est refusée",
    ]
