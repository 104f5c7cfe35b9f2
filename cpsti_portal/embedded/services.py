"""PostgreSQL and Redis for a command: ours, or the ones the environment names."""

import os
from pathlib import Path

from .console import Console
from .postgres import EmbeddedPostgres
from .redis import EmbeddedRedis
from .supervisor import Program
from .system import ensure_redis


class Services:
    """``environment`` holds DATABASE_URL and REDIS_URL once started."""

    def __init__(self, folder: Path, *, durable: bool, log_folder: Path) -> None:
        given = os.environ.get
        self.postgres = (
            None
            if given("DATABASE_URL")
            else EmbeddedPostgres(folder / "postgres", durable=durable, log=log_folder / "postgres.log")
        )
        self.redis = (
            None
            if given("REDIS_URL")
            else EmbeddedRedis(folder / "redis", durable=durable, log=log_folder / "redis.log")
        )

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.url if self.postgres else os.environ["DATABASE_URL"],
            "REDIS_URL": self.redis.url if self.redis else os.environ["REDIS_URL"],
        }

    def start(self, console: Console) -> None:
        if self.postgres:
            with console.step("PostgreSQL") as step:
                self.postgres.start()
                step.note = self.postgres.version
        if self.redis:
            ensure_redis(console)
            with console.step("Redis") as step:
                self.redis.start()
                step.note = self.redis.version

    def programs(self) -> list[Program]:
        """Ours, once started, for a supervisor to watch."""
        ours = (("PostgreSQL", self.postgres), ("Redis", self.redis))
        return [Program(label, server.start, process=server.process) for label, server in ours if server]

    def stop(self) -> None:
        for service in (self.redis, self.postgres):
            if service:
                service.stop()
