"""The door in a real browser: an authenticator app and a passkey are set up and open it, with and without scripts."""

import base64
import json
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import CDPSession, Page, expect
from pytest_django import Settings

from partnerships.models import User
from sharedservices.sign_in_settings import council_providers
from tests import oidc
from tests.door import PASSWORD, code_now, with_password
from tests.partnerships.inviting import deliver, invite
from tests.world import build

CAN = ("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(transactional_db: None, settings: Settings) -> User:
    """Has to have a second factor, and has none yet."""
    settings.SECOND_FACTOR_REQUIRED = True
    with transaction.atomic():
        return with_password(build().clerk)


class Device:
    """A device that holds passkeys, and a finger that is right or not."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal"} | dict.fromkeys(CAN, True)
        self.name = {
            "authenticatorId": session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
        }

    def passkeys(self) -> int:
        return len(self.session.send("WebAuthn.getCredentials", self.name)["credentials"])

    def feel_another_finger(self) -> None:
        self.session.send("WebAuthn.setUserVerified", self.name | {"isUserVerified": False})


@pytest.fixture
def device(page: Page) -> Iterator[Device]:
    session = page.context.new_cdp_session(page)
    yield Device(session)
    session.detach()


def enter_password(page: Page) -> None:
    page.goto("/sign-in/?next=/partnerships/")
    page.get_by_label("E-mail address").fill("clerk@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in", exact=True).wait_for()


def insist_accessible(page: Page) -> None:
    assert Axe().run(page).response["violations"] == []


def add_app(page: Page) -> str:
    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_now(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return secret


def test_an_app_is_set_up_and_opens_without_scripts(page_without_scripts: Page, clerk: User) -> None:
    page = page_without_scripts
    enter_password(page)
    expect(page.get_by_text("Your role needs a second factor")).to_be_visible()
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    secret = add_app(page)
    codes = page.locator("main li code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    assert all(code in download.value.path().read_text() for code in codes)
    page.get_by_role("link", name="I have saved the codes, continue").click()
    page.get_by_role("heading", name="Partnerships").wait_for()
    sign_out(page)

    enter_password(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("heading", name="Partnerships").wait_for()
    assert len(codes) == 10
    assert base64.b32decode(secret)


def test_a_passkey_is_set_up_and_opens_without_a_password(page: Page, device: Device, clerk: User) -> None:
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    enter_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    insist_accessible(page)
    page.get_by_label("Name of this passkey").fill("Office laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/account/security/")
    expect(page.get_by_role("term").filter(has_text="Office laptop")).to_be_visible()
    insist_accessible(page)
    sign_out(page)

    page.goto("/sign-in/?next=/partnerships/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Partnerships").wait_for()
    sign_out(page)
    enter_password(page)
    page.get_by_role("heading", name="Enter your code").wait_for()
    insist_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_role("heading", name="Partnerships").wait_for()
    assert Authenticator.objects.filter(user=clerk, type="webauthn").count() == 1
    assert broken == []


def test_a_finger_that_is_not_the_owners_opens_nothing(page: Page, device: Device, clerk: User) -> None:
    enter_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    sign_out(page)
    device.feel_another_finger()
    expect(page.get_by_text("The passkey was not used")).to_be_hidden()

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    page.goto("/partnerships/")
    assert device.passkeys() == 1
    assert "/sign-in/" in page.url


def test_the_keyboard_alone_signs_in(page: Page, clerk: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    page.goto("/sign-in/?next=/partnerships/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("clerk@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="Partnerships").wait_for()


@pytest.fixture
def council(settings: Settings) -> Iterator[oidc.Council]:
    with oidc.running() as server:
        server.play()
        entry = {"id": "north", "name": "North", "issuer": server.issuer, "domains": ["example.org"]}
        client = {"client_id": oidc.CLIENT, "client_secret": oidc.SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = council_providers(json.dumps([entry | client]), insecure=True)
        yield server


@pytest.mark.parametrize("kind", ["page", "page_without_scripts"])
def test_a_councils_button_leads_there_and_back_past_the_pages_own_policy(
    request: pytest.FixtureRequest, clerk: User, council: oidc.Council, settings: Settings, kind: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    page: Page = request.getfixturevalue(kind)
    enter_password(page)
    page.goto("/account/security/")
    page.get_by_role("button", name="Connect with North").click()
    page.get_by_text("Your council's sign-in is connected").wait_for()
    sign_out(page)

    page.goto("/sign-in/?next=/partnerships/")
    page.get_by_role("button", name="Sign in with North").click()

    page.get_by_role("heading", name="Partnerships").wait_for()
    page.goto("/account/security/")
    page.get_by_role("link", name="Disconnect North").click()
    page.get_by_role("button", name="Disconnect North").click()
    expect(page.get_by_role("alert")).to_contain_text("North no longer signs you in here")


def test_an_invitation_is_taken_up(page_without_scripts: Page, transactional_db: None) -> None:
    page = page_without_scripts
    with transaction.atomic():
        link = deliver(invite(build()))
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)

    page.get_by_role("button", name="Open the account").click()

    expect(page.get_by_text("Your account is ready")).to_be_visible()


def test_the_pages_of_the_door_are_accessible(page: Page, clerk: User) -> None:
    for address in ("/sign-in/", "/sign-in/password/", "/sign-in/password/sent/", "/sign-in/password/1-none/"):
        page.goto(address)
        insist_accessible(page)
    enter_password(page)
    insist_accessible(page)
    page.get_by_role("link", name="Add an authenticator app").click()
    insist_accessible(page)
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("alert")).to_contain_text("The code is not right")
    insist_accessible(page)
    page.goto("/account/security/")
    add_app(page)
    insist_accessible(page)
    for address in ("password/", "codes/new/", "app/remove/", "confirm/", "sessions/"):
        page.goto(f"/account/security/{address}")
        insist_accessible(page)
