"""docker-compose.yml and the Dockerfile keep the promises that docs/production.md makes for them."""

from pathlib import Path

import pytest
import yaml

import portal

ROOT = Path(portal.__file__).parent
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
LASTING = sorted(set(SERVICES) - {"migrate"})


def test_every_part_of_the_portal_has_its_service():
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "postgres", "valkey"}


@pytest.mark.parametrize("name", LASTING)
def test_each_lasting_service_has_a_health_check_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_migrations_are_applied(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["restart"] == "no"


def test_no_secret_is_written_down():
    secrets = {SERVICES["web"]["environment"]["SECRET_KEY"], SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"]}

    assert all(secret.startswith("${") and ":?" in secret for secret in secrets)


def test_only_the_web_is_reachable_and_only_from_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_the_image_runs_as_an_ordinary_user_with_the_libraries_that_the_papers_need():
    lines = (ROOT / "Dockerfile").read_text()

    assert "\nUSER portal\n" in lines
    assert all(package in lines for package in portal.LIBRARIES.values())
