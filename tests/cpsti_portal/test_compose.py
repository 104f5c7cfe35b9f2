"""docker-compose.yml is right by the specification and safe by our own rules; Docker itself is not needed."""

from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
PORTAL = {"migrate", "web", "worker", "beat"}
LASTING = {"web", "worker", "beat", "proxy", "postgres", "redis", "mail"}


@pytest.fixture
def services() -> dict:
    return yaml.safe_load(TEXT)["services"]


def lint(text: str) -> PyCompose:
    """The linter does not know YAML's merge keys: merge first."""
    return PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(text)))


def test_it_follows_the_specification():
    assert set(lint(TEXT).service_names()) == PORTAL | LASTING


def test_the_linter_sees_a_misspelt_key():
    with pytest.raises(ValueError, match="restrat"):
        lint(TEXT.replace("restart: unless", "restrat: unless"))


def test_every_volume_is_kept_by_name(services):
    used = {
        volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])
    }
    assert used == set(yaml.safe_load(TEXT)["volumes"])


def test_what_lasts_is_watched_and_started_again(services):
    assert {name for name, service in services.items() if "healthcheck" in service} == LASTING
    assert {name for name, service in services.items() if service["restart"] == "unless-stopped"} == LASTING


def test_only_the_proxy_and_the_mail_catcher_are_published_and_only_on_loopback(services):
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"proxy": ["127.0.0.1:8443:8443"], "mail": ["127.0.0.1:8025:8025"]}


def test_the_portal_runs_with_production_settings_and_few_rights(services):
    for name in PORTAL:
        service = services[name]
        assert service["environment"]["DJANGO_SETTINGS_MODULE"] == "cpsti_portal.settings.base"
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


def test_a_missing_secret_stops_the_start(services):
    secrets = ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")
    values = [str(v) for service in services.values() for v in service.get("environment", {}).values()]
    used = [value for value in values if any(secret in value for secret in secrets)]
    assert used
    assert all(":?" in value for value in used)


def test_every_image_has_a_version(services):
    foreign = {service["image"] for name, service in services.items() if name not in PORTAL}
    assert all(":" in image and not image.endswith(":latest") for image in foreign)


def test_the_image_installs_hashed_packages_and_does_not_run_as_root():
    recipe = (ROOT / ".docker" / "Dockerfile").read_text()
    assert "--require-hashes" in recipe
    assert recipe.rindex("USER portail") < recipe.rindex("CMD")
