"""A council signs its people in: against a server in a process of its own, which tells the truth or lies."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from partnerships.models import AccessEvent, Invitation, User
from partnerships.rules import Role
from partnerships.sign_in import words
from partnerships.sign_in.provider import CouncilProvider
from tests import oidc
from tests.council_door import CONNECT, START, come_back, connected, leave
from tests.door import is_signed_in
from tests.markup import parsed
from tests.world import World, as_


def test_a_connected_person_is_signed_in_and_led_on(client: Client, world: World, council: oidc.Council) -> None:
    connected(world.alice, council)

    answer = come_back(client, council, next="/partnerships/")

    assert (answer.status_code, answer["Location"]) == (302, "/partnerships/")
    assert client.session["_auth_user_id"] == str(world.alice.pk)


@pytest.mark.parametrize(
    "lie",
    [
        "issuer",
        "audience",
        "several audiences",
        "expired",
        "nonce",
        "no nonce",
        "no token",
        "key",
        "unsigned",
        "signed with the client's secret",
        "userinfo",
    ],
)
def test_an_answer_that_is_not_right_in_everything_signs_nobody_in(client, world, council, lie: str) -> None:
    connected(world.alice, council)
    connected(world.bob, council, "person-2")
    council.play(lie)

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert words.COUNCIL_FAILED in parsed(answer.content.decode()).text_content()
    assert not is_signed_in(client)
    assert AccessEvent.objects.get().kind == AccessEvent.Kind.REFUSED


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(client, world, council) -> None:
    connected(world.alice, council)
    back = council.consent(leave(client))
    stranger = Client()

    assert stranger.get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 403
    assert not is_signed_in(client)
    assert not is_signed_in(stranger)


def test_a_changed_subject_is_another_person_whatever_the_address(client, world, council) -> None:
    connected(world.alice, council)
    council.play(sub="person-9")

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert words.NOT_CONNECTED in answer.content.decode().replace("&#x27;", "'")
    assert not is_signed_in(client)
    assert SocialAccount.objects.count() == 1


def test_a_known_subject_is_the_same_person_under_another_address(client, world, council) -> None:
    connected(world.alice, council)
    council.play(email="bob@example.org")

    come_back(client, council)

    assert client.session["_auth_user_id"] == str(world.alice.pk)


def test_the_same_subject_of_another_issuer_is_nobody(client, world, council) -> None:
    uid = CouncilProvider.extract_uid(CouncilProvider, {"iss": "https://old.example.org", "sub": "person-1"})
    SocialAccount.objects.create(user=world.alice, provider="north", uid=uid)

    assert come_back(client, council).status_code == 403
    assert not is_signed_in(client)


def test_nobody_comes_in_uninvited(client: Client, world: World, council: oidc.Council) -> None:
    council.play(sub="person-5", email="new@example.org")

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert words.NOT_INVITED in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def invitation(world: World, **changes: object) -> Invitation:
    given = {
        "email": "new@example.org",
        "name": "New",
        "role": Role.VIEWER,
        "organisation": world.north,
        "reason": "Joins the team",
        "invited_by": world.administrator,
        "expires_at": timezone.now() + timedelta(days=14),
    }
    return Invitation.objects.create(**(given | changes))


def test_who_is_invited_gets_an_account_and_what_the_invitation_is_to(client, world, council) -> None:
    invitation(world)
    council.play(sub="person-5", email="New@Example.org", name="New Colleague")

    come_back(client, council)

    user = User.objects.get(email__iexact="new@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.organisation, user.has_usable_password()) == ("New Colleague", world.north, False)
    assert [grant.role for grant in user.grants.in_force()] == [Role.VIEWER]
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("said", [False, None, "true"])
def test_an_invitation_is_not_found_by_an_address_that_the_council_did_not_check(client, world, council, said) -> None:
    invitation(world)
    council.play(sub="person-5", email="new@example.org", email_verified=said)

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert words.UNVERIFIED in answer.content.decode().replace("&#x27;", "'")
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("email", ["new@south.example", "new@north.example.org", "new@notexample.org"])
def test_a_council_vouches_for_its_own_addresses_alone(client: Client, world: World, council, email: str) -> None:
    invitation(world, email=email, organisation=world.south)
    council.play(sub="person-5", email=email)

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert words.NOT_ITS_ADDRESS in answer.content.decode().replace("&#x27;", "'")
    assert not User.objects.filter(email=email).exists()


def test_an_invitation_by_somebody_who_may_no_longer_invite_is_none(client, world, council) -> None:
    invitation(world, invited_by=world.bob)
    council.play(sub="person-5", email="new@example.org")

    assert come_back(client, council).status_code == 403
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_suspended_person_is_told_so(client: Client, world: World, council: oidc.Council) -> None:
    connected(world.alice, council)
    User.objects.filter(pk=world.alice.pk).update(is_active=False)

    answer = come_back(client, council)

    assert answer.status_code == 403
    assert "suspended" in answer.content.decode()
    assert not is_signed_in(client)


def test_somebody_signed_in_connects_their_council_after_asking(client, world, council) -> None:
    as_(client, world.bob)

    answer = come_back(client, council, CONNECT)

    assert (answer.status_code, answer["Location"]) == (302, "/account/security/")
    account = SocialAccount.objects.get()
    assert account.user == world.bob
    client.logout()
    come_back(client, council)
    assert client.session["_auth_user_id"] == str(world.bob.pk)


def test_another_site_cannot_connect_an_account(client, world, council) -> None:
    """What begins a sign-in connects nothing."""
    as_(client, world.bob)

    answer = come_back(client, council, f"{START}?process=connect")

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_council_account_is_connected_with_one_account_only(client, world, council) -> None:
    connected(world.alice, council)
    as_(client, world.bob)

    come_back(client, council, CONNECT)

    assert SocialAccount.objects.get().user == world.alice
