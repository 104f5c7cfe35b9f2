"""A refusal keeps its code and its words wherever it travels."""

import pickle

import pytest

from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.documents.refusals import Refused
from requests_app.letters.errors import LetterError
from requests_app.opinion_rules import Shortcoming
from requests_app.services.board_versions import LeaksFound, NotReady


@pytest.mark.parametrize(
    "refusal",
    [
        DomainError("a.b", "Non."),
        Conflict("a.moved", "Trop tard."),
        NotAllowed("a.not_yours", "Ce n’est pas à vous."),
        LetterError("letter.empty", "Il manque un motif."),
        Refused("encrypted"),
        NotReady((Shortcoming("summary", "Écrivez l’exposé."),)),
        LeaksFound({"summary": ()}),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_a_refusal_crosses_from_one_process_to_another(refusal):
    again = pickle.loads(pickle.dumps(refusal))
    assert (type(again), again.__dict__, str(again)) == (type(refusal), refusal.__dict__, str(refusal))
    assert str(refusal) == f"{refusal.code}: {refusal.message}"
