"""`bench missing` asks for real hidden records and leaves nothing behind. How fast is not asserted here."""

import pytest
from django.urls import resolve

from partnerships.models import ApiToken, ExemptText, ImportBatch, Invitation, Organisation, User
from reports.benches import hidden, missing, pairs
from reports.models import Snapshot
from sharedservices.core.errors import RuleViolation
from tests.access import targets
from tests.factories.savings import SavingsClaimFactory
from tests.factories.workstreams import WorkstreamFactory
from tests.world import World
from workstreams.models import Workstream

# What everybody who is signed in reads; what a council, a passkey or a link in an e-mail stands for
NOT_HIDDEN = ("admin:", "compendium:")
OTHERS = {
    *("council_login", "council_callback", "council_connect", "council_disconnect", "mfa_remove_webauthn"),
    *("invitation-link", "account_reset_password_from_key"),
}


@pytest.fixture
def two(world: World) -> World:
    """Hills is a programme too, and Rivers the one with more claims, which the reader sees."""
    WorkstreamFactory(partnership=world.hills)
    SavingsClaimFactory(partnership=world.rivers)
    SavingsClaimFactory(partnership=world.rivers)
    return world


def test_with_one_partnership_there_is_nothing_to_compare(world: World) -> None:
    with pytest.raises(RuleViolation, match="no two partnerships"):
        missing.missing()


def test_every_address_of_a_record_is_asked_beside_a_missing_one(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of what is asked for stands in the database before."""
    asked = []
    monkeypatch.setattr(missing, "_compared", lambda _reader, *case: asked.append(case))

    missing.missing()

    found = {resolve(address).view_name for _, *both in asked for address in both}
    named = {
        route.name.partition("[")[0]
        for route in targets.routes()
        if route.arguments and not route.name.startswith(NOT_HIDDEN) and route.name not in targets.FALLBACKS
    }
    assert found == named - OTHERS
    assert len(asked) == len({what for what, *_ in asked})
    assert all(there != nowhere for _, there, nowhere in asked)


def test_hidden_records_are_not_there_for_the_reader_and_nothing_is_left(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = pairs.of_all_kinds
    monkeypatch.setattr(pairs, "of_all_kinds", lambda hidden: every(hidden)[::8])
    monkeypatch.setattr(missing, "ROUNDS", 1)
    people = User.objects.count()

    bench = missing.missing()

    assert len(bench.results) > 30
    assert all(result.value >= 1 for result in bench.results)
    assert User.objects.count() == people
    for model in (ApiToken, ImportBatch, Invitation, ExemptText, Snapshot):
        assert not model.objects.exists()
    assert not Organisation.objects.filter(slug=hidden.NAME).exists()
    assert not Workstream.objects.filter(slug=hidden.NAME).exists()


def test_a_record_that_is_not_hidden_stops_it(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "KINDS", (lambda hidden: [("ours", hidden.ours.get_absolute_url(), "/nowhere/")],))

    with pytest.raises(RuleViolation, match="answered 200"):
        missing.missing()
