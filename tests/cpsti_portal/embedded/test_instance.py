import pytest

from cpsti_portal.embedded import EmbeddedError
from cpsti_portal.embedded.instance import Instance

HOLDER = """
import sys
from pathlib import Path
from embedded.instance import Instance
instance = Instance(Path({folder!r}))
instance.take()
instance.record({{"address": "http://127.0.0.1:8123/"}})
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(folder, run_script):
    child = run_script(HOLDER.format(folder=str(folder)), prefix=("sh", "-c", 'exec "$@" < /dev/zero', "sh"))
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_demonstration_in_the_same_folder_is_refused_with_the_address_of_the_first(folder, holder):
    with pytest.raises(EmbeddedError, match=r"tourne déjà\s: http://127\.0\.0\.1:8123/"):
        Instance(folder).take()


def test_the_other_commands_find_the_running_one(folder, holder):
    assert Instance(folder).running() == {"pid": holder.pid, "address": "http://127.0.0.1:8123/"}


def test_stop_ends_it(folder, holder):
    assert Instance(folder).stop() is True
    assert Instance(folder).stop() is False


def test_a_killed_demonstration_holds_nothing_back(folder, holder):
    holder.kill()
    holder.wait()
    instance = Instance(folder)
    instance.take()
    instance.release()
    assert instance.running() is None
