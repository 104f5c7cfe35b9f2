"""The applicant's own words, put together from the free answers. Pure."""

from collections.abc import Iterator

from requests_app.aids.fields import Answers
from requests_app.aids.steps import STEPS
from requests_app.anonymisation.cleaning import clean

# (block, question): what announces the answer; the story speaks first and for itself.
PARTS: dict[tuple[str, str], str] = {
    ("difficulty", "story"): "",
    ("disaster", "story"): "",
    ("difficulty", "measures"): "Ce qui a déjà été fait : ",
    ("difficulty", "outlook"): "Les prochains mois : ",
    ("difficulty", "other_aids_detail"): "Les autres aides : ",
    ("money_request", "use_detail"): "Les dépenses prévues : ",
}


def account_of(answers: Answers) -> str:
    """Cleaned, a paragraph an answer; empty when nothing was told."""
    return clean("\n\n".join(_paragraphs(answers)))


def _paragraphs(answers: Answers) -> Iterator[str]:
    for (block, name), opening in PARTS.items():
        value = answers.get(STEPS[block].slug, {}).get(name)
        if isinstance(value, str) and value.strip():
            yield opening + value.strip()
