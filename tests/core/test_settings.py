"""Production is the default, and what is missing or lax is an error that says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "k" * 30 + "0123456789" * 3,
    "ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres:///portal",
    "REDIS_URL": "redis://localhost",
}


NORTH = (
    '[{"id": "north", "name": "North", "issuer": "https://id.example.org", "client_id": "x", "client_secret": "y", '
    '"domains": ["example.org"]}]'
)


def check(changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    names = {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
        "DEMO",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
        "OIDC_PROVIDERS",
    }
    rest = {name: value for name, value in os.environ.items() if name not in names}
    given = {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=rest | given, capture_output=True, text=True, check=False)


def test_a_full_environment_passes_the_deployment_checks() -> None:
    given = {"SECRET_KEY": "hV3x-unlike-the-others-9aQ2-kT8m-and-long-enough-to-pass-Zr41", "OIDC_PROVIDERS": NORTH}

    result = check(given)

    assert result.returncode == 0, result.stderr


NAMES = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_NAME CSRF_COOKIE_SECURE DEBUG"
COOKIES = f"from sharedservices import settings; print(*(getattr(settings, name) for name in '{NAMES}'.split()))"


def test_cookies_are_bound_to_this_host_and_to_https() -> None:
    rest = {name: value for name, value in os.environ.items() if name not in {*PRODUCTION, "DEMO", "OIDC_PROVIDERS"}}

    told = subprocess.run(
        [sys.executable, "-c", COOKIES], cwd=ROOT, env=rest | PRODUCTION, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["__Host-session", "True", "True", "__Host-csrf", "True", "False"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "at least 50 random characters"),
        ({"ALLOWED_HOSTS": None}, "Set ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "Set DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///portal.db"}, "must name a PostgreSQL database"),
        ({"REDIS_URL": None}, "Set REDIS_URL"),
        ({"DEMO": "1"}, "Unset it, or serve on this machine only"),
        ({"MFA_KEYS": "secret"}, "MFA_KEYS: each must be made with"),
        ({"OIDC_PROVIDERS": '[{"id": "north"}]'}, "OIDC_PROVIDERS must be a JSON list"),
        (
            {"OIDC_PROVIDERS": NORTH.replace("https", "http")},
            "issuer of north in OIDC_PROVIDERS must be an https address",
        ),
        ({"OIDC_PROVIDERS": NORTH.replace("north", "no/rth")}, "Each id in OIDC_PROVIDERS"),
        ({"OIDC_PROVIDERS": NORTH.replace('["example.org"]', '"example.org"')}, '"domains" must be a list'),
        ({"OIDC_PROVIDERS": NORTH.replace('["example.org"]', "[]")}, '"domains" must be a list'),
    ],
)
def test_what_is_missing_or_lax_is_refused_by_name(changes: dict[str, str | None], told: str) -> None:
    result = check(changes)

    assert result.returncode != 0
    assert told in result.stderr.splitlines()[-1]
