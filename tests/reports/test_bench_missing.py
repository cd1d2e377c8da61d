"""`bench missing` asks for real hidden records and leaves nothing behind. How fast is not asserted here."""

import pytest

from partnerships.models import ApiToken, ImportBatch, Invitation, User
from reports.benches import missing
from sharedservices.core.errors import RuleViolation
from tests.factories.savings import SavingsClaimFactory
from tests.factories.workstreams import WorkstreamFactory
from tests.world import World


def test_with_one_partnership_there_is_nothing_to_compare(world: World) -> None:
    with pytest.raises(RuleViolation, match="no two partnerships"):
        missing.missing()


def test_hidden_records_are_asked_for_beside_missing_ones(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "ROUNDS", 1)
    WorkstreamFactory(partnership=world.hills)
    SavingsClaimFactory(partnership=world.rivers)
    SavingsClaimFactory(partnership=world.rivers)
    people = User.objects.count()

    bench = missing.missing()

    told = {result.what.removesuffix(", missing") for result in bench.results}
    assert {"partnerships:detail", "workstreams:detail", "people:detail", "job", "api-workstreams-detail"} <= told
    assert any(what.startswith("history of ") for what in told)
    assert all(result.value >= 1 for result in bench.results)
    assert User.objects.count() == people
    assert [model.objects.count() for model in (ApiToken, ImportBatch, Invitation)] == [0, 0, 0]


def test_a_record_that_is_not_hidden_stops_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "KINDS", (lambda hidden: [("ours", hidden.ours.get_absolute_url(), "/nowhere/")],))
    WorkstreamFactory(partnership=world.hills)

    with pytest.raises(RuleViolation, match="answered 200"):
        missing.missing()
