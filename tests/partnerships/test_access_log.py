"""Who signed in, could not, or was refused: what is kept of it, and who reads it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client

from partnerships import access_log
from partnerships.models import AccessEvent, User
from partnerships.token_services import issue_token
from tests.door import NOW, sign_in, told
from tests.markup import parsed, select
from tests.world import World, as_

Kind = AccessEvent.Kind


def kinds() -> list[str]:
    return list(AccessEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_a_sign_in_and_its_end_are_kept_with_the_request_and_part_of_the_address(client: Client, alice: User) -> None:
    answer = sign_in(client, address="198.51.100.77")
    client.post("/sign-out/", REMOTE_ADDR="2001:db8:1:2::3")

    signed_in, signed_out = AccessEvent.objects.order_by("pk")
    assert (signed_in.kind, signed_in.user, signed_in.detail) == (Kind.SIGNED_IN, alice, "Password")
    assert (signed_in.network, signed_in.request) == ("198.51.100.0/24", answer["X-Request-ID"])
    assert (signed_out.kind, signed_out.user, signed_out.network) == (Kind.SIGNED_OUT, alice, "2001:db8:1::/48")


def test_a_guess_is_kept_with_the_account_or_a_mark_but_never_the_address(client: Client, alice: User) -> None:
    sign_in(client, "Alice@Example.org", "wrong")
    sign_in(client, "my-password-in-the-wrong-box@example.org", "wrong")
    sign_in(client, "My-Password-in-the-wrong-box@example.org", "wrong")

    known, one, other = AccessEvent.objects.order_by("pk")
    assert (known.kind, known.user, known.unknown) == (Kind.FAILED, alice, "")
    assert (one.user, len(one.unknown)) == (None, 16)
    assert one.unknown == other.unknown
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM partnerships_accessevent e")
        assert "my-password" not in str(cursor.fetchall()).lower()


def test_too_many_guesses_are_kept(client: Client, alice: User) -> None:
    for _ in range(11):
        sign_in(client, password="wrong")

    assert kinds() == [*[Kind.FAILED] * 10, Kind.LIMITED]
    assert AccessEvent.objects.latest("pk").user == alice


@pytest.mark.parametrize(
    ("method", "page", "kind"),
    [
        ("get", "/reports/draft-of-others/", Kind.HIDDEN),
        ("get", "/partnerships/rivers/", Kind.HIDDEN),
        ("get", "/partnerships/import/", Kind.DENIED),
        ("post", "/partnerships/import/", Kind.DENIED),
        ("get", "/account/log/?kind=failed", Kind.DENIED),
        ("get", "/api/v1/partnerships/1/", Kind.HIDDEN),
    ],
)
def test_what_a_person_was_refused_is_kept_though_nothing_else_is(client, world, method, page, kind) -> None:
    as_(client, world.charlie)

    getattr(client, method)(page)

    event = AccessEvent.objects.latest("pk")
    assert (event.kind, event.user) == (kind, world.charlie)
    assert event.detail == f"{method.upper()} {page.partition('?')[0]}"


def test_a_refusal_to_a_token_names_its_owner(client: Client, world: World) -> None:
    _, text = issue_token(user=world.charlie, name="Test", expires_at=NOW.replace(year=2099))

    client.get("/api/v1/partnerships/1/", headers={"Authorization": f"Bearer {text}"})

    assert AccessEvent.objects.get().user == world.charlie


@pytest.mark.parametrize("page", ["/nowhere/", "/papers/nowhere/", "/sign-in/password/1-secret-key/"])
def test_mistyped_and_open_pages_tell_of_nobody(client: Client, world: World, page: str) -> None:
    as_(client, world.charlie)
    before = AccessEvent.objects.count()

    client.get(page)
    Client().get(page)

    assert AccessEvent.objects.count() == before


def test_a_page_stands_when_the_log_cannot_be_written(client, alice, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(AccessEvent.objects, "bulk_create", fail)

    assert sign_in(client).status_code == 302


def test_the_portal_adds_to_the_log_and_changes_nothing_in_it(client: Client, world: World) -> None:
    as_(client, world.alice).post("/sign-out/")
    event = AccessEvent.objects.latest("pk")

    for change in (event.delete, event.save):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_portal_administrators_read_all_and_choose_a_kind(client: Client, world: World, alice: User) -> None:
    sign_in(Client(), password="wrong")
    sign_in(Client(), "nobody@example.org", "wrong")
    sign_in(Client())

    page = as_(client, world.administrator).get("/account/log/")
    failed = parsed(client.get("/account/log/?kind=failed").content.decode())

    assert "alice@example.org" in told(page)
    assert f"Unknown address {access_log.fingerprint('nobody@example.org')}" in told(page)
    assert len(select(failed, "tbody tr")) == 2


def test_everybody_sees_their_own_recent_sign_ins_and_nobody_elses(client: Client, world: World, alice: User) -> None:
    sign_in(Client(), password="wrong", address="198.51.100.7")
    as_(Client(), world.bob).get("/partnerships/import/")

    as_(client, alice)
    page = parsed(client.get("/account/security/").content.decode())

    rows = [" ".join(row.text_content().split()) for row in select(page, "tbody tr")]
    assert any("Wrong password or code 198.51.100.0/24" in row for row in rows)
    assert "import" not in " ".join(rows)


def test_the_log_asks_few_questions_however_long_it_is(client, world, django_assert_max_num_queries) -> None:
    as_(client, world.administrator)
    for _ in range(30):
        as_(Client(), world.bob).post("/sign-out/")

    with django_assert_max_num_queries(9):
        client.get("/account/log/")


@pytest.mark.parametrize(
    ("address", "kept"),
    [("192.0.2.200", "192.0.2.0/24"), ("2001:db8:aa:bb::1", "2001:db8:aa::/48"), ("", ""), ("nonsense", "")],
)
def test_of_an_address_the_network_is_kept(address: str, kept: str) -> None:
    assert access_log.network(address) == kept


def test_old_entries_go_and_the_portal_itself_cannot_remove_any(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)
        client.post("/sign-out/")
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        as_(client, world.bob)
        client.post("/sign-out/")
        call_command("forget_access_events", days=365, verbosity=0)

    assert {event.user for event in AccessEvent.objects.all()} == {world.bob}
