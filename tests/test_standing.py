"""What stands for many tests, when there is no test left."""

import pytest
from django.db import connection

from tests.standing import Stage


@pytest.mark.django_db(transaction=True)
def test_after_the_last_test_nothing_is_left_to_undo():
    """The database was taken down with the session, and the connection opened again by whatever came after."""
    stage = Stage()
    stage._build(lambda: None)
    connection.close()
    connection.connect()
    stage.lower_for(None)
    assert stage._made() == {}
