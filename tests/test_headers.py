"""Every answer of every address carries the headers that keep browsers from doing more than they should."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import Settings

from partnerships.token_services import issue_token
from reports.views import HomeView
from tests.door import PASSWORD, with_password
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
SENT = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
POLICY = {
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "style-src 'self'",
}
# Text names its character set; JSON has one by definition
TYPES = re.compile(r"text/[\w-]+; charset=utf-8|(application|image)/[\w.+-]+.*")
STORES = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|insertAdjacentHTML")
EXAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        plain = re.sub(r"[\^$?\\]|\.\+", "", GROUP.sub("1", str(entry.pattern)))
        address = prefix + CONVERTER.sub(lambda found: EXAMPLES.get(found[1] or "", "nowhere"), plain)
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from addresses(entry, address)


ADDRESSES = sorted(set(addresses(get_resolver())))


def is_guarded(answer: HttpResponse) -> bool:
    policy = answer["Content-Security-Policy"]
    has_type = answer.streaming or not answer.content or TYPES.fullmatch(answer["Content-Type"])
    return all(
        [
            {name: answer.get(name) for name in SENT} == SENT,
            set(policy.split("; ")) >= POLICY and "unsafe" not in policy,
            "camera=()" in answer["Permissions-Policy"],
            answer["Referrer-Policy"] in {"same-origin", "no-referrer"},
            answer["X-Request-ID"],
            has_type,
        ]
    )


@pytest.fixture
def production(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def get(client: Client, address: str) -> HttpResponse:
    answer: HttpResponse = client.get(address, secure=True)
    return answer


def signed_in(world: World) -> Client:
    client = Client()
    client.force_login(world.alice)
    return client


def test_the_walk_finds_pages_the_administration_and_the_api() -> None:
    some = {"/", "/partnerships/nowhere/", "/admin/savings/savingsclaim/nowhere/change/", "/api/v1/workstreams/1/"}

    assert some <= set(ADDRESSES)
    assert len(ADDRESSES) > 250


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("persona", ["anonymous", "administrator"])
def test_every_address_is_guarded(world: World, persona: str) -> None:
    client = Client(raise_request_exception=False)
    if persona != "anonymous":
        client.force_login(getattr(world, persona))
    answers = {address: get(client, address) for address in ADDRESSES}

    assert [address for address, answer in answers.items() if not is_guarded(answer)] == []
    assert {answer.status_code for answer in answers.values()} <= {200, 301, 302, 401, 403, 404, 405, 503}


@pytest.mark.usefixtures("production")
def test_every_refusal_is_guarded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.charlie)
    monkeypatch.setattr(HomeView, "get_context_data", lambda *_args, **_kwargs: 1 / 0)

    answers = {
        500: get(strict, "/"),
        404: get(strict, "/nowhere/"),
        403: strict.post("/account/tokens/", secure=True),
        401: get(Client(), "/api/v1/workstreams/"),
        400: Client().get("/", secure=True, headers={"host": "elsewhere.example.org"}),
        405: Client().put("/help/", secure=True),
        301: Client().get("/help/"),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    unsafe = answers.pop(301)  # a browser believes Strict-Transport-Security over HTTPS alone
    assert unsafe["Location"] == "https://testserver/help/"
    assert all(is_guarded(answer) for answer in answers.values())


@pytest.mark.usefixtures("production")
def test_every_cookie_is_bound(world: World) -> None:
    with_password(world.alice)
    client = Client()
    get(client, "/sign-in/")
    client.post("/sign-in/", {"login": world.alice.email, "password": PASSWORD}, secure=True)
    get(client, "/")

    told = {name: {part.strip().lower() for part in str(cookie).split(";")} for name, cookie in client.cookies.items()}

    assert set(told) == {"sessionid", "csrftoken"}
    assert all(cookie >= {"secure", "httponly", "samesite=lax", "path=/"} for cookie in told.values())
    assert not [cookie for cookie in told.values() if any(part.startswith("domain=") for part in cookie)]


def test_what_somebody_signed_in_sees_is_kept_nowhere(world: World) -> None:
    open_to_all = Client().get("/help/")

    page = signed_in(world).get("/partnerships/rivers/")

    assert page["Cache-Control"] == "private, no-store"
    assert not open_to_all.has_header("Cache-Control")


def test_signing_out_empties_what_the_browser_kept(world: World) -> None:
    client = signed_in(world)

    page, answer = client.get("/"), client.post("/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not page.has_header("Clear-Site-Data")


def test_only_the_portals_own_pages_may_ask_it(world: World) -> None:
    answer = signed_in(world).get("/api/v1/workstreams/", headers={"origin": "https://elsewhere.example.org"})

    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("folder", ["/static/", "/static/portal/", "/media/", "/.git/"])
def test_no_folder_is_listed(world: World, folder: str) -> None:
    assert signed_in(world).get(folder).status_code == 404


@pytest.mark.parametrize("address", ["/", "/help/", "/healthz", "/sign-in/", "/api/v1/workstreams/"])
def test_trace_echoes_nothing(world: World, address: str) -> None:
    answer = signed_in(world).trace(address, headers={"x-told": "a-secret-of-the-caller"})

    assert b"a-secret-of-the-caller" not in answer.content
    assert "message/http" not in answer.get("Content-Type", "")


def test_no_script_of_ours_keeps_anything_in_the_browser() -> None:
    scripts = list((ROOT / "assets" / "js").glob("*.mjs"))

    assert scripts
    assert not [path.name for path in scripts if STORES.search(path.read_text())]
    assert '"history": "reload"' in (ROOT / "templates" / "base.html").read_text()  # htmx would keep pages otherwise


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/workstreams/", "/api/v1/nowhere/", "/api/v1"])
def test_programs_are_refused_plain_http_and_not_led_on(world: World, address: str) -> None:
    _, text = issue_token(user=world.alice, name="Test", expires_at=timezone.now() + timedelta(days=1))

    answer = Client().get(address, headers={"Authorization": f"Bearer {text}"})

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "Location" not in answer
    assert "https://" in answer.json()["detail"]
    assert (answer["X-Content-Type-Options"], "default-src 'none'" in answer["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )


@pytest.mark.usefixtures("production")
def test_pages_are_led_to_https(client: Client) -> None:
    answers = {address: client.get(address) for address in ("/", "/sign-in/", "/api/", "/reports/1/")}

    assert {answer.status_code for answer in answers.values()} == {301}
    assert [answer["Location"] for answer in answers.values()] == [f"https://testserver{one}" for one in answers]
