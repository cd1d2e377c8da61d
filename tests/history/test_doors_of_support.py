"""What support staff type as the reason, in the administration, is in the history."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Agreement, Membership, Organisation
from tests.factories.partnerships import OrganisationFactory, UserFactory
from tests.history.reading import WHY, history, reasons, text_of
from tests.world import World, as_


@pytest.fixture
def support(client: Client, db: None) -> Client:
    return as_(client, UserFactory(name="Support", is_staff=True, is_superuser=True))


def admin(model: Any, name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def typed(client: Client, address: str, **changed: str) -> dict[str, Any]:
    """What the form at an address holds, with what somebody types."""
    form = client.get(address).context["adminform"].form
    held = {name: form.initial.get(name, field.initial) or "" for name, field in form.fields.items()}
    return held | {"successors": []} | changed


def test_support_says_why_something_is_added(support: Client, world: World) -> None:
    address = admin(Agreement, "add")
    values = typed(support, address, partnership=str(world.rivers.pk), slug="mou", title="Memorandum", state="draft")

    answer = support.post(address, values | {"why": WHY})

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert reasons(Agreement.objects.get()) == [WHY]


def test_support_says_why_something_is_changed(support: Client, world: World) -> None:
    address = admin(Organisation, "change", world.north.pk)

    answer = support.post(address, typed(support, address, name="North Council", why=WHY))

    assert answer.status_code == 302
    assert reasons(world.north)[1:] == [WHY]
    assert f"Why: {WHY}" in text_of(history(world.bob, world.north))


def test_support_says_why_something_is_deleted(support: Client, world: World) -> None:
    gone = OrganisationFactory(slug="gone")
    address = admin(Organisation, "delete", gone.pk)

    asked = text_of(support.get(address).content.decode())
    answer = support.post(address, {"post": "yes", "why": WHY})

    assert "Why is this deleted? (optional)" in asked
    assert answer.status_code == 302
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert reasons(gone)[1:] == [WHY]


def test_support_says_why_several_are_deleted_at_once(support: Client, world: World) -> None:
    rows = list(Membership.objects.filter(partnership=world.rivers))
    chosen = {"action": "delete_selected", "_selected_action": [str(row.pk) for row in rows]}

    asked = support.post(admin(Membership, "changelist"), chosen)
    support.post(admin(Membership, "changelist"), chosen | {"post": "yes", "why": WHY})

    assert "Why are these deleted? (optional)" in text_of(asked.content.decode())
    assert not Membership.objects.filter(partnership=world.rivers).exists()
    assert [reasons(row)[-1] for row in rows] == [WHY] * len(rows)


def test_a_reason_stays_on_a_form_of_the_administration_that_comes_back(support: Client, world: World) -> None:
    address = admin(Organisation, "change", world.north.pk)

    answer = support.post(address, typed(support, address, name="", why=WHY))

    assert answer.status_code == 200
    assert 'name="why" type="text" maxlength="200" value="Asked for by the “north” &amp; the south"' in (
        answer.content.decode()
    )
    assert reasons(world.north) == [""]


def test_what_can_only_be_read_in_the_administration_is_not_asked_why(support: Client, world: World) -> None:
    grant = world.alice.grants.get()

    assert 'name="why"' not in support.get(admin(type(grant), "change", grant.pk)).content.decode()


@pytest.mark.parametrize(("typed_beside", "told"), [("", "Took the post"), (WHY, WHY)])
def test_a_role_that_support_grants_has_its_own_reason_unless_another_is_typed(
    support: Client, world: World, typed_beside: str, told: str
) -> None:
    address = admin(type(world.bob), "change", world.bob.pk)
    values = typed(support, address, is_active="on", why=typed_beside)
    del values["password"]
    grant = {"role": "clerk", "organisation": str(world.south.pk), "valid_from": "2011-01-01"}
    grants = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-reason": "Took the post"}
    grants |= {f"0-{name}": value for name, value in grant.items()}

    answer = support.post(address, values | {f"grants-{name}": value for name, value in grants.items()})

    assert answer.status_code == 302
    assert reasons(world.bob.grants.get(role="clerk")) == [told]


@pytest.mark.parametrize(("why", "said"), [("x" * 201, "Say why in 200 characters or fewer"), ("nul\x00", "Null")])
def test_a_reason_that_cannot_be_kept_changes_nothing(support: Client, world: World, why: str, said: str) -> None:
    address = admin(Organisation, "change", world.north.pk)

    answer = support.post(address, typed(support, address, name="North Council", why=why))

    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert reasons(world.north) == [""]
