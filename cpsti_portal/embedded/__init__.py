"""PostgreSQL and Redis without an administrator: for the demonstration, the tests and the benchmarks only.

Nothing here is used in production, nor when ``DATABASE_URL`` and ``REDIS_URL`` are set. The whole package stands on the
standard library alone, so that it can run before anything is installed.

    with EmbeddedPostgres(folder / "postgres", durable=False) as postgres, EmbeddedRedis(folder / "redis") as redis:
        environment = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}

``start()`` answers once the server takes connections; ``stop()`` leaves no process; ``process`` is the server's
``Popen``. A server dies with the thread that started it: start it from a thread that lives as long as it must.
"""

from .errors import EmbeddedError
from .postgres import EmbeddedPostgres
from .redis import EmbeddedRedis

__all__ = ["EmbeddedError", "EmbeddedPostgres", "EmbeddedRedis"]
