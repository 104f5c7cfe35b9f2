"""Accounts with rights. ``PASSWORD`` opens every one of them in tests."""

from datetime import date

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from cpsti_portal.kernel.accounts.models import College, Membership, Office, OfficeKind, Role, Seat, User
from tests.factories.territory import board, organisation

PASSWORD = "quatorze caractères au moins"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"compte{n}@exemple.fr")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    display_name = factory.Sequence(lambda n: f"Camille Essai {n}")
    job_title = "Chargée d’action sociale"
    starts_on = date(2020, 1, 1)


def caseworker(organisation_code: str = "urssaf-bretagne", **fields) -> Membership:
    return MembershipFactory(role=Role.CASEWORKER, organisation=organisation(organisation_code), **fields)


def member(board_code: str = "53", *, office: OfficeKind | None = None, **fields) -> Membership:
    """Of the active members of U2P unless said otherwise; ``office``: elected to it since the mandate began."""
    fields.setdefault("seat", Seat.TITULAR)
    fields.setdefault("nominated_by", "U2P")
    fields.setdefault("college", College.ACTIVE)
    fields.setdefault("job_title", "Membre de la commission")
    one = MembershipFactory(role=Role.MEMBER, board=board(board_code), **fields)
    if office:
        Office.objects.create(membership=one, kind=office, starts_on=one.starts_on)
    return one


def president(board_code: str = "53", **fields) -> Membership:
    return member(board_code, office=OfficeKind.PRESIDENT, **fields)


def secretary(board_code: str = "53", **fields) -> Membership:
    return MembershipFactory(role=Role.SECRETARY, board=board(board_code), **fields)


def administrator(**fields) -> Membership:
    membership = MembershipFactory(role=Role.ADMINISTRATOR, **fields)
    membership.user.is_staff = membership.user.is_superuser = True
    membership.user.save()
    return membership
