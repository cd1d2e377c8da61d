import pytest

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
