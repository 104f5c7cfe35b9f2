import os
import signal
import stat

import pytest
import redis

from cpsti_portal.embedded import EmbeddedRedis, process


@pytest.fixture
def server(folder):
    with EmbeddedRedis(folder / "data") as started:
        yield started


def test_it_wants_its_password_and_listens_on_loopback_only(server):
    with redis.Redis.from_url(server.url) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
    with (
        redis.Redis(port=int(server.url.rpartition(":")[2].partition("/")[0])) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    assert stat.S_IMODE((server.data_dir / "redis.conf").stat().st_mode) == 0o600


def test_a_killed_server_comes_back_at_the_same_address_with_its_data(server):
    address = server.url
    with redis.Redis.from_url(address) as client:
        client.rpush("queue", "message")
        os.kill(server.process.pid, signal.SIGKILL)
        server.start()
        assert (server.url, client.lrange("queue", 0, -1)) == (address, [b"message"])


def test_stopping_leaves_no_process(server):
    server.stop()
    assert process.working_in(server.data_dir, "redis") == []
