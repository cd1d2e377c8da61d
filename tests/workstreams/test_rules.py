from datetime import date

import pytest

from workstreams import rules
from workstreams.rules import Direction, Rag, Timing


def test_a_roll_up_never_hides_a_red_rating() -> None:
    assert rules.overall([Rag.GREEN, Rag.RED, Rag.COMPLETE]) is Rag.RED


def test_fields_without_a_rating_do_not_count() -> None:
    assert rules.overall([Rag.NOT_RATED, Rag.AMBER, Rag.NOT_RATED]) is Rag.AMBER
    assert rules.overall([Rag.NOT_RATED]) is Rag.NOT_RATED


@pytest.mark.parametrize(
    ("own", "projects", "pulled"),
    [
        (Rag.AMBER, Rag.RED, True),
        (Rag.RED, Rag.RED, False),
        (Rag.RED, Rag.AMBER, False),
        (Rag.COMPLETE, Rag.GREEN, True),
        (Rag.GREEN, Rag.NOT_RATED, False),
        (Rag.NOT_RATED, Rag.AMBER_GREEN, True),
        (Rag.NOT_RATED, Rag.GREEN, False),
        (Rag.NOT_RATED, Rag.NOT_RATED, False),
    ],
)
def test_projects_pull_a_workstream_down_when_they_stand_worse(own: Rag, projects: Rag, *, pulled: bool) -> None:
    assert rules.is_pulled_down(own, projects) is pulled


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, Rag.GREEN, Direction.FIRST),
        (Rag.NOT_RATED, Rag.GREEN, Direction.FIRST),
        (Rag.RED, Rag.AMBER, Direction.BETTER),
        (Rag.GREEN, Rag.AMBER, Direction.WORSE),
        (Rag.GREEN, Rag.COMPLETE, Direction.BETTER),
        (Rag.AMBER, Rag.AMBER, Direction.SAME),
        (Rag.GREEN, Rag.NOT_RATED, Direction.NONE),
    ],
)
def test_direction_of_travel(before: Rag | None, now: Rag, expected: Direction) -> None:
    assert rules.direction(before, now) is expected


@pytest.mark.parametrize(
    ("begins", "expected", "actual", "timing"),
    [
        (date(2011, 9, 1), date(2011, 9, 30), None, Timing.DUE),
        (date(2011, 9, 20), date(2011, 9, 20), None, Timing.DUE),
        (date(2011, 7, 1), date(2011, 12, 31), None, Timing.UNDER_WAY),
        (date(2011, 10, 1), date(2011, 12, 31), None, Timing.DUE),
        (date(2011, 9, 1), date(2011, 9, 19), None, Timing.LATE),
        (date(2011, 9, 1), date(2011, 9, 19), date(2011, 9, 25), Timing.LATE),
        (date(2011, 9, 1), date(2011, 9, 30), date(2011, 9, 1), Timing.DONE),
        (None, None, None, Timing.UNDATED),
    ],
)
def test_where_a_milestone_stands_on_20_september(
    begins: date | None, expected: date | None, actual: date | None, timing: Timing
) -> None:
    assert rules.timing(begins=begins, expected=expected, actual=actual, on=date(2011, 9, 20)) is timing


def test_every_rating_has_a_word_of_its_own() -> None:
    assert set(rules.WORDS) == set(Rag)
    assert len(set(rules.WORDS.values())) == len(Rag)


@pytest.mark.parametrize(
    ("timings", "suggested"),
    [
        ([], Rag.NOT_RATED),
        ([Timing.UNDATED], Rag.NOT_RATED),
        ([Timing.DUE, Timing.DONE, Timing.UNDER_WAY], Rag.GREEN),
        ([Timing.LATE, Timing.DUE], Rag.AMBER),
        ([Timing.LATE, Timing.LATE, Timing.DUE], Rag.RED),
        ([Timing.LATE, Timing.UNDATED], Rag.RED),
    ],
)
def test_what_the_milestones_alone_say_of_time(timings: list[Timing], suggested: Rag) -> None:
    assert rules.suggested_time(timings) is suggested


@pytest.mark.parametrize(
    ("chosen", "suggested", "better"),
    [
        (Rag.GREEN, Rag.AMBER, True),
        (Rag.AMBER, Rag.AMBER, False),
        (Rag.RED, Rag.GREEN, False),
        (Rag.NOT_RATED, Rag.RED, False),
        (Rag.GREEN, Rag.NOT_RATED, False),
    ],
)
def test_only_a_better_rating_than_the_computed_one_needs_a_reason(
    chosen: Rag, suggested: Rag, *, better: bool
) -> None:
    assert rules.is_better(chosen, suggested) is better
