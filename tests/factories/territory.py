"""Territory for tests: the real reference tables, loaded once a test asks for them."""

from cpsti_portal.kernel.territory import reference
from cpsti_portal.kernel.territory.models import Board, Organisation


def load_territory() -> None:
    reference.load()


def organisation(code: str = "urssaf-bretagne") -> Organisation:
    return Organisation.objects.get(code=code)


def board(code: str = "53") -> Board:
    return Board.objects.get(code=code)
