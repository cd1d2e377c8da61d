"""Where one is signed in, ending it elsewhere, and that a suspension ends it everywhere for good."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from partnerships import granting, token_services
from partnerships.models import AccessEvent, OpenSession, User
from partnerships.sign_in import browsers
from sharedservices.core.tasks import run_command
from tests.door import NOW, SECURITY, code_now, is_signed_in, sign_in, told, with_app
from tests.factories.partnerships import UserFactory
from tests.markup import parsed, select
from tests.world import World, as_

PAGE = f"{SECURITY}sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Mobile Safari/604"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36"
)


def signed_in(user: User, browser: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": browser})
    assert sign_in(client, user.email).status_code == 302
    return client


def handles(client: Client) -> list[str]:
    fields = select(parsed(client.get(PAGE).content.decode()), "dd input[name=session]")
    return [str(field.get("value")) for field in fields]


def is_let_in(client: Client) -> bool:
    return bool(client.get("/partnerships/").status_code == 200)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on an iPhone"),
        (CHROME, "Chrome on Android"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
        ("<script>alert(1)</script> Linux", "A browser on Linux"),
    ],
)
def test_a_browser_has_a_name_in_plain_words(said: str, name: str) -> None:
    assert browsers.named(said) == name


def test_the_page_shows_ones_own_sessions_and_which_is_this(alice: User, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        signed_in(alice, EDGE)
        signed_in(clerk, CHROME)
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        here = signed_in(alice)
        page = here.get(PAGE)

    main = parsed(page.content.decode())
    rows = [" ".join(row.text_content().split()) for row in select(main, "main .govuk-summary-list__row")]
    assert len(rows) == 2
    assert rows[0].startswith("Firefox on Windows Signed in on 2 March, 09:20. This session Sign out")
    assert rows[1].startswith("Edge on Windows Signed in on 2 March, 09:00, last used on 2 March, 09:00 End")


def test_the_page_holds_no_key_of_a_session(alice: User) -> None:
    elsewhere, here = signed_in(alice), signed_in(alice)

    text = here.get(PAGE).content.decode()

    assert [client.session.session_key in text for client in (elsewhere, here)] == [False, False]


@pytest.mark.parametrize("passed", [timedelta(minutes=61), timedelta(hours=13)])
def test_a_session_whose_time_is_over_is_not_shown(alice: User, passed: timedelta) -> None:
    with time_machine.travel(NOW, tick=False):
        signed_in(alice)
    with time_machine.travel(NOW + passed, tick=False):
        assert handles(signed_in(alice)) == []


def test_one_session_is_ended_and_the_others_go_on(alice: User) -> None:
    first, second, here = signed_in(alice, EDGE), signed_in(alice, CHROME), signed_in(alice)
    edge = OpenSession.objects.get(pk=first.session.session_key)

    answer = here.post(PAGE, {"session": edge.handle}, follow=True)

    assert "The session has ended" in told(answer)
    assert [is_let_in(client) for client in (first, second, here)] == [False, True, True]
    noted = AccessEvent.objects.get(kind=AccessEvent.Kind.ENDED)
    assert (noted.user, noted.detail) == (alice, "Edge on Windows, by the person from another session")


def test_all_other_sessions_are_ended(alice: User) -> None:
    elsewhere, here = [signed_in(alice) for _ in range(2)], signed_in(alice)

    answer = here.post(PAGE, {"session": "others"}, follow=True)

    assert "2 sessions have ended" in told(answer)
    assert [is_let_in(client) for client in (*elsewhere, here)] == [False, False, True]


@pytest.mark.parametrize("named", ["someone else's", "this one", "", "nothing"])
def test_nothing_else_is_ended(alice: User, clerk: User, named: str) -> None:
    elsewhere, foreign, here = signed_in(alice), signed_in(clerk), signed_in(alice)
    clients = {"someone else's": foreign, "this one": here}
    keys = {name: OpenSession.objects.get(pk=client.session.session_key).handle for name, client in clients.items()}

    answer = here.post(PAGE, {"session": keys.get(named, named)}, follow=True)

    assert "had ended already" in told(answer)
    assert [is_let_in(client) for client in (elsewhere, here)] == [True, True]
    assert is_signed_in(foreign)


def test_ending_asks_for_the_password_of_those_who_signed_in_a_while_ago(alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        elsewhere, here = signed_in(alice), signed_in(alice)
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        asked = here.post(PAGE, {"session": "others"})

    assert asked["Location"].startswith(f"{SECURITY}confirm/")
    assert OpenSession.objects.filter(pk=elsewhere.session.session_key).exists()


def test_a_changed_factor_offers_to_end_the_other_sessions(alice: User) -> None:
    elsewhere, here = signed_in(alice), signed_in(alice)
    before = told(here.get(SECURITY))
    with_app(alice)
    here.post(f"{SECURITY}app/remove/")

    page = here.get(SECURITY)
    form = select(parsed(page.content.decode()), f".govuk-inset-text form[action='{PAGE}']")[0]
    here.post(PAGE, {"session": select(form, "input[name=session]")[0].get("value")})

    assert "You changed how you sign in" not in before
    assert "You changed how you sign in" in told(page)
    assert [is_let_in(client) for client in (elsewhere, here)] == [False, True]
    assert "You changed how you sign in" not in told(here.get(SECURITY))


def test_a_changed_password_leaves_no_other_session_to_be_shown(alice: User) -> None:
    signed_in(alice)
    here = signed_in(alice)
    changed = {
        "oldpassword": "seven brown foxes sing",
        "password1": "nine blue larks hum",
        "password2": "nine blue larks hum",
    }

    here.post(f"{SECURITY}password/", changed)

    assert OpenSession.objects.filter(user=alice).count() == 1
    assert is_let_in(here)


def by_the_portal(user: User, world: World) -> None:
    granting.suspend(user=user, by=world.administrator, reason="Lost device", at=timezone.now())
    granting.reinstate(user=user, by=world.administrator, reason="Found", at=timezone.now())


def by_support(user: User, world: World) -> None:
    support = as_(Client(), UserFactory(name="Support", is_staff=True, is_superuser=True))
    grants = {f"grants-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for is_active in ({}, {"is_active": "on"}):
        account = {"email": user.email, "name": user.name, "organisation": user.organisation_id}
        answer = support.post(f"/admin/partnerships/user/{user.pk}/change/", account | grants | is_active)
        assert answer.status_code == 302


@pytest.mark.parametrize("by", [by_the_portal, by_support])
def test_what_was_open_before_a_suspension_stays_ended_after_it(
    alice: User, world: World, by: Callable[[User, World], None]
) -> None:
    session = signed_in(alice)
    organisation = alice.organisation
    _, text = token_services.issue_token(
        user=alice, name="Figures", organisation=organisation, expires_at=timezone.now() + timedelta(days=9)
    )
    program = Client(headers={"Authorization": f"Bearer {text}"})
    worked = (is_let_in(session), program.get("/api/v1/workstreams/").status_code)

    by(alice, world)

    assert worked == (True, 200)
    assert User.objects.get(pk=alice.pk).is_active
    assert not is_let_in(session)
    assert not is_signed_in(session)
    assert program.get("/api/v1/workstreams/").status_code == 401
    assert is_let_in(signed_in(alice))


def test_a_sign_in_that_awaits_its_code_ends_with_a_suspension_too(alice: User, world: World) -> None:
    secret, half_in = with_app(alice), Client()
    assert sign_in(half_in, alice.email)["Location"] == "/sign-in/code/"
    assert not OpenSession.objects.visible_to(alice).open(at=timezone.now()).exists()

    by_the_portal(alice, world)
    half_in.post("/sign-in/code/", {"code": code_now(secret)})

    assert not is_signed_in(half_in)
    sign_in(half_in, alice.email)
    half_in.post("/sign-in/code/", {"code": code_now(secret)})
    assert is_signed_in(half_in)


def test_what_is_too_old_is_removed_every_hour(alice: User) -> None:
    old, young = signed_in(alice), signed_in(alice)
    OpenSession.objects.filter(pk=old.session.session_key).update(expire_date=timezone.now())
    entry = settings.CELERY_BEAT_SCHEDULE["remove-old-sessions"]

    run_command(**entry["kwargs"])

    assert list(OpenSession.objects.values_list("pk", flat=True)) == [young.session.session_key]
    assert entry["schedule"] == 3600


def test_a_request_under_way_does_not_bring_an_ended_session_back(alice: User) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    under_way = store(signed_in(alice).session.session_key)
    under_way["seen_at"] += 60

    OpenSession.objects.filter(user=alice).delete()

    with pytest.raises(UpdateError), transaction.atomic():
        under_way.save()
    assert not OpenSession.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "secret",
    [
        "* FROM partnerships_opensession",
        "* FROM django_session",
        "* FROM mfa_authenticator",
        "password FROM partnerships_user",
        "digest FROM partnerships_apitoken",
        "digest FROM partnerships_invitation",
        "* FROM socialaccount_socialtoken",
        "* FROM account_emailconfirmation",
    ],
)
def test_analysts_read_nothing_that_opens_an_account(secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; SET ROLE portal_read")
        cursor.execute("SELECT id, email, is_active FROM partnerships_user")
        cursor.execute("SELECT name, expires_at FROM partnerships_apitoken")

        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(f"SELECT {secret}")
