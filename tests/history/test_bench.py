"""The bench of history writes for real, both ways, and leaves nothing behind. How fast is not asserted here."""

import pytest

from reports.benches import history
from sharedservices.core.bench import Ratio
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import HistoryEvent
from tests.history.keeping import ask, commit, findings
from tests.world import World
from workstreams.models import Milestone


def test_it_measures_and_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "SINGLES", 3)
    monkeypatch.setattr(history, "ROWS", 20)
    commit()
    before = (Milestone.objects.count(), HistoryEvent.objects.count())

    bench = history.history()

    assert [result.goal for result in bench.results] == [2, 2, 4, 4, 0, 0, 0]
    assert all(result.value > 0 for result in bench.results if isinstance(result, Ratio))
    assert (Milestone.objects.count(), HistoryEvent.objects.count()) == before
    assert ask("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'history%%' AND tgenabled <> 'O'", []) == [(0,)]
    assert findings() == []


def test_without_a_workstream_it_says_what_to_do(db: None) -> None:
    with pytest.raises(RuleViolation, match="Load a programme first"):
        history.history()
