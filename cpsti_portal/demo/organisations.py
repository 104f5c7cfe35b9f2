"""Fictional letterheads, so that the letters of the demonstration look like letters."""

import random

from faker import Faker

from cpsti_portal.demo.people import places
from cpsti_portal.kernel.territory.models import Organisation


def dress_organisations() -> None:
    """Give every organisation that still has the bare reference address a fictional one."""
    for number, organisation in enumerate(
        Organisation.objects.prefetch_related("departments").order_by("code")
    ):
        if "\n" in organisation.address:
            continue
        fake = Faker("fr_FR")
        fake.seed_instance(number)
        towns = sorted(places()[department.code][0].postcode for department in organisation.departments.all())
        town = next(place for group in places().values() for place in group if place.postcode == towns[0])
        street = f"{random.Random(number).randint(1, 60)} {fake.street_prefix().lower()} {fake.last_name()}"
        organisation.address = f"{street}\n{town.postcode} {town.city}"
        organisation.director_name = f"{fake.first_name()} {fake.last_name()}"
        organisation.director_title = "Direction de l’organisme"
        organisation.save(update_fields=["address", "director_name", "director_title"])
