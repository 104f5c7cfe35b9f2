"""Routing: the body that instructs and the board that decides follow the place of activity (rule R9)."""

import pytest

from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.territory import reference, routing
from cpsti_portal.kernel.territory.models import Board, Department, Organisation, Region


@pytest.mark.parametrize(
    ("postcode", "department"),
    [
        ("75011", "75"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20167", "2A"),
        ("20200", "2B"),
        ("20600", "2B"),
        ("97110", "971"),
        ("97150", "978"),
        ("97133", "977"),
        ("97410", "974"),
        ("97600", "976"),
        ("98000", "980"),
    ],
)
def test_department_of_a_postcode(postcode, department):
    assert routing.department_of_postcode(postcode) == department


@pytest.mark.parametrize(
    ("department", "organisation", "board"),
    [
        ("35", "Urssaf Bretagne", "Bretagne"),
        ("67", "Urssaf Alsace", "Grand Est"),
        ("57", "Urssaf Lorraine", "Grand Est"),
        ("51", "Urssaf Champagne-Ardenne", "Grand Est"),
        ("971", "CGSS de la Guadeloupe", "Antilles-Guyane"),
        ("978", "CGSS de la Guadeloupe", "Antilles-Guyane"),
        ("972", "CGSS de la Martinique", "Antilles-Guyane"),
        ("973", "CGSS de la Guyane", "Antilles-Guyane"),
        ("974", "CGSS de La Réunion", "La Réunion et Mayotte"),
        ("976", "Caisse de sécurité sociale de Mayotte", "La Réunion et Mayotte"),
        ("48", "Urssaf Languedoc-Roussillon", "Occitanie"),
    ],
)
def test_the_board_that_decides_is_not_the_organisation_that_instructs(
    territory, department, organisation, board
):
    route = routing.route(department)
    assert (route.organisation.name, route.board.area_label) == (organisation, board)


@pytest.mark.parametrize("department", ["977", "980", "99", "XX"])
def test_a_place_that_nobody_serves_is_said_so(territory, department):
    with pytest.raises(DomainError) as refusal:
        routing.route(department)
    assert refusal.value.code == "territory.unserved"


def test_the_whole_country_is_loaded_once(territory):
    counts = (
        Board.objects.count(),
        Region.objects.count(),
        Organisation.objects.count(),
        Department.objects.count(),
    )
    assert counts == (15, 18, 26, 102)
    reference.load()
    assert counts == (
        Board.objects.count(),
        Region.objects.count(),
        Organisation.objects.count(),
        Department.objects.count(),
    )


def test_loading_again_keeps_what_an_administrator_corrected(territory):
    Organisation.objects.filter(code="urssaf-corse").update(phone="0495000000")
    reference.load()
    assert Organisation.objects.get(code="urssaf-corse").phone == "0495000000"
