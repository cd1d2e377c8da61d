"""A password holds no word that everybody thinks of who works with this council."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from partnerships.models import Organisation, Partnership, User
from tests.door import PASSWORD, SECURITY, told
from tests.factories.partnerships import UserFactory
from tests.world import World, as_


@pytest.fixture
def named(world: World) -> World:
    kind = Organisation.Kind.DISTRICT
    Organisation.objects.filter(pk=world.north.pk).update(
        name="Bramblewick and North Tarn Borough Council", short_name="Bramblewick", slug="bnt", kind=kind
    )
    Organisation.objects.filter(pk=world.east.pk).update(
        name="Far Easthollow Council", short_name="Easthollow", kind=kind
    )
    Partnership.objects.filter(pk=world.rivers.pk).update(name="Five Rivers Alliance", slug="fivera", acronym="FRALL")
    world.alice.refresh_from_db()
    return world


def refused_for(password: str, user: User | None) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Bramblewick-2026", "Bramblewick"),
        ("my br4mb1ewick garden", "Bramblewick"),
        ("B.r.a.m.b.l.e.w.i.c.k", "Bramblewick"),
        ("bråmblewick garden gate", "Bramblewick"),
        ("tarn fishing at dusk", "Tarn"),
        ("five rivers alliance!", "Five Rivers Alliance"),
        ("fiverivers4lliance", "Five Rivers Alliance"),
        ("fivera-fivera-fivera", "fivera"),
        ("my frall umbrella", "FRALL"),
        ("C0unci1 gravel hat", "council"),
        ("portal gravel hat", "portal"),
        ("Shared Services 26", "shared services"),
    ],
)
def test_a_local_word_is_named_and_refused(named: World, password: str, word: str) -> None:
    assert f"Leave out “{word}”" in refused_for(password, named.alice)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "port all night long",  # no word of ours, only across two
        "north purple gravel",  # no place by itself
        "five purple gravels",
        "bnt purple gravel",  # too short to be looked for
        "easthollow purple gravel",  # of a council that she does not know
    ],
)
def test_other_words_are_taken(named: World, password: str) -> None:
    assert refused_for(password, named.alice) == ""


def test_what_is_refused_tells_nobody_of_what_they_may_not_see(named: World) -> None:
    assert "Easthollow" in refused_for("easthollow purple gravel", named.charlie)
    assert refused_for("five rivers alliance!", named.charlie) == ""


def test_an_invited_person_is_held_to_the_words_of_their_council(named: World) -> None:
    invited = UserFactory.build(name="New", email="new@example.org", organisation=named.alice.organisation)

    assert "Bramblewick" in refused_for("bramblewick gravel", invited)
    assert "portal" in refused_for("portal gravel hat", None)


def test_the_form_says_which_word_to_leave_out(client: Client, named: World, alice: User) -> None:
    chosen = "bramblewick gravel hat"

    page = as_(client, alice).post(
        f"{SECURITY}password/", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    )

    assert "Leave out “Bramblewick”" in told(page)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
