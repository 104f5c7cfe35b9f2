"""An urgent request that two members grant between sittings: from the file entrusted to the letter of the applicant."""

from commission.models import BoardRules, Ruling, Sitting
from commission.services.delegations import WINDOW
from cpsti_portal.kernel import clock
from tests.factories.commission import SittingFactory
from tests.journeys import acts, late
from tests.journeys.pdf import words

LINK = "Délégation pour l’aide d’urgence"


def _agree(cast, who, path: str, amount: str) -> None:
    person = cast.at(who)
    person.open(path)
    person.fill(amount=amount)
    person.press("Donner mon accord")


def test_from_the_file_entrusted_to_the_letter(cast):
    BoardRules.objects.filter(board_code="53").update(delegation_ceiling_cents=300_000)
    aid_request = cast.sent("urgence", whole=False)
    cast.work()
    next_sitting = SittingFactory(held_on=clock.today())
    secretary = cast.at(cast.secretary)
    secretary.open("/commission/")
    secretary.page.get_by_role("link", name=LINK).click()
    secretary.page.locator("main input[name=file]").check()
    secretary.press("Confier à la délégation")
    secretary.reads("Le dossier est confié à la délégation", "Deux accords sont attendus")

    sitting = Sitting.objects.get(kind="delegation")
    assert sitting.window_ends_at - sitting.opened_at == WINDOW
    path = f"{late.path_of(sitting)}dossiers/{sitting.items.get().token}/"
    president, second, third = cast.members
    _agree(cast, president, path, "1 200")
    cast.at(president).reads("Votre accord est enregistré", "il manque celui d’un autre membre")
    _agree(cast, second, path, "1 000")
    cast.at(second).reads(
        "L’aide est accordée par délégation", "Aide accordée par délégation pour 1 000,00 €"
    )
    assert Ruling.objects.get().amount_cents == 100_000

    cast.at(third).open(late.path_of(next_sitting))
    cast.at(third).reads("Décidé depuis la séance précédente", "Aide accordée par délégation")
    cast.work()
    acts.motivate(cast, aid_request.reference)  # a part of what was asked: the reasons are written
    cast.work()
    assert "1 000,00 €" in words(acts.read_letter(cast, aid_request.reference))
    acts.sign_minutes(cast, late.path_of(sitting))
    assert "Délégation" in words(acts.read_minutes(cast, late.path_of(sitting), by=third))
