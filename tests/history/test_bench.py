"""The bench of history writes for real, both ways, and leaves nothing behind. How fast is not asserted here."""

import pytest

from reports.benches import history
from sharedservices.core.bench import Ratio
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import HistoryEvent
from tests.history.keeping import EVENTS, ask, commit, findings, run, unprotected
from tests.world import World
from workstreams.models import Milestone

# Thirty thousand changes in three months, a tenth of them in Rivers
MUCH = """
INSERT INTO core_historyevent (at, transaction, "table", "row", partnership, kind, system, request, reason, after)
SELECT now() - n * interval '4 minutes', 1000000 + n, 'workstreams_milestone', 1000000 + n / 5,
  CASE WHEN mod(n, 10) = 0 THEN %s ELSE 1000000 + mod(n, 40) END,
  CASE WHEN mod(n, 5) = 4 THEN 'added' ELSE 'changed' END, 'tests', '', '', jsonb_build_object('title', 'Routes')
FROM generate_series(1, 30000) n
"""


def test_it_measures_and_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "SINGLES", 3)
    monkeypatch.setattr(history, "ROWS", 20)
    commit()
    before = (Milestone.objects.count(), HistoryEvent.objects.count())

    bench = history.history()

    assert [result.goal for result in bench.results] == [2, 2, 4, 4, 0, 0, 0, 0]
    assert all(result.value > 0 for result in bench.results if isinstance(result, Ratio))
    assert (Milestone.objects.count(), HistoryEvent.objects.count()) == before
    assert ask("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'history%%' AND tgenabled <> 'O'", []) == [(0,)]
    assert findings() == []


def test_without_a_workstream_it_says_what_to_do(db: None) -> None:
    with pytest.raises(RuleViolation, match="Load a programme first"):
        history.history()


def test_history_is_read_by_its_indexes_once_there_is_much_of_it(world: World) -> None:
    with unprotected(EVENTS):
        run(MUCH, [world.rivers.pk])

    read = history.readings(world.waste)

    assert [one.value for one in read] == [0, 0, 0, 0]
    by = [set(one.what.split(": by ")[1].split(", ")) for one in read]
    assert [{"history_of_row"}, {"history_of_row"}] == [by[0], by[3]]
    assert all("history_of_partnership" in names for names in by[1:3])
