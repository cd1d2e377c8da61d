"""Reporting rounds, and the states of updates, in the programme format."""

from pathlib import Path

import pytest

from sharedservices.core.programme import exporting
from tests.core.programme_files import MONDAY, load, northern, places, read_back, with_cell, words
from workstreams.models import ProgressUpdate, ReportingRound

pytestmark = pytest.mark.django_db
ROUNDS = [
    ["partnership", "round", "title", "cadence", "period", "opens", "due", "closes"],
    ["two", "2011-11", "November", "monthly", "2011-11", "2011-11-24", "2011-12-05", "2011-12-16"],
]


def rounds(**changes: str) -> dict[str, list[list[str]]]:
    header, row = ROUNDS
    return northern(rounds=[header, [changes.get(name, text) for name, text in zip(header, row, strict=True)]])


def with_state(state: str, reason: str = "") -> dict[str, list[list[str]]]:
    header, row = with_cell("updates", 2, "state", state)["updates"]
    return northern(updates=[[*header, "return_reason"], [*row, reason]])


def test_a_round_comes_in_and_goes_out_as_it_came(tmp_path: Path) -> None:
    load(tmp_path / "in", rounds())

    exporting.export("two", tmp_path / "out", at=MONDAY)

    assert read_back(tmp_path / "out")["rounds"] == ROUNDS
    assert ReportingRound.objects.get().due.isoformat() == "2011-12-05"


@pytest.mark.parametrize(
    ("changes", "column", "told"),
    [
        ({"due": "2011-12"}, "due", "is not a day"),
        ({"due": "20111205"}, "due", "is not a day"),
        ({"closes": "2011-12-32"}, "closes", "is not a day"),
        ({"opens": "2011-12-06"}, "opens", "due before it opens"),
        ({"closes": "2011-12-01"}, "closes", "closes before it is due"),
        ({"cadence": "weekly"}, "cadence", "monthly, quarterly, annual"),
    ],
)
def test_a_fault_in_a_round_is_told(tmp_path: Path, changes: dict[str, str], column: str, told: str) -> None:
    outcome = load(tmp_path, rounds(**changes))

    assert [place[:2] for place in places(outcome)] == [("rounds", 2)]
    assert told in words(outcome)


@pytest.mark.parametrize("state", ["approved", "returned"])
def test_a_reviewed_update_is_the_one_that_was_submitted(tmp_path: Path, state: str) -> None:
    load(tmp_path / "before")
    before = ProgressUpdate.objects.get()

    outcome = load(tmp_path / "after", with_state(state, "Say which site."))

    update = ProgressUpdate.objects.get()
    assert not outcome.problems
    assert (update.pk, update.state, update.reviewed_at) == (before.pk, state, update.submitted_at)


def test_an_older_file_takes_no_approval_back(tmp_path: Path) -> None:
    load(tmp_path / "after", with_state("approved"))

    outcome = load(tmp_path / "before", with_state("submitted"))

    assert places(outcome) == [("updates", 2, "state")]
    assert "approved already" in words(outcome)


def test_a_returned_update_needs_its_reason(tmp_path: Path) -> None:
    outcome = load(tmp_path, with_state("returned"))

    assert places(outcome) == [("updates", 2, "return_reason")]
