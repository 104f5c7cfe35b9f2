import pytest


@pytest.fixture(autouse=True)
def reference_rows(territory):
    """Every organisation, board and department."""
