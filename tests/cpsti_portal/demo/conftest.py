"""What the demonstration has beside its server."""

import threading
import time

import pytest
from django.db import connection

from cpsti_portal.kernel.outbox.services import drain


@pytest.fixture
def worker():
    """Does what the worker of the demonstration does, beside the server."""
    over = threading.Event()

    def run():
        while not over.is_set():
            drain()
            time.sleep(0.2)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    over.set()
    thread.join()
