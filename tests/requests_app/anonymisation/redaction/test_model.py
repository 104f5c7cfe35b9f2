"""Layer N: the only tests that load the model."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import Layer
from requests_app.anonymisation.redaction.model import entities
from requests_app.anonymisation.redaction.page import Page

TEXT = "Fleur Dubois travaille à Lyon. Les charges restent impayées."


def test_the_model_names_people_and_places():
    page = Page(TEXT)
    found = {page.text[one.start : one.end] for one in entities(page, frozenset())}
    assert {"Dubois", "Lyon"} <= found
    assert not found & {"charges", "impayées", "travaille"}


@pytest.mark.parametrize("model", [False, True])
def test_a_proposal_says_whether_the_model_has_read(model):
    proposal = propose(TEXT, NOTHING_KNOWN, model=model, layers=frozenset({Layer.MODEL}))
    assert (proposal.with_model, bool(proposal.findings)) == (model, model)


def test_allowed_bodies_stay_allowed():
    text = "L’Urssaf et France Travail ont répondu."
    assert propose(text, NOTHING_KNOWN, model=True).findings == ()
