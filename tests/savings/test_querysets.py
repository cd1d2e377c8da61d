import pytest
from django.db import IntegrityError, transaction

from savings.models import SavingsClaim, SavingsLine
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.world import World

PEOPLE = ("alice", "clerk", "bob", "charlie", "officer", "administrator")


def seen_by(world: World) -> dict[str, bool]:
    """Who sees the one claim and its line; both always go together."""
    seen = {}
    for name in PEOPLE:
        user = getattr(world, name)
        claims = SavingsClaim.objects.visible_to(user).exists()
        assert SavingsLine.objects.visible_to(user).exists() is claims
        seen[name] = claims
    return seen


@pytest.mark.parametrize("status", [status for status in SavingsClaim.Status.values if status != "draft"])
def test_a_claim_is_seen_by_the_partnership(world: World, status: str) -> None:
    SavingsLineFactory(claim=SavingsClaimFactory(partnership=world.rivers, organisation=world.north, status=status))

    assert seen_by(world) == dict.fromkeys(PEOPLE, True) | {"charlie": False}


def test_a_draft_is_seen_by_its_council_and_the_programmes_officers(world: World) -> None:
    SavingsLineFactory(claim=SavingsClaimFactory(partnership=world.rivers, organisation=world.north, draft=True))

    assert seen_by(world) == dict.fromkeys(PEOPLE, False) | {"alice": True, "clerk": True, "officer": True}


def test_a_draft_of_no_council_is_the_programmes_alone(world: World) -> None:
    SavingsLineFactory(claim=SavingsClaimFactory(partnership=world.rivers, draft=True))

    assert seen_by(world) == dict.fromkeys(PEOPLE, False) | {"officer": True}


@pytest.mark.parametrize("status", SavingsClaim.Status.values)
def test_a_line_kept_back_is_its_councils_and_once_submitted_the_programmes_too(world: World, status: str) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, organisation=world.north, status=status)
    SavingsLineFactory(claim=claim, organisation=world.north, released=False)

    seen = {name for name in PEOPLE if SavingsLine.objects.visible_to(getattr(world, name)).exists()}

    submitted = status not in ("requested", "draft")
    assert seen == {"alice", "clerk"} | ({"officer"} if submitted else set())


def test_a_council_keeps_its_line_of_anothers_claim_back_from_that_council_too(world: World) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, organisation=world.north)
    SavingsLineFactory(claim=claim, organisation=world.south, released=False)

    assert not SavingsLine.objects.visible_to(world.alice).exists()
    assert SavingsLine.objects.visible_to(world.bob).exists()


def test_a_line_of_the_partnership_as_a_whole_cannot_be_kept_back(world: World) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers)

    with pytest.raises(IntegrityError, match="only_a_council_keeps_a_line_back"), transaction.atomic():
        SavingsLineFactory(claim=claim, released=False)
