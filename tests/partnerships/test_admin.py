import pytest
from django.test import Client

from tests.factories.partnerships import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("flags", "status"),
    [({}, 302), ({"is_staff": True}, 302), ({"is_staff": True, "is_superuser": True}, 200)],
    ids=["nobody", "staff", "superuser"],
)
def test_the_administration_opens_to_superusers_alone(client: Client, flags: dict[str, bool], status: int) -> None:
    client.force_login(UserFactory(name="Alice", **flags))

    assert client.get("/admin/").status_code == status
    assert client.get("/admin/partnerships/user/").status_code == status


def test_support_gives_a_role_with_its_reason(client: Client, world: World) -> None:
    client.force_login(UserFactory(name="Support", is_staff=True, is_superuser=True))
    url = f"/admin/partnerships/user/{world.bob.pk}/change/"
    form = client.get(url).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in form.fields if name != "password"} | {"is_active": "on"}
    grants = {
        "grants-TOTAL_FORMS": "1",
        "grants-INITIAL_FORMS": "0",
        "grants-0-role": "clerk",
        "grants-0-organisation": str(world.south.pk),
        "grants-0-valid_from": "2011-01-01",
        "grants-0-reason": "Took the post",
    }

    answer = client.post(url, values | grants)

    assert answer.status_code == 302
    grant = world.bob.grants.get(role="clerk")
    assert (grant.reason, grant.granted_by.name) == ("Took the post", "Support")


def test_support_grants_nothing_to_themselves(client: Client, world: World) -> None:
    support = UserFactory(name="Support", is_staff=True, is_superuser=True)
    client.force_login(support)
    url = f"/admin/partnerships/user/{support.pk}/change/"
    form = client.get(url).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in form.fields if name != "password"} | {"is_active": "on"}
    grants = {
        "grants-TOTAL_FORMS": "1",
        "grants-INITIAL_FORMS": "0",
        "grants-0-role": "portal_admin",
        "grants-0-valid_from": "2011-01-01",
    }

    answer = client.post(url, values | {"is_staff": "on", "is_superuser": "on"} | grants)

    assert answer.status_code == 403
    assert not support.grants.exists()
