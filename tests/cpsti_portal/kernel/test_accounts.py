"""Rights hold from a day to a day, in one place, and nowhere else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse

from cpsti_portal.kernel.accounts import gates
from cpsti_portal.kernel.accounts.actors import ANONYMOUS, actor_for
from cpsti_portal.kernel.accounts.models import Role, Seat
from tests.factories.accounts import (
    MembershipFactory,
    UserFactory,
    administrator,
    caseworker,
    member,
    secretary,
)
from tests.factories.territory import board, organisation


def test_a_right_begins_and_ends_on_its_days(territory):
    holder = caseworker(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31)).user
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [actor_for(holder, day).is_caseworker for day in days] == [False, True, True, False]


def test_rights_of_one_account_add_up(territory):
    user = caseworker("urssaf-alsace").user
    member("44", user=user)
    secretary("AG", user=user)
    actor = actor_for(user, date(2026, 1, 1))
    assert actor.organisation_ids == {"urssaf-alsace"}
    assert actor.member_board_codes == {"44"}
    assert actor.secretary_board_codes == {"AG"}
    assert actor.board_codes == {"44", "AG"}
    assert not actor.is_administrator


def test_a_deactivated_account_is_nobody(territory):
    user = administrator().user
    user.is_active = False
    assert actor_for(user, date(2026, 1, 1)) is ANONYMOUS


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.CASEWORKER},
        {"role": Role.CASEWORKER, "board": "53"},
        {"role": Role.MEMBER, "board": "53"},
        {"role": Role.MEMBER, "organisation": "urssaf-bretagne", "seat": Seat.TITULAR},
        {"role": Role.SECRETARY, "board": "53", "seat": Seat.TITULAR},
        {"role": Role.ADMINISTRATOR, "board": "53"},
    ],
)
def test_the_database_refuses_a_role_in_the_wrong_place(territory, fields):
    if "board" in fields:
        fields["board"] = board(fields["board"])
    if "organisation" in fields:
        fields["organisation"] = organisation(fields["organisation"])
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(**fields)


@pytest.mark.parametrize(
    ("gate", "build", "opens"),
    [
        (gates.applicant_required, UserFactory, True),
        (gates.applicant_required, caseworker, False),
        (gates.caseworker_required, caseworker, True),
        (gates.caseworker_required, member, False),
        (gates.board_required, member, True),
        (gates.board_required, secretary, True),
        (gates.board_required, caseworker, False),
        (gates.member_required, secretary, False),
        (gates.secretary_required, secretary, True),
        (gates.secretary_required, member, False),
        (gates.administrator_required, administrator, True),
        (gates.administrator_required, secretary, False),
    ],
)
def test_a_gate_opens_to_its_role_and_is_a_missing_page_to_others(
    territory, rf, actor_of, gate, build, opens
):
    request = rf.get("/x/")
    request.actor = actor_of(build())
    view = gate(lambda request: HttpResponse("ok"))
    if opens:
        assert view(request).content == b"ok"
    else:
        with pytest.raises(Http404):
            view(request)


def test_a_gate_sends_an_anonymous_visitor_to_the_sign_in_page(rf):
    request = rf.get("/instruction/")
    request.actor = ANONYMOUS
    response = gates.caseworker_required(lambda request: HttpResponse("ok"))(request)
    assert (response.status_code, response["Location"]) == (302, "/compte/login/?next=/instruction/")
