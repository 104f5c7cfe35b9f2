import pytest

from tests.architecture.source import SourceTree, portal


@pytest.fixture(scope="session")
def source() -> SourceTree:
    return portal()
