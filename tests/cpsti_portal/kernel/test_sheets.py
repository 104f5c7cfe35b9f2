"""French typesetting of printed documents."""

import pytest

from cpsti_portal.kernel import sheets


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Attention : ici !", "Attention\u00a0: ici\u00a0!"),
        ("« Vos recours »", "«\u00a0Vos recours\u00a0»"),
        ("article L. 212-2", "article L.\u00a0212-2"),
        ("1\u202f500,00\u202f€", "1\u00a0500,00\u00a0€"),
        ("ni plus, ni moins.", "ni plus, ni moins."),
    ],
)
def test_no_line_breaks_before_double_punctuation(text, held):
    assert sheets.typeset(text) == held
